"""What an article of the policy says, and what is counted of it.

In: an article's number, the comparison on the desk. Out: a dialog to read.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from sandbox.language import say
from sandbox.measures import CATALOGUE
from sandbox.policy.articles import ARTICLES, article_title
from sandbox.report.terms import measure_term
from sandbox.report.timeline_words import rule_words
from sandbox.study import Comparison
from sandbox.tui.dialog import Dialog
from sandbox.tui.lists import labelled
from sandbox.tui.widgets.prose import GAP, Paragraph, Prose, faint, heading


class ArticleWords(Dialog[str]):
    """The words of an article; Enter or Escape leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "leave", show=False)]

    def __init__(self, number: str, comparison: Comparison) -> None:
        super().__init__()
        self.number, self.comparison = number, comparison

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog"):
            yield Prose(id="article")

    def tell(self) -> None:
        article = ARTICLES[self.number]
        self.query_one("#article", Prose).show(
            heading(article_title(self.number).render()),
            Paragraph(article.rule.render()),
            GAP,
            *self._counted(),
            *self._demands(),
            GAP,
            faint(say("Esc leaves.")),
        )

    def _counted(self) -> list[Paragraph]:
        names = [f"{kind}.{self.number}" for kind in ("compliance", "refused")]
        known = [name for name in names if name in CATALOGUE]
        if not known:
            return [faint(say("Nothing is counted by this article."))]
        return [
            Paragraph(labelled(measure_term(name)) + CATALOGUE[name].definition.render(), hang=2)
            for name in known
        ]

    def _demands(self) -> list[Paragraph]:
        """Demands of this article that were missed in the first replication of each model."""
        lines = []
        for model in self.comparison.models:
            for one in self.comparison.of(model)[0].chronicle.demands:
                if one.article == self.number and one.met < one.demanded:
                    lines.append(
                        say(
                            "{model}, {rule}: {missed}",
                            model=model,
                            rule=rule_words(one.rule),
                            missed=f"{one.demanded - one.met:,}",
                        )
                    )
        if not lines:
            return []
        title = say("Missed in the first replication:")
        return [GAP, Paragraph(title), *(faint(words, indent=2, hang=2) for words in lines)]

    def action_leave(self) -> None:
        """Back to the list."""
        self.dismiss("")
