"""What is done with a changed scenario as a whole: saved, opened elsewhere, run, left.

In: the page's manuscript and findings. Out: files, a scenario on the desk.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from sandbox.language import Message, reason, say
from sandbox.scenario import Refused
from sandbox.scenario.editing import ChangedMeanwhile, Manuscript
from sandbox.tui import external_editor
from sandbox.tui.drafting import UNSAVED
from sandbox.tui.page import Page
from sandbox.tui.pages.ask import Ask
from sandbox.tui.pages.confirm import Confirm
from sandbox.tui.pages.leave import Leave

if TYPE_CHECKING:
    from sandbox.tui.drafting import Findings

_ENDINGS = (".yaml", ".yml")


class FileChanges(Page):
    """What the page of changes does with the file."""

    manuscript: Manuscript
    findings: Findings
    looking: bool
    to_run: bool
    changed: Callable[[], None]
    show_pane: Callable[[str], None]
    leave_line: Callable[[], None]
    look_further: Callable[[], None]

    def file_allows(self, action: str) -> bool:
        """Whether an action is possible with this text."""
        manuscript = self.manuscript
        if action == "undo":
            return manuscript.can_undo
        if action == "redo":
            return manuscript.can_redo
        if action == "save":
            return manuscript.changed
        return action != "run_with" or not self.desk.running

    # saving

    def action_save(self) -> None:
        """Write the file; ask for a name where there is none of one's own."""
        self.save(lambda: None)

    def save(self, then: Callable[[], None]) -> None:
        """Write the file, asking what has to be asked, and then go on."""
        if not self.manuscript.kept:
            self._save_as(then)
            return
        try:
            self.manuscript.save()
        except ChangedMeanwhile:
            question = Message(
                "{file} has changed since it was read. Write over what is there now?",
                {"file": self.manuscript.name},
            )
            self._ask_over(question, lambda: self.manuscript.save(over=True), then)
        except OSError as error:
            self._not_written(self.manuscript.name, error)
        else:
            self._written(then)

    def _ask_over(
        self, question: Message, write: Callable[[], None], then: Callable[[], None]
    ) -> None:
        def answered(yes: bool | None) -> None:
            if not yes:
                return
            try:
                write()
            except OSError as error:
                self._not_written(self.manuscript.name, error)
            else:
                self._written(then)

        self.app.push_screen(Confirm(question, Message("Write over it")), answered)

    def action_save_as(self) -> None:
        """Write another file."""
        self._save_as(lambda: None)

    def _save_as(self, then: Callable[[], None]) -> None:
        before = self.manuscript.name
        name = before if self.manuscript.kept else f"my-{Path(before).stem}.yaml"
        if self.manuscript.place is None:
            name = before

        def answered(typed: str | None) -> None:
            if not typed:
                return
            place = Path(typed).expanduser()
            if place.suffix.lower() not in _ENDINGS:
                place = place.with_name(f"{place.name}.yaml")
            try:
                self.manuscript.save_as(place)
            except FileExistsError:
                question = Message("{file} exists. Write over it?", {"file": str(place)})
                self._ask_over(question, lambda: self.manuscript.save_as(place, over=True), then)
            except (OSError, ValueError) as error:
                self._not_written(str(place), error)
            else:
                self._written(then)

        question = Message("Save as (a path; Enter writes, Esc leaves)")
        self.app.push_screen(Ask(question, name, _no_place), answered)

    def _not_written(self, name: str, error: OSError | ValueError) -> None:
        if isinstance(error, PermissionError) and not error.errno:
            words = say("{file} belongs to the library; choose another name.", file=name)
        else:
            words = say("{file}: cannot be written: {reason}", file=name, reason=reason(error))
        self.app.notify(words, severity="error")

    def _written(self, then: Callable[[], None]) -> None:
        from sandbox.tui.pages.home import HomePage

        name, found = self.manuscript.name, self.findings
        desk = self.desk
        same = found.document is not None and desk.document is not None
        if same and found.document.digest == desk.document.digest:  # type: ignore[union-attr]  # just asked
            desk.rename(name)
        for screen in self.app.screen_stack:
            if isinstance(screen, HomePage):
                screen.keep(name, found.document, found.mistakes)
        self.app.notify(say("Saved: {file}", file=name))
        self.changed()
        then()

    # elsewhere

    def action_external(self) -> None:
        """Open the text in an editor; the app waits, and reads what was written."""
        editor = external_editor.command()
        if not editor:
            self.app.notify(
                say("No editor is known; name one in $VISUAL or $EDITOR."), severity="warning"
            )
            return
        try:
            with self.app.suspend():
                external_editor.edited(self.manuscript, editor)
        except SuspendNotSupported:
            self.app.notify(say("This terminal cannot be lent to an editor."), severity="warning")
        except (OSError, Refused) as error:
            words = str(error if isinstance(error, Refused) else reason(error))
            self.app.notify(words, severity="error")
        self.changed()

    def action_run_with(self) -> None:
        """Go on to the models with the text as it is."""
        if self.findings.mistakes and self.findings.text == self.manuscript.text:
            self.show_pane("problems")
            self.app.notify(
                say("It cannot run like this; what is wrong is listed below."), severity="warning"
            )
            return
        self.to_run = True
        self.go_on_to_run()

    def go_on_to_run(self) -> None:
        """Put the scenario on the desk once its world is built; it may have to be built first."""
        found = self.findings
        if found.text != self.manuscript.text or not found.complete:
            if found.document is not None and found.text == self.manuscript.text:
                self.look_further()
            return  # the check under way leads here again
        self.to_run = False
        if found.document is None or found.world is None:
            self.action_run_with()
            return
        name = self.manuscript.name
        if self.manuscript.changed:
            name += UNSAVED
        desk = self.desk
        if desk.running:
            self.app.notify(say("A study is running; cancel it before opening another scenario."))
            return
        if not (name == desk.name and desk.knows(name, found.document)):
            desk.open(name, found.document, found.world)
        self.sandbox.show_page("setup")

    def action_back(self) -> None:
        """Leave; ask first what is to become of changes that are not saved."""
        if self.query_one("#typed").display:
            self.leave_line()
            return
        if not self.manuscript.changed:
            self.app.pop_screen()
            return

        def leave() -> None:
            self.app.pop_screen()  # not awaited: the screen would wait for its own end

        def answered(answer: str | None) -> None:
            if answer == "save":
                self.save(leave)
            elif answer == "drop":
                self.app.pop_screen()

        self.app.push_screen(Leave(), answered)


def _no_place(typed: str) -> Message | None:
    """Why a file cannot be written there."""
    folder = Path(typed).expanduser().parent
    if not folder.is_dir():
        return Message("there is no folder `{folder}`", {"folder": str(folder)})
    return None
