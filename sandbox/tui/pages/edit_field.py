"""Changes made with a form: a value typed or chosen, entries added, copied and removed.

In: the row under the cursor and what the planner answers. Out: changes of the page's text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.widgets import Input, OptionList, Static

from sandbox.language import say
from sandbox.report.terms import term
from sandbox.scenario.editing import (
    Row,
    mistake,
    set_value,
    understood,
)
from sandbox.scenario.editing.field_values import summary
from sandbox.scenario.editing.references import refers_to
from sandbox.tui.pages.edit_entries import EntryChanges
from sandbox.tui.pages.pick import Pick
from sandbox.tui.pages.tick_some import TickSome
from sandbox.tui.widgets.form import Form

if TYPE_CHECKING:
    pass


class FieldChanges(EntryChanges):
    """What the page of changes does with the row under the cursor."""

    toggle: Callable[[Row, bool], None]
    show_pane: Callable[[str], None]
    go_to_problem: Callable[[int | None], None]
    tell_rows: Callable[[], None]

    def row_allows(self, action: str) -> bool:
        """Whether an action is possible with this row."""
        row = self.row
        typing = self.is_mounted and isinstance(self.focused, Input)
        if action == "change":
            return row is not None or self.pane in ("sections", "problems")
        if action == "add":
            return row is not None and not typing and self.place_to_add(row) is not None
        if action == "copy":
            return row is not None and not typing and self.entry_of(row) is not None
        if action == "take_away":
            return row is not None and not typing and row.origin == "written"
        return True

    def action_change(self) -> None:
        """Type or choose another value; open or close what has rows below it."""
        row = self.row
        if self.pane == "sections":
            self.show_pane("form")
        elif self.pane == "problems":
            self.go_to_problem(self.query_one("#problems", OptionList).highlighted)
        elif row is None or self.query_one("#typed").display:
            return
        elif row.kind == "add":
            self.action_add()
        elif row.opened is not None:
            self.toggle(row, not row.opened)
        elif row.kind == "several" and row.choices:
            ticked = [each.strip() for each in row.value.split(",") if each.strip()]
            names = self._titled(row)
            self.app.push_screen(TickSome(row.choices, names, ticked), self._ticked(row))
        elif row.kind == "choice" and row.choices:
            names = self._titled(row)
            picked = self._picked(row)
            self.app.push_screen(Pick(self._offered(row), names, row.value), picked)
        else:
            self._type(row)

    def on_form_chosen(self) -> None:
        """A second click changes the row."""
        self.action_change()

    def _offered(self, row: Row) -> list[str]:
        return list(dict.fromkeys([*row.choices, *([row.value] if row.value else [])]))

    def _titled(self, row: Row) -> Callable[[str], str]:
        """What says the name of a choice: with the words that the scenario has for it."""
        kind, merged = refers_to(row.path), self.findings.merged

        def title(name: str) -> str:
            if kind is None:
                said = {"true": say("yes"), "false": say("no")}.get(name) or term(name)
            else:
                node = merged.at(kind, name) if merged is not None else None
                said = summary(node) if node is not None else ""
            return f"{name}  {said}" if said and said != name else name

        return title

    def _picked(self, row: Row) -> Callable[[str | None], None]:
        def answered(name: str | None) -> None:
            if name:
                self._put(row, name)

        return answered

    def _ticked(self, row: Row) -> Callable[[list[str] | None], None]:
        def answered(names: list[str] | None) -> None:
            if names is not None:
                self.take(lambda text: set_value(text, row.path, [*names]))

        return answered

    # typing

    def _type(self, row: Row) -> None:
        typed = self.query_one("#typed", Input)
        typed.value = row.value
        typed.display = True
        self.query_one("#field").add_class("-typing")
        typed.cursor_position = len(row.value)
        self._say_mistake(row, row.value)
        self.show_pane("form")

    def _say_mistake(self, row: Row, typed: str) -> None:
        found = mistake(row.annotation, row.path, typed)
        words = f"✗ {found.render()}" if found is not None else ""
        if not words:
            words = say("Enter takes it, Esc leaves it; nothing typed: the default")
        line = self.query_one("#mistake", Static)
        line.set_class(found is not None, "-wrong")
        line.update(words)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say at once what is wrong with what is typed."""
        row = self.query_one(Form).current
        if event.input.display and row is not None:
            self._say_mistake(row, event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take it over, wrong or right: what is wrong is listed and can be undone."""
        row = self.query_one(Form).current
        self.leave_line()
        if row is not None and event.value.strip() != row.value:
            self._put(row, event.value)

    def leave_line(self) -> None:
        """Go back from the line of a value to the rows."""
        self.query_one("#typed", Input).display = False
        self.query_one("#field").remove_class("-typing")
        self.query_one("#mistake", Static).update("")
        self.show_pane("form")

    def _put(self, row: Row, typed: str) -> None:
        value = understood(row.annotation, typed)
        if value is None:
            if row.origin == "written":
                self.remove_row(row)
            return
        before = row.value
        shared = self._shared(row)
        done = self.take(lambda text: set_value(text, row.path, value))
        rows = self.query_one(Form).rows
        source = next((each for each in rows if each.path == (*row.path[:-1], "source")), None)
        if done and shared:
            self.app.notify(
                say("This is written once as &{name} and changes wherever it is used.", name=shared)
            )
        if done and row.path[-1] == "value" and source is not None and source.value != "assumption":
            self.app.notify(
                say(
                    "The source below was given for {before}; change it too if it no longer holds.",
                    before=before,
                )
            )

    def _shared(self, row: Row) -> str:
        """The anchor by which a value is used in other places too; nothing where it has none."""
        span, found = self.findings.spans, ""
        for step in row.path:
            span = span.child(step) if span is not None else None
            found = span.name if span is not None and span.kind != "alias" and span.name else found
        return found
