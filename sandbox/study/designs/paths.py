"""Paths into a scenario, as messages say them: `needs.tax-check.rate`, `regions[0].counties`.

In: what a person wrote. Out: a path and what the schema knows of it, or `Refused` with the step
that leads nowhere and what was probably meant. A key that holds dots or brackets is quoted:
`stations."a.b".servers`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, NoReturn

from sandbox.language import Message
from sandbox.scenario.distributions import KEYS, KINDS, Distribution
from sandbox.scenario.explain import unknown_key
from sandbox.scenario.nodes import Node
from sandbox.scenario.problems import Mark, Path, Problem, Refused
from sandbox.scenario.scenario import Scenario
from sandbox.scenario.shape import fields, follow, is_distribution, known

_STEP = re.compile(r"""\[(\d{1,9})\]|"([^"]+)"|'([^']+)'|([^.\[\]"']+)""")
_PLAIN = re.compile(r"""[^.\[\]"'=\s]+""")
_SAME = {
    ("study", "seed"): "--seed",
    ("study", "replications"): "--replications",
}
"""what is the same at every point, so that points can be compared → the option that sets it"""


def refused(mark: Mark, path: Path, message: Message, offset: int = 0) -> Refused:
    """One problem, `offset` columns after a mark."""
    return Refused([Problem.at(replace(mark, column=mark.column + offset), path, message)])


def split_path(text: str, mark: Mark) -> Path:
    """The steps of a path.

    Raises:
        Refused: for a text that is no path.
    """
    steps: list[str | int] = []
    place = 0
    while place < len(text):
        if steps and text[place] == ".":
            place += 1
        elif steps and text[place] != "[":
            break
        match = _STEP.match(text, place)
        if match is None or (match[1] is not None and not steps):
            break
        number, double, single, plain = match.groups()
        steps.append(int(number) if number is not None else double or single or plain.strip())
        place = match.end()
    if place < len(text) or not steps or "" in steps or text.endswith("."):
        message = Message(
            "this is no path into a scenario; expected keys joined by dots, such as {examples}",
            {"examples": "needs.tax-check.rate, regions[0].counties"},
        )
        raise refused(mark, (), message, place)
    return tuple(steps)


def joined_path(path: Path) -> str:
    """The path as it is written: what `split_path` takes."""
    words = ""
    for step in path:
        if isinstance(step, int):
            words += f"[{step}]"
            continue
        quote = "'" if '"' in step else '"'
        word = step if _PLAIN.fullmatch(step) else f"{quote}{step}{quote}"
        words += f".{word}" if words else word
    return words


def known_place(root: Node, path: Path, mark: Mark) -> Any:
    """The schema's annotation of what is, or may be, written at a path of a scenario.

    Raises:
        Refused: where the path leads nowhere, or to what must be the same at every point.
    """
    node: Node | None = root
    annotation: Any = Scenario
    for place, step in enumerate(path):
        here = path[: place + 1]
        inside = None if node is None else node.at(step)
        if inside is None:
            _may_be_written(node, annotation, here, mark)
        annotation = _below(annotation, step)
        node = inside
    if path[:2] in _SAME:
        message = Message(
            "this is the same at every point, so that points can be compared; set it with {option}",
            {"option": _SAME[path[0], path[1]]},  # type: ignore[index]  # its keys are such pairs
        )
        raise refused(mark, path, message)
    return annotation


def _may_be_written(node: Node | None, annotation: Any, here: Path, mark: Mark) -> None:
    """Refuse a step to what is not written, unless the schema has such a key."""
    step, above = here[-1], joined_path(here[:-1])
    if node is not None and isinstance(node.value, list):
        message = Message(
            "`{path}` is a list of {count}; its items are counted from [0]",
            {"path": above, "count": len(node.items)},
        )
        raise refused(mark, here, message)
    if node is not None and node.value is not None and not isinstance(node.value, dict):
        message = Message(
            "`{path}` holds one value, and nothing below it; vary `{path}` itself", {"path": above}
        )
        raise refused(mark, here, message)
    fixed = known(annotation) if annotation is not None else []
    if isinstance(step, str) and step in fixed:
        return
    _unknown(step, fixed, node, here, mark)


def _unknown(
    step: str | int, fixed: list[str], node: Node | None, here: Path, mark: Mark
) -> NoReturn:
    names = dict.fromkeys([*(node.mapping if node else ()), *fixed])
    raise refused(mark, here, unknown_key(str(step), names))


def _below(annotation: Any, step: str | int) -> Any:
    """The annotation one step down; None where the schema says nothing."""
    if annotation is None:
        return None
    if is_distribution(annotation):
        if step in KINDS:
            return annotation  # `service.exponential` is a duration, or its keys are below it
        inside = {key for keys in KEYS.values() for key in keys}
        return fields(Distribution)[str(step)] if step in inside else None
    return follow(annotation, (step,))
