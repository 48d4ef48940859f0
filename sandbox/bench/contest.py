"""A contest: contenders do the same kind of work in turn, round after round.

In: contenders, and which are compared. Out: a `Score`: every lap, and the ratios of speeds, each
taken within one round, with their median and their spread.
"""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox.language import Message


@dataclass(frozen=True)
class Lap:
    """One run of a contender.

    `mean` is a result (a mean time, say) that tells whether contenders simulate the same thing.
    """

    work: int
    seconds: float
    mean: float
    events: int = 0


@dataclass(frozen=True)
class Contender:
    """Who does the work; `warm` makes ready what is not to be timed, such as compilation."""

    key: str
    title: Message
    lap: Callable[[], Lap]
    warm: Callable[[], object] | None = None


@dataclass(frozen=True)
class Ratio:
    """The speed of contender `above` over that of contender `below`."""

    above: str
    below: str


@dataclass(frozen=True)
class LeftOut:
    """Who could not take part, and why."""

    title: Message
    reason: Message


@dataclass(frozen=True)
class Contest:
    """A benchmark: what is counted as work, by which clock, what the mean is of, who takes part."""

    title: Message
    unit: Message
    clock: Message
    mean: Message
    contenders: Sequence[Contender]
    ratios: Sequence[Ratio]
    left_out: Sequence[LeftOut] = ()


PROCESSOR = Message("processor time")
WALL = Message("wall time")
REQUESTS = Message("requests")
EVENTS = Message("events")


@dataclass(frozen=True)
class Spread:
    """Median, least and greatest."""

    median: float
    low: float
    high: float

    @staticmethod
    def of(values: Sequence[float]) -> Spread:
        """The spread of some values."""
        return Spread(statistics.median(values), min(values), max(values))


@dataclass(frozen=True)
class Score:
    """What came of a contest: the laps of each contender, one a round."""

    contest: Contest
    laps: dict[str, list[Lap]]

    def speed(self, key: str) -> Spread:
        """Work per second."""
        return Spread.of([_speed(lap) for lap in self.laps[key]])

    def ratio(self, ratio: Ratio) -> Spread:
        """A ratio of speeds, round by round."""
        above, below = self.laps[ratio.above], self.laps[ratio.below]
        return Spread.of([_speed(one) / _speed(other) for one, other in zip(above, below)])


def _speed(lap: Lap) -> float:
    return lap.work / max(lap.seconds, 1e-9)


def run(contest: Contest, rounds: int, look: Callable[[], object]) -> Score:
    """Hold a contest; `look` is called after every lap."""
    for contender in contest.contenders:
        if contender.warm is not None:
            contender.warm()
    score = Score(contest, {contender.key: [] for contender in contest.contenders})
    for _ in range(rounds):
        for contender in contest.contenders:
            gc.collect()  # nobody pays for what the one before left behind
            score.laps[contender.key].append(contender.lap())
            look()
    return score
