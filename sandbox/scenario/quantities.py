"""Numbers with units and sources, as people write them in scenario files.

In: `120/h`, `2 days`, `3天`, `100 Mbps`, `5%`, a bare number where none is needed, or
`{value: …, source: …}`. Out: a `Quantity`: a float in base units (seconds, per second,
bytes, bytes per second, CNY, share) that remembers its source and its wording.
"""

from __future__ import annotations

import math
import re
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema


class Quantity(float):
    """A float in base units with the source that vouches for it (None: an assumption)."""

    source: str | None
    written: str

    def __new__(cls, value: float, source: str | None = None, written: str = "") -> Quantity:
        self = super().__new__(cls, value)
        self.source = source
        self.written = written or f"{float(value):g}"
        return self

    def __getnewargs__(self) -> tuple[float, str | None, str]:
        return (float(self), self.source, self.written)


MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
YEAR = 365 * DAY

_TIME = {
    **dict.fromkeys(("ns", "纳秒"), 1e-9),
    **dict.fromkeys(("us", "µs", "微秒"), 1e-6),
    **dict.fromkeys(("ms", "毫秒"), 1e-3),
    **dict.fromkeys(("s", "sec", "second", "seconds", "秒"), 1.0),
    **dict.fromkeys(("min", "minute", "minutes", "分", "分钟"), MINUTE),
    **dict.fromkeys(("h", "hour", "hours", "小时", "时"), HOUR),
    **dict.fromkeys(("d", "day", "days", "天", "日"), DAY),
    **dict.fromkeys(("week", "weeks", "周", "星期"), 7 * DAY),
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
_SHARE = {"": 1.0, "%": 0.01, "‰": 0.001}
_COUNT = {
    "": 1.0,
    "%": 0.01,
    **dict.fromkeys(("k",), 1e3),
    **dict.fromkeys(("万",), 1e4),
    **dict.fromkeys(("million", "百万"), 1e6),
    **dict.fromkeys(("亿",), 1e8),
}
_RATE = {f"/{unit}": 1 / size for unit, size in _TIME.items()} | {
    f"每{unit}": 1 / size for unit, size in _TIME.items()
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
    "amount": _TIME | _SHARE | _SIZE | _MONEY,
}
EXAMPLES = {
    "duration": "20 ms, 2 days, 3天",
    "rate": "120/h, 0.2/year, 5每天",
    "size": "2 kB, 2 MB",
    "bandwidth": "100 Mbps",
    "money": "120 CNY, 3万元",
    "share": "5%, 0.05",
    "count": "4, 50万",
    "number": "1.5",
    "amount": "0.95, 5 s, 3%",
}
_WRITTEN = re.compile(r"^\s*([-+]?(?:\d[\d_,]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(.*?)\s*$")


def parse(text: str | float | int, dimension: str) -> float:
    """The value of `text` in base units.

    Raises:
        ValueError: with `unit` or `number` as its argument, for a text of another dimension.
    """
    units = _UNITS[dimension]
    if isinstance(text, int | float):
        if math.isfinite(text) and (text == 0 or "" in units):
            return float(text)
        raise ValueError("unit" if math.isfinite(text) else "number")
    match = _WRITTEN.match(text)
    if match is None:
        raise ValueError("number")
    try:
        value = float(match[1].replace(",", "").replace("_", ""))
    except ValueError:
        raise ValueError("number") from None
    unit = match[2].replace(" ", "")
    if not math.isfinite(value):
        raise ValueError("number")
    if unit in units:
        return value * units[unit]
    if value == 0 and unit == "":
        return 0.0
    raise ValueError("unit")


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
        if isinstance(value, dict):
            if set(value) - {"value", "source"} or "value" not in value:
                raise PydanticCustomError(
                    "quantity_keys",
                    "a number is written bare or as {{value, source}}",
                    {"dimension": self.name, "examples": EXAMPLES[self.name]},
                )
            source = None if value.get("source") is None else str(value["source"])
            value = value["value"]
        context = {"written": str(value), "dimension": self.name, "examples": EXAMPLES[self.name]}
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise PydanticCustomError("quantity_number", "not a number", context)
        try:
            number = parse(value, self.name)
        except ValueError as error:
            raise PydanticCustomError(f"quantity_{error.args[0]}", "not readable", context) from None
        if number < self.low or number > self.high or (self.above and number <= self.low):
            context |= {"low": f"{self.low:g}", "high": f"{self.high:g}"}
            kind = "quantity_above" if self.above else "quantity_range"
            raise PydanticCustomError(kind, "out of range", context)
        return Quantity(number, source, str(value))

    def __get_pydantic_core_schema__(
        self, source_type: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.read, serialization=core_schema.plain_serializer_function_ser_schema(float)
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        bare: dict[str, Any] = {
            "type": ["string", "number"],
            "description": f"a {self.name}: {EXAMPLES[self.name]}",
        }
        return {
            "anyOf": [
                bare,
                {
                    "type": "object",
                    "properties": {
                        "value": bare,
                        "source": {
                            "type": "string",
                            "description": "a citation, or `assumption`",
                        },
                    },
                    "required": ["value"],
                    "additionalProperties": False,
                },
            ]
        }


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
