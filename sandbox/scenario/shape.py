"""What the schema expects at a path: which keys, which kind of value, which words.

In: a path into a scenario. Out: known keys and a `Message` that says what may be written there.
"""

from __future__ import annotations

import types
import typing
from datetime import date
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from sandbox.language import Message, Text
from sandbox.scenario.distributions import KINDS, Distribution
from sandbox.scenario.moments import Written
from sandbox.scenario.problems import Path
from sandbox.scenario.quantities import Dimension
from sandbox.scenario.suggest import listed
from sandbox.scenario.units import EXAMPLES, WORDS


def fields(annotation: Any) -> dict[str, Any]:
    """Keys (as files write them) and annotations of a section's model; nothing for others."""
    model = stripped(annotation)
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return {}
    found = {}
    for name, info in model.model_fields.items():
        whole = Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
        found[info.alias or name] = whole
    return found


def known(annotation: Any) -> list[str]:
    """The keys that may be written in a mapping of this shape, if they are fixed."""
    if stripped(annotation) is Distribution:
        return list(KINDS)
    if get_origin(stripped(annotation)) is dict:
        return list(words(get_args(stripped(annotation))[0]))
    return list(fields(annotation))


def words(annotation: Any) -> tuple[str, ...]:
    """The words of a Literal, else nothing."""
    bare = stripped(annotation)
    return get_args(bare) if get_origin(bare) is Literal else ()


def follow(annotation: Any, path: Path) -> Any:
    """The annotation at `path` below `annotation`; None where the schema has nothing."""
    for step in path:
        bare = stripped(annotation)
        origin, inside = get_origin(bare), get_args(bare)
        if origin is dict:
            annotation = inside[1]
        elif origin is tuple:
            position = step if isinstance(step, int) and step < len(inside) else 0
            annotation = inside[0] if Ellipsis in inside else inside[position]
        else:
            annotation = fields(bare).get(str(step))
        if annotation is None:
            return None
    return annotation


def dimension(annotation: Any) -> str | None:
    """The dimension of the quantity that may be written here; None where it is none."""
    for mark in metadata(annotation):
        if isinstance(mark, Dimension):
            return mark.name
    return "duration" if stripped(annotation) is Distribution else None


def is_distribution(annotation: Any) -> bool:
    """Whether a distribution may be written here."""
    return stripped(annotation) is Distribution


def expected(annotation: Any) -> Message:
    """What may be written where `annotation` holds."""
    for mark in metadata(annotation):
        if isinstance(mark, Dimension):
            return quantity(mark.name)
        if isinstance(mark, Written):
            return {
                "day": Message("a date such as 2024-03-04"),
                "moment": Message(
                    "a date such as 2024-03-04, or a time after the start such as 2 days"
                ),
                "selection": Message("a number such as 2, or a list of codes"),
            }[mark.name]
    bare = stripped(annotation)
    origin = get_origin(bare)
    if bare is Distribution:
        return Message("a distribution such as 20 ms or {example}", {"example": _EXAMPLE})
    if words(bare):
        return Message("one of {words}", {"words": ", ".join(map(str, words(bare)))})
    if fields(bare):
        return Message("lines of `key: value` with the keys {keys}", {"keys": listed(fields(bare))})
    if origin is dict:
        return Message("lines of `name: …`, one for each entry")
    if origin is tuple:
        return Message("a list such as [a, b]")
    simple = {
        bool: Message("true or false"),
        date: Message("a date such as 2024-03-04"),
        Text: Message("a text, or a text in each language such as {example}", {"example": _BOTH}),
    }
    return simple.get(bare, Message("a text"))


_EXAMPLE = "{exponential: 20 ms}"
_BOTH = "{zh: 税务, en: Tax}"


def quantity(dimension: str) -> Message:
    """A kind of quantity with examples."""
    return Message(
        "{kind} such as {examples}",
        {"kind": WORDS[dimension], "examples": EXAMPLES[dimension]},
    )


def metadata(annotation: Any) -> tuple[Any, ...]:
    """Metadata of an annotation, through `| None`."""
    if get_origin(annotation) is Annotated:
        inside, *marks = get_args(annotation)
        return (*marks, *metadata(inside))
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(mark for part in get_args(annotation) for mark in metadata(part))
    return ()


def stripped(annotation: Any) -> Any:
    """An annotation without metadata and `| None`."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = typing.get_args(annotation)[0]
        elif get_origin(annotation) in (Union, types.UnionType):
            parts = [part for part in get_args(annotation) if part is not type(None)]
            if len(parts) != 1:
                return parts[0]
            annotation = parts[0]
        else:
            return annotation
