"""From a compiled program to the kernel's arrays.

In: a `Compiled`, the base of a replication's randomness, a horizon. Out: a `State` at time 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.arrivals import drops_of, given_times
from sandbox.engine.draws import MISUSE, ROW, SUBJECT, guide_of, shares_of
from sandbox.engine.interface import Horizon
from sandbox.engine.kernel import columns as k
from sandbox.engine.kernel.columns import State
from sandbox.engine.kernel.tables import RECORD_BITS
from sandbox.engine.kernel.tally import STREAM_BITS
from sandbox.engine.layout import laid_out
from sandbox.engine.sources import Pace, sources_of
from sandbox.flows.assembly import Code
from sandbox.flows.compiled import Compiled
from sandbox.flows.laws import Family
from sandbox.flows.program import CopyKind, Program, Station, StreamKind
from sandbox.randomness import key

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

SCOPE_ARTICLE = "2"

_NEAR = 1 << 18
"""Bytes of stations that stay in the cache of a core, whatever else happens."""


class Articles:
    """Articles by number; none is 0, the one on scope 1."""

    def __init__(self) -> None:
        self.names = ["", SCOPE_ARTICLE]

    def number(self, name: str) -> int:
        """The number of an article."""
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name)


def signed(number: int) -> int:
    """The bits of an unsigned number as a signed one."""
    return number - (1 << 64) if number >= 1 << 63 else number


def state_of(
    compiled: Compiled,
    origin: int,
    horizon: Horizon,
    articles: Articles,
    tracing: bool,
    room: Mapping[str, int],
) -> State:
    """All arrays at the beginning of a replication; `room`: rows of tables that earlier runs knew.

    Raises:
        ValueError: for a program that does not fit together.
    """
    program = compiled.program
    _fit(program)
    last = horizon.end + horizon.drain
    paces = [Pace(rhythm) for rhythm in program.rhythms]
    sources = sources_of(program, paces, horizon.end, last)
    given = given_times(program, origin, last)
    intervals = max(1, -(-horizon.end // max(1, horizon.interval)))
    streams, stations, links = len(program.streams), len(program.stations), len(program.links)
    level_of = levels_of(program)
    levels = len(level_of)
    x = np.zeros(k.SCALARS, np.int64)
    x[k.WARM_UP], x[k.END] = horizon.warm_up, horizon.end
    x[k.INTERVAL], x[k.INTERVALS] = max(1, horizon.interval), intervals
    x[k.CELL_END] = x[k.INTERVAL]
    x[k.ORIGIN] = signed(origin)
    x[k.LEVELS] = levels
    x[k.ARRIVING] = len(sources.stream)
    x[k.TRACING] = tracing
    x[k.FAR] = stations * k.STATIONS * 8 > _NEAR
    x[k.MARGIN] = 64 + max((_most_servers(one) for one in program.stations), default=0)
    x[k.KEY_ROW], x[k.KEY_SUBJECT] = signed(ROW), signed(SUBJECT)
    x[k.KEY_MISUSE], x[k.KEY_GAP] = signed(MISUSE), signed(key("gap"))
    x[k.KEY_RETRY], x[k.KEY_FIRST] = signed(key("retry")), signed(key("first entry"))
    law_start, law_values, law_shares = _empirical(compiled)
    hours_start, hours = _hours(program)
    drop_start, drop, drop_factor = drops_of(program)
    stream = _streams(compiled, level_of, drop_start)
    mass = [pace.parts for pace in paces]
    pace_start = np.cumsum([0, *(len(part[0]) for part in mass)])
    return _with_pools(
        x,
        streams=streams,
        room=room,
        fixed={
            "code": compiled.code,
            "flow_start": compiled.flow_start,
            "matrix": compiled.matrix,
            "list_start": compiled.list_start,
            "list_items": compiled.list_items,
            "route_start": compiled.route_start,
            "route_items": np.where(
                compiled.route_links < 0, links + ~compiled.route_links, compiled.route_links
            ),
            "draw_purpose": compiled.draw_purpose.view(np.int64),
            "draw_law": compiled.draw_law,
            "draw_column": compiled.draw_column,
            "row_key": compiled.row_key.view(np.int64),
            "law_family": np.array([int(law.family) for law in compiled.laws], np.int64),
            "law_numbers": np.array([[law.a, law.b] for law in compiled.laws]).reshape(-1, 2),
            "law_start": law_start,
            "law_values": law_values,
            "law_shares": law_shares,
            "hours_start": hours_start,
            "hours": hours,
            "stream": stream,
            "stream_share": np.array(
                [[one.misuse, *one.popular] for one in program.streams]
            ).reshape(-1, 3),
            "homes": _homes(program),
            "register": np.array(
                [[one.records, signed(key(one.name))] for one in program.registers], np.int64
            ).reshape(-1, k.REGISTERS),
            "register_error": np.array([one.error for one in program.registers], np.float64),
            "station": _stations(compiled),
            "line": np.full((stations * (levels - 1), 2), -1, np.int64),
            "link": _links(program),
            "bandwidth": np.array([one.bandwidth for one in program.links] * 2, np.float64),
            "timeout": _timeouts(compiled),
            "gate": np.array(
                [[one.open, articles.number(one.article), 0] for one in program.gates], np.int64
            ).reshape(-1, k.GATES),
            "copy": _copies(compiled),
            "copy_age": np.zeros((len(program.copies), 2)),
            "source": np.column_stack([
                sources.stream, sources.name.view(np.int64), sources.rhythm,
                sources.fixed.astype(np.int64), sources.begin, sources.until, sources.shift,
                np.full(len(sources.stream), -1), np.zeros((len(sources.stream), 2), np.int64),
                pace_start[sources.rhythm],
            ]).astype(np.int64).reshape(-1, k.SOURCES),
            "source_speed": sources.speed,
            "pace_start": pace_start,
            "pace_time": _joined([part[0] for part in mass]),
            "pace_mass": _joined([part[1] for part in mass]),
            "pace_slope": _joined([np.append(part[2], 0.0) for part in mass]),
            "arrival": np.zeros((len(sources.stream), 2), np.int64),
            "given": np.column_stack([
                given.time, given.stream, given.index, given.identity.view(np.int64),
            ]).astype(np.int64).reshape(-1, k.GIVENS),
            "drop": drop,
            "drop_factor": drop_factor,
            "series": np.zeros((streams * intervals, k.SERIES), np.int64),
        },
    )  # fmt: skip


def _fit(program: Program) -> None:
    """Keys of tables pack two numbers into one."""
    for what, count, bits in (
        ("streams", len(program.streams), STREAM_BITS),
        ("copies", len(program.copies), 62 - RECORD_BITS),
        ("stations", len(program.stations), k.REF - k.KIND),
        *(("records", register.records, RECORD_BITS) for register in program.registers),
    ):
        if count >= 1 << bits:
            raise ValueError(f"too many {what}: {count:,}")


def _with_pools(
    x: Integers, *, streams: int, fixed: dict[str, NDArray[Any]], room: Mapping[str, int]
) -> State:
    """Add what changes its size in a run, and lay everything out."""
    count = np.zeros((streams, k.COUNTS), np.int64)
    count[:, k.N_FIRST] = k.NEVER
    pools = {
        "token": (256, k.TOKENS, k.T_NEXT, k.FREE_TOKEN, k.LEFT_TOKEN),
        "block": (64, k.BLOCKS, k.B_OUTER, k.FREE_BLOCK, k.LEFT_BLOCK),
        "gathering": (64, k.GATHERINGS, k.G_NEXT, k.FREE_GATHERING, k.LEFT_GATHERING),
        "member": (64, k.MEMBERS, k.M_NEXT, k.FREE_MEMBER, k.LEFT_MEMBER),
        "value": (64, k.VALUES, k.V_NEXT, k.FREE_VALUE, k.LEFT_VALUE),
        "snapshot": (64, k.SNAPSHOTS, k.P_NEXT, k.FREE_SNAPSHOT, k.LEFT_SNAPSHOT),
        "holding": (64, k.HOLDINGS, k.H_NEXT, k.FREE_HOLDING, k.LEFT_HOLDING),
    }
    hashes = {
        "version": (256, 2),
        "latest": (256, 2),
        "held": (256, 4),
        "taken": (64, 3),
        "histogram": (1024, 2),
    }
    plain = {
        "outage": (64, k.OUTAGE),
        "heap": (1024, 2),
        "work": (1024, 2),
        "log": (256, k.LOG),
        "written": (64, 5),
        "expiry": (64, 2),
    }
    tables = {
        **{name: _pool(x, room.get(name, rows), *rest) for name, (rows, *rest) in pools.items()},
        **{name: _table(room.get(name, rows), width) for name, (rows, width) in hashes.items()},
        **{
            name: np.zeros((room.get(name, rows), w), np.int64) for name, (rows, w) in plain.items()
        },
        "count": count,
        "refusal": np.zeros((8, streams), np.int64),
        "trace": np.zeros((4096 if x[k.TRACING] else 8, k.TRACES), np.int64),
        "told": np.zeros((4096 if x[k.TRACING] else 8, k.VALUES - 1), np.int64),
        "scratch": np.zeros((4, 3), np.int64),
    }
    every = fixed | tables
    x[k.COLUMNS] = fixed["matrix"].shape[1]
    x[k.STREAMED] = streams
    return State(
        x,
        laid_out(x, {name: every[name] for name in k.PROGRAM}, np.int64),
        laid_out(x, {name: every[name] for name in k.NUMBERS}, np.float64),
        laid_out(x, {name: every[name] for name in (*k.MEMORY, *k.HASHES)}, np.int64),
    )


def _pool(x: Integers, size: int, width: int, link: int, free: int, left: int) -> Integers:
    """A table whose rows are all free."""
    table = np.zeros((size, width), np.int64)
    table[:, link] = np.arange(1, size + 1)
    table[-1, link] = -1
    x[free], x[left] = 0, size
    return table


def _table(size: int, width: int) -> Integers:
    """An empty hash table."""
    return np.full((size, width), -1, np.int64)


def _plain(size: int, width: int) -> Integers:
    """A table that is filled from the front."""
    return np.zeros((size, width), np.int64)


def _joined(parts: Sequence[Floats]) -> Floats:
    return np.concatenate(parts) if parts else np.zeros(0)


def _most_servers(station: Station) -> int:
    return max(station.servers, station.elastic.maximum if station.elastic else 0)


def levels_of(program: Program) -> dict[int, int]:
    """The level of each priority; 0 is most urgent. Batches have priority 0."""
    found = sorted({stream.priority for stream in program.streams} | {0}, reverse=True)
    return {priority: level for level, priority in enumerate(found)}


def _empirical(compiled: Compiled) -> tuple[Integers, Floats, Floats]:
    values = [law.values if law.family is Family.EMPIRICAL else () for law in compiled.laws]
    shares = [law.cumulative if law.family is Family.EMPIRICAL else () for law in compiled.laws]
    start = np.cumsum([0, *map(len, values)])
    return (
        start,
        np.array([one for part in values for one in part], np.float64),
        np.array([one for part in shares for one in part], np.float64),
    )


def _hours(program: Program) -> tuple[Integers, Integers]:
    rows: list[tuple[int, int, int]] = []
    start = [0]
    for intervals in program.hours:
        before = 0
        for begin, end in intervals:
            rows.append((begin, end, before))
            before += end - begin
        start.append(len(rows))
    return np.array(start, np.int64), np.array(rows, np.int64).reshape(-1, 3)


def _streams(compiled: Compiled, level: dict[int, int], drop_start: Integers) -> Integers:
    table = np.zeros((len(compiled.program.streams), k.STREAMS), np.int64)
    first = 0
    for place, one in enumerate(compiled.program.streams):
        row = table[place]
        row[k.N_START] = compiled.flow_start[one.flow]
        row[k.N_PRIORITY] = level[one.priority]
        row[k.N_NEED] = one.kind is not StreamKind.CHANGE
        row[k.N_REGISTER] = one.register if one.kind is StreamKind.CHANGE else -1
        row[k.N_DEADLINE] = one.deadline or k.NEVER
        row[k.N_ROWS], row[k.N_COUNT] = first, len(one.rows)
        row[k.N_DROPS], row[k.N_DROPS_END] = drop_start[place], drop_start[place + 1]
        first += len(one.rows)
    return table


def _homes(program: Program) -> Integers:
    """The rows of all streams, and how they are drawn."""
    count = np.array([len(one.rows) for one in program.streams], np.int64)
    table = np.zeros((int(count.sum()), k.HOMES), np.int64)
    table[:, k.J_ROW] = [row for one in program.streams for row in one.rows]
    table[:, k.J_SHARE] = shares_of([one.weights for one in program.streams])
    table[:, k.J_GUIDE] = guide_of(count, table[:, k.J_SHARE])
    return table


def _stations(compiled: Compiled) -> Integers:
    table = np.zeros((len(compiled.program.stations), k.STATIONS), np.int64)
    for place, one in enumerate(compiled.program.stations):
        row = table[place]
        row[k.S_SERVERS] = one.servers
        row[k.S_PLACES] = one.places if one.places >= 0 else k.NEVER
        row[k.S_PRIORITY], row[k.S_FAILS] = one.priority, one.fails_when_down
        row[k.S_HOURS] = one.hours
        row[k.S_UP] = 1
        row[k.S_INSIDE] = row[k.S_LAST] = row[k.S_PAUSED] = row[k.S_PAUSED_LAST] = -1
        row[k.S_DUE] = row[k.S_HEAD] = row[k.S_TAIL] = -1
        row[k.S_LAW] = compiled.station_law[place]
    return table


def _timeouts(compiled: Compiled) -> Integers:
    """A line for each length of time after which an attempt is given up."""
    slots = sorted({a for code, a, *_ in compiled.code.tolist() if code == Code.ATTEMPT})
    found = np.unique(compiled.matrix[:, slots])
    ticks = found[found > 0]
    table = np.full((len(ticks), k.TIMEOUTS), -1, np.int64)
    table[:, k.Y_TICKS], table[:, k.Y_QUEUED] = ticks, 0
    return table


def _links(program: Program) -> Integers:
    count = len(program.links)
    table = np.zeros((2 * count, k.LINKS), np.int64)
    for place, one in enumerate(program.links):
        for row in (table[place], table[count + place]):
            row[k.L_LATENCY], row[k.L_GATEWAY] = one.latency, one.gateway
            row[k.L_UP] = 1
            row[k.L_HELD] = row[k.L_HELD_LAST] = row[k.L_LATE] = row[k.L_LATE_LAST] = -1
            row[k.L_OUTAGE] = row[k.L_OUTAGE_LAST] = -1
    return table


def _copies(compiled: Compiled) -> Integers:
    program = compiled.program
    records = [register.records for register in program.registers]
    sources = {
        one.register: place
        for place, one in enumerate(program.copies)
        if one.kind is CopyKind.SOURCE
    }
    snapped = compiled.snapped()
    table = np.zeros((len(program.copies), k.COPIES), np.int64)
    for place, one in enumerate(program.copies):
        row = table[place]
        held = one.kind is not CopyKind.SOURCE
        row[k.C_REGISTER], row[k.C_SOURCE], row[k.C_KIND] = (
            one.register,
            sources.get(one.register, -1),
            int(one.kind),
        )
        row[k.C_COMPLETE] = one.complete and held
        row[k.C_KEEP] = one.keep if held else -1
        row[k.C_LOGGED] = place in snapped
        row[k.C_FIRST_WRITTEN] = row[k.C_LAST_WRITTEN] = -1
        row[k.C_RECORDS] = records[one.register]
        row[k.C_HELD] = records[one.register] if one.complete or not held else 0
        row[k.C_KNOWN] = one.complete and held
    return table


__all__ = ["Articles", "levels_of", "signed", "state_of"]
