"""Numbers with units and sources, as people write them in scenario files.

In: `120/h`, `2 days`, `3天`, `100 Mbps`, `5%`, a bare number where none is needed, or
`{value: …, source: …}`. Out: a `Quantity`: a float in base units (seconds, per second,
bytes, bytes per second, CNY, share) that remembers its source and its wording.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from sandbox.scenario.suggest import nearest


class Quantity(float):
    """A float in base units with the source that vouches for it (None: an assumption)."""

    source: str | None
    written: str

    def __new__(cls, value: float, source: str | None = None, written: str = "") -> Quantity:
        self = super().__new__(cls, value)
        self.source = source
        self.written = written or f"{float(value):g}"
        return self

    def __reduce__(self) -> tuple[type[Quantity], tuple[float, str | None, str]]:
        return (Quantity, (float(self), self.source, self.written))


MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
YEAR = 365 * DAY

_TIME = {
    **dict.fromkeys(("ns", "纳秒"), 1e-9),
    **dict.fromkeys(("us", "µs", "微秒"), 1e-6),
    **dict.fromkeys(("ms", "毫秒"), 1e-3),
    **dict.fromkeys(("s", "sec", "second", "seconds", "秒"), 1.0),
    **dict.fromkeys(("min", "minute", "minutes", "分", "分钟"), MINUTE),
    **dict.fromkeys(("h", "hour", "hours", "小时", "个小时", "时"), HOUR),
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
    **dict.fromkeys(("KiB",), 1024.0),
    **dict.fromkeys(("MiB",), 1024.0**2),
    **dict.fromkeys(("GiB",), 1024.0**3),
}
_BANDWIDTH = {
    **dict.fromkeys(("bps", "bit/s"), 1 / 8),
    **dict.fromkeys(("kbps", "Kbps", "kbit/s"), 1e3 / 8),
    **dict.fromkeys(("Mbps", "Mbit/s", "兆"), 1e6 / 8),
    **dict.fromkeys(("Gbps", "Gbit/s", "千兆"), 1e9 / 8),
    **dict.fromkeys(("B/s",), 1.0),
    **dict.fromkeys(("MB/s",), 1e6),
    **dict.fromkeys(("GB/s",), 1e9),
}
_MONEY = {
    **dict.fromkeys(("CNY", "RMB", "yuan", "¥", "元"), 1.0),
    **dict.fromkeys(("万元",), 1e4),
    **dict.fromkeys(("亿元",), 1e8),
}
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
    "rate": "120/h, 0.2/year, 5 每天",
    "size": "2 kB, 2 MB",
    "bandwidth": "100 Mbps",
    "money": "120 CNY, 3万元",
    "share": "5%, 0.05",
    "count": "4, 50万",
    "number": "1.5",
    "amount": "0.95, 5 s, 3%",
}
LARGEST = {
    "duration": (100 * YEAR, "100 years"),
    "rate": (1e6, "1,000,000/s"),
    "size": (1e15, "1000 TB"),
    "bandwidth": (1e15, "8,000,000 Gbps"),
    "count": (1e12, "1,000,000,000,000"),
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
    try:
        # in decimals, so that 95% is .95 and not the nearest float to 95 times that to .01
        written = Decimal(match[1].replace(",", "").replace("_", ""))
        value = float(written * Decimal(repr(units.get(unit, 1.0))))
    except (ArithmeticError, ValueError):
        raise ValueError("number") from None
    if unit not in units and (value or unit):
        raise ValueError("unit" if unit else "bare")
    if not math.isfinite(value):
        raise ValueError("number")
    return value


def nearest_unit(text: str, dimension: str) -> str | None:
    """`text` with the known unit most like the one written; None when none is like it."""
    match = _WRITTEN.fullmatch(text)
    if match is None or not match[2]:
        return None
    unit = nearest("".join(match[2].split()), _UNITS[dimension])
    return f"{match[1]} {unit}" if unit else None


class Dimension:
    """The pydantic side of a quantity: its dimension and bounds (both inclusive)."""

    def __init__(
        self, name: str, low: float = 0.0, high: float = math.inf, *, above: bool = False
    ) -> None:
        self.name, self.low, self.high, self.above = name, low, high, above

    def read(self, value: Any) -> Quantity:
        """`value` as a quantity of this dimension; raises a located pydantic error otherwise."""
        if isinstance(value, Quantity):
            return value
        source = None
        context = {"dimension": self.name, "examples": EXAMPLES[self.name]}
        if isinstance(value, dict):
            if set(value) - {"value", "source"} or "value" not in value:
                raise PydanticCustomError("quantity_keys", "not {{value, source}}", context)
            source = None if value.get("source") is None else str(value["source"])
            value = value["value"]
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise PydanticCustomError("quantity_number", "not a number", context)
        context["written"] = str(value)
        try:
            number = parse(value, self.name)
        except ValueError as error:
            kind = {"unit": "quantity_unit", "bare": "quantity_bare"}.get(error.args[0])
            raise PydanticCustomError(kind or "quantity_number", "not readable", context) from None
        self._bounds(number, context)
        if self.name == "count":
            if abs(number - round(number)) > 1e-6:
                raise PydanticCustomError("quantity_whole", "not whole", context)
            number = float(round(number))
        return Quantity(number, source, str(value))

    def _bounds(self, number: float, context: dict[str, str]) -> None:
        largest, limit = LARGEST.get(self.name, (math.inf, ""))
        if number < self.low or (self.above and number <= self.low) or number > self.high:
            bounds = {"low": f"{self.low:g}", "high": f"{self.high:g}"}
            if self.above:
                raise PydanticCustomError("quantity_above", "too small", context | bounds)
            kind = "quantity_range" if math.isfinite(self.high) else "quantity_least"
            raise PydanticCustomError(kind, "out of range", context | bounds)
        if number > largest:
            raise PydanticCustomError("quantity_large", "too large", context | {"limit": limit})

    def __get_pydantic_core_schema__(
        self, source_type: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.read, serialization=core_schema.plain_serializer_function_ser_schema(float)
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return json_schema(self.name)


def json_schema(dimension: str) -> dict[str, Any]:
    """The JSON Schema of a quantity: bare, or with its source."""
    bare = {
        "type": ["string", "number"],
        "description": f"a {dimension}: {EXAMPLES[dimension]}",
    }
    source = {"type": "string", "description": "a citation, or `assumption`"}
    return {
        "anyOf": [
            bare,
            {
                "type": "object",
                "properties": {"value": bare, "source": source},
                "required": ["value"],
                "additionalProperties": False,
            },
        ]
    }


def _spread(value: Any) -> Any:
    """`{value: […], source: …}` as a list of `{value, source}`."""
    if not isinstance(value, dict) or set(value) - {"value", "source"}:
        return value
    items = value.get("value")
    if not isinstance(items, list):
        return value
    return [item if isinstance(item, dict) else {**value, "value": item} for item in items]


class Listed:
    """The pydantic side of a list of numbers, whose source may be said once for all of them."""

    def __get_pydantic_core_schema__(
        self, source_type: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(_spread, handler(source_type))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        inside: dict[str, Any] = dict(handler(schema))
        bare = {"type": "array", "items": {"type": ["string", "number"]}}
        source = {"type": "string", "description": "a citation, or `assumption`"}
        whole = {
            "type": "object",
            "properties": {"value": bare | {"description": "the numbers"}, "source": source},
            "required": ["value"],
            "additionalProperties": False,
        }
        return {"anyOf": [inside, whole]}


Duration = Annotated[Quantity, Dimension("duration")]
PositiveDuration = Annotated[Quantity, Dimension("duration", above=True)]
Rate = Annotated[Quantity, Dimension("rate")]
Size = Annotated[Quantity, Dimension("size")]
Bandwidth = Annotated[Quantity, Dimension("bandwidth", above=True)]
Money = Annotated[Quantity, Dimension("money")]
Share = Annotated[Quantity, Dimension("share", 0.0, 1.0)]
Count = Annotated[Quantity, Dimension("count")]
PositiveCount = Annotated[Quantity, Dimension("count", 1.0)]
Factor = Annotated[Quantity, Dimension("number")]
Amount = Annotated[Quantity, Dimension("amount", -math.inf)]
Tolerance = Annotated[Quantity, Dimension("amount")]
Factors = Annotated[tuple[Factor, ...], Listed()]
Durations = Annotated[tuple[Duration, ...], Listed()]
