"""Results as JSON: the comparison's own form, the measures asked for, groups if wanted.

In: a comparison. Out: plain dictionaries without NaN or infinities (they become null), with the
keys `scenario`, `seed`, `engine`, `replications`, `models`, `differences` and further facts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sandbox.measures.chronicle import Chronicle
from sandbox.report.grouped import Grouped

if TYPE_CHECKING:
    from sandbox.study import Comparison, Interval


def finite(value: Any) -> Any:
    """`value` with everything that JSON cannot say as null, and nothing below zero as zero."""
    if isinstance(value, dict):
        return {key: finite(inside) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return [finite(inside) for inside in value]
    if isinstance(value, float):
        return value + 0.0 if math.isfinite(value) else None  # −0.0 + 0.0 is 0.0
    return value


def told(found: Chronicle) -> dict[str, Any]:
    """Lives and demands; `late` is null for demands that set no time, whose misses are not late."""
    answer = found.plain()
    for row in answer["compliance"]:
        if row["worst"] is not None and not row["worst"]["late"] > 0:
            row["worst"]["late"] = None
    return answer


def interval_form(value: Interval) -> dict[str, Any]:
    """An interval with its unit."""
    return {
        "mean": value.mean,
        "low": value.low,
        "high": value.high,
        "unit": value.unit,
        "n": value.n,
    }


def as_json(
    comparison: Comparison,
    grouped: Grouped | None,
    names: Sequence[str],
    over_time: Sequence[str] = (),
) -> dict[str, Any]:
    """The answer of `compare --format json`; `over_time` names measures to give as series too."""
    answer: dict[str, Any] = comparison.to_json()
    wanted = set(names)
    for section in ("models", "differences"):
        answer[section] = {
            model: {name: value for name, value in values.items() if name in wanted}
            for model, values in answer[section].items()
        }
    if "governance" in answer:
        answer["governance"] = {
            model: told(comparison.of(model)[0].chronicle) for model in answer["governance"]
        }
    if grouped is not None:
        answer["breakdowns"] = {
            grouped.by: {
                model: {
                    group: {name: interval_form(value) for name, value in values.items()}
                    for group, values in groups.items()
                }
                for model, groups in grouped.models.items()
            }
        }
    if over_time:
        answer["series"] = {
            model: _curves(comparison, model, over_time) for model in comparison.models
        }
        if grouped is not None:
            answer["series_by"] = {
                grouped.by: {
                    model: {
                        group: _curves(comparison, model, over_time, group)
                        for group in comparison.of(model)[0].series_by
                    }
                    for model in comparison.models
                }
            }
    result: dict[str, Any] = finite(answer)
    return result


def _curves(
    comparison: Comparison, model: str, names: Sequence[str], group: str | None = None
) -> dict[str, Any]:
    """Means and intervals over time; `time` is the beginning of each interval in seconds."""
    curves: dict[str, Any] = {"time": comparison.of(model)[0].series["time"]}
    for name in names:
        values = comparison.series(model, name, group)
        curves[name] = {
            part: [getattr(value, part) for value in values] for part in ("mean", "low", "high")
        }
    return curves
