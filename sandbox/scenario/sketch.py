"""What can be read of a scenario that is refused, so that other rooms check it all the same.

In: a draft and the places of its problems. Out: a `Sketch`: the valid entries, and the document
without the bad ones where a world can be built without them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.language import Message
from sandbox.scenario.draft import Draft
from sandbox.scenario.nodes import Node, locate
from sandbox.scenario.problems import Path, Problem

if TYPE_CHECKING:
    from sandbox.scenario.document import Document

DISPENSABLE = ("agreements", "disturbances", "expect", "models", "stations")
"""Sections whose entries a world is built without."""


@dataclass(frozen=True)
class Sketch:
    """A scenario that is refused."""

    draft: Draft
    root: Node
    rest: Document | None
    """the document without its bad entries; None where the rest cannot do without them"""

    def problem(self, path: Path, message: Message, *, key: bool = False) -> Problem:
        """A problem at `path`, placed as those of documents are."""
        found, mark = locate(self.root, path, key=key)
        return Problem.at(mark, found, message)


def without(data: Any, bad: Iterable[Path]) -> dict[str, Any] | None:
    """The plain tree without the entries that `bad` paths lead into; None if one must be there.

    What is expected is left out altogether: its entries are known by their positions.
    """
    if not isinstance(data, dict):
        return None
    rest = {key: value for key, value in data.items() if key != "expect"}
    for section, *inside in bad:
        if section == "expect":
            continue
        if (section, *inside) == ("study", "baseline"):
            rest["study"] = {key: value for key, value in rest["study"].items() if key != inside[0]}
        elif section in DISPENSABLE and inside and isinstance(rest.get(section), dict):
            entries = rest[section].items()
            rest[section] = {name: entry for name, entry in entries if name != inside[0]}
        else:
            return None
    return rest
