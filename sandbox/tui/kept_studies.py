"""The planner's store as the app sees it: all studies, followed while a page shows them.

In: the store's path, or none: then nothing is kept. Out: entries, looked up in a thread so that
keys never wait for the disk; studies handed to the queue; what was left where.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox.background import held
from sandbox.background.commands import compare_command
from sandbox.background.overview import Entry, overview
from sandbox.background.queue import Queue
from sandbox.background.working import wake
from sandbox.language import Message
from sandbox.study.trouble import Trouble
from sandbox.tui.drafting import UNSAVED
from sandbox.tui.memory import Memory
from sandbox.tui.pages.leave_study import BACKGROUND, STOP

if TYPE_CHECKING:
    from sandbox.background.job import Job
    from sandbox.tui.app import SandboxApp
    from sandbox.tui.running import StudyRun

LOOK = 1.0
"""Seconds between two looks at the store."""
_PATIENCE = 20.0
"""Seconds for the app's study to end, once the app is left."""


@dataclass
class KeptStudies:
    """What is in the store, as it was a moment ago."""

    app: SandboxApp
    store: Path | None = None
    memory: Memory = field(default_factory=Memory)
    entries: list[Entry] = field(default_factory=list)
    trouble: str = ""  # why the store cannot be read
    known: bool = False  # whether it has been looked at
    to_wake: bool = False  # once the app's own study has let go of the store
    _looking: bool = False

    @property
    def background(self) -> bool:
        """Whether studies can run apart from the app."""
        return self.store is not None and held.possible()

    def look(self) -> None:
        """Look at the store, when the page in front shows what is in it."""
        page = self.app.front_page()
        if self.store is None or self._looking or page is None or not page.FOLLOWS_STUDIES:
            return
        self._looking = True
        self.app.run_worker(self._look, thread=True, group="looking", exit_on_error=False)

    def _look(self) -> None:
        assert self.store is not None
        entries, trouble = self.entries, ""
        try:
            entries = overview(self.store)
        except Trouble as found:
            trouble = str(found)
        except OSError as error:
            trouble = str(error.strerror or error)
        finally:
            self.app.call_later(self._looked, entries, trouble)

    def _looked(self, entries: list[Entry], trouble: str) -> None:
        self._looking, self.known = False, True
        if (entries, trouble) == (self.entries, self.trouble):
            return
        self.entries, self.trouble = entries, trouble
        page = self.app.front_page()
        if page is not None and page.ready and page.FOLLOWS_STUDIES:
            page.studies_changed()

    def find(self, key: str) -> Entry | None:
        """The entry of a key, as it was a moment ago."""
        return next((each for each in self.entries if each.key == key), None)

    def queue(self) -> Queue:
        """The queue beside the store."""
        assert self.store is not None
        return Queue(self.store)

    def command(self, study: StudyRun) -> tuple[str, ...]:
        """The command that does the same as a study of the app's own.

        Raises:
            Trouble: when its scenario has been changed and not saved.
        """
        assert self.store is not None
        only_saved(study.name)
        return compare_command(
            study.name,
            self.store,
            models=study.models,
            options=[("replications", study.replications), ("seed", study.seed)],
        )

    def start(self, command: tuple[str, ...]) -> Job:
        """Put a command into the queue and see to it that somebody works it off.

        Raises:
            Trouble: when the queue cannot be written.
        """
        job = self.queue().add(command, Path.cwd())
        wake(self.queue())
        return job

    def visited(self, page: str) -> None:
        """Remember where the planner is."""
        desk = self.app.desk
        study = desk.finished or desk.study
        if not desk.name or page in ("home", "help", "problems"):
            return
        if desk.name.endswith(UNSAVED):  # what is not saved cannot be gone on with
            self.memory.visit("world", desk.name.removesuffix(UNSAVED), "")
        else:
            self.memory.visit(page, desk.name, "" if study is None else study.kept_as)

    def leave(self, answer: str | None) -> None:
        """Leave the app, and with its study under way do what was answered."""
        study = self.app.desk.study
        if study is None or answer not in (BACKGROUND, STOP):
            return
        if answer == BACKGROUND and study.running:
            try:
                self.hand_over(study)
            except Trouble as trouble:
                self.app.notify(str(trouble), severity="error")
                return
        study.cancel()
        self.app.exit()

    def hand_over(self, study: StudyRun) -> None:
        """Put a study of the app's own into the queue, to go on once the app has let go of it.

        Raises:
            Trouble: when the queue cannot be written, or there is no file to go on with.
        """
        self.queue().add(self.command(study), Path.cwd())
        self.to_wake = True

    def left(self) -> None:
        """The app has been left: wait for its study to let go, then have it gone on with."""
        study = self.app.desk.study
        if self.to_wake:
            if study is not None:
                study.ended.wait(_PATIENCE)
            wake(self.queue())

    def do(self, work: Callable[[], None], then: Callable[[str], None]) -> None:
        """Do something with the store in a thread; `then` is told what went wrong, or nothing."""

        def run() -> None:
            words = ""
            try:
                work()
            except Trouble as trouble:
                words = str(trouble)
            self.app.call_later(then, words)

        self.app.run_worker(run, thread=True, group="store", exit_on_error=False)


def only_saved(name: str) -> None:
    """Refuse a scenario that another process could not read.

    Raises:
        Trouble: when it has been changed and not saved.
    """
    if name.endswith(UNSAVED):
        raise Trouble(Message("Save the scenario first: what runs in the background reads files."))
