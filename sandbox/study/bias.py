"""What unfinished requests do to a comparison: some verdicts would rest on who was left out.

In: a measure, its paired difference, the shares of requests still open at the end under both
models. Out: the difference with its verdict, or with the verdict withheld. Response times, ages
and the truth of answers are taken over answered requests; a model that leaves many of its slowest
unanswered would look better for it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from sandbox.study.intervals import BETTER, WORSE, Difference

LIMIT = 0.001
"""Share of unfinished requests from which on it is told, and from which on two models differ."""

BIASED = "biased by unfinished requests"
"""The verdict that takes the place of one that cannot be given."""

_TIMES = frozenset(f"response_time.{part}" for part in ("mean", "p50", "p95", "p99", "max"))
_AGES = frozenset(f"age.{part}" for part in ("mean", "p50", "p95", "p99", "max"))
_SHARES = frozenset(("fresh", "correct", "error_rate"))


def weighed(name: str, found: Difference, here: float, there: float) -> Difference:
    """The difference of measure `name`, its verdict withheld where unfinished requests could be
    the reason for it.

    `here` and `there` are the shares of unfinished requests under the model and the baseline.
    When they differ by more than `LIMIT`,

    - a difference in response time stands if the side with more unfinished requests is the
      slower one: finishing them would make it slower still;
    - a difference in a share of answers stands if its interval stays clear of zero even when all
      unfinished requests are counted against it;
    - a difference in age never stands: nobody knows how old the missing answers would be.
    """
    if math.isnan(found.low) or not abs(here - there) > LIMIT:
        return found
    if name in _TIMES:
        slower = {WORSE: True, BETTER: False}.get(found.verdict)
        if slower is not None and slower == (here > there):
            return found
    elif name in _SHARES:
        most = max(here, there)
        if found.low - most > 0 or found.high + most < 0:
            return found
    elif name not in _AGES:
        return found
    return replace(found, verdict=BIASED)


def hides_failure(name: str, at_least: bool, mean: float, bound: float) -> bool:
    """Whether unfinished requests, where there are too many, could be the reason for what a
    measure's `mean` shows about a limit.

    A response time that is already too long stays so with all requests answered; nothing else
    that is taken over answered requests tells anything.
    """
    if name in _TIMES and not at_least:
        return not mean > bound
    return name in _TIMES | _AGES | _SHARES


def doubtful_best(name: str, best: str, left_open: Mapping[str, float]) -> bool:
    """Whether unfinished requests could be the reason that a model is the best in a measure.

    A model with the shortest response time stays the best if it has no more unfinished requests
    than the others; ages and shares of answers can be compared between models that have as many.

    Args:
        name: the measure.
        best: the model with the best mean.
        left_open: share of unfinished requests of every model that is compared.
    """
    gaps = [left_open[best] - share for share in left_open.values()]
    if name in _TIMES:
        return max(gaps) > LIMIT
    return name in _AGES | _SHARES and max(map(abs, gaps)) > LIMIT
