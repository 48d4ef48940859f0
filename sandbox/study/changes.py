"""What has changed between outcomes that were kept and those of today.

In: two `Outcomes` and a tolerance. Out: `Changes`: by model, the outcomes that differ by more than
the tolerance, were added or removed; and in what the two studies themselves differ.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.study.intervals import Interval
from sandbox.study.outcomes import Outcomes

FACTS = ("scenario", "digest", "seed", "replications", "confidence", "version")
"""What two studies can differ in."""


@dataclass(frozen=True)
class Tolerance:
    """By how much an outcome may differ: `abs` in its unit, `rel` as a share of the mean kept,
    whichever allows more. Nothing may differ by default, not by the last bit."""

    rel: float = 0.0
    abs: float = 0.0

    def allows(self, old: Interval, new: Interval) -> bool:
        """Whether two outcomes are the same: mean, both ends of the interval, and their number."""
        slack = self.abs
        if self.rel and math.isfinite(old.mean):
            slack = max(slack, self.rel * abs(old.mean))
        ends = ((old.mean, new.mean), (old.low, new.low), (old.high, new.high))
        return (
            old.n == new.n
            and old.unit == new.unit
            and all(_near(here, there, slack) for here, there in ends)
        )


EXACT = Tolerance()


def _near(here: float, there: float, slack: float) -> bool:
    if math.isnan(here) or math.isnan(there):
        return math.isnan(here) and math.isnan(there)
    return here == there or abs(here - there) <= slack


@dataclass(frozen=True)
class Change:
    """An outcome that changed; without `old` it was added, without `new` removed."""

    old: Interval | None
    new: Interval | None

    @property
    def kind(self) -> str:
        """`added`, `removed` or `changed`."""
        return "added" if self.old is None else "removed" if self.new is None else "changed"

    @property
    def direction(self) -> str:
        """`up` or `down`; `interval` when only the interval changed; nothing when a mean is not
        there on both sides."""
        if self.old is None or self.new is None:
            return ""
        old, new = self.old.mean, self.new.mean
        if math.isnan(old) or math.isnan(new):
            return "interval" if math.isnan(old) and math.isnan(new) else ""
        return "up" if new > old else "down" if new < old else "interval"

    @property
    def relative(self) -> float:
        """The change of the mean as a share of the mean kept; nan where there is none."""
        if self.old is None or self.new is None or self.old.mean == 0:
            return math.nan
        if not math.isfinite(self.old.mean):
            return math.nan
        return (self.new.mean - self.old.mean) / abs(self.old.mean)


@dataclass(frozen=True)
class Changes:
    """All changes: `models` holds those of models that are on both sides and have any."""

    old: Outcomes
    new: Outcomes
    models: Mapping[str, Mapping[str, Change]]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    """those of `FACTS` that differ"""
    tolerance: Tolerance = EXACT

    @property
    def none(self) -> bool:
        """Whether all outcomes are the same, whatever the studies differ in."""
        return not (self.models or self.added or self.removed)


def changes(old: Outcomes, new: Outcomes, tolerance: Tolerance = EXACT) -> Changes:
    """What has changed from `old` to `new`."""
    both = {model: _of_model(old.models[model], new.models[model], tolerance)
            for model in sorted(old.models.keys() & new.models.keys())}  # fmt: skip
    return Changes(
        old,
        new,
        models={model: found for model, found in both.items() if found},
        added=tuple(sorted(new.models.keys() - old.models.keys())),
        removed=tuple(sorted(old.models.keys() - new.models.keys())),
        facts=tuple(name for name in FACTS if getattr(old, name) != getattr(new, name)),
        tolerance=tolerance,
    )


def _of_model(
    old: Mapping[str, Interval], new: Mapping[str, Interval], tolerance: Tolerance
) -> dict[str, Change]:
    found = {}
    for key in sorted(old.keys() | new.keys()):
        here, there = old.get(key), new.get(key)
        if here is None or there is None or not tolerance.allows(here, there):
            found[key] = Change(here, there)
    return found
