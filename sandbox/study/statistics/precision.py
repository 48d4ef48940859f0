"""When there are enough replications: several measures, each with a half-width asked for.

In: each measure's values in the replications so far, in order, and a rule. Out: whether to stop
and on how many replications, what was reached, how many more are likely to be needed.

The rule is looked at after every replication, whatever the number that arrive together, so a
study ends on the same replications however many run at a time: those after `Judgement.stop_at`
are to be left out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sandbox.randomness.arrays import Floats
from sandbox.study.intervals import Interval, interval, t_quantile

PRECISE, MAXIMUM, OPEN = "precise", "maximum reached", "open"
"""Why a study stops, or that it goes on."""
MET, NOT_MET, UNDEFINED = "met", "not met", "undefined"
"""What became of one measure."""
_FARTHEST = 10**9


@dataclass(frozen=True)
class Target:
    """The half-width asked of one measure: in its unit, or as a share of the mean's size.

    A relative target holds when half-width ≤ share · |mean| (Law & Kelton, Simulation Modeling
    and Analysis, 3rd ed. 2000, sec. 9.4.1, without the correction share/(1 + share) that bounds
    the error relative to the unknown mean).
    """

    half_width: float
    relative: bool = False

    def __post_init__(self) -> None:
        if not (math.isfinite(self.half_width) and self.half_width > 0):
            raise ValueError(f"half-width {self.half_width}: expected a number above 0")

    def at(self, mean: float) -> float:
        """The half-width asked for when the mean is `mean`, in the measure's unit."""
        return self.half_width * abs(mean) if self.relative else self.half_width


@dataclass(frozen=True)
class StoppingRule:
    """Stop once every target holds for `look_ahead` further replications too.

    Hoad, Robinson & Davies, Automated selection of the number of replications for a discrete-event
    simulation, Journal of the Operational Research Society 61 (2010): the solution is the first n
    at which the targets hold, and they must go on holding for f(n) more, f(n) = k for n ≤ 100 and
    kn/100 beyond, with k = 5 recommended and 3 replications at the least.
    """

    targets: Mapping[str, Target]
    confidence: float = 0.95
    minimum: int = 3
    maximum: int = 1000
    look_ahead: int = 5

    def __post_init__(self) -> None:
        if not self.targets:
            raise ValueError("no targets: at least one measure is needed")
        if not 0 < self.confidence < 1:
            raise ValueError(f"confidence {self.confidence}: expected between 0 and 1")
        if not 2 <= self.minimum <= self.maximum:
            raise ValueError(
                f"minimum {self.minimum}, maximum {self.maximum}: expected 2 ≤ minimum ≤ maximum"
            )
        if self.look_ahead < 0:
            raise ValueError(f"look-ahead {self.look_ahead}: expected 0 or more")

    def ahead(self, n: int) -> int:
        """For how many replications after the n-th the targets must go on holding."""
        return self.look_ahead * max(n, 100) // 100


@dataclass(frozen=True)
class Reached:
    """What one measure reached; half-widths in its unit, nan where there is none.

    `n` counts the replications in which the measure is defined. `predicted` is the total of
    replications at which its target should hold, none when nothing can be said.
    """

    measure: str
    interval: Interval
    asked: float
    relative: float
    status: str
    predicted: int | None


@dataclass(frozen=True)
class Judgement:
    """Whether to stop.

    `stop_at` is the number of replications that the study ends on, the look-ahead included; none
    while it is open. `solution` is the first number at which the targets held and went on holding.
    `further` is how many replications to run next: up to the prediction, but never past the
    maximum nor, beyond the minimum, more than there are already, for a prediction from few
    replications may be far too high.
    """

    reason: str
    stop_at: int | None
    solution: int | None
    further: int
    reached: tuple[Reached, ...]

    @property
    def stop(self) -> bool:
        """Whether the study is over."""
        return self.stop_at is not None


def judge(values: Mapping[str, Sequence[float] | Floats], rule: StoppingRule) -> Judgement:
    """Hold the replications so far against a rule.

    A replication in which a measure is not defined (nan) does not count for it. A measure not
    defined in any replication so far does not hold up the others and is reported as undefined;
    one with a single defined value, or with an infinite one, is not met. If no measure is defined
    at all, the study goes on to its maximum.

    Raises:
        ValueError: when a target's measure is missing or the measures differ in length.
    """
    missing = [name for name in rule.targets if name not in values]
    if missing:
        raise ValueError(f"no values of {', '.join(missing)}")
    columns = {name: np.asarray(values[name], np.float64) for name in rule.targets}
    counts = {len(column) for column in columns.values()}
    if len(counts) != 1:
        raise ValueError(f"measures with different numbers of replications: {sorted(counts)}")
    (count,) = counts
    end = min(count, rule.maximum)
    solution = _solution({name: column[:end] for name, column in columns.items()}, rule)
    if solution is not None and solution + rule.ahead(solution) <= end:
        stop_at: int | None = solution + rule.ahead(solution)
        reason = PRECISE
    elif end == rule.maximum:
        stop_at, reason, solution = rule.maximum, MAXIMUM, None
    else:
        stop_at, reason = None, OPEN
    rests_on = end if stop_at is None else stop_at
    reached = tuple(
        _reached(name, column[:rests_on], rule.targets[name], rule)
        for name, column in columns.items()
    )
    further = 0 if stop_at is not None else _further(end, solution, reached, rule)
    return Judgement(reason, stop_at, solution if stop_at is not None else None, further, reached)


def _solution(columns: Mapping[str, Floats], rule: StoppingRule) -> int | None:
    """The first n from which the targets hold to the end or through their whole look-ahead."""
    count = len(next(iter(columns.values())))
    holds = np.ones(count, bool)
    anything = np.zeros(count, bool)
    for name, column in columns.items():
        defined, met = _met(column, rule.targets[name], rule.confidence)
        holds &= met | ~defined
        anything |= defined
    holds &= anything
    holds[: rule.minimum - 1] = False
    n = rule.minimum
    while n <= count:
        window = holds[n - 1 : n + rule.ahead(n)]
        failing = np.flatnonzero(~window)
        if not len(failing):
            return n
        n += int(failing[-1]) + 1
    return None


def _met(
    column: Floats, target: Target, confidence: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """After each replication: has the measure been defined at all, and does its target hold."""
    from scipy.special import stdtrit

    known = ~np.isnan(column)
    n = np.cumsum(known)
    # centred at a value of its own: equal values have a variance of exactly nothing
    centre = float(column[known][0]) if known.any() and np.isfinite(column[known][0]) else 0.0
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        gaps = np.where(known, column - centre, 0.0)
        total, squares = np.cumsum(gaps), np.cumsum(gaps**2)
        mean = centre + total / n
        variance = np.maximum(squares - total**2 / n, 0.0) / (n - 1)
        half = stdtrit(np.maximum(n - 1, 1), (1 + confidence) / 2) * np.sqrt(variance / n)
        asked = target.half_width * np.abs(mean) if target.relative else target.half_width
        met = (n >= 2) & np.isfinite(mean) & (half <= asked)
    return n > 0, met


def _reached(name: str, column: Floats, target: Target, rule: StoppingRule) -> Reached:
    found = interval(column.tolist(), rule.confidence)
    asked = target.at(found.mean)
    half = found.half_width
    if found.n == 0:
        status = UNDEFINED
    elif half <= asked:
        status = MET
    else:
        status = NOT_MET
    relative = half / abs(found.mean) if found.mean else (0.0 if half == 0 else math.inf)
    predicted = _predicted(found, asked, rule.confidence)
    if predicted is not None:
        predicted = max(len(column), math.ceil(predicted * len(column) / found.n))
    return Reached(name, found, asked, relative, status, predicted)


def _predicted(found: Interval, asked: float, confidence: float) -> int | None:
    """min{i ≥ n: t_{i−1} S/√i ≤ asked}: Law & Kelton, sec. 9.4.1, S of the n at hand."""
    if math.isnan(found.half_width):
        return None
    share = (1 + confidence) / 2
    deviation = found.half_width * math.sqrt(found.n) / t_quantile(share, found.n - 1)

    def enough(i: int) -> bool:
        return t_quantile(share, i - 1) * deviation / math.sqrt(i) <= asked

    low, high = found.n - 1, found.n
    while not enough(high):
        low, high = high, 2 * high
        if high > _FARTHEST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _further(
    count: int, solution: int | None, reached: Sequence[Reached], rule: StoppingRule
) -> int:
    """How many more replications, look-ahead included, by the slowest measure's prediction."""
    room = rule.maximum - count
    if solution is not None:
        return min(room, solution + rule.ahead(solution) - count)
    totals = [one.predicted for one in reached if one.status != UNDEFINED]
    if not totals or None in totals:
        # nothing can be said yet of a measure: two more values, or what the least number asks for
        return min(room, max(rule.minimum - count, 2))
    total = max([count + 1, *(total for total in totals if total is not None)])
    wanted = min(total + rule.ahead(total) - count, max(count, 2))
    return min(room, max(rule.minimum - count, wanted))
