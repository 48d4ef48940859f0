"""Results as plain dictionaries, for JSON: what every kind of answer has in common.

In: values and intervals. Out: dictionaries, lists, numbers and texts; undefined numbers are null.
"""

from __future__ import annotations

import math
from typing import Any

from sandbox.study.intervals import Interval


def finite(value: Any) -> Any:
    """`value` with everything that JSON cannot say as null, and nothing below zero as zero."""
    if isinstance(value, dict):
        return {key: finite(inside) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return [finite(inside) for inside in value]
    if isinstance(value, float):
        return value + 0.0 if math.isfinite(value) else None  # −0.0 + 0.0 is 0.0
    return value


def interval_form(value: Interval) -> dict[str, Any]:
    """An interval with its unit."""
    return {
        "mean": value.mean,
        "low": value.low,
        "high": value.high,
        "unit": value.unit,
        "n": value.n,
    }
