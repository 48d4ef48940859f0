"""All studies that are kept, also those that others are at: follow, start, cancel, resume, export.

In: the planner's store and the queue beside it. Out: a comparison on the desk, a report, folders of
tables; studies put into the queue.
"""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.widgets import Static

from sandbox.background.overview import Entry
from sandbox.background.queue import Queue
from sandbox.background.resuming import resumed
from sandbox.language import Message, say
from sandbox.study.store import Store
from sandbox.study.trouble import Trouble
from sandbox.tui import study_rows
from sandbox.tui.action import STUDIES
from sandbox.tui.actions import bindings_of
from sandbox.tui.opening_study import OpensStudies
from sandbox.tui.pages.ask import Ask
from sandbox.tui.pages.background import ask_to_start
from sandbox.tui.pages.confirm import Confirm
from sandbox.tui.pages.report import ReportPage
from sandbox.tui.widgets.listing import Listing
from sandbox.tui.widgets.prose import Prose


class StudiesPage(OpensStudies):
    """A list of studies under a cursor."""

    NAME = STUDIES
    OF_SCENARIO = False
    FOLLOWS_STUDIES = True
    BINDINGS = bindings_of(STUDIES)

    def __init__(self) -> None:
        super().__init__()
        self._fresh = True  # not looked at the store since it was opened

    def parts(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        yield Listing(id="studies", fixed=2)
        yield Prose(id="about-study")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Listing).focus()
        self.sandbox.kept.look()

    def title_words(self) -> str:
        return say("Studies")

    def purpose(self) -> str:
        return say(
            "Every study that is kept, the latest first; also those that run in the background or "
            "that other commands are at. A study goes on when the app is closed. Enter opens "
            "a finished comparison as a table, and the report of any other study."
        )

    def tell(self) -> None:
        kept = self.sandbox.kept
        heading = self.query_one("#heading", Static)
        if kept.store is None:
            heading.update(say("Nothing is kept: the app was started without a store."))
        elif kept.trouble:
            heading.update(kept.trouble)
        elif self.opening:
            heading.update(say("Reading {name} …", name=self.opening))
        elif not kept.entries:
            known = say("No study is kept yet in {file}.", file=kept.store)
            heading.update(known if kept.known else say("Reading {name} …", name=kept.store))
        else:
            heading.update(self._counts(kept.entries))
        self.query_one(Listing).fill(study_rows.heads(), study_rows.rows(kept.entries))
        self._describe()

    def _counts(self, entries: list[Entry]) -> str:
        states = [entry.state for entry in entries]
        words = say(
            "studies: {all} · under way: {running} · waiting: {waiting} · in {file}",
            all=len(states),
            running=states.count("under way"),
            waiting=states.count("queued"),
            file=self.sandbox.kept.store,
        )
        if "queued" in states and "under way" not in states and not self._worked():
            words = say("Nobody works the queue off; r on a waiting study goes on with it.")
        return words

    def _worked(self) -> bool:
        return self.sandbox.kept.queue().worked()

    def studies_changed(self) -> None:
        listing = self.query_one(Listing)
        at_top, self._fresh = self._fresh and listing.at == 0, False
        self.retell()
        if at_top and listing.rows:  # what came since the last look is what one has come for
            listing.select(listing.rows[0][0])

    def on_listing_moved(self) -> None:
        """Describe the study under the cursor; what can be done with it may differ."""
        self._describe()
        if self.ready:
            self.frame()

    def _describe(self) -> None:
        entry = self.entry
        self.query_one("#about-study", Prose).show(*(study_rows.about(entry) if entry else ()))

    @property
    def entry(self) -> Entry | None:
        """The study under the cursor."""
        if not self.query(Listing):
            return None
        key = self.query_one(Listing).current
        return None if key is None else self.sandbox.kept.find(key)

    def allows(self, action: str) -> bool:
        entry = self.entry
        if action == "new_study":
            return self.sandbox.kept.background and self.desk.document is not None
        if action in ("open_study", "show_report", "export_study"):
            return entry is not None and entry.study is not None and not self.opening
        if action == "cancel_study":
            return entry is not None and (self._own(entry) or self._queued(entry))
        if action == "resume_study":
            return entry is not None and self.sandbox.kept.background and self._idle(entry)
        if action == "delete_study":
            return entry is not None and not entry.running
        return True

    @staticmethod
    def _idle(entry: Entry) -> bool:
        return entry.resumable or entry.state == "queued"

    @staticmethod
    def _queued(entry: Entry) -> bool:
        return entry.job is not None and entry.state in ("queued", "under way")

    def _own(self, entry: Entry) -> bool:
        """Whether it is the study that the app itself is at."""
        study = self.desk.study
        return study is not None and study.running and study.kept_as == entry.key

    # keys

    def on_listing_opened(self) -> None:
        """Enter or a double click."""
        if self.allows("open_study"):
            self.action_open_study()

    def action_open_study(self) -> None:
        """Open the study under the cursor."""
        entry = self.entry
        assert entry is not None
        self.open_study(entry.key, comparison=entry.kind == "compare" and not entry.running)

    def action_show_report(self) -> None:
        """Show its report, also of a comparison."""
        assert self.entry is not None
        self.app.push_screen(ReportPage(self.entry.key))

    def action_new_study(self) -> None:
        """Start one of the scenario on the desk."""
        ask_to_start(self)

    def action_cancel_study(self) -> None:
        """Ask, then cancel."""
        entry = self.entry
        assert entry is not None
        own, job = self._own(entry), entry.job

        def answered(yes: bool | None) -> None:
            if not yes:
                return
            if own and self.desk.study is not None:
                self.desk.study.cancel()
            elif job is not None:
                queue = self.sandbox.kept.queue()
                self._do(lambda: _ignore(queue.cancel(job)), "")

        question = Message(
            "Cancel the study {scenario}? Its finished runs are kept; r goes on with it later.",
            {"scenario": entry.scenario},
        )
        self.app.push_screen(Confirm(question, Message("Cancel it")), answered)

    def action_resume_study(self) -> None:
        """Put it into the queue again."""
        entry, store = self.entry, self.sandbox.kept.store
        assert entry is not None
        assert store is not None
        self._do(lambda: _ignore(resumed(entry, store, Path.cwd())), say("It goes on."))

    def action_delete_study(self) -> None:
        """Ask, then delete."""
        entry, store = self.entry, self.sandbox.kept.store
        assert entry is not None
        assert store is not None

        def answered(yes: bool | None) -> None:
            if yes:
                self._do(lambda: _delete(store, entry), say("Deleted."))

        question = Message(
            "Delete the study {scenario} ({id})? Runs that no other study needs go with it.",
            {"scenario": entry.scenario, "id": entry.short},
        )
        self.app.push_screen(Confirm(question, Message("Delete it")), answered)

    def action_export_study(self) -> None:
        """Ask for a folder, then write the tables into it."""
        entry, store = self.entry, self.sandbox.kept.store
        assert entry is not None
        assert store is not None

        def answered(folder: str | None) -> None:
            if folder:
                path = Path(folder).expanduser()
                words = say("Study {id} written to {folder}.", id=entry.short, folder=path)
                self._do(lambda: _export(store, entry, path), words)

        question = Message("Folder to write; an earlier export in it is replaced.")
        offered = f"{entry.scenario.replace('/', '-')}-{entry.short}"
        self.app.push_screen(Ask(question, offered, _no_folder), answered)

    def _do(self, work: object, words: str) -> None:
        """Do something in a thread, say that it is done or why not, and look again."""
        assert callable(work)

        def then(trouble: str) -> None:
            if trouble:
                self.app.notify(trouble, severity="error")
            elif words:
                self.app.notify(words)
            self.sandbox.kept.look()

        self.sandbox.kept.do(work, then)


def _ignore(_: object) -> None:
    """For work whose outcome the next look at the store shows."""


def _no_folder(typed: str) -> Message | None:
    if not typed:
        return Message("name a folder")
    try:
        Path(typed).expanduser()
    except RuntimeError:
        return Message("there is no such home folder")
    return None


def _export(store: Path, entry: Entry, folder: Path) -> None:
    from sandbox.study.store.export import export

    assert entry.study is not None
    with Store(store, reading=True) as opened:
        export(opened, entry.study, folder)


def _delete(store: Path, entry: Entry) -> None:
    """Remove the job, then the study; one that has begun meanwhile stays."""
    if entry.job is not None:
        queue = Queue(store)
        found = queue.find(entry.job.name)
        if found is not None and found.state == "under way":
            raise Trouble(Message("{id} is under way already", {"id": entry.short}))
        queue.remove(entry.job)
    if entry.study is not None:
        with Store(store) as opened:
            opened.clear(lambda studies: [each for each in studies if each.id == entry.key])
