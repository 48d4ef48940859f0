"""Sources of arrivals: every stream, and one more for every surge that adds to it.

In: a program's streams and rhythms. Out: flat arrays, one entry per source, and the rhythms' way
from cumulative demand to time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.clock import NEVER
from sandbox.flows import TICKS
from sandbox.flows.program import Program, Rhythm, Stream
from sandbox.randomness import key

UNIT = 1 << 32
"""One mean gap, in the fixed-point numbers in which gaps are added up: sums are exact, so they do
not depend on how arrivals are cut into windows."""

SHIFT = 1 << 40
"""Indices of the requests of a stream's n-th surge begin at n times this."""

Integers = NDArray[np.int64]


class Pace:
    """A rhythm's cumulative relative intensity, and its inverse."""

    def __init__(self, rhythm: Rhythm) -> None:
        if len(rhythm.times) < 2 or len(rhythm.times) != len(rhythm.mass):
            raise ValueError(f"rhythm {rhythm.name!r} needs as many times as masses, at least two")
        self._times = np.array(rhythm.times, np.float64)
        self._mass = np.array(rhythm.mass, np.float64)
        if (np.diff(self._times) <= 0).any() or (np.diff(self._mass) < 0).any():
            raise ValueError(f"rhythm {rhythm.name!r} must ascend")
        self._slopes = np.diff(self._times) / np.where(
            np.diff(self._mass) > 0, np.diff(self._mass), 1.0
        )
        self.end = rhythm.times[-1]

    @property
    def parts(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Times, masses, and ticks per tick of mass between them (one fewer)."""
        return self._times, self._mass, self._slopes

    def mass(self, time: int) -> float:
        """Relative intensity summed up to `time`, in ticks."""
        return float(np.interp(float(time), self._times, self._mass))

    def times(self, mass: NDArray[np.float64]) -> Integers:
        """When each mass is reached; never beyond the rhythm's end."""
        place = np.searchsorted(self._mass, mass, side="right") - 1
        beyond = place >= len(self._slopes)
        place = np.minimum(place, len(self._slopes) - 1)
        reached = self._times[place] + (mass - self._mass[place]) * self._slopes[place]
        reached = np.minimum(reached, self._times[place + 1])
        return np.where(beyond, NEVER, np.rint(reached).astype(np.int64))


@dataclass(frozen=True)
class Sources:
    """All sources, by position; given-time streams are not among them.

    Attributes:
        stream: the stream each source makes requests for.
        name: the key its requests' identities come from.
        speed: fixed-point gaps per tick of the rhythm's mass.
        rhythm: position of its rhythm.
        fixed: whether its gaps are all alike.
        begin: fixed-point sum at which it begins (surges begin in the midst).
        until: when it ends.
        expected: mean number of requests in the run.
        shift: added to the index of its requests, so that a stream's indices are unique.
    """

    stream: Integers
    name: NDArray[np.uint64]
    speed: NDArray[np.float64]
    rhythm: Integers
    fixed: NDArray[np.bool_]
    begin: Integers
    until: Integers
    expected: NDArray[np.float64]
    shift: Integers


def sources_of(program: Program, paces: list[Pace], end: int, last: int) -> Sources:
    """The sources of all streams with a rate, for a run until `end`.

    Life goes on while the last measured requests are answered: arrivals come until `last`, or as
    long as their rhythm lasts.

    Raises:
        ValueError: when a rhythm in use ends before the run does.
    """
    rows: list[tuple[int, int, float, int, bool, int, int, float, int]] = []
    for place, stream in enumerate(program.streams):
        if stream.times is not None or not stream.rate:
            continue
        pace = paces[stream.rhythm]
        if pace.end < end:
            name = program.rhythms[stream.rhythm].name
            raise ValueError(f"rhythm {name!r} ends before the run does")
        for part, (name, rate, start, until) in enumerate(_parts(stream, min(last, pace.end))):
            speed = rate / TICKS * UNIT
            before = pace.mass(start)
            expected = rate / TICKS * (pace.mass(until) - before)
            rows.append((
                place, key(name), speed, stream.rhythm, stream.fixed, int(speed * before), until,
                expected, part * SHIFT,
            ))  # fmt: skip
    columns = list(zip(*rows)) or [()] * 9
    whole, real = np.int64, np.float64
    kinds = (whole, np.uint64, real, whole, np.bool_, whole, whole, real, whole)
    return Sources(*(np.array(column, kind) for column, kind in zip(columns, kinds)))


def _parts(stream: Stream, end: int) -> list[tuple[str, float, int, int]]:
    """Name, rate, start and end of a stream's own source and of its surges'."""
    parts = [(stream.name, stream.rate, 0, end)]
    for surge in stream.surges:
        start, until = max(0, surge.start), min(end, surge.end)
        if surge.factor > 1 and start < until:
            extra = stream.rate * (surge.factor - 1)
            parts.append((surge_name(stream.name, surge.name), extra, start, until))
    return parts


def surge_name(stream: str, surge: str) -> str:
    """The name that a surge's own requests are keyed to."""
    return f"{stream}|{surge}"
