"""Compliance by article: violations and refusals under every model, for the twelve articles.

In: the comparison on the desk. Out: a table; the words of an article.
"""

from __future__ import annotations

import math

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from sandbox.language import numeral, say
from sandbox.language.figures import NOTHING, figure
from sandbox.measures import CATALOGUE
from sandbox.policy.articles import ARTICLES
from sandbox.report.paragraphs import plain
from sandbox.report.terms import measure_term
from sandbox.study import Interval
from sandbox.study.intervals import BETTER, WORSE
from sandbox.tui import colours
from sandbox.tui.action import ARTICLES as NAME
from sandbox.tui.actions import bindings_of
from sandbox.tui.lists import labelled
from sandbox.tui.pages.article import ArticleWords
from sandbox.tui.pages.view import ViewPage
from sandbox.tui.widgets.listing import Listing, Row
from sandbox.tui.widgets.prose import Paragraph, Prose, faint

TOTAL = "total"


class ArticlesPage(ViewPage):
    """What was violated and what was refused, article by article."""

    NAME = NAME
    BINDINGS = bindings_of(NAME)
    FOCUS = "#table"

    def view(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        yield Listing(id="table", fixed=1)
        yield Prose(id="definition")
        yield Prose(id="signs")

    def title_words(self) -> str:
        return say("Articles")

    def purpose(self) -> str:
        return say(
            "The twelve articles of the policy: how often each was violated under every model, and "
            "after · the share of requests that it refused. A refusal is no violation: it is the "
            "rule being kept. What is counted stands below; Enter shows the article's words."
        )

    def show(self) -> None:
        comparison = self.comparison
        heading = say(
            "violations, mean of {count} replications · refused, of all requests",
            count=comparison.replications,
        )
        self.query_one("#heading", Static).update(heading)
        heads: list[str | Text] = [Text(say("Article"), style="bold")]
        for label in comparison.models:
            name = plain(label)
            if label == comparison.baseline:
                name = say("{model} (baseline)", model=name)
            heads.append(Text(name, style="bold", justify="right"))
        keys = [*ARTICLES, TOTAL]
        self.query_one(Listing).fill(heads, [self._row(key) for key in keys])
        signs = say("✓ better  ✗ worse than the baseline, in violations  – not counted")
        self.query_one("#signs", Prose).show(faint(signs))
        self._tell_definition()

    def _row(self, key: str) -> Row:
        title = say("all articles") if key == TOTAL else _title(key)
        cells: list[str | Text] = [Text(title, style="bold" if key == TOTAL else "")]
        cells += [self._cell(label, key) for label in self.comparison.models]
        return key, cells

    def _cell(self, label: str, key: str) -> Text:
        """Violations with their verdict, then what was refused."""
        text = Text(justify="right")
        measure = f"compliance.{key}"
        value = self._value(label, measure)
        if value is None:
            text.append(NOTHING, style="dim")
        else:
            gap = self.comparison.differences.get(label, {}).get(measure)
            verdict = gap.verdict if gap is not None and gap.mean else ""
            mark = {BETTER: " ✓", WORSE: " ✗"}.get(verdict, "")
            style = "" if value.mean else "dim"
            style = {BETTER: colours.BETTER, WORSE: colours.WORSE}.get(verdict, style)
            text.append(figure(value.mean, value.unit, value.half_width) + mark, style=style)
        refused = self._value(label, "refused" if key == TOTAL else f"refused.{key}")
        if refused is not None and refused.mean:
            text.append(f" · {figure(refused.mean, 'share')}", style=colours.ACCENT)
        return text

    def _value(self, label: str, measure: str) -> Interval | None:
        found = self.comparison.models[label].get(measure)
        return None if found is None or math.isnan(found.mean) else found

    def _tell_definition(self) -> None:
        """What is counted of the article under the cursor."""
        key = self.query_one(Listing).current
        if key is None:
            return
        names = [f"compliance.{key}", "refused" if key == TOTAL else f"refused.{key}"]
        words = [
            Paragraph(labelled(measure_term(name)) + CATALOGUE[name].definition.render(), hang=2)
            for name in names
            if name in CATALOGUE
        ]
        if not words:
            words = [Paragraph(ARTICLES[key].rule.render(), hang=2)]
            words.append(faint(say("Nothing is counted by this article.")))
        self.query_one("#definition", Prose).show(*words)

    def on_listing_moved(self) -> None:
        """Another article is told of."""
        self._tell_definition()

    def on_listing_opened(self) -> None:
        """Show the article's words."""
        self.action_open_article()

    def action_open_article(self) -> None:
        """Show the article's words."""
        key = self.query_one(Listing).current
        if key in ARTICLES:
            self.app.push_screen(ArticleWords(str(key), self.comparison))
        else:
            self.app.notify(say("That is the sum of all articles."))


def _title(number: str) -> str:
    """An article's number and title, short enough for a column."""
    title = ARTICLES[number].title
    return say("{number}. {title}", number=numeral(number), title=title)
