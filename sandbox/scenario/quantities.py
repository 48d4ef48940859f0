"""Numbers with units and sources, as people write them in scenario files.

In: `120/h`, `2 days`, `3天`, `100 Mbps`, `5%`, a bare number where none is needed, or
`{value: …, source: …}`. Out: a `Quantity`: a float in base units (seconds, per second,
bytes, bytes per second, CNY, share) that remembers its source and its wording.
"""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from sandbox.language import Message, say
from sandbox.scenario.bounds import REPLICATIONS, SEEDS
from sandbox.scenario.units import EXAMPLES, LARGEST, WORDS, YEAR, Bound, intended, parse


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


class Dimension:
    """The pydantic side of a quantity: its dimension and bounds (all inclusive).

    `least` and `most` say bounds that have units in words; 0 is let through below `least` unless
    the quantity must lie `above` 0.
    """

    def __init__(
        self,
        name: str,
        low: float = 0.0,
        high: float = math.inf,
        *,
        above: bool = False,
        least: Bound | None = None,
        most: Bound | None = None,
    ) -> None:
        self.name, self.low, self.high, self.above = name, low, high, above
        self.least, self.most = least, most or LARGEST.get(name)

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
        context["written"] = f"{value:.15g}" if isinstance(value, float) else str(value)
        try:
            number = parse(value, self.name)
        except ValueError as error:
            kind = {"unit": "quantity_unit", "bare": "quantity_bare"}.get(error.args[0])
            meant = intended(value, self.name) if isinstance(value, str) else ()
            if meant:
                context["meant"] = ", ".join(meant)
                kind = "quantity_ambiguous"
            raise PydanticCustomError(kind or "quantity_number", "not readable", context) from None
        self._bounds(number, context)
        if self.name == "count":
            if abs(number - round(number)) > 1e-6:
                raise PydanticCustomError("quantity_whole", "not whole", context)
            number = float(round(number))
        return Quantity(number, source, str(value))

    def _bounds(self, number: float, context: dict[str, str]) -> None:
        if number < self.low or (self.above and number <= self.low) or number > self.high:
            bounds = {"low": f"{self.low:g}", "high": f"{self.high:g}"}
            if self.above:
                raise PydanticCustomError("quantity_above", "too small", context | bounds)
            kind = "quantity_range" if math.isfinite(self.high) else "quantity_least"
            raise PydanticCustomError(kind, "out of range", context | bounds)
        if self.least is not None and number and number < self.least[0]:
            low = {"low": self.least[1]}
            raise PydanticCustomError("quantity_least", "too small", context | low)
        if self.most is not None and number > self.most[0]:
            limit = {"limit": self.most[1]}
            raise PydanticCustomError("quantity_large", "too large", context | limit)

    @property
    def bounds(self) -> Message:
        """The bounds in words, as the schema describes them."""
        if math.isfinite(self.high):
            return Message("{low} to {high}", {"low": f"{self.low:g}", "high": f"{self.high:g}"})
        low = self._low()
        if self.most is None:
            return low or Message("any")
        if low is None:
            return Message("at most {high}", {"high": self.most[1]})
        return Message("{low} to {high}", {"low": low, "high": self.most[1]})

    def _low(self) -> Message | None:
        if self.least is not None:
            least = Message("{least}", {"least": self.least[1]})
            return least if self.above else Message("0, or {least}", {"least": least})
        if self.above:
            return Message("more than {low}", {"low": "0"})
        if math.isfinite(self.low):
            return Message("{least}", {"least": f"{self.low:g}"})
        return None

    def __get_pydantic_core_schema__(
        self, source_type: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.read, serialization=core_schema.plain_serializer_function_ser_schema(float)
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return json_schema(self.name, self.bounds)


def json_schema(dimension: str, bounds: Message | None = None) -> dict[str, Any]:
    """The JSON Schema of a quantity: bare, or with its source; described in words."""
    about = say("{kind} such as {examples}", kind=WORDS[dimension], examples=EXAMPLES[dimension])
    if bounds is not None:
        about += say(" ({bounds})", bounds=bounds)
    bare = {"type": ["string", "number"], "description": about}
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
Period = Annotated[Quantity, Dimension("duration", above=True, least=(1.0, "1 s"))]
"""time after which something comes again: shorter ones fill a run with nothing else"""
PeriodOrNever = Annotated[Quantity, Dimension("duration", least=(1.0, "1 s"))]
StudyTime = Annotated[Quantity, Dimension("duration", most=(10 * YEAR, "10 years"))]
PositiveStudyTime = Annotated[
    Quantity, Dimension("duration", above=True, most=(10 * YEAR, "10 years"))
]
Rate = Annotated[Quantity, Dimension("rate")]
Size = Annotated[Quantity, Dimension("size")]
Bandwidth = Annotated[Quantity, Dimension("bandwidth", above=True)]
Money = Annotated[Quantity, Dimension("money")]
Share = Annotated[Quantity, Dimension("share", 0.0, 1.0)]
Count = Annotated[Quantity, Dimension("count")]
PositiveCount = Annotated[Quantity, Dimension("count", 1.0)]
Servers = Annotated[Quantity, Dimension("count", 1.0, most=(1e6, "1,000,000"))]
Records = Annotated[Quantity, Dimension("count", 1.0, most=(1e11, "100,000,000,000"))]
Replications = Annotated[
    Quantity,
    Dimension("count", REPLICATIONS[0], most=(REPLICATIONS[1], f"{REPLICATIONS[1]:,}")),
]
Seed = Annotated[Quantity, Dimension("count", SEEDS[0], most=(SEEDS[1], f"{SEEDS[1]:,}"))]
Retries = Annotated[Quantity, Dimension("count", most=(100, "100"))]
Priority = Annotated[Quantity, Dimension("count", most=(1e6, "1,000,000"))]
Stages = Annotated[Quantity, Dimension("count", 1.0, most=(1000, "1,000"))]
Factor = Annotated[Quantity, Dimension("number")]
Variation = Annotated[Quantity, Dimension("number", most=(1000, "1,000"))]
Surge = Annotated[Quantity, Dimension("number", most=(1e4, "10,000"))]
Amount = Annotated[Quantity, Dimension("amount", -math.inf)]
Tolerance = Annotated[Quantity, Dimension("amount")]
Factors = Annotated[tuple[Factor, ...], Listed()]
Durations = Annotated[tuple[Duration, ...], Listed()]
