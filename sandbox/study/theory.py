"""Theory beside simulation: what formulas expect, held against what the runs of a study gave.

In: a document and its comparison. Out: by model, every expectation with the simulated interval
and whether they meet; and for the rest, why no formula applies.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sandbox.language import Message
from sandbox.scenario.document import Document
from sandbox.study.comparison import Comparison
from sandbox.study.convert import horizon
from sandbox.study.intervals import UNDETERMINED, Difference, Interval
from sandbox.study.runs import workshop_of
from sandbox.study.statistics.multiple import holm, paired_p_value
from sandbox.theory import Expected, Unfit, Window, findings

if TYPE_CHECKING:
    from sandbox.models import Assembly

MEETS, MISSES, OPEN, VOID = "meets", "misses", "open", "void"
"""Verdicts: the runs do not contradict the formula, they do, they cannot tell; and where a formula
holds under a condition only, that the condition does not hold, as far as can be seen."""

ENOUGH = 100
"""Happenings in all runs together from which a t test is trusted: rare ones are far from normal."""

EXACT = 1e-9
"""Share of a value by which runs may differ from it and be the same but for rounding."""


@dataclass(frozen=True)
class Beside:
    """An expectation beside what runs gave."""

    expected: Expected
    simulated: Interval
    verdict: str


@dataclass(frozen=True)
class Held:
    """One model's theory: what could be held against formulas, and what not, with the reason."""

    found: tuple[Beside, ...]
    unfit: tuple[Unfit, ...]
    why_not: Message | None = None
    """why no formula holds of anything under this model"""


def beside(document: Document, comparison: Comparison) -> dict[str, Held]:
    """The theory of every model of a comparison.

    All expectations of a model are tested together: with the study's confidence, no formula that
    holds is said to be missed (two-sided t tests over replications, Holm's correction).
    """
    workshop = workshop_of(document)
    return {
        model: _held(document, comparison, model, workshop.assembly(model))
        for model in comparison.models
    }


def _held(document: Document, comparison: Comparison, model: str, assembly: Assembly) -> Held:
    if assembly.steered:
        words = Message("governance or thefts steer the run: what comes when is not known before")
        return Held((), (), words)
    times = horizon(document.scenario.study)
    everything = findings(assembly.program, Window(times.warm_up, times.end), assembly.moving)
    expected = [one for one in everything if isinstance(one, Expected)]
    unfit = tuple(one for one in everything if isinstance(one, Unfit))
    simulated = _simulated(comparison, model, expected)
    struck = comparison.interval(model, "timed_out").mean > 0
    found = _judged(expected, simulated, comparison.confidence)
    return Held(tuple(_conditioned(row, struck) for row in found), unfit)


def _conditioned(row: Beside, struck: bool) -> Beside:
    """The verdict where a formula holds only if no request is given up: that requests timed out
    denies it, and so may what misses it, since retries leave no other trace."""
    if row.expected.provided is None or row.verdict == OPEN:
        return row
    return replace(row, verdict=VOID) if struck or row.verdict == MISSES else row


def _simulated(comparison: Comparison, model: str, expected: Iterable[Expected]) -> list[Interval]:
    """The interval that the runs give for each expectation."""
    tables: dict[tuple[str, str], dict[str, Interval]] = {}
    found = []
    for one in expected:
        key = one.kind, one.measure
        if key not in tables:
            tables[key] = comparison.breakdown(model, *key)
        found.append(tables[key][one.name])
    return found


def _judged(
    expected: Sequence[Expected], simulated: Sequence[Interval], confidence: float
) -> list[Beside]:
    gaps = [_gap(one, found) for one, found in zip(expected, simulated, strict=True)]
    adjusted = holm([paired_p_value(gap, confidence) for gap in gaps])
    return [
        Beside(one, found, OPEN if math.isnan(p) else MISSES if p <= 1 - confidence else MEETS)
        for one, found, p in zip(expected, simulated, adjusted, strict=True)
    ]


def _gap(one: Expected, found: Interval) -> Difference:
    """How far runs are from the value; nothing, where that is but rounding."""
    value = one.value
    if found.n * one.events < ENOUGH:
        return Difference(math.nan, math.nan, math.nan, UNDETERMINED, found.n)
    low, mean, high = (bound - value for bound in (found.low, found.mean, found.high))
    rounding = EXACT * max(abs(value), abs(found.mean))
    if max(abs(low), abs(high)) <= rounding:
        low = mean = high = 0.0
    return Difference(mean, low, high, UNDETERMINED, found.n)
