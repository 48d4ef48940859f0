"""The tally: how every request ended, counted stream by stream.

In: ends of requests, buffered in one flat list. Out: the counters of needs, reduced in numpy a
buffer at a time. Sums of times are kept as whole seconds and ticks, both integers, so that they
are exact and do not depend on the order of requests or the size of buffers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.counters import SERIES, Needs
from sandbox.engine.histogram import buckets
from sandbox.engine.interface import Horizon
from sandbox.engine.watch import Totals
from sandbox.flows import TICKS, Outcome, Tally
from sandbox.flows.program import Program, StreamKind

FRESH, ERROR, VALUED = 1, 2, 4
"""Marks of a request: went by letter; every value current; some value wrong; had a value."""

_FIELDS = 6  # stream, made, now, outcome, marks, age
_FULL = 16384 * _FIELDS
_BUCKETS = 1 << 18

Integers = NDArray[np.int64]


class Exact:
    """Sums of ticks per stream, as whole seconds and the ticks beyond them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._seconds = np.zeros(size, np.int64)
        self._ticks = np.zeros(size, np.int64)

    def add(self, place: Integers, ticks: Integers) -> None:
        """Add each duration to its place (float sums of a buffer's integers are exact)."""
        seconds, rest = np.divmod(ticks, TICKS)
        self._seconds += np.bincount(place, seconds, self._size).astype(np.int64)
        self._ticks += np.bincount(place, rest, self._size).astype(np.int64)

    def sums(self) -> NDArray[np.float64]:
        """The sums in seconds."""
        carried, rest = np.divmod(self._ticks, TICKS)
        return (self._seconds + carried).astype(np.float64) + rest / TICKS

    def total(self, of: NDArray[np.bool_]) -> float:
        """The sum over some places in seconds, rounded once."""
        return (int(self._seconds[of].sum()) * TICKS + int(self._ticks[of].sum())) / TICKS


class Outcomes:
    """Counts the ends of one replication's requests."""

    def __init__(self, program: Program, horizon: Horizon) -> None:
        streams = len(program.streams)
        self._streams = streams
        self._warm_up, self._end = horizon.warm_up, horizon.end
        self._interval = max(1, horizon.interval)
        self._intervals = max(1, -(-horizon.end // self._interval))
        self._deadline = np.array([s.deadline or (1 << 62) for s in program.streams], np.int64)
        self._need = np.array([s.kind != StreamKind.CHANGE for s in program.streams], np.bool_)
        self._asked = np.array([s.kind != StreamKind.THEFT for s in program.streams], np.bool_)
        self.buffer: list[int] = []
        self._tallies = [[0] * len(Tally) for _ in range(streams)]
        self._crossings = [0] * streams
        self.refusals: dict[str, Integers] = {}
        self._made = np.zeros(streams, np.int64)
        self._outcomes = np.zeros((streams, len(Outcome)), np.int64)
        self._counts = np.zeros((4, streams), np.int64)  # satisfied, fresh, right, error
        self._letters = np.zeros(streams, np.int64)
        self._response, self._age = Exact(streams), Exact(streams)
        self._response_max = np.zeros(streams, np.int64)
        self._age_max = np.zeros(streams, np.int64)
        self._first = np.full(streams, 1 << 62, np.int64)
        self._response_histogram: dict[int, int] = {}
        self._age_histogram: dict[int, int] = {}
        cells = streams * self._intervals
        self._series = {
            name: np.zeros(cells, np.int64)
            for name in SERIES
            if name not in ("response_time", "age")
        }
        self._series_sums = {name: Exact(cells) for name in ("response_time", "age")}

    def make(self, stream: Integers, time: Integers) -> None:
        """Count requests made; changes are not requests."""
        need = self._need[stream] & (time < self._end)
        stream, time = stream[need], time[need]
        self._made += np.bincount(stream[time >= self._warm_up], minlength=self._streams)
        self._add("made", self._cell(stream, time))

    def refuse(self, stream: int, article: str, made: int) -> None:
        """Count a refusal under its article."""
        if made >= self._warm_up:
            count = self.refusals.setdefault(article, np.zeros(self._streams, np.int64))
            count[stream] += 1

    def count(self, stream: int, what: int, made: int) -> None:
        """Count one thing for a measured token's stream."""
        if stream >= 0 and self._warm_up <= made < self._end:
            self._tallies[stream][what] += 1

    def letter(self, stream: int, made: int) -> None:
        """Count a request that goes by letter, whatever will come of it."""
        if made >= self._end:
            return
        place = min(made // self._interval, self._intervals - 1)
        self._series["by_letter"][stream * self._intervals + place] += 1
        if made >= self._warm_up:
            self._letters[stream] += 1

    def cross(self, stream: int, made: int) -> None:
        """Count a request's passage through a gateway."""
        if stream >= 0 and self._warm_up <= made < self._end and self._need[stream]:
            self._crossings[stream] += 1

    def end(self, stream: int, made: int, now: int, outcome: int, marks: int, age: int) -> None:
        """A request ends."""
        self.buffer.extend((stream, made, now, outcome, marks, age))
        if len(self.buffer) >= _FULL:
            self.reduce()

    def reduce(self) -> None:
        """Bring the buffer into the counters."""
        if not self.buffer:
            return
        ends = np.array(self.buffer, np.int64).reshape(-1, _FIELDS).T
        self.buffer.clear()
        stream, made, now, outcome, marks, age = ends
        time = now - made
        answered = outcome == Outcome.ANSWERED
        satisfied = answered & (time <= self._deadline[stream])
        np.minimum.at(self._first, stream[satisfied], now[satisfied])
        valued = answered & (marks & VALUED > 0)
        fresh, wrong = valued & (marks & FRESH > 0), valued & (marks & ERROR > 0)
        counts = (satisfied, fresh, fresh & ~wrong, wrong)
        self._reduce_series(stream, made, time, outcome, age, valued, counts)
        measured = made >= self._warm_up
        streams = self._streams
        code = stream[measured] * len(Outcome) + outcome[measured]
        self._outcomes += np.bincount(code, minlength=streams * len(Outcome)).reshape(streams, -1)
        for place, marked in enumerate(counts):
            self._counts[place] += np.bincount(stream[marked & measured], minlength=streams)
        answered &= measured
        valued &= measured
        self._response.add(stream[answered], time[answered])
        np.maximum.at(self._response_max, stream[answered], time[answered])
        _count(self._response_histogram, stream[answered], time[answered])
        self._age.add(stream[valued], age[valued])
        np.maximum.at(self._age_max, stream[valued], age[valued])
        _count(self._age_histogram, stream[valued], age[valued])

    def _reduce_series(
        self, stream: Integers, made: Integers, time: Integers, outcome: Integers, age: Integers,
        valued: NDArray[np.bool_], counts: Sequence[NDArray[np.bool_]],
    ) -> None:  # fmt: skip
        """The series hold all requests, of the warm-up too, in the interval they were made."""
        cell = self._cell(stream, made)
        for name, which in (
            ("answered", Outcome.ANSWERED), ("refused", Outcome.REFUSED),
            ("failed", Outcome.FAILED), ("timed_out", Outcome.TIMED_OUT),
        ):  # fmt: skip
            self._add(name, cell[outcome == which])
        for name, marked in zip(("satisfied", "fresh", "correct", "error"), counts):
            self._add(name, cell[marked])
        answered = outcome == Outcome.ANSWERED
        self._series_sums["response_time"].add(cell[answered], time[answered])
        self._series_sums["age"].add(cell[valued], age[valued])

    def _cell(self, stream: Integers, time: Integers) -> Integers:
        return stream * self._intervals + np.minimum(time // self._interval, self._intervals - 1)

    def _add(self, name: str, cell: Integers) -> None:
        places, count = np.unique(cell, return_counts=True)
        self._series[name][places] += count

    def totals(self) -> Totals:
        """Totals over the measured requests so far."""
        self.reduce()
        mine = self._asked
        satisfied, fresh, right, wrong = self._counts[:, mine].sum(axis=1).tolist()
        return Totals(
            made=int(self._made[mine].sum()),
            by_letter=int(self._letters[mine].sum()),
            outcomes=self._outcomes[mine].sum(axis=0).tolist(),
            satisfied=satisfied,
            fresh=fresh,
            right=right,
            wrong=wrong,
            response_time=self._response.total(mine),
            age=self._age.total(mine),
        )

    def satisfied(self, streams: Sequence[int]) -> tuple[int, int]:
        """Measured requests of some streams that have ended, and how many were satisfied."""
        self.reduce()
        chosen = list(streams)
        return int(self._outcomes[chosen].sum()), int(self._counts[0, chosen].sum())

    def counted(self, stream: int, what: Tally) -> int:
        """What a stream's measured requests have counted so far."""
        return self._tallies[stream][what]

    def needs(self) -> Needs:
        """The counters; requests made that have not ended are unfinished."""
        self.reduce()
        outcomes = self._outcomes.copy()
        outcomes[:, Outcome.UNFINISHED] += self._made - outcomes.sum(axis=1)
        satisfied, fresh, right, wrong = self._counts
        first = np.where(self._first < 1 << 62, self._first / TICKS, np.nan)
        shape = (self._streams, self._intervals)
        sums = {name: exact.sums() for name, exact in self._series_sums.items()}
        series = np.stack([
            (sums[name] if name in sums else self._series[name].astype(np.float64)).reshape(shape)
            for name in SERIES
        ])  # fmt: skip
        return Needs(
            made=self._made.copy(),
            outcomes=outcomes,
            satisfied=satisfied.copy(),
            by_letter=self._letters.copy(),
            response_time=self._response.sums(),
            response_time_max=self._response_max / TICKS,
            age=self._age.sums(),
            age_max=self._age_max / TICKS,
            fresh=fresh.copy(),
            correct=right.copy(),
            error=wrong.copy(),
            tallies=np.array(self._tallies, np.int64).reshape(self._streams, len(Tally)),
            crossings=np.array(self._crossings, np.int64),
            first_satisfied=first,
            refusals=self.refusals,
            response_time_histogram=self._split(self._response_histogram),
            age_histogram=self._split(self._age_histogram),
            series=series,
        )

    def _split(self, histogram: dict[int, int]) -> list[dict[int, int]]:
        """One histogram per stream."""
        result: list[dict[int, int]] = [{} for _ in range(self._streams)]
        for code, count in sorted(histogram.items()):
            result[code // _BUCKETS][code % _BUCKETS] = count
        return result


def _count(histogram: dict[int, int], stream: Integers, ticks: Integers) -> None:
    """Add durations to a histogram of all streams."""
    codes, counts = np.unique(stream * _BUCKETS + buckets(ticks), return_counts=True)
    for code, count in zip(codes.tolist(), counts.tolist()):
        histogram[code] = histogram.get(code, 0) + count
