"""Reads YAML as plain data with places: nothing in a file is ever executed.

In: the bytes or text of one file. Out: a `Node` tree, or `Refused` with every problem found.
Sizes, depths and alias expansion are bounded; tags, duplicate keys and a second document are
refused. `on`, `yes`, `no` and dates stay text; numbers are read as in YAML 1.2.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from sandbox.language import Message
from sandbox.scenario.nodes import Node, Scalar, mapping, sequence
from sandbox.scenario.problems import Mark, Path, Problem, Refused

LARGEST_FILE = 4_000_000  # bytes
DEEPEST = 40  # levels
LONGEST_KEY = 200  # characters
MOST_NODES = 200_000  # aliases counted as often as they are used

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,14})", re.ASCII)
_FLOAT = re.compile(
    r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]{1,3})?", re.ASCII
)
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def scalar(text: str) -> Scalar:
    """The value of an unquoted scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        number = float(text)
        return number if abs(number) < 1e300 else text
    return text


def _invisible(character: str) -> Message:
    return Message(
        "the invisible character U+{code} is not allowed here; delete it",
        {"code": f"{ord(character):04X}"},
    )


def decode(data: bytes, file: str) -> str:
    """The text of a file's bytes.

    Raises:
        Refused: for a file that is too large, not UTF-8, or holds characters YAML forbids.
    """
    if len(data) > LARGEST_FILE:
        message = Message(
            "the file is larger than {limit} MB, the most that is read",
            {"limit": LARGEST_FILE // 1_000_000},
        )
        raise Refused([Problem(file, 1, 1, "", message)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        message = Message("the file is not UTF-8 text here; save it in the encoding UTF-8")
        raise Refused([Problem(file, line, column, "", message)]) from None
    wrong = _FORBIDDEN.search(text)
    if wrong:
        before = text[: wrong.start()]
        place = (before.count("\n") + 1, wrong.start() - before.rfind("\n"))
        raise Refused([Problem(file, *place, "", _invisible(wrong[0]))])
    return text


def compose(text: str, file: str) -> Node:
    """The tree of a YAML text.

    Raises:
        Refused: with all problems found up to the first one that hides what follows.
    """
    reader = _Reader(text, file)
    root = reader.document()
    if reader.problems:
        raise Refused(reader.problems)
    return root


class _StopError(Exception):
    """What follows cannot be read."""


class _Reader:
    """One pass over the events of the YAML parser."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.text = text
        self.problems: list[Problem] = []
        self.anchors: dict[str, Node | None] = {}
        self.nodes = 0
        self.path: list[str | int] = []
        self.last = Mark(file, 1, 1)
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.events: Any = loader(text)

    def document(self) -> Node:
        nothing = Node(None, Mark(self.file, 1, 1))
        try:
            self.next()
            if isinstance(self.peek(), yaml.StreamEndEvent):
                self.refuse(nothing.mark, Message("the file is empty; `new` writes a scenario"))
                return nothing
            self.next()
            root = self.node(1)
            self.next()
            if not isinstance(self.peek(), yaml.StreamEndEvent):
                mark = self.mark(self.next())
                self.refuse(mark, Message("a file holds one scenario; a second one starts here"))
            if not isinstance(root.value, dict):
                self.path = []
                message = Message("expected `key: value` lines, the sections of a scenario")
                self.refuse(root.mark, message)
            return root
        except _StopError:
            return nothing
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            self.syntax(error)  # plain ValueErrors come from escapes such as "\U00110000"
            return nothing

    def peek(self) -> Any:
        return self.events.peek_event()

    def next(self) -> Any:
        event = self.events.get_event()
        self.last = self.mark(event)
        return event

    def mark(self, event: Any) -> Mark:
        start = event.start_mark
        return Mark(self.file, start.line + 1, start.column + 1)

    def refuse(self, mark: Mark, message: Message) -> None:
        self.problems.append(Problem.at(mark, tuple(self.path), message))

    def stop(self, mark: Mark, message: Message) -> _StopError:
        self.refuse(mark, message)
        return _StopError()

    def node(self, depth: int) -> Node:
        event = self.next()
        mark = self.mark(event)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event.anchor, depth, mark)
        if depth > DEEPEST:
            message = Message("nested deeper than {limit} levels", {"limit": DEEPEST})
            raise self.stop(mark, message)
        self.count(1, mark)
        tag = event.tag
        if tag is not None and tag != "!":
            message = Message(
                "the tag `{tag}` is not allowed; a scenario holds only plain data", {"tag": tag}
            )
            self.refuse(mark, message)
        if event.anchor is not None:
            self.anchors[event.anchor] = None  # until it is whole
        if isinstance(event, yaml.ScalarEvent):
            self.visible(event.value, mark)
            bare = not event.style and tag is None  # libyaml says "" for plain
            node = Node(scalar(event.value) if bare else event.value, mark)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self.items_of(depth, mark)
        else:
            node = self.entries_of(depth, mark)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def visible(self, text: str, mark: Mark) -> None:
        """Refuses what escapes such as `"\\0"` smuggle in."""
        wrong = _FORBIDDEN.search(text)
        if wrong:
            self.refuse(mark, _invisible(wrong[0]))

    def count(self, number: int, mark: Mark) -> None:
        self.nodes += number
        if self.nodes > MOST_NODES:
            message = Message(
                "more than {limit} values, aliases counted each time", {"limit": MOST_NODES}
            )
            raise self.stop(mark, message)

    def alias(self, name: str | None, depth: int, mark: Mark) -> Node:
        if name is None or name not in self.anchors:
            message = Message("the alias `*{name}` stands for nothing before it", {"name": name})
            self.refuse(mark, message)
            return Node(None, mark)
        node = self.anchors[name]
        if node is None:
            self.refuse(mark, Message("the alias `*{name}` contains itself", {"name": name}))
            return Node(None, mark)
        if depth + node.height - 1 > DEEPEST:
            message = Message("nested deeper than {limit} levels", {"limit": DEEPEST})
            raise self.stop(mark, message)
        self.count(node.weight, mark)
        return node

    def items_of(self, depth: int, mark: Mark) -> Node:
        items: list[Node] = []
        while not isinstance(self.peek(), yaml.SequenceEndEvent):
            self.path.append(len(items))
            items.append(self.node(depth + 1))
            self.path.pop()
        self.next()
        return sequence(items, mark)

    def entries_of(self, depth: int, mark: Mark) -> Node:
        entries: dict[str, Node] = {}
        keys: dict[str, Mark] = {}
        inherited: list[Node] = []
        while not isinstance(self.peek(), yaml.MappingEndEvent):
            event = self.peek()
            place = self.mark(event)
            name = event.value if isinstance(event, yaml.ScalarEvent) else None
            merging = name == "<<" and not event.style
            self.node(depth + 1)
            if name is None:
                message = Message(
                    "a key must be plain text; quote values that hold brackets or braces"
                )
                self.refuse(place, message)
            self.path.append("?" if name is None else name[:LONGEST_KEY])
            inside = self.node(depth + 1)
            if merging:
                inherited += self.merged(inside, place)
            elif name is not None and len(name) > LONGEST_KEY:
                message = Message("a key longer than {limit} characters", {"limit": LONGEST_KEY})
                self.refuse(place, message)
            elif name is not None and name in keys:
                message = Message(
                    "the key `{key}` was already written in line {line}; merge the two",
                    {"key": name, "line": keys[name].line},
                )
                self.refuse(place, message)
            elif name is not None:
                entries[name] = inside
                keys[name] = place
            self.path.pop()
        self.next()
        for other in inherited:
            for name, inside in other.mapping.items():
                if name not in entries:
                    entries[name] = inside
                    keys[name] = other.keys[name]
        return mapping(entries, mark, keys)

    def merged(self, node: Node, place: Mark) -> list[Node]:
        """The mappings that `<<` stands for."""
        parts = node.items if isinstance(node.value, list) else [node]
        if all(isinstance(part.value, dict) for part in parts):
            return parts
        self.refuse(place, Message("`<<` takes an alias of a mapping, such as `<<: *name`"))
        return []

    def syntax(self, error: Exception) -> None:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        place = Mark(self.file, mark.line + 1, mark.column + 1) if mark else self.last
        lines = self.text.splitlines()
        line = lines[place.line - 1] if place.line <= len(lines) else ""
        path: Path = tuple(self.path)
        self.problems.append(Problem.at(place, path, _advice(line, place, str(error))))


def _advice(line: str, place: Mark, error: str) -> Message:
    """What to do about a syntax error, judged by its line (parsers word them differently)."""
    before = line[: place.column - 1]
    if "\t" in line[: len(line) - len(line.lstrip())] or line[place.column - 1 :].startswith("\t"):
        return Message("a tab; indent with spaces")
    if line[place.column - 1 :].startswith(("@", "`", "%", "&", "*", "!")):
        return Message(
            "a value cannot start with `{character}` unless it is quoted",
            {"character": line[place.column - 1]},
        )
    if "mapping values are not allowed" in error:
        return Message("a second `:` in one line, or a wrong indent; quote the value or indent it")
    if before.count('"') % 2 or before.count("'") % 2 or "quoted scalar" in error:
        return Message("a quoted text is not closed, or holds a `\\` that YAML does not know")
    if "flow" in error:
        return Message("a bracket or brace is not closed, or a comma is missing")
    return Message("this is not YAML; look at the indent and the `:` of this line and those above")
