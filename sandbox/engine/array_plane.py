"""The traffic plane in arrays: what control processes act on, and what the engine drives.

In: a compiled program, a seed and a replication, a horizon. Out: a state that advances; tables
grow when the kernel wants room; what a trace is told, in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.arrays import Articles, levels_of, state_of
from sandbox.engine.growing import GROWING, grown, longer
from sandbox.engine.interface import Horizon, Trace
from sandbox.engine.kernel import columns as k
from sandbox.engine.kernel import loop
from sandbox.engine.layout import replaced, table
from sandbox.engine.trace_words import detail as detail_of
from sandbox.engine.watch import Totals
from sandbox.flows import TICKS, Outcome, Tally
from sandbox.flows.assembly import Code
from sandbox.flows.bindings import verify_batch
from sandbox.flows.compiled import Compiled
from sandbox.flows.program import StreamKind
from sandbox.randomness import base
from sandbox.randomness import key as key_of

Integers = NDArray[np.int64]

_MOST_EVENTS = 1 << (62 - k.REF)
"""Numbers of events, as far as they fit beside those of tokens; a slice has far fewer than half."""


class ArrayPlane:
    """The state of one replication; also the `Plane` of the control processes."""

    def __init__(
        self,
        compiled: Compiled,
        seed: int,
        replication: int,
        horizon: Horizon,
        trace: Trace | None,
        room: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        """`room`: rows that tables begin with, where they are to be more than few."""
        self.program = compiled.program
        self.compiled = compiled
        self.horizon = horizon
        self.origin = base(seed, replication)
        self.articles = Articles()
        self._trace = trace
        self._keys: dict[str, np.uint64] = {}
        for gate in self.program.gates:
            self.articles.number(gate.article)
        _verify_batches(compiled)
        tracing = trace is not None
        self.state = state_of(compiled, self.origin, horizon, self.articles, tracing, room)
        loop.begin(*self.state)
        self._level = levels_of(self.program)[0]
        thieves = [one.kind is StreamKind.THEFT for one in self.program.streams]
        self._asked = ~np.array(thieves, np.bool_)

    def go_on(
        self, x: Integers, num: NDArray[np.float64], mem: Integers, articles: list[str]
    ) -> None:
        """Take the place of a run of the same program that was kept."""
        self.state = self.state._replace(x=x, num=num, mem=mem)
        self.articles.names = list(articles)

    def room(self) -> dict[str, int]:
        """How many rows each table that grows has by now; those of a trace are emptied instead."""
        return {name: len(table(self.state, name)) for name in GROWING}

    # time

    @property
    def now(self) -> int:
        """The present time."""
        return int(self.state.x[k.NOW])

    def be(self, now: int) -> None:
        """It is now `now`."""
        self.state.x[k.NOW] = now

    @property
    def open_requests(self) -> int:
        """Measured requests that have not ended."""
        return int(self.state.x[k.OPEN])

    def advance(self, until: int, limit: int, while_open: bool = False) -> bool:
        """Execute at most `limit` events before `until`; whether any are left.

        `while_open`: only until no measured request is open.
        """
        while True:
            before = int(self.state.x[k.EVENTS])
            found = loop.advance(*self.state, until, limit, while_open)
            self._tell()
            if int(self.state.x[k.ORDER]) >= _MOST_EVENTS:
                raise OverflowError("more events than a run can number")
            if found != loop.ROOM:
                return bool(found == loop.MORE)
            limit -= int(self.state.x[k.EVENTS]) - before
            self._grow()

    def _grow(self) -> None:
        wanted = int(self.state.x[k.WANTED])
        self.state.x[k.WANTED] = k.W_NOTHING
        if wanted == k.W_SENSE:
            raise ValueError("a batch applies a snapshot to copies that it does not fit")
        if wanted in (k.W_TRACE, k.W_TOLD):
            self._tell()
        self.state = grown(self.state, wanted)

    def _work(self) -> None:
        """Do what a change from the control plane left to be done."""
        while loop.advance(*self.state, 0, 0, False) == loop.ROOM:
            self._grow()
        self._tell()

    # what control processes may do

    def _room(self) -> None:
        """See to it that any change from the control plane finds room."""
        x = self.state.x
        used = int(x[k.SIZE_TOKEN]) - int(x[k.LEFT_TOKEN])
        while int(x[k.HEAPED]) + used + int(x[k.MARGIN]) > int(x[k.SIZE_HEAP]):
            self.state = grown(self.state, k.W_HEAP)
        while int(x[k.OUTAGES]) + 4 > int(x[k.SIZE_OUTAGE]):
            self._double("outage")
        if int(x[k.LEFT_TOKEN]) < 2:
            self.state = grown(self.state, k.W_TOKEN)
        while int(x[k.TRACED]) + 8 > int(x[k.SIZE_TRACE]):
            self.state = grown(self.state, k.W_TRACE)

    def _double(self, name: str) -> None:
        self.state = replaced(self.state, {name: longer(table(self.state, name))})

    def set_gate(self, gate: int, open: bool, article: str = "") -> None:
        """Open or close a gate; without an article it keeps the one it has."""
        number = self.articles.number(article)
        if number >= int(self.state.x[k.SIZE_REFUSAL]):
            self._double("refusal")
        loop.set_gate(*self.state, gate, bool(open), number)

    def set_station(self, station: int, up: bool) -> None:
        """Break a station down or repair it."""
        self._room()
        loop.turn_station(*self.state, station, bool(up))
        self._work()

    def set_link(self, link: int, up: bool) -> None:
        """Break a link down or repair it."""
        self._room()
        loop.turn_link(*self.state, link, bool(up))
        self._work()

    def set_servers(self, station: int, servers: int) -> None:
        """Change the number of servers."""
        self.state.x[k.MARGIN] = max(int(self.state.x[k.MARGIN]), 64 + servers)
        self._room()
        loop.turn_servers(*self.state, station, int(servers))
        self._work()

    def busy_seconds(self, station: int) -> float:
        """Server-seconds of service so far."""
        x, mem = self.state.x, self.state.mem
        row = int(x[k.AT_STATION]) + station * k.STATIONS
        ticks = (int(mem[row + k.S_BUSY_SUM]) << k.PART) + int(mem[row + k.S_BUSY_LOW])
        if mem[row + k.S_UP]:
            ticks += int(mem[row + k.S_BUSY]) * self.opened(station)
        return ticks / TICKS

    def start(self, flow: int, row: int, key: str, index: int) -> None:
        """Start a batch."""
        self._room()
        name = self._keys.get(key)
        if name is None:
            name = self._keys[key] = np.uint64(key_of(key))
        position = int(self.compiled.flow_start[flow])
        loop.start_batch(*self.state, position, row, name, index, self._level)
        self._work()

    def opened(self, station: int) -> int:
        """Now, on the clock that only runs while a station is open."""
        row = int(self.state.x[k.AT_STATION]) + station * k.STATIONS
        which = int(self.state.mem[row + k.S_HOURS])
        return self.now if which < 0 else int(loop.passed(*self.state, which, self.now))

    # what has come of it so far

    def totals(self) -> Totals:
        """Totals over the measured requests so far."""
        total = [int(one) for one in table(self.state, "count")[self._asked].sum(axis=0)]
        return Totals(
            made=total[k.N_MADE],
            by_letter=total[k.N_LETTERS],
            outcomes=total[k.N_OUTCOME : k.N_OUTCOME + len(Outcome)],
            satisfied=total[k.N_SATISFIED],
            fresh=total[k.N_FRESH],
            right=total[k.N_RIGHT],
            wrong=total[k.N_ERROR],
            response_time=_sum(total, k.N_TIME) / TICKS,
            age=_sum(total, k.N_AGE) / TICKS,
        )

    def ended(self, streams: Sequence[int]) -> int:
        """Measured requests of some streams that have ended."""
        count = table(self.state, "count")[list(streams)]
        return int(count[:, k.N_OUTCOME : k.N_OUTCOME + len(Outcome)].sum())

    def satisfied(self, streams: Sequence[int]) -> int:
        """How many of them were satisfied."""
        return int(table(self.state, "count")[list(streams), k.N_SATISFIED].sum())

    def counted(self, stream: int, what: Tally) -> int:
        """What a stream's measured requests have counted so far."""
        return int(table(self.state, "count")[stream, k.N_TALLY + what])

    # the trace

    def _tell(self) -> None:
        """Tell the trace what has happened, in words."""
        if self._trace is None:
            return
        state, program = self.state, self.program
        rows = table(state, "trace")[: int(state.x[k.TRACED])].tolist()
        told = table(state, "told")[: int(state.x[k.TOLD])].tolist()
        state.x[k.TRACED] = state.x[k.TOLD] = 0
        for time, stream, index, event, child, a, b, first, count in rows:
            detail: dict[str, Any]
            if event == k.EV_MADE:
                name, detail = "made", {"row": program.rows[a].key}
            elif event == k.EV_TIMEOUT:
                name, detail = "timeout", {"tried": a}
            elif event == k.EV_END:
                name, detail = "end", {"outcome": Outcome(a).name.lower()}
                if a == Outcome.REFUSED:
                    detail["article"] = self.articles.names[b]
                if count:
                    detail["values"] = told[first : first + count]
            else:
                name, detail = Code(a).name.lower(), detail_of(program, Code(a), b)
            if child >= 0:
                detail["child"] = program.rows[child].key
            who = program.streams[stream].name if stream >= 0 else "batch"
            self._trace(time, who, index, name, detail)


def _sum(total: list[int], column: int) -> int:
    """A sum of times kept in two columns."""
    return (total[column] << k.PART) + total[column + 1]


def _verify_batches(compiled: Compiled) -> None:
    """Snapshots fit the copies that they are for."""
    program = compiled.program
    for code, a, b, *_ in compiled.code.tolist():
        if code != Code.SNAPSHOT:
            continue
        for taken, given in {tuple(pair) for pair in compiled.matrix[:, [a, b]].tolist()}:
            if min(taken, given) >= 0:
                verify_batch(program, program.lists[taken], program.lists[given])
