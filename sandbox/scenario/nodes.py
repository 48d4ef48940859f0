"""The tree of a scenario file before it is checked: plain values, each with its place.

In: what the YAML reader found. Out: `Node`s that can be walked by a path, turned into plain
Python values, and asked where in which file something was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.scenario.distributions import KEYS, KINDS
from sandbox.scenario.problems import Mark, Path

Scalar = str | int | float | bool | None

INSIDE = {key for keys in KEYS.values() for key in keys}
"""keys inside the kinds of distribution"""


@dataclass(frozen=True)
class Node:
    """A value of the tree: a scalar, a list of nodes, or a mapping of nodes."""

    value: Scalar | list[Node] | dict[str, Node]
    mark: Mark
    keys: Mapping[str, Mark] = field(default_factory=dict)
    """where each key of a mapping stands, keys that were deleted by `null` included"""
    weight: int = 1
    """nodes below and including this one, aliases counted as often as they are used"""
    height: int = 1
    """levels below and including this one"""

    @property
    def mapping(self) -> dict[str, Node]:
        """The entries of a mapping; nothing for other nodes."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> list[Node]:
        """The items of a list; nothing for other nodes."""
        return self.value if isinstance(self.value, list) else []

    def plain(self) -> Any:
        """The tree as plain Python values."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def at(self, *path: str | int) -> Node | None:
        """The node at `path`, None where nothing is written."""
        node: Node | None = self
        for step in path:
            if node is None:
                return None
            if isinstance(step, int):
                node = node.items[step] if 0 <= step < len(node.items) else None
            else:
                node = node.mapping.get(step)
        return node


def mapping(entries: dict[str, Node], mark: Mark, keys: Mapping[str, Mark]) -> Node:
    """A mapping node over `entries`."""
    weight = 1 + sum(node.weight for node in entries.values())
    height = 1 + max((node.height for node in entries.values()), default=0)
    return Node(entries, mark, keys, weight, height)


def sequence(items: list[Node], mark: Mark) -> Node:
    """A list node over `items`."""
    weight = 1 + sum(node.weight for node in items)
    height = 1 + max((node.height for node in items), default=0)
    return Node(items, mark, {}, weight, height)


def locate(root: Node, path: Path, *, key: bool = False) -> tuple[Path, Mark]:
    """The written path nearest to `path`, and the place to show for it.

    Scalars and list items are shown where they stand, mappings at their key (so is a scalar with
    `key`). Steps that exist only inside the checker (a distribution's `mean` when the file says
    `exponential: 5 ms`, a number's `value`) are translated or left out; a last step that is not
    written stays in the path and is shown at what encloses it.
    """
    node, mark = root, root.mark
    found: list[str | int] = []
    for number, step in enumerate(path):
        node, mark, found = _into_kind(node, step, mark, found)
        inside = _step(node, step)
        if inside is not None:
            mark = node.keys.get(str(step), inside.mark)
            node = inside
            found.append(step)
        elif isinstance(node.value, dict | list) and number == len(path) - 1:
            return (*found, step), node.keys.get(str(step), mark)
        elif not isinstance(node.value, dict | list):
            break
    if not key:
        if "value" in node.mapping and set(node.mapping) <= {"value", "source"}:
            node = node.mapping["value"]
        if not isinstance(node.value, dict | list):
            mark = node.mark
    return tuple(found), mark


def _step(node: Node, step: str | int) -> Node | None:
    return node.at(step) or (node.at(str(step)) if isinstance(step, int) else None)


def _into_kind(
    node: Node, step: str | int, mark: Mark, found: list[str | int]
) -> tuple[Node, Mark, list[str | int]]:
    """One level down when the step is a distribution's value and its kind is written as a key."""
    names = [name for name in node.mapping if name != "source"] if step in INSIDE else []
    if len(names) == 1 and names[0] in KINDS and step not in node.mapping:
        return node.mapping[names[0]], node.keys[names[0]], [*found, names[0]]
    return node, mark, found
