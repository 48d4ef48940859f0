"""Where in a JSON text a key stands, when the text has one key a line and is indented by two.

In: the text, and a path or a key. Out: line and column, counted from one; of a text that somebody
has laid out otherwise, the nearest place that can be told.
"""

from __future__ import annotations

import json

from sandbox.scenario.problems import Path


def place_of(text: str, path: Path) -> tuple[int, int]:
    """The place of the innermost key of `path` that has a line of its own."""
    lines = text.split("\n")
    place, begin = (1, 1), 0
    for depth, step in enumerate(path, 1):
        start = "  " * depth + _key(str(step))
        for number in range(begin, len(lines)):
            if lines[number].startswith(start):
                place, begin = (number + 1, 2 * depth + 1), number + 1
                break
        else:
            break
    return place


def second(text: str, key: str) -> tuple[int, int]:
    """The place where `key` stands for the second time among its neighbours."""
    met: set[int] = set()
    for number, line in enumerate(text.split("\n"), 1):
        inside = line.lstrip()
        indent = len(line) - len(inside)
        met = {deep for deep in met if deep <= indent}  # the lines before belonged to another
        if inside.startswith(_key(key)):
            if indent in met:
                return number, indent + 1
            met.add(indent)
    return 1, 1


def _key(name: str) -> str:
    return json.dumps(name, ensure_ascii=False) + ":"
