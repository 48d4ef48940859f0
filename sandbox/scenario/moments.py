"""Days, moments and choices of places, which files write in more than one way.

In: `2024-03-04`; `2024-03-04` or `3 days` after the start; `2` or `[330100, 330200]`.
Out: a `date`; a `date` or a `Quantity` in seconds; a `Quantity` or a tuple of codes.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from sandbox.scenario.quantities import Dimension, Quantity, json_schema

_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)
_COUNT = Dimension("count", 1.0)
_DURATION = Dimension("duration")


def read_day(value: Any) -> date:
    """A date written `2024-03-04`; raises a located pydantic error otherwise."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date(*map(int, value.split("-")))
        except ValueError:
            pass
    raise PydanticCustomError("day", "not a date", {"written": _short(value)})


def read_moment(value: Any) -> date | Quantity:
    """A date, or a duration after the start of the study."""
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return read_day(value)
    if isinstance(value, dict | int | float) and not isinstance(value, bool):
        return _DURATION.read(value)
    try:
        return _DURATION.read(value)
    except PydanticCustomError as error:
        if error.type in ("quantity_least", "quantity_large"):
            raise
        raise PydanticCustomError("moment", "no moment", {"written": _short(value)}) from None


def read_selection(value: Any) -> Quantity | tuple[str, ...]:
    """How many, or a list of codes."""
    if isinstance(value, list | tuple):
        if not all(isinstance(code, str | int) and not isinstance(code, bool) for code in value):
            raise PydanticCustomError("codes", "not codes", {})
        return tuple(str(code) for code in value)
    try:
        return _COUNT.read(value)
    except PydanticCustomError as error:
        if error.type == "quantity_number":
            raise PydanticCustomError("codes", "not codes", {}) from None
        raise


def _short(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) else "…"


class Written:
    """The pydantic side of these: a reader and the JSON Schema of what it reads."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get_pydantic_core_schema__(
        self, source_type: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            {"day": read_day, "moment": read_moment, "selection": read_selection}[self.name]
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        day = {"type": "string", "format": "date"}
        if self.name == "day":
            return day
        if self.name == "moment":
            return {"anyOf": [day, *json_schema("duration")["anyOf"]]}
        codes = {"type": "array", "items": {"type": ["string", "integer"]}}
        return {"anyOf": [codes, *json_schema("count")["anyOf"]]}


Day = Annotated[date, Written("day")]
Moment = Annotated[date | Quantity, Written("moment")]
Selection = Annotated[Quantity | tuple[str, ...], Written("selection")]
