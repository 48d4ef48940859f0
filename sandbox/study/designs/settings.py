"""One factor of a study: which path of the scenario takes which values.

In: a path's annotation and values as people write them: `50/h,100/h`, `50/h..200/h`,
`1..1000 log`. Out: a `Setting`, whose factor has numbers in the unit that people wrote, and which
writes any value of it back as the scenario has it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sandbox.language import Message
from sandbox.language.figures import NOTHING
from sandbox.scenario.nodes import Node
from sandbox.scenario.problems import Mark, Path, Refused
from sandbox.scenario.shape import dimension, is_distribution, quantity
from sandbox.scenario.text import compose, scalar
from sandbox.scenario.units import parse, unit_of
from sandbox.study.designs.paths import joined_path, known_place, refused
from sandbox.study.statistics.factors import Choice, Factor, Span

_RANGE = re.compile(r"\s*(.+?)\s*(?:\.\.|…)\s*(.+?)(\s+log)?\s*", re.DOTALL)
_BASE_UNITS = {
    "duration": "s",
    "rate": "/s",
    "size": "B",
    "bandwidth": "B/s",
    "money": "CNY",
}
_OPEN, _CLOSE = "[{(", "]})"


@dataclass(frozen=True)
class Level:
    """One value as it is written in the scenario; levels are the same when their words are."""

    words: str
    node: Node | None = None
    """none: as in the scenario itself, where nothing is written"""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Level) and self.words == other.words

    def __hash__(self) -> int:
        return hash(self.words)


UNCHANGED = Level(NOTHING)
"""The base of a factor at whose path nothing is written."""


@dataclass(frozen=True)
class Setting:
    """A factor and the place it is written to.

    `factor` is a `Span` of numbers in `unit`, or a `Choice` of `Level`s. `base` is the scenario's
    own value, in the same form.
    """

    path: Path
    factor: Factor
    unit: str
    mark: Mark
    base: Any
    dimension: str | None
    before: Node | None
    """what the scenario itself has there"""

    @property
    def name(self) -> str:
        """The path, as it is written."""
        return self.factor.name

    def node(self, value: Any) -> Node | None:
        """What is written at the path for a value of the factor; none: nothing is changed."""
        if isinstance(value, Level):
            return value.node
        if value == self.base:
            return self.before  # to the last bit, whatever unit it is written in
        if self.unit:
            return Node(_text(value, self.unit), self.mark)
        return Node(int(value) if float(value).is_integer() else float(value), self.mark)

    def words(self, value: Any) -> str:
        """A value as tables say it: six digits, and its unit."""
        if isinstance(value, Level):
            return value.words
        return _joined(f"{value:.6g}", self.unit)

    def exact(self, value: Any) -> str:
        """A value with all its digits, as the scenario has it; nothing where it has none."""
        if isinstance(value, Level) and value.node is None:
            return ""
        return value.words if isinstance(value, Level) else _text(value, self.unit)

    def number(self, value: Any) -> float | None:
        """A value as a number in `unit`; none where it has none."""
        if not isinstance(value, Level):
            return float(value)
        if self.dimension is None or value.node is None:
            return None
        return _number(value.words, self.dimension, self.unit)


def setting_of(root: Node, path: Path, written: Node, mark: Mark) -> Setting:
    """The factor at a path with the values that are written for it.

    A list is a list of values. A text may be a list (commas), or a range (`..`, with ` log` spread
    evenly in the logarithm); ranges of counts are of whole numbers.

    Args:
        root: the scenario that is varied.
        path: where.
        written: the values.
        mark: where the path is written.

    Raises:
        Refused: where the path leads nowhere, or the values are no values or no range.
    """
    annotation = known_place(root, path, mark)
    name = joined_path(path)
    kind = dimension(annotation)
    before = root.at(*path)
    if kind is not None and isinstance(written.value, str):
        span = _RANGE.fullmatch(written.value)
        if span is not None:
            if is_distribution(annotation) and before is not None and before.mapping:
                _whole_distribution(path, before, written.mark)
            return _spanned(path, name, kind, before, written, span)
    levels = [_level(item) for item in _items(written)]
    if not levels:
        raise refused(written.mark, path, Message("no values; write one, or several with commas"))
    unit = _common_unit([level.words for level in levels], kind)
    base = UNCHANGED if before is None else _level(before)
    kept = tuple(dict.fromkeys(levels))
    return Setting(path, Choice(name, kept), unit, written.mark, base, kind, before)


def _spanned(
    path: Path, name: str, kind: str, before: Node | None, written: Node, span: re.Match[str]
) -> Setting:
    ends = []
    for place in (1, 2):
        try:
            ends.append(parse(span[place], kind))
        except ValueError:
            message = Message(
                "`{written}` is no end of a range; expected {expected}",
                {"written": span[place], "expected": quantity(kind)},
            )
            raise refused(written.mark, path, message, span.start(place)) from None
    unit = _common_unit([span[1], span[2]], kind)
    low, high = (_number(span[place], kind, unit) for place in (1, 2))
    log, whole = span[3] is not None, kind == "count"
    if low is None or high is None or not low < high:
        raise refused(written.mark, path, Message("a range goes from less to more"))
    if log and low <= 0:
        raise refused(written.mark, path, Message("a logarithmic range starts above 0"))
    if whole and not (low.is_integer() and high.is_integer()):
        raise refused(written.mark, path, Message("a range of counts has whole ends"))
    base: Any = UNCHANGED
    if before is not None:
        number = _number(_level(before).words, kind, unit)
        base = _level(before) if number is None else number
    return Setting(path, Span(name, low, high, log, whole), unit, written.mark, base, kind, before)


def _whole_distribution(path: Path, before: Node, mark: Mark) -> None:
    """Refuse a range in the place of a distribution that is more than one number."""
    inside = next((name for name in before.mapping if name not in ("kind", "source")), "")
    if inside == "value":
        return
    message = Message(
        "the scenario has a distribution here; vary a number in it: `{inside}`",
        {"inside": joined_path((*path, inside))},
    )
    raise refused(mark, path, message)


def _items(written: Node) -> Sequence[Node]:
    """The values of a list, or of a text with commas between them."""
    if isinstance(written.value, list):
        return written.items
    if not isinstance(written.value, str):
        return [written]
    found, depth, quote, start = [], 0, "", 0
    text = written.value.replace("\uff0c", ",")
    for place, character in enumerate(f"{text},"):
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth -= 1
        elif character == "," and depth <= 0:
            part = text[start:place]
            if part.strip():
                found.append(_read(part, written.mark, start))
            start = place + 1
    if quote or depth > 0:
        found.append(_read(text[start:], written.mark, start))
    return found


def _read(part: str, mark: Mark, start: int) -> Node:
    """One value of a list on the command line, which is YAML where it has brackets or quotes."""
    words = part.strip()
    place = replace(mark, column=mark.column + start + part.index(words))
    if words[0] not in "[{\"'":
        return Node(scalar(words), place)
    try:
        inside = compose(f"value: {words}", mark.file).at("value")
    except Refused as refusal:
        raise refused(place, (), refusal.problems[0].message) from None
    return _moved(inside or Node(None, place), place)


def _moved(node: Node, mark: Mark) -> Node:
    """The tree with every place at one mark."""
    if isinstance(node.value, dict):
        entries = {key: _moved(inside, mark) for key, inside in node.value.items()}
        return Node(entries, mark, dict.fromkeys(entries, mark), node.weight, node.height)
    if isinstance(node.value, list):
        items = [_moved(inside, mark) for inside in node.value]
        return Node(items, mark, {}, node.weight, node.height)
    return Node(node.value, mark)


def _level(node: Node) -> Level:
    bare = node.mapping["value"] if set(node.mapping) in ({"value"}, {"value", "source"}) else node
    return Level(_flow(bare.plain()), node)


def _flow(value: Any) -> str:
    """A value in a line, as YAML has it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inside)}" for key, inside in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)


def _common_unit(values: Sequence[str], kind: str | None) -> str:
    """The unit in which all of some quantities are written, else the base unit."""
    if kind is None or kind == "count":
        return ""
    units = {unit_of(words) for words in values}
    if kind in _BASE_UNITS:
        units.discard("")  # of 0, which needs none
    return units.pop() if len(units) == 1 else _BASE_UNITS.get(kind, "")


def _number(words: str, kind: str, unit: str) -> float | None:
    """A written quantity as a number in a unit."""
    try:
        if unit == unit_of(words):  # as people wrote it, free of rounding
            plain = parse(words.removesuffix(unit) if unit else words, "number")
            return float(plain)
    except ValueError:
        pass
    try:
        one = parse(f"1 {unit}", kind) if unit else 1.0
        return parse(words, kind) / one
    except ValueError:
        return None


def _text(value: float, unit: str) -> str:
    number = repr(float(value))
    return _joined(number.removesuffix(".0"), unit)


def _joined(number: str, unit: str) -> str:
    return f"{number} {unit}" if unit[:1].isalpha() and unit.isascii() else f"{number}{unit}"
