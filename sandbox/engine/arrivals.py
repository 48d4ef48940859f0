"""Arrivals: which requests and changes are made when, window by window.

In: sources and given times. Out: windows of arrivals in order of time, then stream, then source
and index. All sources are advanced together in numpy, and only those with an arrival in the window
are touched, so the cost of a request does not depend on the number of streams. The k-th gap of a
source is keyed to (source, k), so windows of any width give the same arrivals.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.clock import NEVER
from sandbox.engine.sources import SHIFT, UNIT, Pace, Sources, sources_of, surge_name
from sandbox.flows.program import Program
from sandbox.randomness import arrays, key
from sandbox.randomness.portable import log_array

Integers = NDArray[np.int64]
Bits = NDArray[np.uint64]

_GAP = key("gap")
_MOST = 1 << 20  # gaps drawn in one go


@dataclass(frozen=True)
class Window:
    """Arrivals, one entry each, in order."""

    time: Integers
    stream: Integers
    index: Integers  # unique among its stream's
    identity: Bits


class Arrivals:
    """The arrivals of one replication, in windows of about `size` requests."""

    def __init__(
        self, program: Program, origin: int, end: int, last: int = 0, size: int = 8192
    ) -> None:
        """Arrivals come until `last`; windows are made for those before `end`."""
        self._origin = origin
        self._end = last = max(end, last)
        self._paces = [Pace(rhythm) for rhythm in program.rhythms]
        self._sources: Sources = sources_of(program, self._paces, end, last)
        count = len(self._sources.stream)
        self._given = given_times(program, origin, last)
        self._drops = _drops(program)
        self._name_of = self._sources.name
        self._sum = self._sources.begin.copy()
        self._index = np.full(count, -1, np.int64)
        self._next = np.zeros(count, np.int64)
        everyone = np.arange(count)
        self._step(everyone, np.ones(count, np.int64))
        until = np.maximum(self._sources.until, 1)
        share = np.minimum(1.0, end / until)  # of what is expected that comes before `end`
        given = int(np.searchsorted(self._given.time, end))
        expected = float((self._sources.expected * share).sum()) + given
        size = max(size, count // 4)
        self._width = max(1, min(end, int(end * size / expected) if expected > size else end))
        self._from = 0
        self._taken = 0

    def window(self) -> Window | None:
        """The next arrivals; None when there are no more."""
        while self._from < self._end:
            until = min(self._end, self._from + self._width)
            found = self._draw(until)
            self._from = until
            if len(found.time):
                return found
        return None

    def _draw(self, until: int) -> Window:
        """All arrivals before `until` that have not been given yet."""
        times, places, indices = [], [], []
        due = np.flatnonzero(self._next < until)
        while len(due):
            times.append(self._next[due])
            places.append(due)
            indices.append(self._index[due])
            length = np.maximum(self._sources.until[due], 1)
            left = self._sources.expected[due] * (until - self._next[due]) / length
            count = (left + 3 * np.sqrt(left) + 1).astype(np.int64)
            time, place, index = self._step(due, np.minimum(count, _MOST), until)
            times.append(time)
            places.append(place)
            indices.append(index)
            due = due[self._next[due] < until]
        time = np.concatenate(times) if times else np.zeros(0, np.int64)
        place = np.concatenate(places) if places else np.zeros(0, np.int64)
        index = np.concatenate(indices) if indices else np.zeros(0, np.int64)
        identity = arrays.identity(self._origin, self._name_of[place], index)
        made = Window(
            time, self._sources.stream[place], index + self._sources.shift[place], identity
        )
        made, place = self._with_given(made, place, until)
        kept = ~self._dropped(made)
        order = np.flatnonzero(kept)
        order = order[
            np.lexsort((made.index[order], place[order], made.stream[order], made.time[order]))
        ]
        return Window(made.time[order], made.stream[order], made.index[order], made.identity[order])

    def _step(
        self, chosen: Integers, count: Integers, until: int = 0
    ) -> tuple[Integers, Integers, Integers]:
        """Draw `count` more gaps of the chosen sources; the arrivals before `until`.

        The first arrival not before `until` (or else the last drawn) becomes the source's next.
        """
        starts = np.cumsum(count) - count
        place = np.repeat(chosen, count)
        offset = np.arange(len(place)) - np.repeat(starts, count)
        index = self._index[place] + 1 + offset
        sums = np.cumsum(self._gaps(place, index))
        before = np.repeat(sums[starts] - self._gaps(chosen, index[starts]), count)
        sums = sums - before + self._sum[place]
        times = self._times(place, sums)
        last = starts + count - 1
        late = np.where(times >= until, np.arange(len(place)), len(place))
        stop = np.minimum(np.minimum.reduceat(late, starts), last) if len(starts) else last
        self._index[chosen] = index[stop]
        self._sum[chosen] = sums[stop]
        self._next[chosen] = times[stop]
        given = np.arange(len(place)) < np.repeat(stop, count)
        return times[given], place[given], index[given]

    def _gaps(self, place: Integers, index: Integers) -> Integers:
        """Gaps as fixed-point numbers of mean `UNIT`."""
        identity = arrays.identity(self._origin, self._name_of[place], index)
        drawn = -log_array(arrays.unit(arrays.bits(identity, _GAP)))
        return np.where(self._sources.fixed[place], UNIT, (drawn * UNIT).astype(np.int64))

    def _times(self, place: Integers, sums: Integers) -> Integers:
        """When each source reaches each sum; `NEVER` from the source's end on."""
        mass = sums.astype(np.float64) / self._sources.speed[place]
        rhythm = self._sources.rhythm[place]
        times = np.empty(len(place), np.int64)
        for one in np.unique(rhythm):
            of = rhythm == one
            times[of] = self._paces[one].times(mass[of])
        return np.where(times < self._sources.until[place], times, NEVER)

    def _with_given(self, made: Window, place: Integers, until: int) -> tuple[Window, Integers]:
        """Add the given arrivals before `until`; their sources are counted after all others."""
        given = self._given
        stop = int(np.searchsorted(given.time, until))
        part = slice(self._taken, stop)
        self._taken = stop
        if part.start == stop:
            return made, place
        last = np.full(stop - part.start, len(self._name_of), np.int64)
        return Window(
            np.concatenate((made.time, given.time[part])),
            np.concatenate((made.stream, given.stream[part])),
            np.concatenate((made.index, given.index[part])),
            np.concatenate((made.identity, given.identity[part])),
        ), np.concatenate((place, last))

    def _dropped(self, made: Window) -> NDArray[np.bool_]:
        """Which requests are not made after all, because demand is low."""
        dropped = np.zeros(len(made.time), np.bool_)
        for name, start, end, factor, touched in self._drops:
            of = np.flatnonzero(touched[made.stream] & (made.time >= start) & (made.time < end))
            mark = arrays.unit(arrays.bits(made.identity[of], key(f"drop:{name}")))
            dropped[of] |= mark >= factor
        return dropped


def _drops(program: Program) -> list[tuple[str, int, int, float, NDArray[np.bool_]]]:
    """Name, start, end and factor of every fall in demand, and the streams it touches."""
    touched: dict[tuple[str, int, int, float], NDArray[np.bool_]] = {}
    for place, stream in enumerate(program.streams):
        for surge in stream.surges:
            if surge.factor < 1:
                fall = (surge.name, surge.start, surge.end, surge.factor)
                touched.setdefault(fall, np.zeros(len(program.streams), np.bool_))[place] = True
    return [(*fall, streams) for fall, streams in touched.items()]


def given_times(program: Program, origin: int, end: int) -> Window:
    """The arrivals of streams with given times, surges included, in order.

    A surge of factor f makes f − 1 further requests at each given time in it; the fraction that is
    left over makes one more of each with that probability, keyed.
    """
    parts: list[Window] = []
    for place, stream in enumerate(program.streams):
        if stream.times is None:
            continue
        times = np.sort(np.array(stream.times, np.int64))
        parts.append(_one(origin, stream.name, place, times, np.arange(len(times))))
        for number, surge in enumerate(stream.surges, 1):
            inside = np.flatnonzero((times >= surge.start) & (times < surge.end))
            more, name = surge.factor - 1, surge_name(stream.name, surge.name)
            for copy in range(int(np.ceil(more)) if more > 0 else 0):
                extra = _one(origin, f"{name}|{copy}", place, times[inside], inside)
                shift = number * SHIFT + copy * (SHIFT >> 8)
                mark = arrays.unit(arrays.bits(extra.identity, _GAP))
                kept = mark < more - copy
                parts.append(
                    Window(
                        extra.time[kept],
                        extra.stream[kept],
                        extra.index[kept] + shift,
                        extra.identity[kept],
                    )
                )
    if not parts:
        nothing = np.zeros(0, np.int64)
        return Window(nothing, nothing, nothing, np.zeros(0, np.uint64))
    joined = Window(
        np.concatenate([part.time for part in parts]),
        np.concatenate([part.stream for part in parts]),
        np.concatenate([part.index for part in parts]),
        np.concatenate([part.identity for part in parts]),
    )
    legal = np.flatnonzero((joined.time >= 0) & (joined.time < end))
    order = legal[np.argsort(joined.time[legal], kind="stable")]
    return Window(joined.time[order], joined.stream[order], joined.index[order],
                  joined.identity[order])  # fmt: skip


def _one(origin: int, name: str, place: int, times: Integers, index: Integers) -> Window:
    """Arrivals of one name at given times."""
    names = np.full(len(times), key(name), np.uint64)
    return Window(
        times, np.full(len(times), place, np.int64), index, arrays.identity(origin, names, index)
    )


def drops_of(program: Program) -> tuple[Integers, Integers, NDArray[np.float64]]:
    """Falls in demand, stream by stream.

    Returns:
        Where each stream's falls begin; start, end and the key of each; the factor of each.
    """
    starts, rows, factors = [0], [], []
    for stream in program.streams:
        for surge in stream.surges:
            if surge.factor < 1:
                mark = np.uint64(key(f"drop:{surge.name}")).astype(np.int64)
                rows.append((surge.start, surge.end, int(mark)))
                factors.append(surge.factor)
        starts.append(len(rows))
    return (
        np.array(starts, np.int64),
        np.array(rows, np.int64).reshape(-1, 3),
        np.array(factors, np.float64),
    )
