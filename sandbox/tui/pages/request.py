"""One request, step by step, under each sharing model: where its time went, and why.

In: a need (or a need of one agency) of the scenario on the desk. Out: a list of steps with a bar
each, the step under the cursor in full, and the way on to stations, links, agreements and records.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from sandbox.language import say
from sandbox.report.paragraphs import plain
from sandbox.report.request_sheet import about, bar_of, brief, request_title, tallied_words
from sandbox.report.request_words import (
    StepLine,
    parts_words,
    seconds,
    step_lines,
)
from sandbox.report.thing_names import need_title
from sandbox.report.value_words import value_words
from sandbox.study import StudyProgress
from sandbox.study.explaining.events import PICKS, SLOWEST, Asked, Tallied
from sandbox.study.explaining.request import Explained, RequestLife, lives
from sandbox.tui import colours
from sandbox.tui.action import REQUEST
from sandbox.tui.actions import bindings_of
from sandbox.tui.pages.looking import LookingPage
from sandbox.tui.pages.pick import Pick
from sandbox.tui.timeline_heading import headed
from sandbox.tui.widgets.listing import Listing, Row
from sandbox.tui.widgets.prose import Paragraph, Prose, faint
from sandbox.world import World

_BAR, _NARROW_BAR = 24, 12
_WIDE = 100  # cells from which there is room for the longer bar


def pick_words(pick: str) -> str:
    """A way to pick a request."""
    return {
        "slowest": say("the slowest"),
        "refused": say("the first refused"),
        "failed": say("the first that failed or was given up"),
        "stale": say("the first with a stale answer"),
        "wrong": say("the first with a wrong answer"),
    }[pick]


class RequestPage(LookingPage):
    """A request's life."""

    NAME = REQUEST
    BINDINGS = bindings_of(REQUEST)

    def __init__(self, need: str, asked: Asked | None = None, model: str = "") -> None:
        super().__init__()
        desk = self.desk
        assert desk.world is not None
        assert desk.document is not None
        self.world: World = desk.world
        self.document = desk.document
        self.need = need
        self.asked = asked or Asked(need, SLOWEST)
        study = desk.finished
        known = study.comparison if study is not None else None
        self.models = list(known.models) if known is not None else list(desk.chosen)
        self.models = self.models or desk.labels
        self.seed = known.seed if known is not None else desk.seed
        baseline = model if model in self.models else desk.baseline
        self.model = baseline if baseline in self.models else self.models[0]
        self.runs: dict[str, Explained] = {}
        self.tallied: tuple[str, Tallied] | None = None
        self.lines: list[StepLine] = []
        self._new = False  # the cursor is not yet on the longest step

    def parts(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        yield Static(id="progress", markup=False)
        yield Prose(id="request")
        yield Listing(id="steps", fixed=0)
        yield Prose(id="step")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Listing).focus()
        self._follow_runs()

    def title_words(self) -> str:
        return say("Request: {need}", need=need_title(self.world, self.need.partition("@")[0]))

    def purpose(self) -> str:
        return say(
            "One request, step by step: each line is a station, a message, a gate with the access "
            "decision and its article, or a copy that is read; its bar shows when it was, a thick "
            "one that the answer waited for it. Below stands where the time of the step went. The "
            "request is picked under one model and is the same under the others (n, p); k picks "
            "another kind, + and - go through the need's requests, Enter opens what a step is "
            "about. It is the first replication, run again for this page."
        )

    # looking up

    def _follow_runs(self) -> None:
        others = [label for label in self.models if label != self.model]
        document, asked, labels = self.document, self.asked, [self.model, *others]
        seed, jobs = self.seed, max(self.processes, 2)

        def work(note: Callable[[StudyProgress], None], cancel: threading.Event) -> list[Explained]:
            return lives(
                document, asked, labels, seed=seed, jobs=jobs, observer=note, cancel=cancel
            )

        self.look_up(work)

    def found(self, result: list[Explained]) -> None:
        self.runs = {one.model: one for one in result}
        first, self._new = result[0], True
        self.tallied = (first.model, first.tallied) if first.tallied is not None else self.tallied

    @property
    def life(self) -> RequestLife | None:
        """The life that is shown."""
        run = self.runs.get(self.model)
        return run.life if run is not None else None

    # what is shown

    def tell(self) -> None:
        words = [pick_words(self.asked.pick)] if self.asked.pick else []
        self.query_one("#heading", Static).update(headed(self.models, self.model, words))
        life = self.life
        self.lines = step_lines(self.world, life) if life is not None else []
        self.query_one("#request", Prose).show(*self._about(life))
        listing = self.query_one(Listing)
        titles: list[str | Text] = [
            Text(say("since made"), justify="right"),
            say("when"),
            Text(say("took"), justify="right"),
            say("step"),
        ]
        listing.fill(titles, [self._row(number) for number in range(len(self.lines))])
        listing.display = bool(self.lines)
        if self._new and self.lines:
            self._new = False
            listing.select(str(self._longest()))
        self._tell_step()

    def _about(self, life: RequestLife | None) -> list[Paragraph]:
        told = []
        if self.tallied is not None:
            told = [faint(tallied_words(*self.tallied), hang=2)]
        if life is not None:
            return [
                Paragraph(request_title(self.world, life), colours.ACCENT, bold=True, hang=2),
                faint(about(self.world, life), hang=2),
                Paragraph(brief(life), hang=2),
            ]
        if self.looking is not None or not self.runs:
            return [faint(say("The request is looked for …"))]
        if self.asked.pick:
            kind = pick_words(self.asked.pick)
            return [Paragraph(say("No such request: {kind}.", kind=kind)), *told]
        return [Paragraph(say("No more requests of this need were made.")), *told]

    def _row(self, number: int) -> Row:
        line, life = self.lines[number], self.life
        assert life is not None
        whole = max((step.end for step in life.steps), default=life.made) - life.made
        cells = _BAR if self.size.width >= _WIDE else _NARROW_BAR
        colour = colours.BAR if line.passed else colours.WORSE
        bar = Text(bar_of(line, whole, cells).ljust(cells), style=colour)
        took = seconds(line.took) if line.took else ""
        words = "  " * line.depth + ("" if line.passed else "✗ ") + plain(line.words)
        step = Text(words, style="" if line.passed else colours.WORSE)
        return (
            str(number),
            [
                Text("+" + seconds(line.after), justify="right"),
                bar,
                Text(took, justify="right"),
                step,
            ],
        )

    def _longest(self) -> int:
        """The step that the answer waited for longest."""
        return max(
            range(len(self.lines)),
            key=lambda n: (
                self.lines[n].took if self.lines[n].parts and self.lines[n].critical else -1
            ),
        )

    def on_resize(self) -> None:
        """There may be room for longer bars."""
        if self.ready:
            self.tell()

    def _tell_step(self) -> None:
        sheet, life = self.query_one("#step", Prose), self.life
        current = self.query_one(Listing).current
        if life is None or current is None or not self.lines:
            sheet.show()
            return
        line = self.lines[int(current)]
        spent = parts_words(line.parts)
        words = say("{what} [{time}]", what=line.words, time=spent) if spent else line.words
        told = [Paragraph(words, hang=2)]
        if int(current) == len(self.lines) - 1 or self.size.height > 40:
            for value in life.values:
                first, *rest = value_words(self.world, life, value)
                good = value.current and not value.error
                colour = colours.LABEL if good else colours.WORSE
                told.append(Paragraph(f"{first}; {'; '.join(rest)}", colour, hang=2))
        sheet.show(*told)

    def on_listing_moved(self) -> None:
        """Another step is told in full."""
        if self.ready:
            self._tell_step()

    def on_listing_opened(self) -> None:
        """Enter opens what the step is about."""
        self.action_open_step()

    def allows(self, action: str) -> bool:
        if action in ("next_model", "previous_model"):
            return len(self.models) > 1
        if action in ("later_request", "earlier_request", "open_step"):
            return self.life is not None
        return True

    # keys

    def action_open_step(self) -> None:
        """Open the station, link, agreement or record that the step is about."""
        from sandbox.tui.opening import open_step

        current, life = self.query_one(Listing).current, self.life
        if life is None or current is None:
            return
        step, row = self.lines[int(current)].about
        if not open_step(self, life, step, row):
            self.app.notify(say("There is nothing more to open here."))

    def _step_model(self, by: int) -> None:
        self.model = self.models[(self.models.index(self.model) + by) % len(self.models)]
        if self.looking is None and self.model not in self.runs:
            self._follow_runs()
        self.retell()

    def action_next_model(self) -> None:
        """The same request under the next model."""
        self._step_model(1)

    def action_previous_model(self) -> None:
        """The same request under the previous model."""
        self._step_model(-1)

    def action_pick_request(self) -> None:
        """Choose which request."""

        def answered(pick: str | None) -> None:
            if pick:
                self._ask(Asked(self.need, pick))

        chosen = self.asked.pick or SLOWEST
        self.app.push_screen(Pick(PICKS, pick_words, chosen), answered)

    def _ask(self, asked: Asked) -> None:
        self.asked, self.runs, self.tallied = asked, {}, None
        self._follow_runs()

    def _move(self, by: int) -> None:
        life = self.life
        if life is not None and life.place + by >= 0:
            self._ask(Asked(self.need, index=life.place + by))

    def action_later_request(self) -> None:
        """The request made next."""
        self._move(1)

    def action_earlier_request(self) -> None:
        """The request made before."""
        self._move(-1)
