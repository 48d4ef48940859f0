"""What is typed into a field of a form, as the schema says: `50/h`, a choice, names, a text.

In: the annotation that holds at a path, and letters. Out: the value to write, and what is wrong
with it in the words that `check` says.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from sandbox.language import Message, Text
from sandbox.scenario.editing.writing import Value, Written
from sandbox.scenario.explain import explain
from sandbox.scenario.problems import Path, Refused
from sandbox.scenario.shape import stripped
from sandbox.scenario.text import compose

_BETWEEN = re.compile(r"[,，、;；]")


def understood(annotation: Any, typed: str) -> Value | None:
    """The value that letters stand for; None for nothing, which takes a value away."""
    typed = typed.strip()
    if not typed:
        return None
    bare = stripped(annotation)
    if bare is str or bare is Text:
        return typed
    if get_origin(bare) is tuple and not typed.startswith(("[", "{")):
        inside = get_args(bare)[0]
        items = [item.strip() for item in _BETWEEN.split(typed) if item.strip()]
        if get_origin(stripped(inside)) is not tuple:
            return [item if stripped(inside) is str else Written(item) for item in items]
    return Written(typed)


def mistake(annotation: Any, path: Path, typed: str) -> Message | None:
    """What is wrong with what was typed at a path, as `check` says it; None when it is right."""
    value = understood(annotation, typed)
    if value is None:
        return None
    try:
        plain = _plain(value)
    except Refused as refused:
        return refused.problems[0].message
    try:
        _adapter(annotation).validate_python(plain)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        found = list(explain([{**each, "loc": (*path, *each["loc"])} for each in errors]))
        return found[0][1] if found else None
    return None


def _plain(value: Value) -> Any:
    if isinstance(value, Written):
        return compose(f"a: {value}\n", "").mapping["a"].plain()
    if isinstance(value, str):
        return value
    return [_plain(item) for item in value]


@lru_cache(maxsize=256)
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)
