"""Why a measure differs between two models: the difference taken apart by groups, exactly.

In: a comparison, a measure, two of its models, a label to break down by. Out: a `Decomposition`:
for each group what it contributes to the difference of the whole, with an interval over paired
replications. The contributions add up to the difference.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sandbox.language import Message
from sandbox.measures import BREAKDOWNS, CATALOGUE
from sandbox.study.comparison import Comparison
from sandbox.study.intervals import Interval, interval
from sandbox.study.runs import RunResult
from sandbox.study.statistics.effects import Effect, Part, added, averaged, total
from sandbox.study.statistics.unusable import Unusable

REST = "(not attributed)"
"""the group of what belongs to no other"""
ADD_UP = frozenset(("count", "CNY", "B", "record-days", "person-days"))
"""units of measures of which the parts of a breakdown can be added up"""
NEXT_TO_NOTHING = 1e-9
"""of the whole: what remains below this is rounding"""

PART = "part"
"""the label of what a measure is the sum of"""
PARTS: Mapping[str, tuple[str, ...]] = {
    "cost.total": ("cost.build", "cost.run", "cost.staff", "cost.citizens"),
    "compliance.total": tuple(
        name for name in CATALOGUE if name.startswith("compliance.") and name[11:].isdigit()
    ),
    "refused": tuple(name for name in CATALOGUE if name.startswith("refused.")),
}

ADDED, AVERAGED = "sum", "mean"
"""How a measure of the whole comes from its groups."""

_OF_ANSWERS = ("response_time.mean", "age.mean", "fresh", "correct", "error_rate")
_OF_REQUESTS = frozenset((
    "satisfied", "answered", "refused", *PARTS["refused"], "failed", "timed_out", "unfinished",
    "by_letter", "availability.requests",
))  # fmt: skip
_OTHER_SUMS = ("queue.mean",)


@dataclass(frozen=True)
class Contribution:
    """One group's contribution, in the measure's unit, over paired replications.

    `whole` is `rate` plus `mix`. `there` and `here` are the group's own means under the baseline
    and under the model, `part_there` and `part_here` its parts (0 to 1) of what the whole is a
    mean over; nan where the measure is a sum.
    """

    group: str
    whole: Interval
    rate: Interval
    mix: Interval
    there: float
    here: float
    part_there: float = math.nan
    part_here: float = math.nan


@dataclass(frozen=True)
class Decomposition:
    """The difference of a measure, model minus baseline, and its contributions, largest first."""

    model: str
    baseline: str
    measure: str
    by: str
    kind: str  # ADDED or AVERAGED
    there: Interval
    here: Interval
    difference: Interval
    contributions: tuple[Contribution, ...]

    def share(self, one: Contribution) -> float:
        """A contribution's share of the difference: above 1 or below 0 where others go against it.

        nan where there is no difference to have a share of.
        """
        size = max(abs(self.there.mean), abs(self.here.mean))
        if not abs(self.difference.mean) > NEXT_TO_NOTHING * size:
            return math.nan
        return one.whole.mean / self.difference.mean


def labels(measure: str) -> list[str]:
    """By what the difference of a measure can be taken apart exactly; quantiles by nothing."""
    if kind(measure) is None:
        return [PART] if measure in PARTS else []
    fit = [by for by in BREAKDOWNS if by in CATALOGUE[measure].breakdowns]
    return [PART, *fit] if measure in PARTS else fit


def kind(measure: str) -> str | None:
    """How the measure comes from its groups; none: in no way that can be taken apart."""
    if measure in _OF_ANSWERS or measure in _OF_REQUESTS:
        return AVERAGED
    return ADDED if CATALOGUE[measure].unit in ADD_UP or measure in _OTHER_SUMS else None


def separable() -> list[str]:
    """The measures of which differences can be taken apart."""
    return [name for name in CATALOGUE if labels(name)]


def decompose(
    comparison: Comparison, measure: str, model: str, baseline: str, by: str
) -> Decomposition:
    """The difference of a measure between two models, by groups of `by`.

    Each replication is taken apart by itself, and the effects are averaged over those in which
    both models have the measure: so contributions add up to the paired difference.

    Raises:
        Unusable: when the measure cannot be taken apart so, or no replication has it defined.
        KeyError: for a model or measure that there is not.
    """
    if by not in labels(measure):
        raise Unusable(cannot(measure, by))
    pairs = [
        (there, here)
        for there, here in zip(comparison.of(baseline), comparison.of(model))
        if not math.isnan(_whole(here, measure) - _whole(there, measure))
    ]
    if not pairs:
        raise Unusable(
            Message(
                "no replication has `{measure}` defined under both models", {"measure": measure}
            )
        )
    how = ADDED if by == PART else kind(measure)
    assert how is not None
    if how == ADDED:
        sums = [(_sums(a, measure, by), _sums(b, measure, by)) for a, b in pairs]
        effects = [added(*pair) for pair in sums]
        parts = [tuple({g: Part(1.0, v) for g, v in side.items()} for side in s) for s in sums]
    else:
        means = [(_means(a, measure, by), _means(b, measure, by)) for a, b in pairs]
        if not all(side for pair in means for side in pair):
            raise Unusable(
                Message(
                    "it is not known how many requests `{measure}` is a mean over",
                    {"measure": measure},
                )
            )
        effects = [averaged(*pair) for pair in means]
        parts = list(means)
    return Decomposition(
        model,
        baseline,
        measure,
        by,
        how,
        _over([_whole(there, measure) for there, _ in pairs], comparison, measure),
        _over([_whole(here, measure) for _, here in pairs], comparison, measure),
        _over([_whole(b, measure) - _whole(a, measure) for a, b in pairs], comparison, measure),
        _contributions(comparison, measure, how, effects, parts),
    )


def _contributions(
    comparison: Comparison,
    measure: str,
    how: str,
    effects: Sequence[Mapping[str, Effect]],
    parts: Sequence[Sequence[Mapping[str, Part]]],
) -> tuple[Contribution, ...]:
    found = []
    weighing = how == AVERAGED
    totals = [[total(side) if weighing else 0.0 for side in pair] for pair in parts]
    for group in dict.fromkeys(group for one in effects for group in one):
        each = [one.get(group, Effect(0.0)) for one in effects]
        there, here = ([pair[side].get(group) for pair in parts] for side in (0, 1))
        shares = [
            [
                pair[side][group].weight / whole[side] if group in pair[side] else 0.0
                for pair, whole in zip(parts, totals)
            ]
            if weighing
            else []
            for side in (0, 1)
        ]
        found.append(
            Contribution(
                group,
                _over([one.rate + one.mix for one in each], comparison, measure),
                _over([one.rate for one in each], comparison, measure),
                _over([one.mix for one in each], comparison, measure),
                _typical([part.value for part in there if part is not None]),
                _typical([part.value for part in here if part is not None]),
                *(_typical(side) for side in shares),
            )
        )
    return tuple(sorted(found, key=lambda one: (-abs(one.whole.mean), one.group)))


def _typical(values: Sequence[float]) -> float:
    defined = [value for value in values if not math.isnan(value)]
    return math.fsum(defined) / len(defined) if defined else math.nan


def _over(values: Sequence[float], comparison: Comparison, measure: str) -> Interval:
    return interval(values, comparison.confidence, CATALOGUE[measure].unit)


def _whole(run: RunResult, measure: str) -> float:
    return run.measures.get(measure, math.nan)


def _sums(run: RunResult, measure: str, by: str) -> dict[str, float]:
    """The groups of a sum, and what belongs to none."""
    if by == PART:
        parts = {name: _whole(run, name) for name in PARTS[measure]}
    else:
        table = run.breakdowns[by]
        parts = dict(zip(table.groups, table.column(measure)))
    known = {group: value for group, value in parts.items() if not math.isnan(value)}
    return known | _remaining(_whole(run, measure) - math.fsum(known.values()), run, measure)


def _remaining(rest: float, run: RunResult, measure: str) -> dict[str, float]:
    size = abs(_whole(run, measure))
    return {REST: rest} if abs(rest) > NEXT_TO_NOTHING * size else {}


def _means(run: RunResult, measure: str, by: str) -> dict[str, Part]:
    """The groups of a mean with what they are means over, and what belongs to none."""
    table = run.breakdowns[by]
    counts = table.column("requests")
    if measure in _OF_ANSWERS:
        counts = [n * share for n, share in zip(counts, table.column("answered"))]
    found = {
        group: Part(weight, value)
        for group, weight, value in zip(table.groups, counts, table.column(measure))
        if weight > 0 and not math.isnan(value)
    }
    whole = _whole(run, "requests")
    if measure in _OF_ANSWERS:
        whole *= _whole(run, "answered")
    weight = whole - math.fsum(part.weight for part in found.values())
    if weight > NEXT_TO_NOTHING * whole:
        known = math.fsum(part.weight * part.value for part in found.values())
        found[REST] = Part(weight, (whole * _whole(run, measure) - known) / weight)
    return found


def cannot(measure: str, by: str) -> Message:
    """Why the difference of a measure cannot be taken apart by a label."""
    known = labels(measure)
    if known:
        return Message(
            "the difference of `{measure}` can be taken apart by {labels}, not by `{by}`",
            {"measure": measure, "by": by, "labels": ", ".join(known)},
        )
    return Message(
        "the difference of `{measure}` is no sum over groups: of sums and of means over requests "
        "it can be told why they differ, not of quantiles, peaks and times of stations",
        {"measure": measure},
    )
