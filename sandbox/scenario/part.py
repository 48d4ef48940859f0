"""What every section of a scenario has in common: unknown keys are refused, values are frozen."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from pydantic_core import PydanticCustomError

from sandbox.language import Text

Level = Literal["nation", "province", "prefecture", "county"]
LEVELS: tuple[Level, ...] = ("nation", "province", "prefecture", "county")

NETWORK_KINDS = ("intranet", "extranet", "internet")


class Part(BaseModel):
    """A section of a scenario."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
        coerce_numbers_to_str=True,  # codes such as 330102 need no quotes
    )


def _text(value: Any) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
        return Text(str(value), str(value))
    if (
        isinstance(value, dict)
        and value
        and set(value) <= {"zh", "en"}
        and all(isinstance(words, str) and words.strip() for words in value.values())
    ):
        return Text(**value)
    raise PydanticCustomError("words", "no words", {})


Words = Annotated[
    Text,
    BeforeValidator(_text),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {
                        "zh": {"type": "string", "description": "in Chinese"},
                        "en": {"type": "string", "description": "in English"},
                    },
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
