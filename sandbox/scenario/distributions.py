"""Distributions as scenario files write them.

In: `20 ms` (constant) or a mapping with one key: `{exponential: 20 ms}`,
`{lognormal: {mean: 20 ms, cv: 2}}`, … with a `source` if there is one. Out: a `Distribution` in
seconds.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic_core import PydanticCustomError, core_schema

from sandbox.scenario.part import Part
from sandbox.scenario.quantities import (
    Duration,
    Durations,
    Factors,
    Stages,
    Variation,
    json_schema,
)

Kind = Literal["constant", "exponential", "erlang", "gamma", "lognormal", "uniform", "empirical"]
KINDS: tuple[Kind, ...] = (
    "constant",
    "exponential",
    "erlang",
    "gamma",
    "lognormal",
    "uniform",
    "empirical",
)
_SINGLE = {"constant", "exponential"}
KEYS = {
    "constant": ("mean",),
    "exponential": ("mean",),
    "erlang": ("mean", "stages"),
    "gamma": ("mean", "cv"),
    "lognormal": ("mean", "cv"),
    "uniform": ("low", "high"),
    "empirical": ("values", "weights"),
}
"""what is written inside each kind"""


class Distribution(Part):
    """A distribution of durations."""

    kind: Kind = Field(description="which family")
    mean: Duration | None = Field(None, description="the mean")
    cv: Variation | None = Field(None, description="standard deviation over mean")
    stages: Stages | None = Field(None, description="number of exponential stages (Erlang)")
    low: Duration | None = Field(None, description="smallest value (uniform)")
    high: Duration | None = Field(None, description="largest value (uniform)")
    values: Durations = Field((), description="observed values (empirical)")
    weights: Factors = Field((), description="their weights; equal when absent")

    @model_validator(mode="before")
    @classmethod
    def _unfold(cls, value: Any) -> Any:
        if isinstance(value, Distribution):
            return value
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return {"kind": "constant", "mean": value}
        if not isinstance(value, dict):
            raise PydanticCustomError("distribution_kind", "not a distribution", {"written": ""})
        if "value" in value:
            return {"kind": "constant", "mean": value}
        if "kind" in value:
            return value
        source = value.get("source")
        names = [key for key in value if key != "source"]
        if len(names) != 1 or names[0] not in KINDS:
            raise PydanticCustomError(
                "distribution_kind",
                "not a distribution",
                {"written": names[0] if len(names) == 1 else ""},
            )
        return {"kind": names[0], **_inside(names[0], value[names[0]], source)}

    @model_validator(mode="after")
    def _plausible(self) -> Distribution:
        missing = [
            key for key in KEYS[self.kind] if key != "weights" and getattr(self, key) is None
        ]
        if missing:
            raise _keys(self.kind)
        if self.kind not in ("constant", "uniform", "empirical") and not self.mean:
            raise PydanticCustomError("distribution_zero", "no mean", {"key": "mean"})
        if self.kind in ("gamma", "lognormal") and not self.cv:
            raise PydanticCustomError("distribution_zero", "no cv", {"key": "cv"})
        if self.low is not None and self.high is not None and self.high < self.low:
            raise PydanticCustomError("distribution_order", "high below low", {})
        if self.kind == "empirical":
            if not self.values:
                raise PydanticCustomError("distribution_empty", "no values", {})
            if self.weights and (len(self.weights) != len(self.values) or sum(self.weights) <= 0):
                raise PydanticCustomError("distribution_weights", "weights do not fit", {})
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "description": "a duration (constant), or one of the kinds of distribution",
            "anyOf": [*json_schema("duration")["anyOf"], *map(_written, KINDS)],
        }


def _keys(kind: str) -> PydanticCustomError:
    keys = ", ".join(KEYS[kind])
    return PydanticCustomError("distribution_keys", "wrong keys", {"kind": kind, "keys": keys})


def _inside(kind: str, inside: Any, source: Any) -> dict[str, Any]:
    """The values of a distribution, each with the source that is written once for all."""
    if kind == "empirical" and isinstance(inside, list):
        inside = {"values": inside}
    elif kind in _SINGLE and (not isinstance(inside, dict) or "value" in inside):
        inside = {"mean": inside}
    if not isinstance(inside, dict) or set(inside) - set(KEYS[kind]):
        raise _keys(kind)
    if source is None:
        return inside
    return {
        key: value if isinstance(value, dict) else {"value": value, "source": source}
        for key, value in inside.items()
    }


_ABOUT = {
    "constant": "always the same",
    "exponential": "exponential with this mean",
    "erlang": "sum of exponential stages",
    "gamma": "gamma with this mean and variation",
    "lognormal": "lognormal with this mean and variation",
    "uniform": "between two values, each alike",
    "empirical": "drawn from observed values",
}


def _written(kind: str) -> dict[str, Any]:
    """The JSON Schema of one kind as files write it."""
    duration, number = json_schema("duration"), json_schema("number")
    values = {
        "mean": duration | {"description": "the mean"},
        "cv": number | {"description": "standard deviation over mean"},
        "stages": json_schema("count") | {"description": "number of exponential stages"},
        "low": duration | {"description": "smallest value"},
        "high": duration | {"description": "largest value"},
        "values": {"type": "array", "items": duration, "description": "observed values"},
        "weights": {"type": "array", "items": number, "description": "their weights"},
    }
    inside: dict[str, Any] = {
        "type": "object",
        "properties": {key: values[key] for key in KEYS[kind]},
        "required": [key for key in KEYS[kind] if key != "weights"],
        "additionalProperties": False,
    }
    if kind in _SINGLE:
        inside = {"anyOf": [*duration["anyOf"], inside]}
    elif kind == "empirical":
        inside = {"anyOf": [values["values"], inside]}
    source = {"type": "string", "description": "a citation, or `assumption`"}
    return {
        "type": "object",
        "properties": {kind: inside | {"description": _ABOUT[kind]}, "source": source},
        "required": [kind],
        "additionalProperties": False,
    }
