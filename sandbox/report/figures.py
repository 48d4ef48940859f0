"""Numbers as people read them: scaled, rounded to what is known, with a unit in words.

In: values in base units (s, B, CNY, share, …) and half-widths. Out: `2.13 d ±0.04`. The last digit
shown is the second significant digit of the half-width, and never more than four of the value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from sandbox.language import say

Scale = tuple[float, str]

_DAY = 86400.0
_SECONDS: tuple[Scale, ...] = ((_DAY, "d"), (3600.0, "h"), (60.0, "min"), (1.0, "s"))
_SECONDS += ((1e-3, "ms"), (1e-6, "us"))
_BYTES: tuple[Scale, ...] = ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B"))
_MONEY: tuple[Scale, ...] = ((1e6, "M CNY"), (1.0, "CNY"))
_MONEY_ZH: tuple[Scale, ...] = ((1e8, "yi CNY"), (1e4, "wan CNY"), (1.0, "CNY"))
_SHARE: tuple[Scale, ...] = ((0.01, "%"),)
NOTHING = "–"


def _unit(name: str, number: str) -> str:
    """`number` with the unit called `name`."""
    words = {
        "d": say("{number} d"),
        "h": say("{number} h"),
        "min": say("{number} min"),
        "s": say("{number} s"),
        "ms": say("{number} ms"),
        "us": say("{number} µs"),
        "CNY": say("{number} CNY"),
        "M CNY": say("{number} M CNY"),
        "wan CNY": say("{number} wan CNY"),
        "yi CNY": say("{number} yi CNY"),
        "person-days": say("{number} person-days"),
        "record-days": say("{number} record-days"),
        "%": "{number}%",
        "count": "{number}",
        "share": "{number}",
        "jobs": say("{number} jobs"),
        "": "{number}",
    }
    template = words.get(name, "{number} " + name.replace("{", "{{").replace("}", "}}"))
    return template.format(number=number)


def unit_words(unit: str) -> str:
    """A unit alone, as a column of a table says it."""
    names = {
        "s": say("s"),
        "share": say("share"),
        "count": say("count"),
        "CNY": say("CNY"),
        "person-days": say("person-days"),
        "record-days": say("record-days"),
        "jobs": say("jobs"),
    }
    return names.get(unit, unit)


def _scales(unit: str) -> Sequence[Scale]:
    from sandbox.language import current

    if unit == "CNY":
        return _MONEY_ZH if current() == "zh" else _MONEY
    by_unit = {"s": _SECONDS, "B": _BYTES, "share": _SHARE}
    return by_unit.get(unit, ((1.0, unit),))


def _scale(unit: str, size: float) -> Scale:
    """The largest scale of `unit` in which `size` is at least one."""
    scales = _scales(unit)
    if size == 0 and unit in ("s", "B"):
        return (1.0, unit)
    for factor, name in scales:
        if size >= factor * 0.9995:
            return factor, name
    return scales[-1]


def _decimals(value: float, half_width: float) -> int:
    """Decimals worth showing of a scaled value."""
    size = abs(value)
    magnitude = math.floor(math.log10(size)) if size > 0 else 0
    if math.isfinite(half_width) and half_width > 0:
        wanted = 1 - math.floor(math.log10(half_width))
        wanted = min(wanted, max(3 - magnitude, 0) if size > 0 else wanted)
    elif float(value).is_integer():
        wanted = 0
    else:
        wanted = 2 - magnitude
    return min(max(wanted, 0), 4)


def _digits(value: float, decimals: int, sign: bool = False) -> str:
    if abs(value) >= 1e15:
        return f"{value:{'+' if sign else ''}.2e}"
    text = f"{abs(value):,.{decimals}f}"
    negative = value < 0 and any(c in "123456789" for c in text)
    if negative:
        return "−" + text
    return "+" + text if sign else text


def figure(value: float, unit: str, half_width: float = math.nan, *, sign: bool = False) -> str:
    """`value` in `unit`, with its half-width when that is finite; a dash when undefined."""
    if math.isnan(value):
        return NOTHING
    if math.isinf(value):
        return "−∞" if value < 0 else "∞"
    shown = half_width if math.isfinite(half_width) else math.nan
    size = max(abs(value), 0.0 if math.isnan(shown) else shown)
    factor, name = _scale(unit, size)
    scaled = value / factor
    error = shown / factor
    decimals = _decimals(scaled, error)
    number = _digits(scaled, decimals, sign)
    if not math.isnan(error) and error > 0:
        number += f" ±{_digits(error, decimals)}"
    elif "." in number and "e" not in number:
        number = number.rstrip("0").rstrip(".")
    return _unit(name, number)


def interval(mean: float, low: float, high: float, unit: str, *, sign: bool = False) -> str:
    """A mean with the half-width of its interval."""
    return figure(mean, unit, (high - low) / 2, sign=sign)
