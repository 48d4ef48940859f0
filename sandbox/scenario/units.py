"""Units of quantities, in English and Chinese, and how a number with its unit is read.

In: `120/h`, `1.2万/天`, `100 Mbps`, and the dimension that is wanted. Out: a float in base units
(seconds, per second, bytes, bytes per second, CNY, share); what may have been meant where nothing
can be read.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from difflib import get_close_matches

from sandbox.language import Message

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
YEAR = 365 * DAY

_TIME = {
    **dict.fromkeys(("ns", "纳秒"), 1e-9),
    **dict.fromkeys(("us", "\u00b5s", "\u03bcs", "微秒"), 1e-6),  # the micro sign, the Greek letter
    **dict.fromkeys(("ms", "msec", "毫秒"), 1e-3),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "秒", "秒钟"), 1.0),
    **dict.fromkeys(("min", "mins", "minute", "minutes", "分", "分钟"), MINUTE),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "小时", "个小时", "时"), HOUR),
    **dict.fromkeys(("d", "day", "days", "天", "日"), DAY),
    **dict.fromkeys(("week", "weeks", "周", "星期", "个星期"), 7 * DAY),
    **dict.fromkeys(("month", "months", "个月", "月"), 30 * DAY),
    **dict.fromkeys(("year", "years", "年"), YEAR),
}
_SIZE = {
    **dict.fromkeys(("B", "byte", "bytes", "字节"), 1.0),
    **dict.fromkeys(("kB", "KB", "千字节"), 1e3),
    **dict.fromkeys(("MB", "兆字节"), 1e6),
    **dict.fromkeys(("GB", "吉字节"), 1e9),
    **dict.fromkeys(("TB", "太字节"), 1e12),
    **dict.fromkeys(("PB", "拍字节"), 1e15),
    **dict.fromkeys(("KiB",), 1024.0),
    **dict.fromkeys(("MiB",), 1024.0**2),
    **dict.fromkeys(("GiB",), 1024.0**3),
    **dict.fromkeys(("TiB",), 1024.0**4),
    **dict.fromkeys(("PiB",), 1024.0**5),
}
_BANDWIDTH = {
    **dict.fromkeys(("bps", "bit/s", "b/s"), 1 / 8),
    **dict.fromkeys(("kbps", "Kbps", "kbit/s", "kb/s"), 1e3 / 8),
    **dict.fromkeys(("Mbps", "Mbit/s", "Mb/s", "兆"), 1e6 / 8),
    **dict.fromkeys(("Gbps", "Gbit/s", "Gb/s", "千兆"), 1e9 / 8),
    **dict.fromkeys(("Tbps", "Tbit/s", "Tb/s"), 1e12 / 8),
    **dict.fromkeys(("B/s", "Bps"), 1.0),
    **dict.fromkeys(("kB/s", "KB/s", "kBps", "KBps"), 1e3),
    **dict.fromkeys(("MB/s", "MBps"), 1e6),
    **dict.fromkeys(("GB/s", "GBps"), 1e9),
}
_MONEY = {
    **dict.fromkeys(("CNY", "RMB", "yuan", "¥", "元"), 1.0),
    **dict.fromkeys(("万元",), 1e4),
    **dict.fromkeys(("亿元",), 1e8),
}
_MULTIPLIERS = {"千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12}
"""what may stand between a number and its unit: `1.2万/天`"""

_SHARE = {"": 1.0, "%": 0.01, "％": 0.01, "‰": 0.001}
_COUNT = {
    "": 1.0,
    **dict.fromkeys(("k", "千"), 1e3),
    **dict.fromkeys(("万",), 1e4),
    **dict.fromkeys(("million", "百万"), 1e6),
    **dict.fromkeys(("亿",), 1e8),
}
_RATE = {
    f"{things}{per}{unit}": 1 / size
    for unit, size in _TIME.items()
    for things, per in (
        *(("", per) for per in ("/", "per", "每")),
        *((things, per) for things in ("次", "件", "笔", "条") for per in ("/", "每")),
    )
}

_UNITS = {
    "duration": _TIME,
    "rate": _RATE,
    "size": _SIZE,
    "bandwidth": _BANDWIDTH,
    "money": _MONEY,
    "share": _SHARE,
    "count": _COUNT,
    "number": {"": 1.0},
    "amount": _TIME | _COUNT | _SHARE | _SIZE | _MONEY,
}
EXAMPLES = {
    "duration": "20 ms, 2 days, 3天",
    "rate": "120/h, 0.2/year, 5 每天, 1.2万/天",
    "size": "2 kB, 2 MB",
    "bandwidth": "100 Mbps",
    "money": "120 CNY, 3万元",
    "share": "5%, 0.05",
    "count": "4, 50万",
    "number": "1.5",
    "amount": "0.95, 5 s, 3%",
}
WORDS = {
    "duration": Message("a duration"),
    "rate": Message("a rate"),
    "size": Message("a size"),
    "bandwidth": Message("a bandwidth"),
    "money": Message("an amount of money"),
    "share": Message("a share"),
    "count": Message("a whole number"),
    "number": Message("a number"),
    "amount": Message("a number (with its unit, if it has one)"),
}
"""what a quantity of each dimension is called"""

Bound = tuple[float, str]
"""A bound of a quantity, and how it is written."""

LARGEST: dict[str, Bound] = {
    "duration": (100 * YEAR, "100 years"),
    "rate": (1e6, "1,000,000/s"),
    "size": (1e15, "1 PB"),
    "bandwidth": (1e15, "8,000,000 Gbps"),
    "money": (1e15, "1,000,000,000,000,000 CNY"),
    "count": (1e12, "1,000,000,000,000"),
    "number": (1e12, "1,000,000,000,000"),
    "amount": (1e18, "1,000,000,000,000,000,000"),
}
"""largest values that a run can carry (its clock counts nanoseconds in 64 bits)"""

_WRITTEN = re.compile(
    r"\s*([-+]?(?:\d{1,3}(?:,\d{3})+|\d+(?:_\d+)*)?(?:\.\d*)?(?:[eE][-+]?\d+)?)\s*([^\s\d,._].*?)?\s*",
    re.DOTALL,
)


def parse(text: str | float | int, dimension: str) -> float:
    """The value of `text` in base units.

    Raises:
        ValueError: with `unit`, `bare` (a number without its unit) or `number` as its argument,
            for a text of another dimension.
    """
    units = _UNITS[dimension]
    if isinstance(text, int | float):
        if math.isfinite(text) and (text == 0 or "" in units):
            return float(text)
        raise ValueError("bare" if math.isfinite(text) else "number")
    if dimension in ("money", "amount") and text.lstrip().startswith(("¥", "￥")):
        text = f"{text.lstrip()[1:]}{'' if text.rstrip().endswith('元') else '元'}"
    match = _WRITTEN.fullmatch(text)
    if match is None:
        raise ValueError("number")
    unit = "".join((match[2] or "").split())
    factor = _factor(unit, units)
    try:
        # in decimals, so that 95% is .95 and not the nearest float to 95 times that to .01
        written = Decimal(match[1].replace(",", "").replace("_", ""))
        value = float(written * Decimal(repr(factor or 1.0)))
    except (ArithmeticError, ValueError):
        raise ValueError("number") from None
    if factor is None and (value or unit):
        raise ValueError("unit" if unit.lstrip("".join(_MULTIPLIERS)) else "bare")
    if not math.isfinite(value):
        raise ValueError("number")
    return value


def unit_of(text: str) -> str:
    """The unit with which a number is written; nothing when it has none."""
    match = _WRITTEN.fullmatch(text)
    return "".join((match[2] or "").split()) if match else ""


def _factor(unit: str, units: dict[str, float]) -> float | None:
    """What a unit, with a multiplier such as 万 before it, is worth; None: it is unknown."""
    if unit in units:
        return units[unit]
    for multiplier, times in _MULTIPLIERS.items():
        if unit.startswith(multiplier) and unit[len(multiplier) :] in units:
            return times * units[unit[len(multiplier) :]]
    return None


AMBIGUOUS: dict[str, dict[str, tuple[str, ...]]] = {
    "duration": {"m": ("min", "ms", "months"), "M": ("min", "months")},
    "rate": {"/m": ("/min", "/month"), "/M": ("/min", "/month")},
    "size": {"M": ("MB",), "G": ("GB",), "k": ("kB",), "Mb": ("MB",), "Gb": ("GB",), "kb": ("kB",)},
    "bandwidth": {"M": ("Mbps", "MB/s"), "G": ("Gbps", "GB/s"), "Mb": ("Mbps",), "MB": ("MB/s",)},
}
"""units that people write and mean different things by → what to write instead"""


def intended(text: str, dimension: str) -> tuple[str, ...]:
    """`text` with the units that may have been meant, where its own means several things."""
    match = _WRITTEN.fullmatch(text)
    if match is None or not match[2]:
        return ()
    units = AMBIGUOUS.get(dimension, {}).get("".join(match[2].split()), ())
    return tuple(f"{match[1]}{'' if unit.startswith('/') else ' '}{unit}" for unit in units)


def nearest_unit(text: str, dimension: str) -> str | None:
    """`text` with the known unit that was most likely meant; None when none is likely.

    Short units are all alike, and a wrong one is worse than none: only what differs in nothing but
    its capitals, or is a misspelt word, is taken for a known unit.
    """
    match = _WRITTEN.fullmatch(text)
    if match is None or not match[2]:
        return None
    unit = "".join(match[2].split())
    per = re.match(r"([次件笔条]?(?:/|per|每))(.*)", unit) if dimension == "rate" else None
    if dimension == "rate" and per is None:
        return f"{match[1]}/{_one(unit)}" if match[1] and unit in _TIME else None
    head, unit = (per[1], per[2]) if per else ("", unit)
    units = _TIME if per else _UNITS[dimension]
    alike = [known for known in units if known.casefold() == unit.casefold()]
    if len({units[known] for known in alike}) == 1 and not unit.endswith("b"):
        return _joined(match[1], head, alike[0])
    if len(unit) < 4 or not unit.isascii() or dimension == "bandwidth":
        return None
    found = get_close_matches(unit.casefold(), [k for k in units if len(k) >= 4], 1, cutoff=0.75)
    return _joined(match[1], head, found[0]) if found else None


def _one(unit: str) -> str:
    """`day` of `days`."""
    return unit[:-1] if unit.endswith("s") and unit[:-1] in _TIME and len(unit) > 3 else unit


def _joined(number: str, head: str, unit: str) -> str:
    if head == "per":
        return f"{number} per {unit}"
    return f"{number}{head}{unit}" if head.startswith("/") else f"{number} {head}{unit}"
