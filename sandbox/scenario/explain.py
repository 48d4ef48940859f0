"""Says what the schema's checker found, in words that help.

In: the errors of pydantic. Out: `(path, message, whether the key is meant)`, at most one a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sandbox.language import Message
from sandbox.scenario.distributions import KEYS, KINDS
from sandbox.scenario.problems import Path
from sandbox.scenario.scenario import Scenario
from sandbox.scenario.shape import expected, follow, known, quantity, words
from sandbox.scenario.suggest import listed, nearest, shortened
from sandbox.scenario.units import nearest_unit

Finding = tuple[Path, Message, bool]
"""path, message, and whether the key at the path is meant rather than its value"""


def explain(errors: list[Any]) -> Iterator[Finding]:
    """The findings behind the errors of one validation, in the same order."""
    for error in errors:
        path: Path = error["loc"]
        context = error.get("ctx", {})
        kind = error["type"]
        if path and path[-1] == "[key]":
            path = path[:-1]
            yield path, unknown_key(str(path[-1]), known(follow(Scenario, path[:-1]))), True
        elif kind == "extra_forbidden":
            yield path, unknown_key(str(path[-1]), known(follow(Scenario, path[:-1]))), True
        elif kind == "missing":
            yield path, missing(path), True
        elif kind.startswith("quantity_") and ("written" in context or kind == "quantity_keys"):
            yield path, said_of_quantity(kind, context), False
        elif kind.startswith("distribution_"):
            yield path, _distribution(kind, context), False
        elif kind == "too_long":
            wanted = {"number": int(context["max_length"])}
            yield path, Message("too many items; expected {number}", wanted), False
        else:
            yield path, wrong(error["input"], follow(Scenario, path)), False


def unknown_key(key: str, names: Iterable[str]) -> Message:
    """Says that `key` is none of `names`."""
    names = list(names)
    near = nearest(key, names)
    if near is not None:
        return Message("unknown key `{key}`; did you mean `{near}`?", {"key": key, "near": near})
    return Message("unknown key `{key}`; known keys: {known}", {"key": key, "known": listed(names)})


def missing(path: Path) -> Message:
    """Says that something must be written at a path."""
    annotation = follow(Scenario, path)
    if isinstance(path[-1], int):
        return Message("too few items; item {number} is missing", {"number": path[-1] + 1})
    return Message(
        "the key `{key}` is missing; expected {expected}",
        {"key": str(path[-1]), "expected": expected(annotation)},
    )


def written(value: Any) -> Message:
    """How a wrong value is named in a message."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return Message("nothing")
    if isinstance(value, bool):
        return Message("`{value}`", {"value": "true" if value else "false"})
    if isinstance(value, Mapping):
        return Message("lines of `key: value`")
    if isinstance(value, list | tuple):
        return Message("a list")
    return Message("`{value}`", {"value": shortened(str(value))})


def wrong(value: Any, annotation: Any) -> Message:
    """Says what a value should have been."""
    near = nearest(value, words(annotation)) if isinstance(value, str) else None
    if near is not None:
        return Message(
            "found {written}; did you mean `{near}`?",
            {"written": written(value), "near": near},
        )
    return Message(
        "found {written}; expected {expected}",
        {"written": written(value), "expected": expected(annotation)},
    )


def said_of_quantity(kind: str, context: Mapping[str, Any]) -> Message:
    """Says why a quantity was not read, by the kind and context of its error."""
    dimension = context["dimension"]
    value = context.get("written", "")
    said = dict(context) | {"written": written(value), "expected": quantity(dimension)}
    if kind == "quantity_keys":
        return Message(
            "expected {expected}; a source is written {example}",
            said | {"example": "{value: …, source: …}"},
        )
    if kind == "quantity_bare":
        return Message("{written} has no unit; expected {expected}", said)
    if kind == "quantity_ambiguous":
        return Message("the unit of {written} is not clear; write {meant}", said)
    if kind == "quantity_unit":
        near = nearest_unit(value, dimension)
        if near is not None:
            return Message(
                "{written} has an unknown unit; did you mean `{near}`?", said | {"near": near}
            )
    return {
        "quantity_unit": Message("{written} has an unknown unit; expected {expected}", said),
        "quantity_whole": Message("{written} is not a whole number", said),
        "quantity_above": Message("{written} is too small; expected more than {low}", said),
        "quantity_least": Message("{written} is too small; expected {low} or more", said),
        "quantity_large": Message("{written} is too large; expected {limit} or less", said),
        "quantity_range": Message(
            "{written} is out of range; expected {low} to {high}, such as {examples}", said
        ),
    }.get(kind, Message("{written} is not a number; expected {expected}", said))


def _distribution(kind: str, context: Mapping[str, Any]) -> Message:
    if kind == "distribution_kind":
        name = str(context["written"])
        near = nearest(name, KINDS)
        if near is not None:
            return Message(
                "unknown distribution `{name}`; did you mean `{near}`?",
                {"name": name, "near": near},
            )
        return Message(
            "expected a duration such as 20 ms, or one distribution of {kinds}",
            {"kinds": ", ".join(KINDS)},
        )
    if kind == "distribution_keys":
        return Message(
            "the distribution `{name}` takes {keys}",
            {"name": context["kind"], "keys": ", ".join(KEYS[context["kind"]])},
        )
    return {
        "distribution_zero": Message(
            "`{key}` must be more than 0 in this distribution", dict(context)
        ),
        "distribution_order": Message("`high` is below `low`"),
        "distribution_empty": Message("a distribution of observed values needs at least one value"),
        "distribution_weights": Message("expected one weight for each value, not all 0"),
    }[kind]
