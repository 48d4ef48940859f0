"""Results in long form for CSV: one row a model, group and measure.

In: a comparison, groups if wanted, measures. Out: a header and rows of text; undefined numbers are
empty. Numbers are written in base units with all their digits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sandbox.report.grouped import Grouped

if TYPE_CHECKING:
    from sandbox.study import Comparison, Difference, Interval

HEADER = (
    "model",
    "by",
    "group",
    "measure",
    "mean",
    "low",
    "high",
    "unit",
    "n",
    "difference",
    "difference_low",
    "difference_high",
    "verdict",
)


def _number(value: float | None) -> str:
    return "" if value is None or not math.isfinite(value) else repr(float(value))


def _row(
    model: str, by: str, group: str, name: str, value: Interval, difference: Difference | None
) -> list[str]:
    known = [_number(value.mean), _number(value.low), _number(value.high), value.unit, str(value.n)]
    if difference is None:
        return [model, by, group, name, *known, "", "", "", ""]
    paired = [_number(difference.mean), _number(difference.low), _number(difference.high)]
    return [model, by, group, name, *known, *paired, difference.verdict]


def rows(
    comparison: Comparison, grouped: Grouped | None, names: Sequence[str]
) -> Iterator[Sequence[str]]:
    """The header, the whole of each model, then its groups."""
    yield HEADER
    for model, values in comparison.models.items():
        differences = comparison.differences.get(model, {})
        for name in names:
            if name in values:
                yield _row(model, "", "", name, values[name], differences.get(name))
    if grouped is None:
        return
    for model, groups in grouped.models.items():
        for group, found in groups.items():
            for name in names:
                if name in found:
                    yield _row(model, grouped.by, group, name, found[name], None)
