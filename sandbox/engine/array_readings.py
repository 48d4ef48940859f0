"""Readings: the meters of a state in arrays, and the counters they give.

In: the plane at warm-up and at the horizon. Out: `Counters` restricted to that window.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.array_plane import ArrayPlane
from sandbox.engine.counters import SERIES, Copies, Counters, Floats, Links, Needs, Stations
from sandbox.engine.kernel import columns as k
from sandbox.engine.kernel import loop
from sandbox.engine.kernel.tally import BUCKET_BITS, STREAM_BITS
from sandbox.engine.layout import ages, table
from sandbox.flows import TICKS, Outcome, Tally

Integers = NDArray[np.int64]


_AREAS = ("busy", "capacity", "queue", "up", "exposure")


@dataclass(frozen=True)
class Readings:
    """All meters at one moment; areas are whole numbers of any size."""

    busy: list[int]
    capacity: list[int]
    queue: list[int]
    up: list[int]
    served: Integers
    most: Integers
    bytes: NDArray[np.float64]
    sent: Integers
    link_up: Integers
    exposure: list[int]
    age: NDArray[np.float64]
    aged: Integers
    renewals: Integers
    held: Integers
    gates: Integers

    @classmethod
    def of(cls, plane: ArrayPlane, anew: bool = False) -> Readings:
        """The meters now; `anew`: queue maxima start again."""
        loop.settle(*plane.state)
        state, now = plane.state, plane.now
        stations, link, copies = (table(state, name) for name in ("station", "link", "copy"))
        if anew:
            stations[:, k.S_MOST] = stations[:, k.S_WAITING]
        opened = [plane.opened(place) for place in range(len(stations))]
        station = stations.tolist()
        busy = [_level(row, k.S_BUSY_SUM, row[k.S_UP] * row[k.S_BUSY], at)
                     for row, at in zip(station, opened)]  # fmt: skip
        capacity = [
            _level(row, k.S_CAPACITY, row[k.S_UP] * max(row[k.S_SERVERS], row[k.S_BUSY]), at)
            for row, at in zip(station, opened)
        ]
        queue = [_level(row, k.S_QUEUE, row[k.S_WAITING], now) for row in station]
        up = [row[k.S_UP_SUM] + row[k.S_UP] * now for row in station]
        served = stations[:, k.S_SERVED].copy()
        most = stations[:, k.S_MOST].copy()
        left = np.maximum(
            0, link[:, k.L_FREE] - np.where(link[:, k.L_UP] > 0, now, link[:, k.L_SINCE])
        )
        bytes = link[:, k.L_BYTES].astype(np.float64)
        sent = link[:, k.L_SENT] - left
        link_up = link[:, k.L_UP_SUM] + link[:, k.L_UP] * now
        copy = copies.tolist()
        exposure = [_level(row, k.C_EXPOSED, row[k.C_HELD], now) for row in copy]
        age = ages(state).copy()
        aged = copies[:, k.C_AGED].copy()
        renewals = copies[:, k.C_RENEWALS].copy()
        held = copies[:, k.C_HELD].copy()
        gate = table(state, "gate")
        gates = gate[:, k.A_SUM] + gate[:, k.A_OPEN] * now
        return cls(
            busy=busy,
            capacity=capacity,
            queue=queue,
            up=up,
            served=served,
            most=most,
            bytes=bytes,
            sent=sent,
            link_up=link_up,
            exposure=exposure,
            age=age,
            aged=aged,
            renewals=renewals,
            held=held,
            gates=gates,
        )

    def plain(self) -> dict[str, Any]:
        """The meters as lists, exactly."""
        return {
            name: value if isinstance(value, list) else value.tolist()
            for name, value in vars(self).items()
        }

    @classmethod
    def from_plain(cls, lists: Mapping[str, Any]) -> Readings:
        """The meters of such lists."""
        found: dict[str, Any] = {}
        for name, values in lists.items():
            if name in _AREAS:
                found[name] = values
            else:
                kind = np.float64 if name in ("age", "bytes") else np.int64
                found[name] = np.array(values, kind)
        found["age"] = found["age"].reshape(-1, 2)
        return cls(**found)


def counters_of(
    plane: ArrayPlane, first: Readings, last: Readings, engine: str, seed: int, replication: int
) -> Counters:
    """The counters of the replication."""
    program, horizon, state = plane.program, plane.horizon, plane.state
    links = len(program.links)
    size = (last.bytes - first.bytes).reshape(2, links)
    sent = (last.sent - first.sent).reshape(2, links)
    counted = np.array([one.outside and one.sensitive for one in program.copies], np.bool_)
    return Counters(
        model=program.model,
        engine=engine,
        seed=seed,
        replication=replication,
        window=(horizon.end - horizon.warm_up) / TICKS,
        interval=horizon.interval / TICKS,
        needs=_needs(plane),
        stations=Stations(
            busy=_seconds(last.busy, first.busy),
            capacity=_seconds(last.capacity, first.capacity),
            queue=_seconds(last.queue, first.queue),
            queue_max=last.most,
            served=last.served - first.served,
            up=_seconds(last.up, first.up),
        ),
        links=Links(
            bytes=size.sum(axis=0),
            busy=sent.max(axis=0).astype(np.float64) / TICKS,
            up=(last.link_up - first.link_up)[:links].astype(np.float64) / TICKS,
        ),
        copies=Copies(
            age=last.age[:, k.CF_AGE] - first.age[:, k.CF_AGE],
            aged=(last.aged - first.aged).astype(np.float64) / TICKS,
            age_peak=last.age[:, k.CF_PEAKS] - first.age[:, k.CF_PEAKS],
            renewals=last.renewals - first.renewals,
            exposure=np.where(counted, _seconds(last.exposure, first.exposure), 0.0),
            records=last.held,
        ),
        gates=(last.gates - first.gates).astype(np.float64) / TICKS,
        events=int(state.x[k.EVENTS]),
        unfinished=plane.open_requests,
    )


def _level(row: list[int], column: int, level: int, now: int) -> int:
    """An area up to now: level × now, and the sum of moments, exactly."""
    return (row[column] << k.PART) + row[column + 1] + level * now


def _seconds(last: list[int], first: list[int]) -> Floats:
    return np.array([b - a for a, b in zip(first, last)], np.float64) / TICKS


def _needs(plane: ArrayPlane) -> Needs:
    """The counters of requests; those made that have not ended are unfinished."""
    state = plane.state
    count = table(state, "count")
    streams = len(count)
    made = count[:, k.N_MADE].copy()
    outcomes = count[:, k.N_OUTCOME : k.N_OUTCOME + len(Outcome)].copy()
    outcomes[:, Outcome.UNFINISHED] += made - outcomes.sum(axis=1)
    first = count[:, k.N_FIRST]
    refusal = table(state, "refusal")
    times, ages = _histograms(plane, streams)
    return Needs(
        made=made,
        outcomes=outcomes,
        satisfied=count[:, k.N_SATISFIED].copy(),
        by_letter=count[:, k.N_LETTERS].copy(),
        response_time=_sums(count[:, k.N_TIME], count[:, k.N_TIME_LOW]),
        response_time_max=count[:, k.N_TIME_MOST] / TICKS,
        age=_sums(count[:, k.N_AGE], count[:, k.N_AGE_LOW]),
        age_max=count[:, k.N_AGE_MOST] / TICKS,
        fresh=count[:, k.N_FRESH].copy(),
        correct=count[:, k.N_RIGHT].copy(),
        error=count[:, k.N_ERROR].copy(),
        tallies=count[:, k.N_TALLY : k.N_TALLY + len(Tally)].copy(),
        crossings=count[:, k.N_CROSSINGS].copy(),
        first_satisfied=np.where(first < k.NEVER, first / TICKS, np.nan),
        refusals={
            name: refusal[number].copy()
            for number, name in enumerate(plane.articles.names)
            if refusal[number].any()
        },
        response_time_histogram=times,
        age_histogram=ages,
        series=_series(plane, streams),
    )


def _sums(high: Integers, low: Integers) -> Floats:
    """Sums of ticks in two columns, in seconds: whole ones and the rest, as the tally adds them.

    A part is 2²⁰ ticks, so seconds come from the upper column first, lest anything overflow.
    """
    seconds, rest = np.divmod(high, TICKS)
    more, rest = np.divmod((rest << k.PART) + low, TICKS)
    whole: Floats = ((seconds << k.PART) + more).astype(np.float64) + rest / TICKS
    return whole


def _series(plane: ArrayPlane, streams: int) -> Floats:
    state = plane.state
    intervals = int(state.x[k.INTERVALS])
    series = table(state, "series")
    rows = {
        "made": k.Z_MADE, "answered": k.Z_ANSWERED, "satisfied": k.Z_SATISFIED,
        "refused": k.Z_REFUSED, "failed": k.Z_FAILED, "timed_out": k.Z_TIMED_OUT,
        "by_letter": k.Z_LETTER, "fresh": k.Z_FRESH, "correct": k.Z_CORRECT, "error": k.Z_ERROR,
    }  # fmt: skip
    sums = {"response_time": k.Z_TIME, "age": k.Z_AGE}
    return np.stack([
        _sums(series[:, sums[name]], series[:, sums[name] + 1]).reshape(streams, intervals)
        if name in sums
        else series[:, rows[name]].astype(np.float64).reshape(streams, intervals)
        for name in SERIES
    ])  # fmt: skip


def _histograms(
    plane: ArrayPlane, streams: int
) -> tuple[list[dict[int, int]], list[dict[int, int]]]:
    """Histograms of response times and of ages, one of each per stream."""
    rows = table(plane.state, "histogram")
    used = rows[rows[:, 0] >= 0]
    used = used[np.argsort(used[:, 0])]
    both: tuple[list[dict[int, int]], list[dict[int, int]]] = (
        [{} for _ in range(streams)],
        [{} for _ in range(streams)],
    )
    streams_of = (1 << STREAM_BITS) - 1
    for code, count in used.tolist():
        kind, stream = code >> (BUCKET_BITS + STREAM_BITS), (code >> BUCKET_BITS) & streams_of
        both[kind][stream][code & ((1 << BUCKET_BITS) - 1)] = count
    return both
