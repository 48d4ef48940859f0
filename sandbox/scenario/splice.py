"""Splices entries into the text of a scenario, whose comments and layout stay as they are.

In: the text of a file, a value for each of some paths. Out: the text with them: a value in place
of the old one, a new entry behind the last of its section, a new section at the end. Nothing but
what was asked for is changed: the text is read again and compared before it is given out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from sandbox.language import Message
from sandbox.scenario.nodes import Node
from sandbox.scenario.problems import Path, Problem, Refused
from sandbox.scenario.text import compose

_STEP = 2  # columns of an indent, where a section has no entries to go by


def spliced(text: str, file: str, values: Mapping[Path, Any]) -> str:
    """The text with plain values at paths of mappings.

    Raises:
        Refused: when the text is none of a scenario, or a value cannot be written at its path
            without changing something else (an alias, an entry that `<<` brings in).
    """
    for path, value in values.items():
        before = compose(text, file)
        wanted = _with(before.plain(), path, value)
        after = _put(text, path, value)
        try:
            sound = compose(after, file).plain() == wanted
        except Refused:
            sound = False
        if not sound:
            message = Message("an entry cannot be added here without changing others; write it out")
            raise Refused([Problem.at(_mark(before, path), path, message)])
        text = after
    return text


def _mark(root: Node, path: Path) -> Any:
    from sandbox.scenario.nodes import locate

    return locate(root, path)[1]


def _with(plain: Any, path: Path, value: Any) -> Any:
    """Plain data with a value at a path."""
    if not path:
        return value
    below = plain if isinstance(plain, dict) else {}
    return {**below, path[0]: _with(below.get(path[0]), path[1:], value)}


def _put(text: str, path: Path, value: Any) -> str:
    """The text with one value, wherever the way to it ends."""
    node: Any = yaml.compose(text, yaml.SafeLoader)
    for depth, step in enumerate(path):
        entry = next((pair for pair in _pairs(node) if pair[0].value == step), None)
        if entry is None:
            return _added(text, node, path[depth:], value)
        key, inside = entry
        if depth + 1 < len(path) and _blank(inside):
            return _under(text, key, inside, _nested(path[depth + 1 :], value))
        node = inside
    return text[: node.start_mark.index] + _flow(value) + text[node.end_mark.index :]


def _pairs(node: Any) -> list[tuple[Any, Any]]:
    return list(node.value) if isinstance(node, yaml.MappingNode) else []


def _blank(node: Any) -> bool:
    """Whether nothing is written as a value."""
    return isinstance(node, yaml.ScalarNode) and node.value in ("", "~", "null")


def _nested(path: Path, value: Any) -> Any:
    for step in reversed(path):
        value = {step: value}
    return value


def _added(text: str, node: Any, path: Path, value: Any) -> str:
    """The text with an entry more in a mapping."""
    entry = _nested(path, value)
    if getattr(node, "flow_style", False):
        end = node.end_mark.index - 1
        before = text[:end].rstrip()
        joint = "" if before.endswith(("{", ",")) else ", "
        return before + joint + _flow(entry)[1:-1] + text[end:]
    pairs = _pairs(node)
    indent = pairs[0][0].start_mark.column if pairs else 0
    place = _behind(text, node)
    head = text[:place]
    if head and not head.endswith("\n"):
        head += "\n"
    return head + _block(text, entry, indent) + text[place:]


def _under(text: str, key: Any, node: Any, entry: Any) -> str:
    """The text with the first entries of a section that has none."""
    start, end = node.start_mark.index, node.end_mark.index
    text = text[:start] + text[end:]  # a `null` that was written out
    line = text.find("\n", key.end_mark.index)
    place = len(text) if line < 0 else line + 1
    head = text[:place] if line >= 0 else text + "\n"
    return head + _block(text, entry, key.start_mark.column + _STEP) + text[place:]


def _behind(text: str, node: Any) -> int:
    """Where the line after the last thing in a block begins."""
    last = node
    while isinstance(last, yaml.CollectionNode) and not last.flow_style and last.value:
        last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
    end = last.end_mark.index
    if isinstance(last, yaml.ScalarNode) and last.style in ("|", ">"):
        return int(end)  # which is where its next line begins
    line = text.find("\n", end)
    return len(text) if line < 0 else line + 1


def _flow(value: Any) -> str:
    """A value in one line."""
    text = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=1 << 30
    )
    return text.removesuffix("\n").removesuffix("\n...")


def _block(text: str, entry: Any, indent: int) -> str:
    """Entries in lines of their own, which end as the text's do."""
    end = "\r\n" if "\r\n" in text else "\n"
    return "".join(" " * indent + line + end for line in _lines(entry))


def _lines(entry: Any) -> Iterator[str]:
    for key, value in entry.items():
        if isinstance(value, dict) and any(isinstance(one, dict | list) for one in value.values()):
            yield f"{_flow(key)}:"
            yield from (" " * _STEP + line for line in _lines(value))
        else:
            yield f"{_flow(key)}: {_flow(value)}"
