"""Holds a changed text against what was meant: that value is another, and nothing else is.

In: the text before and after, and the path that was changed. Out: whether it may be shown.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from sandbox.scenario.editing.spans import parse
from sandbox.scenario.nodes import Node
from sandbox.scenario.problems import Path, Refused
from sandbox.scenario.text import compose


def holds(before: str, after: str, path: Path, wanted: tuple[Any, ...]) -> bool:
    """Whether the changed text says what was meant, and else what it said before."""
    try:
        old, new = compose(before, ""), compose(after, "")
    except Refused:
        return _still_holds(after, path, wanted)
    found = new.at(*path)
    if found is None or not any(_same(found.plain(), each) for each in wanted):
        return False
    if parse(before) is None or _has_aliases(before):
        return True  # what is used in several places changes in all of them
    return bool(_without(old, path) == _without(new, path))


def gone(before: str, after: str, path: Path) -> bool:
    """Whether the changed text says what it said before, but for what was at a path."""
    try:
        old, new = compose(before, "").plain(), compose(after, "").plain()
    except Refused:
        return not path[:-1] or parse(after) is not None
    inside = old
    for step in path[:-1]:
        inside = inside[step]
    del inside[path[-1]]
    same: bool = old == new
    return same


def _still_holds(after: str, path: Path, wanted: tuple[Any, ...]) -> bool:
    """The same for a text that is refused for another reason, such as a key written twice."""
    root = parse(after)
    span = root.at(path) if root is not None else None
    if span is None:
        return False
    try:
        found = compose(f"a: {after[span.body : span.end]}\n", "").at("a")
    except Refused:
        return False
    return found is not None and any(_same(found.plain(), each) for each in wanted)


def _same(found: Any, wanted: Any) -> bool:
    return type(found) is type(wanted) and bool(found == wanted)


def _has_aliases(text: str) -> bool:
    return re.search(r"[\s\[{,:]\*\w", text) is not None


def _without(node: Node | None, path: Path) -> Any:
    """The plain tree without what is at a path, and without what is only there to hold it."""
    data = node.plain() if node is not None else None
    inside: list[Any] = [data]
    for step in path[:-1]:
        try:
            inside.append(inside[-1][step])
        except (KeyError, IndexError, TypeError):
            break
    if len(inside) == len(path):
        with suppress(KeyError, IndexError, TypeError):
            del inside[-1][path[-1]]
    for depth in range(len(inside) - 1, 0, -1):
        if not inside[depth]:
            try:
                del inside[depth - 1][path[depth - 1]]
            except (KeyError, IndexError, TypeError):
                break
    return data
