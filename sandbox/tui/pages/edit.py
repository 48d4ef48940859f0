"""Change a scenario: its sections, a form of one of them, and the YAML, all three in step.

In: a manuscript. Out: the same with its changes, and a scenario on the desk when it is to be run.
What is done to the text is in `sandbox.scenario.editing`; here it is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from sandbox.language import say
from sandbox.report.paragraphs import plain
from sandbox.scenario import Problem
from sandbox.scenario.editing import (
    CannotChange,
    Manuscript,
    outline,
    section_of,
    sections,
)
from sandbox.scenario.problems import Path
from sandbox.tui import colours
from sandbox.tui.action import EDIT
from sandbox.tui.actions import bindings_of
from sandbox.tui.drafting import Findings, by_line, by_row, names_known, trees
from sandbox.tui.pages.edit_checks import Checks
from sandbox.tui.pages.edit_field import FieldChanges
from sandbox.tui.pages.edit_file import FileChanges
from sandbox.tui.pages.edit_panes import Panes
from sandbox.tui.widgets.form import Form
from sandbox.tui.widgets.prose import Paragraph, Prose, faint, heading
from sandbox.tui.widgets.yaml_area import YamlArea


class EditPage(FieldChanges, FileChanges, Checks, Panes):
    """Sections, form, YAML and problems of one scenario."""

    NAME = EDIT
    OF_SCENARIO = False
    BINDINGS = bindings_of(EDIT)

    def __init__(self, manuscript: Manuscript) -> None:
        super().__init__()
        self.manuscript = manuscript
        self.section = "about"
        self.pane = "sections"
        self.opened: set[Path] = set()
        written, spans = trees(manuscript.text)
        self.findings = Findings(manuscript.text, written, spans, None, ())
        self.looking = False
        self.to_run = False
        self.timer: Timer | None = None

    def parts(self) -> ComposeResult:
        with Horizontal(id="bench"):
            yield OptionList(*(Option(name, id=name) for name in sections()), id="sections")
            with Vertical(id="form"):
                yield Form(id="rows")
                with Vertical(id="field"):
                    yield Prose(id="meaning")
                    yield Input(id="typed", select_on_focus=False)
                    yield Static(id="mistake", markup=False)
            yield YamlArea(self.manuscript.text, id="yaml")
        yield Static(id="verdict", markup=False)
        yield OptionList(id="problems", markup=False)

    def on_mount(self) -> None:
        self.query_one("#typed").display = False
        self.query_one("#sections", OptionList).highlighted = 0
        super().on_mount()
        self.show_pane("sections")
        self.look()

    def title_words(self) -> str:
        sign = " *" if self.manuscript.changed else ""
        return say("Edit: {name}", name=self.manuscript.name) + sign

    def purpose(self) -> str:
        return say(
            "Choose a section, then a value in its form, and change it with Enter. The YAML beside "
            "it follows, and can be typed in as well. What is wrong is listed below at once. "
            "Nothing is written before it is saved; a shipped scenario is saved under a name of "
            "your own. The scenario can be run as it stands, saved or not."
        )

    def allows(self, action: str) -> bool:
        return self.row_allows(action) and self.file_allows(action)

    # what is shown

    def tell(self) -> None:
        self._tell_sections()
        self._tell_problems()
        self.tell_rows()

    def _tell_sections(self) -> None:
        wrong: dict[str, int] = {}
        for problem in self.findings.mistakes:
            first = problem.path.replace("[", ".").split(".")[0]
            name = section_of((first,)) if first else "about"
            wrong[name] = wrong.get(name, 0) + 1
        listed = self.query_one("#sections", OptionList)
        for index, (name, title) in enumerate(sections().items()):
            text = Text(title.render())
            if name in wrong:
                text.append(f"  ✗{wrong[name]}", style=colours.WORSE)
            listed.replace_option_prompt_at_index(index, text)

    def _tell_problems(self) -> None:
        found = self.findings
        n, warned = len(found.mistakes), len(found.problems) - len(found.mistakes)
        if n:
            words = say("✗ problems: {n}. Tab leads to them, Enter to the line.", n=n)
        elif self.looking or not found.complete:
            words = say("Checking …")
        elif warned:
            words = say("✓ Fit to run; warnings: {n}", n=warned)
        else:
            words = say("✓ Fit to run")
        style = colours.WORSE if n else colours.BETTER if found.complete else colours.LABEL
        self.query_one("#verdict", Static).update(Text(words, style=style))
        listed = self.query_one("#problems", OptionList)
        at = listed.highlighted
        listed.clear_options()
        listed.add_options([_said(each, self.manuscript.file) for each in found.problems])
        if found.problems:
            listed.highlighted = min(at or 0, len(found.problems) - 1)
        listed.display = bool(found.problems)
        self.query_one(YamlArea).told(by_line(found.problems, self.manuscript.file))

    def tell_rows(self) -> None:
        """Show the rows of the section again."""
        found = self.findings
        form = self.query_one(Form)
        if found.written is None:
            form.show([], {}, say("The YAML cannot be read; correct it there, or undo (Ctrl-Z)."))
        else:
            known = names_known(found.world)
            rows = outline(self.section, found.written, found.merged, self.opened, known)
            form.show(rows, by_row(found.problems, rows, self.manuscript.file))
        self.tell_meaning()

    def tell_meaning(self) -> None:
        """Say what the row under the cursor means, and what may be written there."""
        row, words = self.query_one(Form).current, self.query_one("#meaning", Prose)
        if row is None:
            words.show()
            return
        if row.kind == "add":
            words.show(Paragraph(say("Enter adds an entry here.")))
            return
        said = say(row.about) if row.about else sections()[self.section].render()
        lines = [heading(f"{row.label}: {said}")]
        if row.opened is None:
            lines.append(faint(say("Expected: {expected}", expected=row.expected)))
        wrong = self.query_one(Form).wrong.get(row.path)
        if wrong is not None:
            lines.append(Paragraph(f"✗ {wrong}", colours.WORSE))
        elif row.origin in ("inherited", "default") and row.opened is None and row.value:
            lines.append(faint(say("Not written here; this holds: {value}", value=row.value)))
        elif row.value and row.opened is None:
            lines.append(faint(say("Now: {value}", value=row.value)))
        words.show(*lines)

    # changing

    def take(self, change: Callable[[str], str]) -> bool:
        """Change the text by a form; say why where that cannot be done."""
        try:
            text = change(self.manuscript.text)
        except CannotChange as cannot:
            self.app.notify(cannot.message.render(), severity="warning")
            return False
        self.manuscript.change(text)
        self.changed()
        return True

    def changed(self) -> None:
        """Show the text as it is now everywhere, and check it soon."""
        text = self.manuscript.text
        self.query_one(YamlArea).become(text)
        written, spans = trees(text)
        self.findings = replace(
            self.findings, text=text, written=written, spans=spans, document=None, complete=False
        )
        self.tell_rows()
        self.follow_form()
        self.check_soon()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Take over what was typed."""
        text = event.text_area.text
        if text != self.manuscript.text:
            self.manuscript.change(text, typing=True)
            self.check_soon()

    def on_yaml_area_undo(self, event: YamlArea.Undo) -> None:
        """Undo what was done last, wherever it was done."""
        self.action_redo() if event.again else self.action_undo()

    def action_undo(self) -> None:
        """Take the last change back."""
        if self.manuscript.can_undo:
            self.manuscript.undo()
            self.changed()

    def action_redo(self) -> None:
        """Make the change again."""
        if self.manuscript.can_redo:
            self.manuscript.redo()
            self.changed()


def _said(problem: Problem, file: str) -> Option:
    """A problem as a line of the list."""
    text = Text()
    where = f"{problem.line}:{problem.column}"
    if problem.file != file:
        where = f"{plain(problem.file)}:{where}"
    text.append(f"{where} ", style=f"bold {colours.PLACE}")
    if problem.path:
        text.append(f"{plain(problem.path)} ", style=colours.FIELD)
    text.append(plain(problem.message.render()), style="" if problem.warning else colours.WORSE)
    return Option(text)
