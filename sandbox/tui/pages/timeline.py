"""What governance did: lives over the calendar, demands of the policy, what sharing waited for.

In: the chronicles of the study on the desk. Out: bars that can be zoomed, ordered and filtered, the
life under the cursor in words, a table of demands by article, a summary.
"""

from __future__ import annotations

from datetime import datetime, time

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static, TabbedContent, TabPane, Tabs

from sandbox.language import say
from sandbox.measures.chronicle import Chronicle
from sandbox.report.timeline import nothing
from sandbox.report.timeline_findings import Findings, day
from sandbox.report.timeline_names import Names
from sandbox.report.timeline_words import kind_words, mark_words, phase_words
from sandbox.tui import bars
from sandbox.tui.actions import TIMELINE, bindings_of
from sandbox.tui.governance_findings import demands, summary
from sandbox.tui.life_details import details
from sandbox.tui.lists import labelled
from sandbox.tui.opening import open_life
from sandbox.tui.page import Page
from sandbox.tui.pages.find import Find
from sandbox.tui.pages.pick import Pick
from sandbox.tui.running import StudyRun
from sandbox.tui.study_lives import ORDERS, StudyLives
from sandbox.tui.timeline_heading import chosen, headed
from sandbox.tui.widgets.lifelines import Lifelines
from sandbox.tui.widgets.listing import Listing
from sandbox.tui.widgets.map_legend import Entry, MapLegend
from sandbox.tui.widgets.prose import Paragraph, Prose, faint
from sandbox.world import World

_ALL = "all"
_OF_LIVES = ("explain", "pick_kind", "find", "order", "zoom_in", "zoom_out", "whole", "fit_life")


class TimelinePage(Page):
    """What governance did under each model."""

    NAME = TIMELINE
    BINDINGS = bindings_of(TIMELINE)

    def __init__(self) -> None:
        super().__init__()
        assert self.desk.world is not None
        self.world: World = self.desk.world
        self.model, self.kind, self.typed, self.order = "", "", "", ORDERS[0]
        self.names = Names(self.world)
        self._seen: StudyRun | None = None
        self._take_up()

    def _take_up(self) -> None:
        """The study on the desk; at first the first model under which anything was governed."""
        self._seen = self.desk.finished
        self.chronicles = self.desk.chronicles
        self.lives = StudyLives(self.chronicles, float(self.world.scenario.study.horizon))
        if self.model not in self.chronicles:
            self.model = max(self.chronicles, key=lambda model: bool(self.chronicles[model].lives))

    def parts(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        start = datetime.combine(self.world.scenario.study.start, time())
        with TabbedContent(initial="lives"):
            with TabPane("lives", id="lives"), Horizontal(id="over-time"):
                with Vertical(id="drawing"):
                    yield Lifelines(start, id="bars")
                    yield MapLegend(id="shapes")
                with VerticalScroll(id="life"):
                    yield Prose(id="words")
            with TabPane("demands", id="demands"):
                yield Listing(id="table", fixed=2)
                yield Prose(id="cut")
            with TabPane("waits", id="waits"), VerticalScroll(id="sheet"):
                yield Prose(id="findings")

    def on_mount(self) -> None:
        self.query_one(Tabs).can_focus = False
        super().on_mount()
        self.query_one(Lifelines).focus()

    def title_words(self) -> str:
        return say("Timeline")

    def purpose(self) -> str:
        return say(
            "What governance did under a sharing model: each line is the life of an agreement, a "
            "catalogue entry, a source's standards, a project, a wave, a kind of use or a "
            "provider's supervision, drawn over the calendar of the study. Beside or below stands "
            "what befell the one under the cursor. n and p change the model; what several models "
            "share keeps its place. The second list says what the policy demanded and how often "
            "it was met, the third what sharing waited for. It is the first replication."
        )

    @property
    def found(self) -> Chronicle:
        """The chronicle of the model that is shown."""
        return self.chronicles[self.model]

    @property
    def findings(self) -> Findings:
        """What to say of the model that is shown."""
        study = self.world.scenario.study
        return Findings(self.found, self.names, study.start, float(study.horizon))

    def follow(self) -> None:
        if self.desk.finished is not self._seen:
            if not self.desk.chronicles:
                return
            self._take_up()
            self.tell()

    # what is shown

    def tell(self) -> None:
        titles = {"lives": say("Lives"), "demands": say("Demands"), "waits": say("Waits")}
        tabs = self.query_one(TabbedContent)
        for number, (name, title) in enumerate(titles.items(), 1):
            tabs.get_tab(name).label = f"{number} {title}"
        self.names = Names(self.world)  # the language may have changed
        self._fill()
        self._tell_front(tabs.active)

    def _tell_front(self, name: str) -> None:
        """Tell the list in front; the others are told when they come to the front."""
        if name == "demands":
            self._tell_demands()
        elif name == "waits":
            self._tell_waits()

    def _fill(self, *, stay: bool = True) -> None:
        """The bars of the model, kind, names and order chosen."""
        rows = self.lives.rows(self.model, self.names, self.kind, self.typed, self.order)
        chart = self.query_one(Lifelines)
        chart.fill(rows, self.lives.end, stay=stay)
        self._tell_heading()
        phases = {span.phase for row in rows for span in row.life.spans}
        marks = {what for row in rows for _, what in row.life.marks}
        shapes, signs = bars.phases(), bars.marks()
        entries = [
            *(Entry(*sign, phase_words(key)) for key, sign in shapes.items() if key in phases),
            *(Entry(*sign, mark_words(key)) for key, sign in signs.items() if key in marks),
        ]
        self.query_one(MapLegend).show(entries)
        self._tell_life()

    def _tell_heading(self) -> None:
        """The models, then what is shown of the one that stands out."""
        chart = self.query_one(Lifelines)
        words = [say("as the first replication had it")]
        if self.query_one(TabbedContent).active == "lives":
            known = self.found.of(self.kind) if self.kind else self.found.lives
            words = chosen(self.kind, self.typed, self.order, len(chart.rows), len(known))
            start, window = self.world.scenario.study.start, chart.window
            begin, end = day(start, window.begin), day(start, window.end)
            words.append(say("{begin} to {end}", begin=begin, end=end))
        self.query_one("#heading", Static).update(headed(self.chronicles, self.model, words))

    def _tell_life(self) -> None:
        row = self.query_one(Lifelines).current
        words = self.query_one("#words", Prose)
        if row is not None:
            life = self.lives.models[self.model][row.key]
            words.show(*details(life, self.found, self.names, self.world, self.lives.end))
        elif self.typed and self.found.lives:
            words.show(faint(say("No life has such a name here. Esc shows all again.")))
        elif self.found.lives:
            words.show(faint(say("Nothing of this kind under this model.")))
        else:
            words.show(faint(nothing(self.world, self.model)))
        self.query_one("#life").scroll_home(animate=False)

    def _tell_demands(self) -> None:
        self.query_one(Listing).fill(*demands(self.findings))

    def _tell_waits(self) -> None:
        self.query_one("#findings", Prose).show(*summary(self.findings))

    # what happens

    def on_lifelines_moved(self) -> None:
        """Another life is told."""
        self._tell_life()

    def on_lifelines_windowed(self) -> None:
        """The heading says what part of the time is shown."""
        self._tell_heading()

    def on_lifelines_opened(self) -> None:
        """A double click fits the time to the life."""
        self.action_fit_life()

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Say in full what the table cuts."""
        words = self.query_one("#cut", Prose)
        words.show(*(Paragraph(labelled(title) + cell) for title, cell in event.listing.cut()))

    def on_tabbed_content_tab_activated(self, event: TabbedContent.TabActivated) -> None:
        """The keys go to what came to the front."""
        name = event.pane.id or "lives"
        self._tell_front(name)
        self._tell_heading()
        fronts = {"lives": "#bars", "demands": "#table", "waits": "#sheet"}
        self.query_one(fronts[name]).focus()
        self.frame()

    def allows(self, action: str) -> bool:
        if not self.is_mounted:
            return True
        if action in ("next_model", "previous_model"):
            return len(self.chronicles) > 1
        if action in _OF_LIVES:
            return self.query_one(TabbedContent).active == "lives"
        return True

    # keys

    def action_tab(self, name: str) -> None:
        """Bring lives, demands or waits to the front."""
        self.query_one(TabbedContent).active = name

    def action_back(self) -> None:
        """All names again, and from there back to the screen before."""
        if self.typed:
            self.typed = ""
            self._fill()
            return
        super().action_back()

    def _step(self, by: int) -> None:
        models = list(self.chronicles)
        self.model = models[(models.index(self.model) + by) % len(models)]
        self.retell()

    def action_next_model(self) -> None:
        """Show the next model."""
        self._step(1)

    def action_previous_model(self) -> None:
        """Show the previous model."""
        self._step(-1)

    def action_pick_kind(self) -> None:
        """Choose a kind from the list."""
        count = self.lives.kinds(self.model)

        def title(kind: str) -> str:
            if kind == _ALL:
                return say("all kinds ({count})", count=f"{count.total():,}")
            return f"{kind_words(kind)} ({count[kind]:,})"

        def answered(kind: str | None) -> None:
            if kind:
                self.kind = "" if kind == _ALL else kind
                self._fill(stay=not self.kind)

        self.app.push_screen(Pick([_ALL, *count], title, self.kind or _ALL), answered)

    def action_find(self) -> None:
        """Ask what names contain."""

        def answered(typed: str | None) -> None:
            if typed is not None:
                self.typed = typed
                self._fill(stay=not typed)

        self.app.push_screen(Find(self.typed), answered)

    def action_explain(self) -> None:
        """Open the agreement or catalogue entry that the life is about."""
        row = self.query_one(Lifelines).current
        open_life(self, self.lives.models[self.model][row.key] if row is not None else None)

    def action_order(self) -> None:
        """The next order."""
        self.order = ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)]
        self._fill(stay=False)

    def action_zoom_in(self) -> None:
        """Half of the time."""
        self.query_one(Lifelines).zoom(0.5)

    def action_zoom_out(self) -> None:
        """Twice the time."""
        self.query_one(Lifelines).zoom(2.0)

    def action_whole(self) -> None:
        """All of the time."""
        self.query_one(Lifelines).show_span(0.0, self.lives.end)

    def action_fit_life(self) -> None:
        """The time that the life took to come about, else that of its events."""
        row = self.query_one(Lifelines).current
        if row is None:
            return
        life = self.lives.models[self.model][row.key]
        end = life.fulfilled if life.fulfilled is not None else life.moments[-1].time
        self.query_one(Lifelines).show_span(life.begins, end)
