"""A section of a scenario as the rows of a form, made from the schema.

In: the written tree, the tree with everything that is inherited, which rows are open, and the names
of things that the scenario cannot say itself. Out: `Row`s: each key that may be written, with its
value or what holds where none is written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sandbox.language import Message, Text
from sandbox.scenario.distributions import Distribution
from sandbox.scenario.editing.field_values import default, inline, summary
from sandbox.scenario.editing.references import refers_to
from sandbox.scenario.nodes import Node
from sandbox.scenario.problems import Path
from sandbox.scenario.scenario import Scenario
from sandbox.scenario.shape import dimension, expected, metadata, stripped, words

Kind = Literal["part", "map", "list", "choice", "several", "text", "add"]
Origin = Literal["written", "inherited", "default", "missing"]
_HEAD = ("scenario", "title", "about", "extends", "numbers")
"""keys of the first level that are no sections: they are shown together"""


def sections() -> dict[str, Message]:
    """The sections of a scenario with their titles, in the order of the schema."""
    return {
        "about": Message("About"),
        "regions": Message("Regions"),
        "departments": Message("Departments"),
        "catalogue": Message("Catalogue"),
        "needs": Message("Needs"),
        "agreements": Message("Agreements"),
        "models": Message("Models"),
        "study": Message("Study"),
        "disturbances": Message("Disturbances"),
        "governance": Message("Governance"),
        "stations": Message("Stations"),
        "networks": Message("Networks"),
        "gateways": Message("Gateways"),
        "profiles": Message("Profiles of demand"),
        "calendar": Message("Calendar"),
        "costs": Message("Prices"),
        "graph": Message("Agency graph"),
        "expect": Message("Expectations"),
    }


def section_of(path: Path) -> str:
    """The section that a path belongs to."""
    first = str(path[0]) if path else "about"
    return "about" if first in _HEAD else first


@dataclass(frozen=True)
class Row:
    """A line of a form."""

    path: Path
    """what it changes"""
    label: str
    depth: int
    kind: Kind
    annotation: Any
    about: str
    """its description in the schema, the key to its translation"""
    value: str = ""
    """as it would be typed"""
    origin: Origin = "missing"
    choices: tuple[str, ...] = ()
    """words of the schema, or names that the scenario defines"""
    opened: bool | None = None
    """whether rows below it are shown; None where there are none"""
    entry: bool = False
    """whether it is one of several alike, which can be copied"""

    @property
    def expected(self) -> Message:
        """What may be written here."""
        return expected(self.annotation)


class _Form:
    """What the rows of one section are made from."""

    def __init__(
        self,
        written: Node,
        merged: Node,
        opened: Collection[Path],
        known: Mapping[str, Sequence[str]],
    ) -> None:
        self.written, self.merged = written, merged
        self.opened, self.known = opened, known

    def named(self, path: Path) -> tuple[str, ...]:
        """Names that may stand at a path."""
        kind = refers_to(path)
        if kind is None:
            return ()
        if kind in self.known:
            return tuple(self.known[kind])
        return tuple((self.merged.at(kind) or self.written.at(kind) or _NOTHING).mapping)

    def fields(self, model: type[BaseModel], path: Path, depth: int) -> Iterator[Row]:
        for name, info in model.model_fields.items():
            yield from self.field((*path, info.alias or name), _whole(info), info, depth)

    def field(
        self, path: Path, annotation: Any, info: FieldInfo | None, depth: int, entry: bool = False
    ) -> Iterator[Row]:
        """The rows of one key or item."""
        here = self.written.at(*path)
        above = here if here is not None and here.value is not None else self.merged.at(*path)
        kind = _kind(annotation, above)
        about = " ".join((info.description or "").split()) if info is not None else ""
        label = f"{path[-1] + 1}." if isinstance(path[-1], int) else str(path[-1])
        if kind in ("part", "map", "list"):
            value = summary(above)
            origin = self.origin(here, above, info)
            opened = path in self.opened
            yield Row(path, label, depth, kind, annotation, about, value, origin, (), opened, entry)
            if opened:
                yield from self.inside(path, annotation, kind, above, depth + 1)
            return
        place, sourced = path, False
        if above is not None and set(above.mapping) in ({"value"}, {"value", "source"}):
            number = dimension(annotation) is not None or kind == "several"
            if number and stripped(annotation) is not Distribution:
                sourced = above is here
                place = (*path, "value") if sourced else path
                here, above = self.written.at(*place), above.at("value")
        value, origin = self.value(here, above, info)
        choices = _choices(annotation) or self.named(path)
        if kind == "text" and choices:
            kind = "choice"
        yield Row(place, label, depth, kind, annotation, about, value, origin, choices, None, entry)
        if sourced:
            source = (*path, "source")
            here = self.written.at(*source)
            value, origin = self.value(here, here, None)
            about = "a citation, or `assumption`"
            yield Row(source, "source", depth + 1, "text", str, about, value, origin)

    def inside(
        self, path: Path, annotation: Any, kind: Kind, above: Node | None, depth: int
    ) -> Iterator[Row]:
        """The rows below a part, a mapping or a list."""
        bare = stripped(annotation)
        if bare is Text:
            for language, about in (("zh", "in Chinese"), ("en", "in English")):
                place = (*path, language)
                here = self.written.at(*place)
                value, origin = self.value(here, here or self.merged.at(*place), None)
                yield Row(place, language, depth, "text", str, about, value, origin)
        elif kind == "part":
            yield from self.fields(bare, path, depth)
        elif kind == "map":
            fixed = words(get_args(bare)[0])
            # what was written a moment ago is in no merged tree yet
            both = [node.mapping for node in (above, self.written.at(*path)) if node is not None]
            names = dict.fromkeys([*fixed, *(name for node in both for name in node)])
            for name in names:
                yield from self.field((*path, name), get_args(bare)[1], None, depth, not fixed)
            if not fixed:
                yield Row(path, "+", depth, "add", annotation, "")
        else:
            for number in range(len(above.items) if above is not None else 0):
                yield from self.field((*path, number), get_args(bare)[0], None, depth, True)
            yield Row(path, "+", depth, "add", annotation, "")

    def origin(self, here: Node | None, above: Node | None, info: FieldInfo | None) -> Origin:
        if here is not None and here.value is not None:
            return "written"
        if above is not None and above.value is not None:
            return "inherited"
        return "missing" if info is not None and info.is_required() else "default"

    def value(
        self, here: Node | None, above: Node | None, info: FieldInfo | None
    ) -> tuple[str, Origin]:
        origin = self.origin(here, above, info)
        if origin in ("written", "inherited"):
            found = here if origin == "written" else above
            return inline(found.plain() if found is not None else None), origin
        return (default(info) if info is not None else ""), origin


_NOTHING = Node({}, None)  # type: ignore[arg-type]  # nobody asks where nothing is written


def outline(
    section: str,
    written: Node,
    merged: Node | None = None,
    opened: Collection[Path] = (),
    known: Mapping[str, Sequence[str]] | None = None,
) -> list[Row]:
    """The rows of a section's form.

    `merged` is the tree with what the file extends and the defaults of every scenario below it;
    `known` holds names of regions, agencies, presets and measures.
    """
    form = _Form(written, merged or written, opened, known or {})
    if section == "about":
        found: list[Row] = []
        for name in _HEAD:
            info = Scenario.model_fields[name]
            whole = (
                Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
            )
            found += form.field((name,), whole, info, 0)
        return found
    info = Scenario.model_fields[section]
    whole = _whole(info)
    here, above = written.at(section), form.merged.at(section)
    kind = _kind(whole, above)
    if above is None or (kind == "list" and here is not None):
        above = here
    return list(form.inside((section,), whole, kind, above, 0))


def _whole(info: FieldInfo) -> Any:
    """The annotation of a key with its metadata."""
    return Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation


def _kind(annotation: Any, above: Node | None) -> Kind:
    """What kind of row stands for an annotation, and for what is written there."""
    bare = stripped(annotation)
    origin, inside = get_origin(bare), get_args(bare)
    if bare is Text:
        return "part" if above is None or isinstance(above.value, dict | None) else "text"
    if bare is Distribution or any(_is_reader(mark) for mark in metadata(annotation)):
        return "text"
    if words(bare) or bare is bool:
        return "choice"
    if origin is tuple:
        each = stripped(inside[0])
        if isinstance(each, type) and issubclass(each, BaseModel) and each is not Distribution:
            return "list"
        return "text" if get_origin(each) is tuple else "several"
    if origin is dict:
        return "text" if inside[1] is Any else "map"
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        scalar = above is not None and not isinstance(above.value, dict | None)
        return "text" if scalar else "part"
    return "text"


def _is_reader(mark: Any) -> bool:
    """Whether a mark reads a value of one line by itself: a quantity, a date, some places."""
    return hasattr(mark, "read") or type(mark).__name__ == "Written"


def _choices(annotation: Any) -> tuple[str, ...]:
    bare = stripped(annotation)
    if get_origin(bare) is tuple:
        bare = stripped(get_args(bare)[0])
    return ("true", "false") if bare is bool else tuple(map(str, words(bare)))
