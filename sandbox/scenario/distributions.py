"""Distributions as scenario files write them.

In: `20 ms` (constant) or a mapping with one key: `{exponential: 20 ms}`,
`{lognormal: {mean: 20 ms, cv: 2}}`, … Out: a `Distribution` in seconds.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from sandbox.scenario.part import Part
from sandbox.scenario.quantities import Duration, Factor, PositiveCount

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
_KEYS = {
    "constant": {"mean"},
    "exponential": {"mean"},
    "erlang": {"mean", "stages"},
    "gamma": {"mean", "cv"},
    "lognormal": {"mean", "cv"},
    "uniform": {"low", "high"},
    "empirical": {"values", "weights"},
}


class Distribution(Part):
    """A distribution of durations."""

    kind: Kind = Field(description="which family")
    mean: Duration | None = Field(None, description="the mean")
    cv: Annotated[Factor | None, Field(description="standard deviation over mean")] = None
    stages: PositiveCount | None = Field(None, description="number of exponential stages (Erlang)")
    low: Duration | None = Field(None, description="smallest value (uniform)")
    high: Duration | None = Field(None, description="largest value (uniform)")
    values: tuple[Duration, ...] = Field((), description="observed values (empirical)")
    weights: tuple[Factor, ...] = Field((), description="their weights; equal when absent")

    @model_validator(mode="before")
    @classmethod
    def _unfold(cls, value: Any) -> Any:
        if isinstance(value, Distribution) or (isinstance(value, dict) and "kind" in value):
            return value
        if isinstance(value, dict) and "value" not in value:
            source = value.get("source")
            names = [key for key in value if key != "source"]
            if len(names) != 1 or names[0] not in KINDS:
                raise PydanticCustomError(
                    "distribution_kind",
                    "not a distribution",
                    {"written": ", ".join(map(str, names)), "known": ", ".join(KINDS)},
                )
            kind, inside = names[0], value[names[0]]
            if kind == "empirical" and isinstance(inside, list):
                return {"kind": kind, "values": inside}
            if isinstance(inside, dict) and "value" not in inside:
                wrong = [key for key in inside if key not in _KEYS[kind]]
                needed = [k for k in sorted(_KEYS[kind] - {"weights"}) if k not in inside]
                if wrong or needed:
                    raise PydanticCustomError(
                        "distribution_keys",
                        "wrong keys",
                        {"kind": kind, "keys": ", ".join(sorted(_KEYS[kind]))},
                    )
                return {"kind": kind, **inside}
            if kind in _SINGLE:
                if source is not None and not isinstance(inside, dict):
                    inside = {"value": inside, "source": source}
                return {"kind": kind, "mean": inside}
            raise PydanticCustomError(
                "distribution_keys",
                "wrong keys",
                {"kind": kind, "keys": ", ".join(sorted(_KEYS[kind]))},
            )
        return {"kind": "constant", "mean": value}

    @model_validator(mode="after")
    def _plausible(self) -> Distribution:
        if self.kind == "uniform" and self.low is not None and self.high is not None:
            if self.high < self.low:
                raise PydanticCustomError("distribution_order", "high below low", {})
        if self.kind == "empirical":
            if not self.values:
                raise PydanticCustomError("distribution_empty", "no values", {})
            if self.weights and (
                len(self.weights) != len(self.values) or sum(self.weights) <= 0
            ):
                raise PydanticCustomError("distribution_weights", "weights do not fit", {})
        return self
