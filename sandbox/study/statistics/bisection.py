"""The fewest of something with which a measure meets a limit: servers, couriers, clerks.

In: a limit, a range of whole numbers, and a function that gives a measure's values at a number.
Out: the fewest, the bracket around it, how sure each decision is, and where more made it worse.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox.language import Message
from sandbox.study.intervals import WORSE, Difference, Interval, difference, interval, t_quantile

MEETS, FAILS, UNDECIDED = "meets", "fails", "undecided"

Values = Callable[[int, int], Sequence[float]]
"""The measure at a number, in the replications 0 … n−1: the same draws for the same replication
at every number, and of more replications the first ones unchanged."""


@dataclass(frozen=True)
class Limit:
    """What is asked of the measure: at most `bound`, or at least where `at_least`."""

    bound: float
    at_least: bool = False


@dataclass(frozen=True)
class Decision:
    """What was found at one number.

    `met` is the confidence that the mean meets the limit, from the t distribution of this number's
    replications alone. `interval` is two-sided, at the confidence asked for.
    """

    number: int
    verdict: str
    met: float
    interval: Interval


@dataclass(frozen=True)
class Violation:
    """More made it worse: shown by the paired difference of `more` minus `fewer`, or by fewer
    meeting the limit and more failing it."""

    fewer: int
    more: int
    difference: Difference


@dataclass(frozen=True)
class Goal:
    """The outcome of a search.

    `fewest` meets the limit; none when the highest number was not shown to. `failing` is the
    highest number found below it that does not meet the limit, or was not shown to; none when the
    lowest meets it. The two are neighbours. `confident` is whether both were decided, not merely
    not shown, and more was nowhere shown to be worse. `decisions` are in the order of asking.
    """

    fewest: int | None
    failing: int | None
    confident: bool
    decisions: tuple[Decision, ...]
    violations: tuple[Violation, ...]
    advice: Message | None


def fewest(
    values: Values,
    low: int,
    high: int,
    limit: Limit,
    *,
    confidence: float = 0.95,
    first: int = 5,
    maximum: int = 100,
) -> Goal:
    """Bisection for the fewest number in `low` … `high` that meets a limit with confidence.

    A number is decided when a one-sided t interval of its mean lies on one side of the limit;
    until then its replications are doubled, from `first` to `maximum`. One not decided then counts
    as not meeting, so that the answer errs towards more. With L looks a number and S numbers that
    bisection can ask for, each look is at level α/(LS) (Bonferroni): no decision at all is wrong
    with the confidence stated, for normal values and a measure that only gets better with more
    (Waeber, Frazier & Henderson, Bisection search with noisy responses, SIAM Journal on Control
    and Optimization 51, 2013, on why each step must be certain).

    Both ends are asked first. Where two of the numbers asked for show, paired by replication, that
    more is worse, it is told: bisection is then no proof of fewest.

    Args:
        values: gives the measure, as `Values` says; nan where not defined, which counts for
            nothing. A number with fewer than two defined values is never decided.
        low: the least number allowed.
        high: the greatest.
        limit: what is asked of the measure's mean.
        confidence: of all decisions together.
        first: replications at first.
        maximum: replications of a number at most.

    Raises:
        ValueError: for a range or numbers of replications that make no sense.
    """
    if low > high or not 2 <= first <= maximum or not 0 < confidence < 1:
        raise ValueError(
            f"{low} … {high}, {first} to {maximum} replications, confidence {confidence}: "
            "expected low ≤ high, 2 ≤ first ≤ maximum, 0 < confidence < 1"
        )
    looks = _looks(first, maximum)
    steps = 2 + max(high - low - 1, 0).bit_length()
    search = _Search(values, limit, confidence, looks, (1 - confidence) / (len(looks) * steps))
    best = failing = None
    top, bottom = search.decide(high), search.decide(low)
    if bottom.verdict == MEETS:
        best = low
    elif top.verdict == MEETS:
        best, failing = high, low
    else:
        failing = high
    while best is not None and failing is not None and best - failing > 1:
        middle = (best + failing) // 2
        if search.decide(middle).verdict == MEETS:
            best = middle
        else:
            failing = middle
    return search.goal(best, failing)


class _Search:
    """What was asked for so far."""

    def __init__(
        self,
        values: Values,
        limit: Limit,
        confidence: float,
        looks: Sequence[int],
        level: float,
    ) -> None:
        self._values, self._limit, self._confidence = values, limit, confidence
        self._looks, self._level = looks, level
        self._taken: dict[int, Sequence[float]] = {}
        self._decisions: dict[int, Decision] = {}

    def decide(self, number: int) -> Decision:
        """Ask at a number until it is decided or its replications are used up."""
        if number not in self._decisions:
            for replications in self._looks:
                taken = self._values(number, replications)
                met, found = confidence_met(taken, self._limit, self._confidence)
                verdict = UNDECIDED
                if met >= 1 - self._level:
                    verdict = MEETS
                elif met <= self._level:
                    verdict = FAILS
                self._taken[number] = taken
                self._decisions[number] = Decision(number, verdict, met, found)
                if verdict != UNDECIDED:
                    break
        return self._decisions[number]

    def goal(self, best: int | None, failing: int | None) -> Goal:
        violations = self._violations()
        decided = [self._decisions[one].verdict for one in (best, failing) if one is not None]
        confident = UNDECIDED not in decided and not violations
        advice = None
        if violations:
            advice = Message(
                "more made it worse between {fewer} and {more}, so the fewest cannot be told "
                "from a few numbers; look at every number in the range",
                {"fewer": violations[0].fewer, "more": violations[0].more},
            )
        elif best is None:
            advice = Message(
                "even {high} does not meet the limit, or was not shown to; allow more, or ease "
                "the limit",
                {"high": failing},
            )
        elif not confident:
            advice = Message(
                "{number} may meet the limit too: {n} replications do not tell; allow more of them",
                {"number": failing, "n": self._looks[-1]},
            )
        return Goal(best, failing, confident, tuple(self._decisions.values()), violations, advice)

    def _violations(self) -> tuple[Violation, ...]:
        """Pairs of numbers, each level shared among all, of which the higher is shown worse."""
        numbers = sorted(self._taken)
        pairs = [(a, b) for place, a in enumerate(numbers) for b in numbers[place + 1 :]]
        found = []
        for fewer, more in pairs:
            level = 1 - 2 * (1 - self._confidence) / len(pairs)
            gap = difference(
                list(self._taken[more]),
                list(self._taken[fewer]),
                max(level, 0.0),
                1 if self._limit.at_least else -1,
            )
            ends = self._decisions[fewer].verdict, self._decisions[more].verdict
            if gap.verdict == WORSE or ends == (MEETS, FAILS):
                found.append(Violation(fewer, more, gap))
        return tuple(found)


def confidence_met(
    values: Sequence[float], limit: Limit, confidence: float
) -> tuple[float, Interval]:
    """The confidence P(T ≤ (bound − x̄)√n/s) that the mean meets the limit, T Student's.

    Without spread it is 1 or 0, so ask for enough replications at first where events are rare.
    Undefined means meet nothing and fail nothing (nan).
    """
    from scipy.special import stdtr

    found = interval(list(values), confidence)
    room = (found.mean - limit.bound) * (1 if limit.at_least else -1)
    if math.isinf(found.mean):
        return (1.0 if room > 0 else 0.0), found
    if math.isnan(found.half_width):
        return math.nan, found
    if found.half_width == 0:
        return (1.0 if room >= 0 else 0.0), found
    error = found.half_width / t_quantile((1 + confidence) / 2, found.n - 1)
    return float(stdtr(found.n - 1, room / error)), found


def _looks(first: int, maximum: int) -> list[int]:
    looks = [first]
    while looks[-1] < maximum:
        looks.append(min(2 * looks[-1], maximum))
    return looks
