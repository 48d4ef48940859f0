"""Why a measure differs from the baseline's: what each group contributes, the largest first.

In: the comparison on the desk, a measure, a model, a label. Out: the difference, its contributions
with signs, shares and bars, and in words what is behind the one under the cursor.
"""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from sandbox.language import say
from sandbox.measures import CATALOGUE
from sandbox.report.bars import around
from sandbox.report.terms import measure_term
from sandbox.report.why_sheet import (
    LARGEST,
    behind,
    caution,
    group_name,
    group_names,
    headline,
    label_words,
    method,
    remainder,
    share_words,
    signed,
    telling,
)
from sandbox.study.contributions import Decomposition, cannot, decompose, labels, separable
from sandbox.study.statistics.unusable import Unusable
from sandbox.tui import colours
from sandbox.tui.action import WHY
from sandbox.tui.actions import bindings_of
from sandbox.tui.lists import labelled
from sandbox.tui.pages.view import ViewPage
from sandbox.tui.widgets.listing import Listing, Row
from sandbox.tui.widgets.prose import Paragraph, Prose, faint

_BAR = 20  # cells of the bars of all contributions


class WhyPage(ViewPage):
    """A difference taken apart."""

    NAME = WHY
    BINDINGS = bindings_of(WHY)
    FOCUS = "#parts"

    def __init__(self) -> None:
        super().__init__()
        self.found: Decomposition | None = None

    def view(self) -> ComposeResult:
        yield Prose(id="headline")
        yield Static(id="heading", markup=False)
        yield Listing(id="parts", fixed=1)
        yield Prose(id="behind")
        yield Prose(id="signs")

    def title_words(self) -> str:
        return say("Why")

    def purpose(self) -> str:
        return say(
            "Takes the difference between a model (o takes the next) and the baseline apart: each "
            "line is a group (d changes what they are), with what it contributes to the "
            "difference, its share of it, and a bar; together they are the difference. The largest "
            "stand first. In words below: what of the group under the cursor changed. n and p "
            "change the measure; quantiles and peaks cannot be taken apart."
        )

    def measures(self) -> list[str]:
        """Those that can be taken apart and that any model has."""
        found = self.comparison.models.values()
        return [name for name in separable() if any(values[name].n for values in found)]

    @property
    def by(self) -> str:
        """The label: as chosen, else the first that fits; empty: none fits."""
        fit = labels(self.desk.measure)
        return self.choices.by if self.choices.by in fit else next(iter(fit), "")

    def show(self) -> None:
        assert self.desk.world is not None
        measure, model, baseline = self.desk.measure, self.model, self.comparison.baseline
        self.found, why = None, ""
        if not model:
            why = say("There is no model but the baseline.")
        elif not self.by:
            why = say(
                "{why}. n and p go to one that can be taken apart.",
                why=cannot(measure, "need").render(),
            )
        else:
            try:
                self.found = decompose(self.comparison, measure, model, baseline, self.by)
            except Unusable as unusable:
                why = say("{why}.", why=unusable.render())
        if self.found is None:
            self._tell_nothing(why)
            return
        found = self.found
        self.names = group_names(self.desk.world, found.by)
        self.query_one("#headline", Prose).show(Paragraph(headline(found), hang=2))
        told = telling(found)
        words = [label_words(found.by), say("contributions: {count}", count=len(told))]
        if rest := remainder(found):
            words.append(say("after the first {count}: {rest}", count=LARGEST, rest=rest))
        self.query_one("#heading", Static).update(" · ".join(words))
        self.query_one(Listing).fill(self._heads(), self._rows(found))
        notes = [Paragraph(unsure, colours.ACCENT)] if (unsure := caution(found)) else []
        self.query_one("#signs", Prose).show(*notes, faint(method(found)))
        self._tell_behind()

    def _tell_nothing(self, why: str) -> None:
        self.query_one("#headline", Prose).show(Paragraph(measure_term(self.desk.measure)))
        self.query_one("#heading", Static).update("")
        self.query_one(Listing).fill([""], [])
        self.query_one("#behind", Prose).show(Paragraph(why, colours.ACCENT))
        self.query_one("#signs", Prose).show()

    def _heads(self) -> list[str | Text]:
        return [
            Text(say("Group"), style="bold"),
            Text(say("contributes"), style="bold", justify="right"),
            Text(say("share"), style="bold", justify="right"),
            Text(""),
        ]

    def _rows(self, found: Decomposition) -> list[Row]:
        told = telling(found)
        sizes = [one.whole.mean for one in told]
        least, most = min([0.0, *sizes]), max([0.0, *sizes])
        better = CATALOGUE[found.measure].better
        rows: list[Row] = []
        for one in told:
            good = one.whole.mean * better
            colour = colours.SAME
            if good:
                colour = colours.BETTER if good > 0 else colours.WORSE
            bar = around(min(one.whole.mean, 0.0), max(one.whole.mean, 0.0), least, most, _BAR)
            cells: list[str | Text] = [
                Text(group_name(found, self.names, one.group)),
                Text(signed(one.whole, found.there.unit), style=colour, justify="right"),
                Text(share_words(found, one), justify="right"),
                Text(bar.replace("░", "█").ljust(_BAR + 1), style=colour),
            ]
            rows.append((one.group, cells))
        return rows

    def _tell_behind(self) -> None:
        """What is behind the contribution under the cursor."""
        group = self.query_one(Listing).current
        found = self.found
        words = self.query_one("#behind", Prose)
        if found is None:
            return
        one = next((each for each in found.contributions if each.group == group), None)
        if one is None:
            words.show(faint(say("Nothing differs.")))
            return
        name = labelled(group_name(found, self.names, one.group))
        words.show(Paragraph(name + behind(found, one), hang=2))

    def on_listing_moved(self) -> None:
        """Another contribution is told of."""
        self._tell_behind()

    def allows(self, action: str) -> bool:
        if action == "breakdown" and self.is_mounted:
            return len(labels(self.desk.measure)) > 1
        return True

    # keys

    def action_breakdown(self) -> None:
        """The next label."""
        fit = labels(self.desk.measure)
        self.choices.by = fit[(fit.index(self.by) + 1) % len(fit)]
        self.retell()
