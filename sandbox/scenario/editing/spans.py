"""Where in its text each value of a YAML document stands, from the first character to the last.

In: a text. Out: a tree of `Span`s; nothing where the text is not YAML. `text.compose` reads values
and says what is wrong; this says only which characters a value is made of, so that they can be
replaced and every other character of the file stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from sandbox.scenario.problems import Path
from sandbox.scenario.text import DEEPEST, MOST_NODES

_PROPERTIES = re.compile(r"(?:[&!]\S*[ \t]+)*")


@dataclass
class Entry:
    """A key of a mapping and its value."""

    name: str
    start: int
    end: int
    """of the key, quotes included"""
    value: Span


@dataclass
class Span:
    """A value: characters `start` to `end` (exclusive) of the text."""

    kind: Literal["scalar", "list", "map", "alias"]
    start: int
    end: int
    body: int
    """where the value itself begins, after an anchor"""
    style: str = ""
    """of a scalar: empty for plain, else a quote, `|` or `>`"""
    flow: bool = False
    """of a list or mapping: whether it stands in brackets"""
    anchored: bool = False
    name: str = ""
    """of an alias, and of a value with an anchor: what it is called"""
    entries: list[Entry] = field(default_factory=list)
    items: list[Span] = field(default_factory=list)

    def entry(self, name: str) -> Entry | None:
        """The entry of a mapping with this key."""
        return next((each for each in self.entries if each.name == name), None)

    def child(self, step: str | int) -> Span | None:
        """The value one step below."""
        if isinstance(step, int):
            return self.items[step] if 0 <= step < len(self.items) else None
        found = self.entry(step)
        return found.value if found is not None else None

    def at(self, path: Path) -> Span | None:
        """The value at a path; None where nothing is written there."""
        span: Span | None = self
        for step in path:
            span = span.child(step) if span is not None else None
        return span

    def nearest(self, path: Path) -> tuple[Path, Span]:
        """The longest part of a path that is written, and what stands there."""
        span = self
        for depth, step in enumerate(path):
            below = span.child(step)
            if below is None:
                return path[:depth], span
            span = below
        return path, span


class _TooMuchError(Exception):
    """More levels or values than a scenario may have."""


def parse(text: str) -> Span | None:
    """The spans of a text; None where it is not YAML, holds nothing, or is no mapping.

    A text that `text.compose` refuses for its size is no document here either.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        reader = _Reader(loader(text), text)
        reader.skip(2)
        if isinstance(reader.events.peek_event(), yaml.StreamEndEvent):
            return None
        root = reader.node(1)
        reader.skip(1)
        more = not isinstance(reader.events.peek_event(), yaml.StreamEndEvent)
    except (yaml.YAMLError, ValueError, OverflowError, AttributeError, _TooMuchError):
        return None  # events run out: an AttributeError of what is then None
    return root if root.kind == "map" and not more else None


class _Reader:
    """One pass over the events of the YAML parser."""

    def __init__(self, events: Any, text: str) -> None:
        self.events = events
        self.text = text
        self.nodes = 0

    def skip(self, number: int) -> None:
        for _ in range(number):
            self.events.get_event()

    def node(self, depth: int) -> Span:
        event = self.events.get_event()
        self.nodes += 1
        if depth > DEEPEST or self.nodes > MOST_NODES:
            raise _TooMuchError
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, yaml.AliasEvent):
            return Span("alias", start, end, start, name=event.anchor or "")
        anchored, name = event.anchor is not None, event.anchor or ""
        body = start
        if anchored or event.tag is not None:
            found = _PROPERTIES.match(self.text, start)
            body = found.end() if found else start
        if isinstance(event, yaml.ScalarEvent):
            style = event.style or ""
            if style in ("|", ">"):
                end = start + len(self.text[start:end].rstrip())
            end = max(end, start)
            return Span("scalar", start, end, body, style, anchored=anchored, name=name)
        kind: Literal["list", "map"] = (
            "list" if isinstance(event, yaml.SequenceStartEvent) else "map"
        )
        flow = bool(event.flow_style)
        span = Span(kind, start, end, body, flow=flow, anchored=anchored, name=name)
        closing = self._items(span, depth) if kind == "list" else self._entries(span, depth)
        span.end = closing if span.flow else max([span.start, *self._ends(span)])
        return span

    @staticmethod
    def _ends(span: Span) -> list[int]:
        below = [max(each.end, each.value.end) for each in span.entries]
        return below + [each.end for each in span.items]

    def _items(self, span: Span, depth: int) -> int:
        while not isinstance(self.events.peek_event(), yaml.SequenceEndEvent):
            span.items.append(self.node(depth + 1))
        return int(self.events.get_event().end_mark.index)

    def _entries(self, span: Span, depth: int) -> int:
        while not isinstance(self.events.peek_event(), yaml.MappingEndEvent):
            first = self.events.peek_event()
            key = self.node(depth + 1)
            value = self.node(depth + 1)
            name = first.value if isinstance(first, yaml.ScalarEvent) else ""
            span.entries.append(Entry(name, key.start, key.end, value))
        return int(self.events.get_event().end_mark.index)


def line_of(text: str, offset: int) -> int:
    """The line, from 0, of a character."""
    return text.count("\n", 0, offset)


def place(root: Span, path: Path) -> int:
    """The character at which a reader looks for a path: its key, or its item, or what is above."""
    found, _ = root.nearest(path)
    if not found:
        return root.start
    above = root.at(found[:-1])
    assert above is not None
    last = found[-1]
    if isinstance(last, str):
        entry = above.entry(last)
        assert entry is not None
        return entry.start
    return above.items[last].start


def path_at(root: Span, offset: int) -> Path:
    """The path of the value that a character belongs to: the deepest that begins before it."""
    path: list[str | int] = []
    span = root
    while True:
        steps: list[tuple[int, str | int, Span]] = [
            *((each.start, each.name, each.value) for each in span.entries),
            *((each.start, number, each) for number, each in enumerate(span.items)),
        ]
        before = [each for each in steps if each[0] <= offset]
        if not before:
            return tuple(path)
        _, step, span = before[-1]
        path.append(step)
