"""Entries of a form added, copied and removed.

In: the row under the cursor, names that the planner gives. Out: changes of the page's text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pydantic import BaseModel

from sandbox.language import Message
from sandbox.report.terms import term
from sandbox.scenario.editing import (
    Row,
    Written,
    add,
    duplicate,
    mistake,
    remove,
    set_value,
    understood,
)
from sandbox.scenario.problems import Path
from sandbox.scenario.shape import stripped, words
from sandbox.tui.page import Page
from sandbox.tui.pages.ask import Ask
from sandbox.tui.pages.pick import Pick
from sandbox.tui.widgets.form import Form

if TYPE_CHECKING:
    from sandbox.tui.drafting import Findings


class EntryChanges(Page):
    """What the page of changes does with entries."""

    findings: Findings
    pane: str
    opened: set[Path]
    take: Callable[[Callable[[str], str]], bool]

    @property
    def row(self) -> Row | None:
        """The row under the cursor, while one is in the form."""
        return self.query_one(Form).current if self.pane == "form" and self.is_mounted else None

    def remove_row(self, row: Row) -> None:
        """Take away what a row stands for."""
        path = row.path
        if path[-1] == "value" and row.label != "value":
            path = path[:-1]
        self.take(lambda text: remove(text, path))

    def action_take_away(self) -> None:
        """Remove the entry or value under the cursor; undo brings it back."""
        if self.row is not None:
            self.remove_row(self.row)

    def entry_of(self, row: Row) -> Row | None:
        """The entry that a row is, or belongs to."""
        rows = [each for each in self.query_one(Form).rows if each.entry]
        inside = [each for each in rows if row.path[: len(each.path)] == each.path]
        found = inside[-1] if inside and row.kind != "add" else None
        return found if found is not None and found.origin == "written" else None

    def place_to_add(self, row: Row) -> tuple[Path, Any] | None:
        """Where an entry is added from a row, and the annotation of what is there."""
        rows = self.query_one(Form).rows
        places = [(each.path, each.annotation) for each in rows if each.kind == "add"]
        inside = [each for each in places if row.path[: len(each[0])] == each[0]]
        return max(inside, key=lambda each: len(each[0])) if inside else None

    def action_add(self) -> None:
        """Add an entry where the cursor is; one of a mapping needs a name."""
        row = self.row
        found = self.place_to_add(row) if row is not None else None
        if found is None:
            return
        path, annotation = found
        bare = stripped(annotation)
        if get_origin(bare) is not dict:
            merged = self.findings.written
            node = merged.at(*path) if merged is not None else None
            number = len(node.items) if node is not None else 0
            self.opened.add((*path, number))
            if number:
                self.take(lambda text: add(text, path, Written("{}")))
            else:
                self.take(lambda text: set_value(text, path, Written("[{}]")))
            return
        inside = get_args(bare)[1]
        names = words(get_args(bare)[0])

        def named(name: str | None) -> None:
            if not name:
                return
            place = (*path, name)
            if _is_part(inside):
                self.opened.add(place)
                self.take(lambda text: add(text, place, Written("{}")))
                self.query_one(Form).select(place)
            else:
                self._ask_value(place, inside)

        question = Message("Name of the new entry (letters, digits and -)")
        if names:
            self.app.push_screen(Pick(list(names), term, ""), named)
        else:
            self.app.push_screen(Ask(question, "", self._taken(path)), named)

    def _ask_value(self, place: Path, annotation: Any) -> None:
        def valued(typed: str | None) -> None:
            value = understood(annotation, typed or "")
            if value is not None:
                self.take(lambda text: set_value(text, place, value))

        question = Message("The value of {name}", {"name": str(place[-1])})
        self.app.push_screen(
            Ask(question, "", lambda typed: mistake(annotation, place, typed)), valued
        )

    def _taken(self, path: Path) -> Callable[[str], Message | None]:
        """What is wrong with a name for a new entry at a path."""
        written = self.findings.written
        node = written.at(*path) if written is not None else None
        names = set(node.mapping) if node is not None else set[str]()

        def wrong(name: str) -> Message | None:
            if name in names:
                said = {"name": name}
                return Message("`{name}` is there already; choose another name", said)
            if set(name) & set(" @+:[]"):
                return Message(
                    "the name `{name}` is used in ids; write it without spaces and @ + : [ ]",
                    {"name": name},
                )
            return None

        return wrong

    def action_copy(self) -> None:
        """Copy the entry under the cursor."""
        row = self.row
        entry = self.entry_of(row) if row is not None else None
        if entry is None:
            return
        path = entry.path
        if isinstance(path[-1], int):
            self.take(lambda text: duplicate(text, path))
            return

        def named(name: str | None) -> None:
            if name and self.take(lambda text: duplicate(text, path, name)):
                self.query_one(Form).select((*path[:-1], name))

        question = Message("Name of the copy of `{name}`", {"name": path[-1]})
        self.app.push_screen(Ask(question, f"{path[-1]}-2", self._taken(path[:-1])), named)


def _is_part(annotation: Any) -> bool:
    bare = stripped(annotation)
    return isinstance(bare, type) and issubclass(bare, BaseModel)
