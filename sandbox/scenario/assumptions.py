"""Lists the numbers of a scenario and what vouches for each.

In: a `Document`. Out: rows of path, wording and source; a source of None or `assumption` means that
nobody vouches for the number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from sandbox.scenario.distributions import KINDS
from sandbox.scenario.document import Document
from sandbox.scenario.nodes import Node, locate
from sandbox.scenario.problems import Path, spoken
from sandbox.scenario.quantities import Quantity

Row = tuple[str, str, str | None]
"""path, wording, source"""


def assumptions(document: Document) -> list[Row]:
    """Every number of the scenario, except those that `expect` asks for.

    Numbers of a list that share a source are one row.
    """
    rows: list[Row] = []
    for section, value in _entries(document.scenario):
        if section == "expect":
            continue
        for path, wording, source in _walk((section,), value):
            rows.append((spoken(_spelled(document.root, path)), wording, source))
    return rows


def _spelled(root: Node, path: Path) -> Path:
    """A path as the file has it; where the file does not go so far, as it could."""
    node = root
    for step in path:
        inside = node.at(step) or node.at(str(step))
        if inside is not None:
            node = inside
            continue
        names = {*node.mapping} - {"source"}
        number = bool(names) and (names <= {"value"} or names <= {*KINDS})
        if isinstance(node.value, dict) and not number:
            return path  # nothing is written from here on: it is a default
        break
    return locate(root, path)[0]


def numbers(part: BaseModel) -> list[Row]:
    """Every number of one section, by its path in the section."""
    return [(spoken(path), wording, source) for path, wording, source in _walk((), part)]


def is_assumption(source: str | None) -> bool:
    """Whether a source vouches for nothing."""
    return source is None or source.strip().lower().startswith(("assumption", "假设", "假定"))


def _entries(part: BaseModel) -> Iterator[tuple[str, Any]]:
    for name, info in type(part).model_fields.items():
        yield info.alias or name, getattr(part, name)


def _walk(path: Path, value: Any) -> Iterator[tuple[Path, str, str | None]]:
    if isinstance(value, Quantity):
        yield path, value.written, value.source
    elif isinstance(value, BaseModel):
        for name, inside in _entries(value):
            yield from _walk((*path, name), inside)
    elif isinstance(value, Mapping):
        for name, inside in value.items():
            yield from _walk((*path, str(name)), inside)
    elif isinstance(value, tuple):
        alike = all(isinstance(item, Quantity) for item in value)
        if value and alike and len({item.source for item in value}) == 1:
            yield path, ", ".join(item.written for item in value), value[0].source
            return
        for number, inside in enumerate(value):
            yield from _walk((*path, number), inside)
