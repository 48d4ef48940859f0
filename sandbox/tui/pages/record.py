"""One record: what is true of it and what every copy believes, at a moment that can be moved.

In: a register and a record of the scenario on the desk, a moment. Out: the copies with what each
holds, the truth beside what the copy under the cursor says, a line of time with every change.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import pairwise

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from sandbox.engine.beliefs import Beliefs
from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.report.belief_words import (
    Holding,
    changes,
    gap_words,
    holding_words,
    holdings,
    record_title,
    truth,
)
from sandbox.report.paragraphs import plain
from sandbox.report.thing_names import moment
from sandbox.study import StudyProgress
from sandbox.study.explaining.record import histories
from sandbox.tui import colours
from sandbox.tui.action import RECORD
from sandbox.tui.actions import bindings_of
from sandbox.tui.lists import labelled
from sandbox.tui.pages.looking import LookingPage
from sandbox.tui.timeline_heading import headed
from sandbox.tui.widgets.listing import Listing, Row
from sandbox.tui.widgets.prose import Paragraph, Prose, faint, heading
from sandbox.tui.widgets.time_slider import TimeSlider
from sandbox.world import World

_TICKS = 1e9
_STEPS = 100  # of the study, one a key


class RecordPage(LookingPage):
    """A record's truth and beliefs."""

    NAME = RECORD
    BINDINGS = bindings_of(RECORD)

    def __init__(self, register: str, record: int, time: int = 0, model: str = "") -> None:
        super().__init__()
        desk = self.desk
        assert desk.world is not None
        assert desk.document is not None
        self.world: World = desk.world
        self.document = desk.document
        self.register, self.record = register, record
        self.end = round(float(self.world.scenario.study.horizon) * _TICKS)
        self.time = max(0, min(time, self.end))
        study = desk.finished
        known = study.comparison if study is not None else None
        self.models = list(known.models) if known is not None else list(desk.chosen)
        self.models = self.models or desk.labels
        self.seed = known.seed if known is not None else desk.seed
        self.model = model if model in self.models else self.models[0]
        self.known: dict[str, Beliefs | None] = {}
        self.held: list[Holding] = []

    def parts(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        yield Static(id="progress", markup=False)
        yield TimeSlider(id="time")
        yield Listing(id="copies", fixed=1)
        with Horizontal(id="beside-truth"):
            with VerticalScroll(id="truth-side"):
                yield Prose(id="truth")
            with VerticalScroll(id="belief-side"):
                yield Prose(id="belief")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Listing).focus()
        self._watch()

    def title_words(self) -> str:
        return say("Record")

    def purpose(self) -> str:
        return say(
            "One record: on the line of time stand all changes of the truth; the list says what "
            "every copy holds at the moment, below it stands the truth beside what the copy under "
            "the cursor says. , and . move the time, [ and ] go to the change before and after, n "
            "and p change the model, a shows the next record, Tab goes to the two texts. People, "
            "companies and their numbers are made up."
        )

    # looking up

    def _watch(self) -> None:
        document, register, record = self.document, self.register, self.record
        others = [label for label in self.models if label != self.model]
        labels, seed, jobs = [self.model, *others], self.seed, max(self.processes, 2)

        def work(
            note: Callable[[StudyProgress], None], cancel: threading.Event
        ) -> dict[str, Beliefs | None]:
            return histories(
                document, register, record, labels, seed=seed, jobs=jobs, observer=note,
                cancel=cancel,
            )  # fmt: skip

        self.look_up(work)

    def found(self, result: dict[str, Beliefs | None]) -> None:
        self.known = result

    @property
    def beliefs(self) -> Beliefs | None:
        """What is known under the model that is shown."""
        return self.known.get(self.model)

    # what is shown

    def tell(self) -> None:
        title = record_title(self.world, self.register, self.record)
        self.query_one("#heading", Static).update(headed(self.models, self.model, [plain(title)]))
        known = self.beliefs
        share = self.time / max(self.end, 1)
        marks = [when / max(self.end, 1) for when in known.changed] if known is not None else []
        words = moment(self.world, self.time / _TICKS)
        self.query_one(TimeSlider).show(share, [mark for mark in marks if mark <= 1], words)
        self.held = holdings(self.world, known, self.time) if known is not None else []
        titles: list[str | Text] = [
            say("Copy held"),
            say("State"),
            Text(say("Version"), justify="right"),
            Text(say("Age"), justify="right"),
            say("Vouched for"),
        ]
        listing = self.query_one(Listing)
        listing.fill(titles, [self._row(held) for held in self.held])
        self._tell_sides()

    def _row(self, held: Holding) -> Row:
        belief = held.belief
        if belief is None:
            return held.copy, [plain(held.name), Text(say("holds nothing"), style=colours.LABEL)]
        state = Text(f"✓ {say('true')}", style=colours.BETTER)
        if not held.right:
            faults = [say("outdated")] if held.behind else []
            faults += [say("an error")] if held.error else []
            state = Text("✗ " + " + ".join(faults), style=colours.WORSE)
        return held.copy, [
            plain(held.name),
            state,
            Text(str(belief.version), justify="right"),
            Text(figure((self.time - belief.as_of) / _TICKS, "s"), justify="right"),
            moment(self.world, belief.as_of / _TICKS),
        ]

    def _tell_sides(self) -> None:
        left, right = self.query_one("#truth", Prose), self.query_one("#belief", Prose)
        known = self.beliefs
        if known is None:
            waiting = self.looking is not None or not self.known
            nothing = say("No need asks for this record under this model.")
            left.show(faint(say("The record is looked for …") if waiting else nothing))
            right.show()
            return
        version = known.version(self.time)
        true = truth(self.world, known, self.time)
        told = [heading(say("The truth, version {version}", version=version))]
        told += [Paragraph(labelled(name) + value, hang=2) for name, value in true.items()]
        for change in changes(self.world, known)[1:]:
            assert change.time is not None
            what = "; ".join(gap_words(*gap) for gap in change.differs)
            when = moment(self.world, change.time / _TICKS)
            words = say("{moment}, version {version}: {what}", moment=when, what=what,
                        version=change.version)  # fmt: skip
            told.append(faint(words, hang=2))
        left.show(*told)
        current = self.query_one(Listing).current
        held = next((one for one in self.held if one.copy == current), None)
        right.show(*(self._belief(held, true) if held is not None else ()))

    def _belief(self, held: Holding, true: dict[str, str]) -> list[Paragraph]:
        told = [heading(held.name), faint(holding_words(self.world, held, self.time), hang=2)]
        if held.belief is not None:
            says = {name: other for name, _, other in held.differs}
            for name, value in true.items():
                colour = colours.WORSE if name in says else colours.TEXT
                told.append(Paragraph(labelled(name) + says.get(name, value), colour, hang=2))
        return told

    def on_listing_moved(self) -> None:
        """Another copy is told."""
        if self.ready:
            self._tell_sides()

    def on_time_slider_chosen(self, event: TimeSlider.Chosen) -> None:
        """Another moment."""
        self._go(round(event.share * self.end))

    def allows(self, action: str) -> bool:
        if action in ("next_model", "previous_model"):
            return len(self.models) > 1
        if action in ("next_change", "previous_change"):
            return self.beliefs is not None
        return True

    # keys

    def _go(self, time: int) -> None:
        self.time = max(0, min(time, self.end))
        self.retell()

    def action_later(self) -> None:
        """Move the time on."""
        self._go(self.time + self.end // _STEPS)

    def action_earlier(self) -> None:
        """Move the time back."""
        self._go(self.time - self.end // _STEPS)

    def _moments(self) -> list[int]:
        """When the truth changed, or what a copy says of the record did."""
        known = self.beliefs
        if known is None:
            return []
        found = set(known.changed)
        for held in known.copies.values():
            for before, after in pairwise(held):
                if before[1:3] != after[1:3]:
                    found.add(after.time)
        return sorted(time for time in found if time <= self.end)

    def action_next_change(self) -> None:
        """The next change."""
        moments = self._moments()
        place = bisect_right(moments, self.time)
        self._go(moments[place] if place < len(moments) else self.end)

    def action_previous_change(self) -> None:
        """The change before."""
        moments = self._moments()
        place = bisect_left(moments, self.time) - 1
        self._go(moments[place] if place >= 0 else 0)

    def _step_model(self, by: int) -> None:
        self.model = self.models[(self.models.index(self.model) + by) % len(self.models)]
        self.retell()

    def action_next_model(self) -> None:
        """What copies believe under the next model."""
        self._step_model(1)

    def action_previous_model(self) -> None:
        """What copies believe under the previous model."""
        self._step_model(-1)

    def action_another_record(self) -> None:
        """The next record."""
        self.record = (self.record + 1) % max(self.world.partitions[self.register].records, 1)
        self.known = {}
        self._watch()
