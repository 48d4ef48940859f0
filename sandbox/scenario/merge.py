"""Lays one scenario over another: `extends`, the defaults of every scenario, defaults of entries.

In: `Node` trees. Out: one tree whose nodes still know the file they came from. Mappings merge key
by key, lists and scalars replace, `null` deletes; numbers with sources, texts in two languages and
distributions are replaced whole.
"""

from __future__ import annotations

import os
from pathlib import Path

from sandbox.scenario.distributions import KINDS
from sandbox.scenario.nodes import Node, mapping, sequence
from sandbox.scenario.problems import Path as Place

ENTRY_DEFAULTS = {"resource": "catalogue", "need": "needs"}
"""key under `defaults` → the section whose entries it is laid under"""


def lay(base: Node, over: Node, depth: int = 0) -> Node:
    """`over` laid over `base`; deletions stay as nulls until `prune`."""
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)):
        return over
    if depth and (_whole(base, depth) or _whole(over, depth)):
        return over
    entries = dict(base.mapping)
    keys = dict(base.keys)
    for name, node in over.mapping.items():
        below = entries.get(name)
        entries[name] = node if below is None else lay(below, node, depth + 1)
        keys[name] = over.keys[name]
    return mapping(entries, over.mark, keys)


def _whole(node: Node, depth: int) -> bool:
    """Whether a mapping is one value: a number with its source, words, a distribution."""
    names = set(node.mapping)
    if not names:
        return False
    if names <= {"zh", "en"} or ("value" in names and names <= {"value", "source"}):
        return all(not isinstance(inside.value, dict) for inside in node.mapping.values())
    return (
        depth > 1
        and ("kind" not in names or node.mapping["kind"].value in KINDS)
        and (
            names <= {*KINDS, "source"}
            or ("kind" in names and bool(names & {"mean", "low", "values"}))
        )
    )


def with_entry_defaults(root: Node) -> Node:
    """Each catalogue entry and need laid over its defaults; the section `defaults` removed."""
    defaults = root.mapping.get("defaults")
    if defaults is None:
        return root
    entries = {name: node for name, node in root.mapping.items() if name != "defaults"}
    for kind, section in ENTRY_DEFAULTS.items():
        below, node = defaults.at(kind), entries.get(section)
        if below is None or node is None or not isinstance(node.value, dict):
            continue
        inside = {
            name: lay(below, entry, 1) if isinstance(entry.value, dict) else entry
            for name, entry in node.mapping.items()
        }
        entries[section] = mapping(inside, node.mark, node.keys)
    return mapping(entries, root.mark, root.keys)


def prune(node: Node) -> Node:
    """The tree without the keys whose value is null; their places stay known."""
    if isinstance(node.value, dict):
        entries = {
            name: prune(inside) for name, inside in node.value.items() if inside.value is not None
        }
        return mapping(entries, node.mark, node.keys)
    if isinstance(node.value, list):
        return sequence([prune(inside) for inside in node.value], node.mark)
    return node


def written_over(root: Node, path: Place, value: Node) -> Node:
    """The tree with `value` at `path`, whole; mappings on the way that are not there are made.

    What is at `path` afterwards is shown where `value` was written.

    Raises:
        KeyError: for a path through something that is no mapping, or beyond the end of a list.
    """
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        if not 0 <= step < len(root.items):
            raise KeyError(step)
        items = list(root.items)
        items[step] = written_over(items[step], rest, value)
        return sequence(items, root.mark)
    if root.value is not None and not isinstance(root.value, dict):
        raise KeyError(step)
    below = root.mapping.get(step, Node({}, value.mark))
    entries = {**root.mapping, step: written_over(below, rest, value)}
    keys = root.keys if rest and step in root.keys else {**root.keys, step: value.mark}
    return mapping(entries, root.mark, keys)


FILES = (
    ("graph", "graphml"),
    ("graph", "nodes"),
    ("graph", "edges"),
    ("needs", "*", "arrivals", "file"),
)
"""where scenarios name other files"""


def moved(root: Node, source: Path, target: Path) -> Node:
    """The tree with file names relative to folder `target` instead of `source`."""
    for path in FILES:
        root = _moved(root, path, source, target)
    return root


def _moved(node: Node, path: tuple[str, ...], source: Path, target: Path) -> Node:
    if not path:
        if not isinstance(node.value, str) or os.path.isabs(node.value):
            return node
        return Node(os.path.relpath(source / node.value, target), node.mark)
    entries = dict(node.mapping)
    for name in list(entries) if path[0] == "*" else [path[0]]:
        if name in entries:
            entries[name] = _moved(entries[name], path[1:], source, target)
    return mapping(entries, node.mark, node.keys) if isinstance(node.value, dict) else node
