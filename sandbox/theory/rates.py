"""Rates of demand: how many tokens a stream makes in the window, and whether at random.

In: a stream or timetable, its rhythm, the window. Out: a `Rate`.
"""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.flows import TICKS
from sandbox.flows.program import Program, Rhythm, Stream, Timetable
from sandbox.language import Message

EVEN = 1e-9
"""How far a rhythm's mass may be from time, relatively, to count as even."""


@dataclass(frozen=True)
class Window:
    """What measures look at: from the warm-up to the horizon, in ticks."""

    begin: int
    end: int

    @property
    def ticks(self) -> int:
        """Its length."""
        return self.end - self.begin


@dataclass(frozen=True)
class Rate:
    """Tokens per second, mean over the window.

    `doubt` says why they do not come at random (as a Poisson process of one rate); `uneven` that
    there are more of them at one time than at another.
    """

    mean: float
    doubt: Message | None = None
    uneven: bool = False


def rate_of(program: Program, stream: Stream, window: Window) -> Rate:
    """The rate of a stream, surges and drops included."""
    if stream.times is not None:
        inside = sum(window.begin <= time < window.end for time in stream.times)
        words = Message("the times of {stream} are given", {"stream": stream.name})
        return Rate(inside * TICKS / window.ticks, words, uneven=True)
    rhythm = program.rhythms[stream.rhythm]
    mass = _mass(rhythm, window.end) - _mass(rhythm, window.begin)
    surges = [one for one in stream.surges if one.start < window.end and one.end > 0]
    for surge in surges:
        start, until = max(surge.start, window.begin), min(surge.end, window.end)
        if start < until:
            mass += (surge.factor - 1) * (_mass(rhythm, until) - _mass(rhythm, start))
    mean = stream.rate * mass / window.ticks
    doubt, uneven = None, bool(surges) or not _even(rhythm, window.end)
    if stream.rate and stream.fixed:
        doubt = Message("{stream} comes at fixed intervals", {"stream": stream.name})
    elif stream.rate and uneven:
        doubt = Message("{stream} changes with the time of day or week", {"stream": stream.name})
        if surges:
            doubt = Message("{stream} surges or drops for a time", {"stream": stream.name})
    return Rate(mean, doubt, uneven)


def rate_of_batches(timetable: Timetable) -> Rate:
    """The rate of a timetable's batches."""
    words = Message("batches come by a timetable")
    return Rate(TICKS / timetable.period, words)


def _mass(rhythm: Rhythm, time: int) -> float:
    """The rhythm's mass up to `time`, in ticks."""
    from bisect import bisect_right

    place = min(max(bisect_right(rhythm.times, time) - 1, 0), len(rhythm.times) - 2)
    begin, end = rhythm.times[place], rhythm.times[place + 1]
    share = min((time - begin) / (end - begin), 1.0)
    return rhythm.mass[place] + share * (rhythm.mass[place + 1] - rhythm.mass[place])


def _even(rhythm: Rhythm, end: int) -> bool:
    """Whether demand is the same at all times up to `end`."""
    whole = _mass(rhythm, end)
    moments = [time for time in rhythm.times if time <= end]
    return all(
        abs(_mass(rhythm, time) - whole * time / end) <= EVEN * max(whole, 1.0) for time in moments
    )
