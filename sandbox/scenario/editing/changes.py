"""Changes one place of a scenario's text and leaves every other character as it is.

In: a text, a path, a value. Out: the changed text, read again and held against what was meant
before anybody sees it; `CannotChange` where that cannot be done here. Comments, order, quotes and
layout survive because nothing is written anew but the value.
"""

from __future__ import annotations

import re

from sandbox.language import Message
from sandbox.scenario.editing.holding import gone, holds
from sandbox.scenario.editing.spans import Entry, Span, parse
from sandbox.scenario.editing.writing import STEP, Value, candidates, key, lines, nested, plain_of
from sandbox.scenario.problems import Path, spoken
from sandbox.scenario.text import scalar

_BESIDE_ANCHORS = re.compile(r"&\S+[ \t]*")


class CannotChange(Exception):  # noqa: N818 - says what is so, as `Refused` does
    """This place cannot be changed by itself; `message` says why, and what can be done."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.render("en"))
        self.message = message


def set_value(text: str, path: Path, value: Value) -> str:
    """The text with another value at a path, or with the path added where it is not written.

    Raises:
        CannotChange: for a text that is not YAML, a path that leads through an alias or through a
            value that is no mapping or list, and a value that is not YAML.
    """
    root = _root(text)
    found, span = root.nearest(path)
    if span.kind == "alias" and found != path:
        raise _shared(span.name)
    wanted = plain_of(value)
    for written in candidates(value, span if found == path else None):
        if found == path:
            changed = _replaced(text, root, path, written)
        else:
            changed = _inserted(text, root, found, span, path[len(found) :], written)
        if holds(text, changed, path, wanted):
            return changed
    raise CannotChange(Message("`{written}` cannot be written here", {"written": str(value)[:60]}))


def remove(text: str, path: Path) -> str:
    """The text without the entry or item at a path; the place above stays, if need be empty.

    Raises:
        CannotChange: as for `set_value`, and where nothing is written at the path.
    """
    root = _root(text)
    above, last = _above(root, path), path[-1]
    if above.child(last) is None:
        raise CannotChange(Message("nothing is written at {path}", {"path": spoken(path)}))
    starts, ends = _pieces(above)
    number = _number(above, last)
    if len(starts) == 1:
        empty = "[]" if above.kind == "list" else "{}"
        changed = _replaced(text, root, path[:-1], empty) if path[:-1] else ""
    elif above.flow:
        if number + 1 < len(starts):
            changed = text[: starts[number]] + text[starts[number + 1] :]
        else:
            changed = text[: ends[number - 1]] + text[ends[number] :]
    else:
        begin = text.rfind("\n", 0, starts[number]) + 1
        lead = text[begin : starts[number]].strip()
        if lead != ("-" if above.kind == "list" else ""):  # what the dash of an item begins with
            changed = text[: starts[number]] + text[starts[number + 1] :]
        else:
            changed = text[:begin] + text[_line_end(text, ends[number]) :].removeprefix("\n")
    if not gone(text, changed, path):
        raise CannotChange(Message("this cannot be taken away here; change the YAML"))
    return changed


def duplicate(text: str, path: Path, name: str = "") -> str:
    """The text with a copy of an entry or item right after it; a copied entry is called `name`.

    Raises:
        CannotChange: as for `remove`, and for a name that is there already.
    """
    root = _root(text)
    above, last = _above(root, path), path[-1]
    if above.child(last) is None:
        raise CannotChange(Message("nothing is written at {path}", {"path": spoken(path)}))
    if isinstance(last, str) and above.entry(name) is not None:
        raise _there(name)
    starts, ends = _pieces(above)
    number = _number(above, last)
    start, end = starts[number], ends[number]
    copied = _BESIDE_ANCHORS.sub("", text[start:end]) if "&" in text[start:end] else text[start:end]
    if isinstance(last, str):
        entry = above.entry(last)
        assert entry is not None
        copied = key(name) + copied[entry.end - entry.start :]
    if above.flow:
        return f"{text[:end]}, {copied}{text[end:]}"
    begin = text.rfind("\n", 0, start) + 1
    lead = text[begin:start] if above.kind == "list" else " " * (start - begin)
    at = _line_end(text, end)
    return f"{text[:at]}\n{lead}{copied}{text[at:]}"


def add(text: str, path: Path, value: Value) -> str:
    """The text with one more item in the list at a path, or with a new entry at a path.

    A path that ends in a name adds that entry; else `value` becomes the list's last item.

    Raises:
        CannotChange: as for `set_value`, and for a name that is there already.
    """
    root = _root(text)
    span = root.at(path)
    if span is not None and span.kind == "list":
        return set_value(text, (*path, len(span.items)), value)
    if span is not None and not _is_null(text, span):
        raise _there(str(path[-1]))
    return set_value(text, path, value)


def rename(text: str, path: Path, name: str) -> str:
    """The text with another key in the place of the last one of a path.

    Raises:
        CannotChange: as for `remove`, and for a name that is there already.
    """
    root = _root(text)
    above = _above(root, path)
    entry = above.entry(str(path[-1]))
    if entry is None:
        raise CannotChange(Message("nothing is written at {path}", {"path": spoken(path)}))
    if above.entry(name) is not None:
        raise _there(name)
    return text[: entry.start] + key(name) + text[entry.end :]


def _root(text: str) -> Span:
    root = parse(text)
    if root is None:
        raise CannotChange(Message("the YAML cannot be read; correct it there, or undo"))
    return root


def _above(root: Span, path: Path) -> Span:
    found, span = root.nearest(path[:-1])
    if span.kind == "alias":
        raise _shared(span.name)
    if found != path[:-1]:
        raise CannotChange(Message("nothing is written at {path}", {"path": spoken(path)}))
    return span


def _shared(name: str) -> CannotChange:
    return CannotChange(
        Message("this is written once as `&{name}` and used here; change it there", {"name": name})
    )


def _there(name: str) -> CannotChange:
    return CannotChange(Message("`{name}` is there already; choose another name", {"name": name}))


def _number(above: Span, last: str | int) -> int:
    if isinstance(last, int):
        return last
    return next(n for n, each in enumerate(above.entries) if each.name == last)


def _pieces(above: Span) -> tuple[list[int], list[int]]:
    """Where the entries or items of a span begin and end."""
    if above.kind == "list":
        return [each.start for each in above.items], [each.end for each in above.items]
    ends = [max(each.end, each.value.end) for each in above.entries]
    return [each.start for each in above.entries], ends


def _line_end(text: str, offset: int) -> int:
    """The end of the line that a character stands in, a comment after it included."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def _is_null(text: str, span: Span) -> bool:
    return span.kind == "scalar" and not span.style and scalar(text[span.body : span.end]) is None


def _replaced(text: str, root: Span, path: Path, written: str) -> str:
    span = root.at(path)
    assert span is not None
    entry = None
    if path and isinstance(path[-1], str):
        above = root.at(path[:-1])
        entry = above.entry(path[-1]) if above is not None else None
    if span.kind in ("list", "map") and not span.flow and entry is not None:
        return text[: _after_colon(text, entry)] + f" {written}" + text[span.end :]
    start = span.body if span.kind != "alias" else span.start
    if start == span.end and start and text[start - 1] not in " \t\n":
        written = f" {written}"  # `key:` with nothing after it
    return text[:start] + written + text[span.end :]


def _after_colon(text: str, entry: Entry) -> int:
    return text.index(":", entry.end) + 1


def _inserted(text: str, root: Span, found: Path, span: Span, rest: Path, written: str) -> str:
    """The text with `written` at the path `found + rest`, of which `found` is there."""
    if span.kind == "scalar":
        if not _is_null(text, span):
            said = {"path": spoken(found)}
            raise CannotChange(Message("{path} is one value and has nothing below it", said))
        return _replaced(text, root, found, nested(rest, written))
    if isinstance(rest[0], str) == (span.kind == "list"):
        raise CannotChange(
            Message("nothing is written at {path}", {"path": spoken((*found, *rest))})
        )
    if span.flow and not span.entries and isinstance(rest[0], str):
        unfolded = _unfolded(text, root, found, span, rest, written)
        if unfolded:
            return unfolded
    if span.flow:
        return _into_flow(text, span, rest, written)
    starts, ends = _pieces(span)
    at = _line_end(text, ends[-1])
    # an item's own column is that of its dash, where a block list begins
    first = starts[0] if span.kind == "map" else span.body
    indent = " " * (first - (text.rfind("\n", 0, first) + 1))
    blank = "\n" if not found and _spaced(text, span) else ""
    below = lines(rest, written, indent)
    return f"{text[:at]}{blank}\n{below}{text[at:]}"


def _spaced(text: str, span: Span) -> bool:
    """Whether the sections of a file are set apart by blank lines."""
    return "\n\n" in text[span.start : span.end]


def _unfolded(text: str, root: Span, found: Path, span: Span, rest: Path, written: str) -> str:
    """`name: {}` on a line of its own as `name:` and the new key below; else nothing."""
    above = root.at(found[:-1]) if found else None
    entry = above.entry(str(found[-1])) if above is not None and not above.flow else None
    if entry is None or span.anchored:
        return ""
    begin = text.rfind("\n", 0, entry.start) + 1
    indent = " " * (entry.start - begin)
    end = _line_end(text, span.end)
    below = lines(rest, written, indent + STEP)
    return f"{text[: _after_colon(text, entry)]}{text[span.end : end]}\n{below}{text[end:]}"


def _into_flow(text: str, span: Span, rest: Path, written: str) -> str:
    _, ends = _pieces(span)
    inside = nested(rest[1:], written)
    piece = f"{key(str(rest[0]))}: {inside}" if isinstance(rest[0], str) else inside
    if not ends:
        return f"{text[: span.end - 1].rstrip()}{piece}{text[span.end - 1 :]}"
    return f"{text[: ends[-1]]}, {piece}{text[ends[-1] :]}"
