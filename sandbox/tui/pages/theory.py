"""Theory beside simulation: what formulas expect of one model, and whether its runs meet it.

In: the scenario and the comparison on the desk. Out: a table, in a moment: formulas are worked out
in a thread of their own, once for each study.
"""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from sandbox.language import say
from sandbox.language.figures import Figure, interval
from sandbox.measures import CATALOGUE
from sandbox.report.paragraphs import plain
from sandbox.report.terms import measure_term, term
from sandbox.report.theory_sheet import MARKS
from sandbox.study import Comparison
from sandbox.study.theory import MEETS, MISSES, OPEN, Beside, Held, beside
from sandbox.theory import Unfit
from sandbox.tui import colours
from sandbox.tui.action import THEORY
from sandbox.tui.actions import bindings_of
from sandbox.tui.cells import clip
from sandbox.tui.lists import labelled
from sandbox.tui.pages.view import ViewPage
from sandbox.tui.widgets.listing import Listing, Row
from sandbox.tui.widgets.prose import Paragraph, Prose, faint

_MOST_NAME = 30  # cells
_ORDER = (MISSES, MEETS, OPEN)


class TheoryPage(ViewPage):
    """Formulas beside runs."""

    NAME = THEORY
    BINDINGS = bindings_of(THEORY)
    FOCUS = "#formulas"

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, Beside | Unfit] = {}
        self._working: Comparison | None = None

    def view(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        yield Listing(id="formulas", fixed=2)
        yield Prose(id="formula")
        yield Prose(id="signs")

    def title_words(self) -> str:
        return say("Theory beside simulation")

    def purpose(self) -> str:
        return say(
            "What exact formulas expect of needs, stations, links and copies of a model (o takes "
            "the next), beside what its runs gave: ✓ they meet, ✗ they do not (at the confidence "
            "of the study, all formulas of a model together), – too little happened to tell. The "
            "formula and its source stand below, and where none applies, why. The command "
            "`compare --theory` gives the same."
        )

    @property
    def model(self) -> str:
        models = list(self.comparison.models)
        return self.choices.model if self.choices.model in models else models[0]

    def show(self) -> None:
        comparison = self.comparison
        known = self.choices.theory
        if known is None or known[0] is not comparison:
            self._tell_waiting()
            if self._working is not comparison:
                self._working = comparison
                self.run_worker(self._work, thread=True, exit_on_error=False)
            return
        self._tell_model(known[1][self.model])

    def _work(self) -> None:
        """Work the formulas out, away from the screen; it is told when they are there."""
        study = self.desk.finished
        comparison = self._working
        if study is None or comparison is None:
            return
        found = beside(study.document, comparison)
        self.choices.theory = (comparison, found)
        self.app.call_from_thread(self.retell)

    def _tell_waiting(self) -> None:
        self.query_one("#heading", Static).update(say("working the formulas out …"))
        self.query_one(Listing).fill([""], [])
        self.query_one("#formula", Prose).show()
        self.query_one("#signs", Prose).show()

    def _tell_model(self, held: Held) -> None:
        counts = dict.fromkeys(_ORDER, 0)
        for row in held.found:
            counts[row.verdict] += 1
        words = say(
            "{model} · ✓ {meets} meet · ✗ {misses} miss · – {open} cannot tell · {unfit} without "
            "a formula",
            model=self.named(self.model),
            meets=counts[MEETS],
            misses=counts[MISSES],
            open=counts[OPEN],
            unfit=len(held.unfit),
        )
        self.query_one("#heading", Static).update(words)
        self.rows = {}
        table = self.query_one(Listing)
        if held.why_not is not None:
            table.fill([""], [])
            reason = say("No formula: {why}.", why=held.why_not)
            self.query_one("#formula", Prose).show(Paragraph(reason, colours.ACCENT))
        else:
            found = sorted(held.found, key=lambda row: _ORDER.index(row.verdict))
            lines = [self._line(f"+{n}", row) for n, row in enumerate(found)]
            lines += [self._lacking(f"-{n}", one) for n, one in enumerate(held.unfit)]
            table.fill(self._heads(), lines)
            self._tell_formula()
        signs = say("✓ meets the formula  ✗ misses it  – too little happened to tell")
        self.query_one("#signs", Prose).show(faint(signs))

    def _heads(self) -> list[str | Text]:
        return [
            "",
            Text(say("Of"), style="bold"),
            Text(say("expected"), style="bold", justify="right"),
            Text(say("simulated"), style="bold", justify="right"),
            Text(say("Measure"), style="bold"),
        ]

    def _line(self, key: str, row: Beside) -> Row:
        one, run = row.expected, row.simulated
        unit = CATALOGUE[one.measure].unit
        self.rows[key] = row
        return key, [
            Text(MARKS[row.verdict], style=f"bold {_colour(row.verdict)}"),
            Text(_thing(one.kind, one.name)),
            Text(Figure(one.value, unit).render(), justify="right"),
            Text(interval(run.mean, run.low, run.high, unit), justify="right"),
            Text(measure_term(one.measure)),
        ]

    def _lacking(self, key: str, one: Unfit) -> Row:
        self.rows[key] = one
        words = Text(_thing(one.kind, one.name), style="dim")
        return key, ["", words, "", "", Text(measure_term(one.measure), style="dim")]

    def _tell_formula(self) -> None:
        """The formula of the line under the cursor, or why there is none."""
        row = self.rows.get(self.query_one(Listing).current or "")
        words = self.query_one("#formula", Prose)
        if row is None:
            return
        one = row.expected if isinstance(row, Beside) else row
        name = Paragraph(
            say(
                "{kind} {name}, {measure}",
                kind=term(one.kind),
                name=plain(one.name),
                measure=measure_term(one.measure),
            ),
            hang=2,
        )
        if not isinstance(row, Beside):
            words.show(name, faint(say("No formula: {why}.", why=row.why), hang=2))
            return
        said = [name, faint(labelled(say("Formula")) + row.expected.formula.render(), hang=2)]
        if row.expected.provided is not None:
            provided = say("provided that {condition}", condition=row.expected.provided)
            said.append(faint(provided, hang=2))
        words.show(*said)

    def on_listing_moved(self) -> None:
        """Another formula is told."""
        self._tell_formula()

    def action_next_model(self) -> None:
        """The next model, the baseline too."""
        models = list(self.comparison.models)
        self.choices.model = models[(models.index(self.model) + 1) % len(models)]
        self.retell()


def _thing(kind: str, name: str) -> str:
    """What a formula is of, short enough for a column; in full it stands below."""
    return clip(f"{term(kind)} {plain(name)}", _MOST_NAME)


def _colour(verdict: str) -> str:
    colour = {MEETS: colours.BETTER, MISSES: colours.WORSE, OPEN: colours.SAME}
    return colour.get(verdict, colours.ACCENT)
