"""Who wins and who loses: the groups of a breakdown, sorted by how much worse off they are.

In: the comparison on the desk, a measure, a label, a model. Out: a table with the best model of
each group and what changes from the baseline, with verdicts.
"""

from __future__ import annotations

import math
from collections import Counter

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from sandbox.language import say
from sandbox.language.figures import NOTHING, figure, gap_unit
from sandbox.measures import CATALOGUE
from sandbox.report.grouped import Grouped, titles
from sandbox.report.paragraphs import plain
from sandbox.report.tables import with_unit
from sandbox.report.terms import measure_term, term
from sandbox.study import Comparison
from sandbox.study.bias import BIASED
from sandbox.study.fortunes import Fortune, fortunes
from sandbox.study.intervals import BETTER, NONE, UNDETERMINED, WORSE
from sandbox.tui import colours
from sandbox.tui.action import GROUPS
from sandbox.tui.actions import bindings_of
from sandbox.tui.outcome import change
from sandbox.tui.pages.find import Find
from sandbox.tui.pages.view import ViewPage
from sandbox.tui.widgets.listing import Listing, Row
from sandbox.tui.widgets.prose import Paragraph, Prose, faint

LABELS = ("region", "department", "level", "need", "agency", "resource")
FILTERS = ("", WORSE, BETTER, NONE)
_MARKS = {BETTER: "✓", WORSE: "✗", NONE: "≈", BIASED: "?"}


class GroupsPage(ViewPage):
    """Winners and losers."""

    NAME = GROUPS
    BINDINGS = bindings_of(GROUPS)
    FOCUS = "#groups"

    def __init__(self) -> None:
        super().__init__()
        self.kept, self.typed = FILTERS[0], ""
        self._names = Grouped("", (), (), {}, {})
        self._known: tuple[Comparison, tuple[str, str], tuple[Fortune, ...]] | None = None

    def view(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        yield Listing(id="groups", fixed=1)
        yield Prose(id="summary")
        yield Prose(id="signs")

    def title_words(self) -> str:
        return say("Winners and losers")

    def purpose(self) -> str:
        return say(
            "Each line is a group: a region, department, level or need (d changes that). It shows "
            "what the group has under the baseline, what one model (o takes the next) changes, "
            "and which of all models is best for it; what is worse off by most stands first. "
            "Verdicts hold for all groups of a model together. f keeps only what is worse off, "
            "better off or neither, k looks for names; n and p change the measure."
        )

    def measures(self) -> list[str]:
        """Those of which more or less is better, and that can be broken down."""
        found = self.comparison.models.values()
        return [
            name
            for name, info in CATALOGUE.items()
            if info.better
            and set(LABELS) & info.breakdowns
            and any(values[name].n for values in found)
        ]

    @property
    def by(self) -> str:
        """The label that groups are told apart by: as chosen, else the first that fits."""
        fit = self._fit()
        return self.choices.grouping if self.choices.grouping in fit else fit[0]

    def _fit(self) -> list[str]:
        return [by for by in LABELS if by in CATALOGUE[self.desk.measure].breakdowns]

    def show(self) -> None:
        assert self.desk.world is not None
        signs = say("✓ better  ✗ worse  ≈ no difference shown, for all groups together")
        self.query_one("#signs", Prose).show(faint(signs))
        table, words = self.query_one(Listing), self.query_one("#summary", Prose)
        measure = self.desk.measure
        if measure not in self.measures():
            self.query_one("#heading", Static).update(measure_term(measure))
            table.fill([""], [])
            words.show(Paragraph(_cannot(), colours.ACCENT))
            return
        by, model = self.by, self.model
        self._names = Grouped(by, (), (), {}, titles(self.desk.world, by))
        found = self._sorted(self._fortunes(measure, by), model)
        shown = [one for one in found if self._keeps(one, model)]
        self._tell_heading(len(shown), len(found))
        table.fill(self._heads(model), [self._row(one, model) for one in shown])
        summary = self._summary(found, model)
        if not shown:
            nothing = say("No group is like that here; f shows others, Esc all names.")
            summary.insert(0, Paragraph(nothing, colours.ACCENT))
        words.show(*summary)

    def _fortunes(self, measure: str, by: str) -> tuple[Fortune, ...]:
        """Worked out once: for thousands of groups it takes a second."""
        key = (self.comparison, measure, by)
        if self._known is None or self._known[0] is not key[0] or self._known[1] != key[1:]:
            self._known = (key[0], key[1:], fortunes(*key))
        return self._known[2]

    def _tell_heading(self, shown: int, known: int) -> None:
        parts = [
            measure_term(self.desk.measure),
            say("by {group}", group=term(self.by)),
            say("shown: {shown} of {known}", shown=shown, known=known),
        ]
        kept = {WORSE: say("worse off only"), BETTER: say("better off only"),
                NONE: say("only where no difference is shown")}  # fmt: skip
        if self.kept:
            parts.append(kept[self.kept])
        if self.typed:
            parts.append(say("names with “{typed}”", typed=plain(self.typed)))
        self.query_one("#heading", Static).update(" · ".join(parts))

    def _title(self, group: str) -> str:
        return plain(self._names.title(group))

    @property
    def _better(self) -> int:
        return CATALOGUE[self.desk.measure].better

    def _sorted(self, found: tuple[Fortune, ...], model: str) -> list[Fortune]:
        """Whoever is worse off by most first; what is not known last."""

        def size(one: Fortune) -> tuple[bool, float, str]:
            loss = one.loss(model, self._better) if model else math.nan
            return math.isnan(loss), 0.0 if math.isnan(loss) else -loss, one.group

        return sorted(found, key=size)

    def _keeps(self, one: Fortune, model: str) -> bool:
        if self.typed and self.typed.casefold() not in self._title(one.group).casefold():
            return False
        return not self.kept or (bool(model) and one.gaps[model].verdict == self.kept)

    def _heads(self, model: str) -> list[str | Text]:
        baseline = self.comparison.baseline
        heads = [Text(with_unit(self.desk.measure), style="bold")]
        if model:
            words = say("under {model}", model=plain(model))
            heads.append(Text(words, style="bold", justify="right"))
        heads.append(Text(say("best for it"), style="bold"))
        words = say("{model} (baseline)", model=plain(baseline))
        heads.append(Text(words, style="bold", justify="right"))
        if model:
            heads.append(Text(plain(model), style="bold", justify="right"))
        return list(heads)

    def _row(self, one: Fortune, model: str) -> Row:
        unit = CATALOGUE[self.desk.measure].unit

        def value(label: str) -> str:
            found = one.values[label]
            return figure(found.mean, unit, found.half_width, bare=True)

        cells: list[str | Text] = [Text(self._title(one.group))]
        baseline = one.values[self.comparison.baseline]
        if model:
            gap = one.gaps[model]
            words = figure(gap.mean, gap_unit(unit), gap.half_width, sign=True, bare=True)
            if words != NOTHING and gap.mean and unit != "share":
                words += "  " + change(one.values[model].mean, baseline.mean, gap.mean, unit)
            mark = _MARKS.get(gap.verdict, " ") if gap.mean else " "
            style = _style(gap.verdict)
            cells.append(Text(f"{words} {mark}", style=style, justify="right"))
        best = Text(self.named(one.best), style=f"bold {self.colour(one.best)}")
        cells.append(best.append(f" {value(one.best)}", style=f"not bold {colours.LABEL}"))
        cells.append(Text(value(self.comparison.baseline), justify="right"))
        if model:
            cells.append(Text(value(model), justify="right"))
        return one.group, cells

    def _summary(self, found: list[Fortune], model: str) -> list[Paragraph]:
        """How many win and lose, who loses most, and which models are best for how many."""
        wins = Counter(one.best for one in found)
        best = ", ".join(
            say("{model} {count}", model=self.named(label), count=count)
            for label, count in wins.most_common()
        )
        words = [faint(say("Best for so many groups: {models}", models=best), hang=2)]
        if not model:
            return words
        verdicts = Counter(one.gaps[model].verdict for one in found)
        told = say(
            "{model} against {baseline}: {worse} worse off, {better} better off, {none} without a "
            "difference shown",
            model=self.named(model),
            baseline=self.named(self.comparison.baseline),
            worse=verdicts[WORSE],
            better=verdicts[BETTER],
            none=verdicts[NONE],
        )
        other = verdicts[BIASED] + verdicts[UNDETERMINED]
        if other:
            told += say("; {count} without a verdict", count=other)
        losers = [one for one in found if one.gaps[model].verdict == WORSE]
        if losers:
            gap = losers[0].gaps[model]
            told += say(
                "; worst off: {group}, {difference}",
                group=self._title(losers[0].group),
                difference=figure(
                    gap.mean, gap_unit(CATALOGUE[self.desk.measure].unit), gap.half_width, sign=True
                ),
            )
        return [Paragraph(say("{why}.", why=told), hang=2), *words]

    # keys

    def action_breakdown(self) -> None:
        """The next label."""
        fit = self._fit()
        self.choices.grouping = fit[(fit.index(self.by) + 1) % len(fit)]
        self.typed = ""
        self.retell()

    def action_filter(self) -> None:
        """All, only worse, only better, only neither."""
        self.kept = FILTERS[(FILTERS.index(self.kept) + 1) % len(FILTERS)]
        self.retell()

    def action_find(self) -> None:
        """Ask what names contain."""

        def answered(typed: str | None) -> None:
            if typed is not None:
                self.typed = typed
                self.retell()

        self.app.push_screen(Find(self.typed), answered)

    def action_back(self) -> None:
        """All names again, and from there back to the table."""
        if self.typed:
            self.typed = ""
            self.retell()
            return
        super().action_back()

    def allows(self, action: str) -> bool:
        if action in ("breakdown", "filter", "find") and self.is_mounted:
            return self.desk.measure in self.measures()
        return True


def _cannot() -> str:
    return say(
        "Nobody wins or loses in this measure: neither more nor less of it is better, or it is of "
        "the whole only. n and p go to one that fits."
    )


def _style(verdict: str) -> str:
    """How a verdict is written; never told by this alone."""
    styles = {
        BETTER: f"bold {colours.BETTER}",
        WORSE: f"bold {colours.WORSE}",
        BIASED: colours.ACCENT,
    }
    return styles.get(verdict, "dim")
