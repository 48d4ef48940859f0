"""The parts of the page of changes, and how they keep in step.

In: where one is and what is shown. Out: the form at the line of the YAML, the YAML at the row of
the form; the keys that do something where one is; one part at a time where there is little room.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual import events
from textual.widget import Widget
from textual.widgets import Input, OptionList, TextArea

from sandbox.language import Message, say
from sandbox.scenario.editing import (
    Manuscript,
    Row,
    line_of,
    path_at,
    place,
    section_of,
    sections,
)
from sandbox.scenario.problems import Path
from sandbox.tui.action import Action
from sandbox.tui.drafting import Findings
from sandbox.tui.page import Page
from sandbox.tui.widgets.form import Form
from sandbox.tui.widgets.key_bar import KeyBar
from sandbox.tui.widgets.yaml_area import YamlArea

_NARROW = 110  # columns below which one part is shown at a time
_PANES = ("sections", "form", "yaml", "problems")


class Panes(Page):
    """Sections, form, YAML and problems beside each other."""

    manuscript: Manuscript
    findings: Findings
    section: str
    pane: str
    opened: set[Path]
    tell_rows: Callable[[], None]
    tell_meaning: Callable[[], None]

    def frame(self) -> None:
        """The keys that do something where one is."""
        super().frame()
        self.query_one(KeyBar).show(self._keys(), moving=not self._typing)

    @property
    def _typing(self) -> bool:
        return isinstance(self.focused, Input | TextArea)

    def _keys(self) -> list[Action]:
        """The possible actions, by the keys that they have here, and called what they do here."""
        typing = isinstance(self.focused, Input)
        titles = {
            "change": Message("Take it")
            if typing
            else {"sections": Message("Open"), "problems": Message("Go there")}.get(self.pane),
            "back": Message("Leave it") if typing else None,
        }
        found = []
        for action in self.possible():
            keys = action.keys.split(",")
            if self._typing:  # letters are letters there
                keys = [
                    key for key in keys if len(key) > 1 and key not in ("slash", "question_mark")
                ]
            if keys:
                title = titles.get(action.name) or action.title
                found.append(replace(action, keys=",".join(keys), title=title))
        return found

    # parts of the screen

    def _widget(self, pane: str) -> Widget:
        if pane == "form":
            typed = self.query_one("#typed", Input)
            return typed if typed.display else self.query_one(Form)
        return self.query_one(f"#{pane}")

    def show_pane(self, pane: str) -> None:
        """Go to a part of the screen; where there is little room it takes the place of others."""
        self.pane = pane
        self._arrange()
        self._widget(pane).focus()
        self.frame()

    def _arrange(self) -> None:
        narrow = self.size.width < _NARROW
        for name in _PANES[:3]:
            shown = not narrow or name == self.pane or (name == "form" and self.pane == "problems")
            self.query_one(f"#{name}").display = shown

    def on_resize(self) -> None:
        """Show one part or all."""
        if self.ready:
            self._arrange()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Know where one is; a click may have led there."""
        for name in _PANES:
            if any(each.id == name for each in event.widget.ancestors_with_self if each.id):
                self.pane = name
        self.frame()

    def action_next_pane(self, by: int = 1) -> None:
        """Go on to the next part."""
        shown = [name for name in _PANES if name != "problems" or self.findings.problems]
        at = shown.index(self.pane) if self.pane in shown else 0
        self.show_pane(shown[(at + by) % len(shown)])

    def action_previous_pane(self) -> None:
        """Go back to the part before."""
        self.action_next_pane(-1)

    # moving in step

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the section under the cursor."""
        if event.option_list.id == "sections" and event.option.id not in (None, self.section):
            self.section = str(event.option.id)
            form = self.query_one(Form)
            form.at = 0
            self.tell_rows()
            self.follow_form()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter goes from a section to its form, from a problem to its line."""
        if event.option_list.id == "sections":
            self.show_pane("form")
        else:
            self.go_to_problem(event.option_index)

    def go_to_problem(self, index: int | None) -> None:
        """Show the line of a problem."""
        if index is not None and index < len(self.findings.problems):
            problem = self.findings.problems[index]
            if problem.file != self.manuscript.file:
                self.app.notify(say("This is written in {file}.", file=problem.file))
                return
            self.show_pane("yaml")
            self.query_one(YamlArea).go(problem.line - 1, problem.column - 1)

    def on_form_moved(self) -> None:
        """The YAML follows the form."""
        self.tell_meaning()
        self.follow_form()
        self.frame()

    def follow_form(self) -> None:
        """Put the cursor of the YAML on the line of the row."""
        row, spans = self.query_one(Form).current, self.findings.spans
        if spans is None or self.findings.text != self.manuscript.text:
            return
        path: Path = row.path if row is not None else (self.section,)
        area = self.query_one(YamlArea)
        if self.focused is not area:
            area.go(line_of(self.manuscript.text, place(spans, path)))

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """The form follows the YAML, when the reader moves there."""
        spans = self.findings.spans
        area = event.text_area
        if self.focused is not area or spans is None or self.findings.text != area.text:
            return
        # a line belongs to what it begins with, wherever in it the cursor is
        row, column = area.cursor_location
        lines = area.document.lines
        column = max(column, len(lines[row]) - len(lines[row].lstrip()))
        offset = sum(len(line) + 1 for line in lines[:row]) + min(column, len(lines[row]))
        path = path_at(spans, offset)
        self.lead_to(path)

    def lead_to(self, path: Path) -> None:
        """Show the row of a path: its section, and what is open above it."""
        section = section_of(path)
        above = {path[:depth] for depth in range(1, len(path))} - self.opened
        if section != self.section or above:
            self.section = section if section in sections() else self.section
            self.opened |= above
            index = list(sections()).index(self.section)
            self.query_one("#sections", OptionList).highlighted = index
            self.tell_rows()
        self.query_one(Form).select(path)
        self.tell_meaning()

    def on_form_toggled(self, event: Form.Toggled) -> None:
        """Show or hide what is below a row."""
        self.toggle(event.row, event.opened)

    def toggle(self, row: Row, opened: bool) -> None:
        """Show or hide what is below a row."""
        (self.opened.add if opened else self.opened.discard)(row.path)
        self.tell_rows()
