"""Numbers with their sources, as a scenario writes them.

In: estimates in base units, and what vouches for them. Out: values for YAML.
"""

from __future__ import annotations

from typing import Any

from sandbox.study.calibration.families import Estimate, Fit

DAY = 86400.0
YEAR = 365 * DAY


def seconds(value: float) -> str:
    """A duration, exact to six digits."""
    for factor, unit in ((1.0, "s"), (1e3, "ms"), (1e6, "us"), (1e9, "ns")):
        if value * factor >= 1 or value == 0:
            return f"{_digits(value * factor)} {unit}"
    return "0 s"


def rate(value: float, like: float | None = None) -> str:
    """A rate in the unit in which it (or one `like` it) has digits before the point."""
    size = value if like is None else like
    units = ((1.0, "s"), (3600.0, "h"), (DAY, "day"))
    factor, unit = next((each for each in units if size * each[0] >= 1), (YEAR, "year"))
    return f"{_digits(value * factor)}/{unit}"


def _digits(value: float) -> str:
    """Six significant digits, never with an exponent."""
    text = f"{value:.6g}"
    return text if "e" not in text else f"{value:.12f}".rstrip("0").rstrip(".")


def spread(estimate: Estimate, show: Any) -> str:
    """An interval in words of its unit: `0.494/s … 0.508/s`."""
    return f"{show(estimate.low)} … {show(estimate.high)}"


def number(value: float) -> float:
    """A bare number, to six digits."""
    return float(f"{value:.6g}")


def law(fit: Fit, source: str) -> dict[str, Any]:
    """A distribution with its source."""
    mean = seconds(fit.mean.value)
    if fit.family in ("constant", "exponential"):
        return {fit.family: {"value": mean, "source": source}}
    return {fit.family: {"mean": mean, "cv": number(fit.cv.value)}, "source": source}
