"""The comparison as a table: measures down, models across, baseline first.

In: the comparison on the desk. Out: a table that can change its baseline, be broken down, and show
values or differences.
"""

from __future__ import annotations

import math

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from sandbox.language import say
from sandbox.language.figures import NOTHING, figure
from sandbox.measures import CATALOGUE
from sandbox.report.grouped import Grouped, grouped, titles
from sandbox.report.long_form import rows
from sandbox.report.paragraphs import plain
from sandbox.report.selection import KEY
from sandbox.report.tables import with_unit
from sandbox.report.terms import term
from sandbox.study.contributions import REST
from sandbox.tui import colours, export
from sandbox.tui.actions import COMPARE, bindings_of
from sandbox.tui.lists import joined, labelled
from sandbox.tui.outcome import Outcome, Where
from sandbox.tui.pages.view import ViewPage
from sandbox.tui.widgets.listing import Listing, Row
from sandbox.tui.widgets.prose import Paragraph, Prose, faint
from sandbox.tui.widgets.view_bar import ViewBar

BREAKDOWNS = ("", "need", "department", "region", "level", "resource")


class ComparePage(ViewPage):
    """The outcome of the study."""

    NAME = COMPARE
    BINDINGS = bindings_of(COMPARE)
    FOCUS = "#table"

    def __init__(self) -> None:
        super().__init__()
        self.by = ""
        self.differences = False
        self.baseline = ""

    def view(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        yield Listing(id="table", fixed=2)
        yield Prose(id="definition")
        yield Prose(id="signs")

    def title_words(self) -> str:
        return say("Comparison")

    def purpose(self) -> str:
        return say(
            "Measures down, sharing models across, the baseline first. A cell shows the mean with "
            "the half-width of its interval, then how far it is from the baseline and whether that "
            "is better or worse. b changes the baseline, d breaks the measure under the cursor "
            "down, i shows differences with their intervals."
        )

    def tell(self) -> None:
        study = self.desk.finished
        if study is None:
            return
        self.query_one(ViewBar).refresh()
        if study is not self._seen or self.baseline not in self.comparison.models:
            self._seen, self.baseline = study, self.comparison.baseline
        outcome = Outcome(self.comparison, self.baseline)
        self._tell_heading()
        first = with_unit(self.desk.measure) if self.by else say("Measure")
        heads: list[str | Text] = [Text(first, style="bold")]
        for label in outcome.models:
            name = plain(label)
            words = say("{model} (baseline)", model=name) if label == self.baseline else name
            heads.append(Text(words, style="bold", justify="right"))
        table = self.query_one(Listing)
        table.fill(heads, self._groups(outcome) if self.by else self._whole(outcome))
        if not self.by:
            table.select(self.desk.measure)
            self._take_over()
        self._tell_definition()
        signs = say("✓ better  ✗ worse  ≈ no difference shown  ▲▼ against baseline  ± half-width")
        if self.comparison.replications < 2:
            signs = say("One replication: intervals and verdicts need at least two (m sets them).")
        self.query_one("#signs", Prose).show(faint(signs), *self._notes())

    def _notes(self) -> list[Paragraph]:
        """Which models left more requests unfinished than can be passed over."""
        found = self.comparison.left_open()
        if not found:
            return []
        shares = (f"{plain(label)} {figure(share, 'share')}" for label, share in found.items())
        words = say(
            "? no verdict where requests still open at the end could turn it: {models}. A longer "
            "`drain` lets them be answered.",
            models=joined(shares),
        )
        return [Paragraph(words, colours.ACCENT)]

    def _tell_heading(self) -> None:
        comparison = self.comparison
        words = say(
            "models: {models} · replications: {replications} · seed {seed} · {what}",
            models=len(comparison.models),
            replications=comparison.replications,
            seed=comparison.seed,
            what=say("by {group}", group=term(self.by)) if self.by else say("overall"),
        )
        if self.differences:
            words += " · " + say("differences from {baseline}", baseline=plain(self.baseline))
        self.query_one("#heading", Static).update(words)

    def _whole(self, outcome: Outcome) -> list[Row]:
        """One row a measure: the key measures, then all others of which there is something."""
        found: list[Row] = []
        for name in [*KEY, *(name for name in CATALOGUE if name not in KEY)]:
            means = [outcome.value(label, name).mean for label in outcome.models]
            if not any(math.isfinite(mean) and (mean != 0 or name in KEY) for mean in means):
                continue
            cells = [
                outcome.cell(label, name, differences=self.differences) for label in outcome.models
            ]
            found.append((name, [Text(with_unit(name)), *cells]))
        return found

    def _groups(self, outcome: Outcome) -> list[Row]:
        """One row a group of the breakdown; what belongs to none of them is the last."""
        measure, world = self.desk.measure, self.desk.world
        assert world is not None
        names = Grouped(self.by, (), (), {}, titles(world, self.by))
        groups = list(self.comparison.runs[0].breakdowns[self.by].groups)
        if outcome.has_rest(measure, self.by):
            groups.append(REST)
        found: list[Row] = []
        for group in groups:
            where = Where(self.by, group)
            cells = [
                outcome.cell(label, measure, where, differences=self.differences)
                for label in outcome.models
            ]
            if any(cell.plain != NOTHING for cell in cells):
                found.append((group, [Text(plain(names.title(group))), *cells]))
        return found

    def _tell_definition(self) -> None:
        definition = CATALOGUE[self.desk.measure].definition.render()
        words = labelled(with_unit(self.desk.measure)) + definition
        self.query_one("#definition", Prose).show(Paragraph(words))

    def on_listing_moved(self) -> None:
        """The measure under the cursor is the one to break down and to chart."""
        if not self.by:
            self._take_over()
            self._tell_definition()

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Enter on a group opens what it is of: a need's requests, a catalogue entry."""
        from sandbox.tui.opening import open_row

        if self.by:
            open_row(self, self.by, event.key)

    def _take_over(self) -> None:
        name = self.query_one(Listing).current
        if name in CATALOGUE:
            self.desk.measure = str(name)

    def allows(self, action: str) -> bool:
        if action == "timeline":
            return bool(self.desk.chronicles)
        return action not in ("next_measure", "previous_measure") or bool(self.by)

    def as_csv(self) -> str:
        """Every measure as the command `compare --format csv` writes it, groups too if shown."""
        world = self.desk.world
        parts = None
        if self.by and world is not None:
            names = [name for name, info in CATALOGUE.items() if self.by in info.breakdowns]
            parts = grouped(self.comparison, world, self.by, names)
        return export.as_csv(rows(self.comparison, parts, list(CATALOGUE)))

    # keys

    def action_back(self) -> None:
        """Out of the breakdown to the whole, and from there back to the screen before."""
        if not self.by:
            super().action_back()
            return
        self._break_down_by("")

    def _break_down_by(self, by: str) -> None:
        self.by = by
        self.retell()

    def action_breakdown(self) -> None:
        """The next way to break down."""
        fit = [by for by in BREAKDOWNS if by in ("", *CATALOGUE[self.desk.measure].breakdowns)]
        if fit == [""]:
            self.app.notify(say("This measure is of the whole only."))
            return
        self._break_down_by(fit[(fit.index(self.by) + 1) % len(fit)])

    def action_baseline(self) -> None:
        """The next model becomes the baseline."""
        labels = list(self.comparison.models)
        self.baseline = labels[(labels.index(self.baseline) + 1) % len(labels)]
        self.retell()

    def action_cells(self) -> None:
        """Values or differences."""
        self.differences = not self.differences
        self.retell()

    def action_timeline(self) -> None:
        """Show what governance did."""
        self.sandbox.show_page("timeline")

    def _step(self, by: int) -> None:
        known = self.comparison.runs[0].breakdowns[self.by].measures
        names = [name for name in CATALOGUE if name in known]
        if names:
            at = names.index(self.desk.measure) if self.desk.measure in names else -by
            self.desk.measure = names[(at + by) % len(names)]
            self.retell()

    def action_next_measure(self) -> None:
        """Break the next measure down."""
        self._step(1)

    def action_previous_measure(self) -> None:
        """Break the previous measure down."""
        self._step(-1)
