"""Results in long form for CSV: one row a model, group and measure.

In: a comparison, groups if wanted, measures. Out: a header and rows of text; undefined numbers are
empty. Numbers are written in base units with all their digits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sandbox.report.grouped import Grouped
from sandbox.report.theory_sheet import HEADER as THEORY
from sandbox.report.theory_sheet import theory_rows

if TYPE_CHECKING:
    from sandbox.study import Comparison, Difference, Interval
    from sandbox.study.theory import Held

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
    comparison: Comparison,
    grouped: Grouped | None,
    names: Sequence[str],
    over_time: Sequence[str] = (),
    theory: Mapping[str, Held] | None = None,
) -> Iterator[Sequence[str]]:
    """The header, the whole of each model, then its groups.

    With `over_time` a column `time` follows `group`: empty, or the beginning in seconds of the
    interval that the row is of. With `theory` further columns say what formulas expect.
    """
    plain = _runs(comparison, grouped, names, over_time)
    if theory is None:
        yield from plain
        return
    header = next(plain)
    yield (*header, *THEORY)
    for row in plain:
        yield [*row, *[""] * len(THEORY)]
    for (model, kind, name, measure), fields in theory_rows(theory):
        yield [model, kind, name, *([""] if over_time else []), measure, *fields]


def _runs(
    comparison: Comparison, grouped: Grouped | None, names: Sequence[str], over_time: Sequence[str]
) -> Iterator[Sequence[str]]:
    """What runs gave: the header first."""
    timed = bool(over_time)
    yield (*HEADER[:3], "time", *HEADER[3:]) if timed else HEADER
    for row in _standing(comparison, grouped, names):
        yield [*row[:3], "", *row[3:]] if timed else row
    for model in comparison.models if timed else ():
        first = comparison.of(model)[0]
        for group in (None, *first.series_by):
            by = grouped.by if grouped is not None and group is not None else ""
            for name in over_time:
                values = comparison.series(model, name, group)
                for time, value in zip(first.series["time"], values):
                    row = _row(model, by, group or "", name, value, None)
                    yield [*row[:3], _number(time), *row[3:]]


def _standing(
    comparison: Comparison, grouped: Grouped | None, names: Sequence[str]
) -> Iterator[list[str]]:
    """What the runs came to as a whole."""
    for model, values in comparison.models.items():
        differences = comparison.differences.get(model, {})
        for name in names:
            if name in values:
                yield _row(model, "", "", name, values[name], differences.get(name))
    if grouped is None:
        return
    for model, groups in grouped.models.items():
        for group, found in groups.items():
            for name in grouped.names:
                if name in found:
                    yield _row(model, grouped.by, group, name, found[name], None)
