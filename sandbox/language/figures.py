"""Numbers as people read them: scaled, rounded to what is known, with a unit in words.

In: values in base units (s, B, CNY, share, …) and half-widths. Out: `2.13 d ±0.04`. The last digit
shown is the first or second significant one of the half-width, and at most the value's fourth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sandbox.language.message import Spoken, current, say

Scale = tuple[float, str]

_SECONDS: tuple[Scale, ...] = ((86400.0, "d"), (3600.0, "h"), (60.0, "min"), (1.0, "s"))
_SECONDS += ((1e-3, "ms"), (1e-6, "us"))
_BYTES: tuple[Scale, ...] = ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B"))
_SHARE: tuple[Scale, ...] = ((0.01, "%"),)
_LARGE: tuple[Scale, ...] = ((1e9, "G"), (1e6, "M"), (1.0, ""))
_LARGE_ZH: tuple[Scale, ...] = ((1e8, "亿"), (1e4, "万"), (1.0, ""))
_POINTS: tuple[Scale, ...] = ((0.01, "points"),)
_WAN = 1e4
_SCALED = {"s": _SECONDS, "B": _BYTES, "share": _SHARE, "points": _POINTS}
NOTHING = "–"
_TWO_DIGITS = 3.55  # leading digits below this need a second one (Particle Data Group's rule)


def _named(number: str, name: str, language: str | None) -> str:
    """`number` with the unit called `name`."""
    match name:
        case "d":
            return say("{number} d", language, number=number)
        case "h":
            return say("{number} h", language, number=number)
        case "min":
            return say("{number} min", language, number=number)
        case "s":
            return say("{number} s", language, number=number)
        case "ms":
            return say("{number} ms", language, number=number)
        case "us":
            return say("{number} µs", language, number=number)
        case "CNY":
            return say("{number} CNY", language, number=number)
        case "person-days":
            return say("{number} person-days", language, number=number)
        case "record-days":
            return say("{number} record-days", language, number=number)
        case "jobs":
            return say("{number} jobs", language, number=number)
        case "count" | "":
            return number
        case "%":
            return f"{number}%"
        case "points":
            return say("{number} pp", language, number=number)
        case _:
            return f"{number} {name}"


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


def said_beside(unit: str) -> bool:
    """Whether a unit is better said once beside a column than after every number."""
    return unit not in _SCALED and unit not in ("count", "")


def gap_unit(unit: str) -> str:
    """The unit of a difference: of two shares it is percentage points, never per cent."""
    return "points" if unit == "share" else unit


def _scale(unit: str, size: float, language: str | None) -> Scale:
    """The largest scale of `unit` in which `size` is at least one."""
    large = _LARGE_ZH if (language or current()) == "zh" else _LARGE
    scales = _SCALED.get(unit, large)
    if size == 0 and unit in ("s", "B"):
        return (1.0, unit)
    return next((scale for scale in scales if size >= scale[0] * 0.9995), scales[-1])


def _decimals(value: float, half_width: float) -> int:
    """Decimals worth showing of a scaled value."""
    size = abs(value)
    magnitude = math.floor(math.log10(size)) if size > 0 else 0
    if math.isfinite(half_width) and half_width > 0:
        place = math.floor(math.log10(half_width))
        wanted = (1 if half_width < _TWO_DIGITS * 10.0**place else 0) - place
        wanted = min(wanted, max(3 - magnitude, 0) if size > 0 else wanted)
    elif float(value).is_integer():
        wanted = 0
    else:
        wanted = 2 - magnitude
    return min(max(wanted, 0), 4)


def _hidden(value: float, error: float) -> bool:
    """Whether a half-width is lost in the digits of a scaled value, and not in all of them."""
    return error * _WAN >= 0.5 and error < 0.5 * 10.0 ** -_decimals(value, error)


def _digits(value: float, decimals: int, sign: bool = False) -> str:
    if abs(value) >= 1e15:
        return f"{value:{'+' if sign else ''}.2e}"
    text = f"{abs(value):,.{decimals}f}"
    negative = value < 0 and any(c in "123456789" for c in text)
    if negative:
        return "−" + text
    return "+" + text if sign else text


def figure(
    value: float,
    unit: str,
    half_width: float = math.nan,
    *,
    sign: bool = False,
    bare: bool = False,
    language: str | None = None,
) -> str:
    """`value` in `unit`, with its half-width when that is finite; a dash when undefined.

    `bare` leaves out units that are `said_beside`; `sign` writes a plus before what is positive.
    """
    if math.isnan(value):
        return NOTHING
    if math.isinf(value):
        return "−∞" if value < 0 else "∞"
    shown = half_width if math.isfinite(half_width) else math.nan
    factor, name = _scale(unit, max(abs(value), 0.0 if math.isnan(shown) else shown), language)
    if factor == _WAN and abs(value) * 1e-2 < _WAN and _hidden(value / _WAN, shown / _WAN):
        factor, name = 1.0, ""  # ±3 of 43,316 shows, as it does in English; in 4.332万 it would not
    scaled, error = value / factor, shown / factor
    decimals = _decimals(scaled, error)
    number = _digits(scaled, decimals, sign)
    spread = "" if math.isnan(error) else _digits(error, decimals)
    if any(digit in "123456789" for digit in spread):
        number += f" ±{spread}"
    elif "." in number and "e" not in number:
        number = number.rstrip("0").rstrip(".")
    if unit in _SCALED:
        return _named(number, name, language)
    if name:
        number += name if (language or current()) == "zh" else f" {name}"
    return number if bare else _named(number, unit, language)


def interval(
    mean: float, low: float, high: float, unit: str, *, sign: bool = False, bare: bool = False
) -> str:
    """A mean with the half-width of its interval."""
    return figure(mean, unit, (high - low) / 2, sign=sign, bare=bare)


@dataclass(frozen=True)
class Figure(Spoken):
    """A number to be said in a sentence, with six digits: what is just missed must show."""

    value: float
    unit: str

    def render(self, language: str | None = None) -> str:
        """The number in the language asked for, in the unit in which tables would show it."""
        if not math.isfinite(self.value):
            return figure(self.value, self.unit, language=language)
        factor, name = _scale(self.unit, abs(self.value), language)
        number = f"{self.value / factor:,.6g}".replace("-", "\u2212")
        if self.unit in _SCALED:
            return _named(number, name, language)
        if name:
            number += name if (language or current()) == "zh" else f" {name}"
        return _named(number, self.unit, language)
