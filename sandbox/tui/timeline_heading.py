"""The heading of the timeline: the models, and what is shown of one.

In: labels of models, choices. Out: two lines of text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from sandbox.language import say
from sandbox.report.paragraphs import plain
from sandbox.report.timeline_words import kind_words
from sandbox.tui import colours


def headed(models: Iterable[str], shown: str, words: Sequence[str]) -> Text:
    """The models in a line, of which the one shown stands out, and words in another."""
    text = Text(no_wrap=True, overflow="ellipsis")
    for label in models:
        style = f"bold {colours.ACCENT}" if label == shown else colours.LABEL
        text.append(f"{'▸' if label == shown else ' '}{plain(label)} ", style)
    text.append("\n" + " · ".join(words), style=colours.LABEL)
    return text


def chosen(kind: str, typed: str, order: str, shown: int, known: int) -> list[str]:
    """How many lives are shown, of which kind and with which names, in which order."""
    orders = {
        "kind": say("by kind"),
        "begin": say("by beginning"),
        "length": say("the longest first"),
    }
    what = kind_words(kind) if kind else say("lives")
    words = [say("{kind}: {shown} of {all}", kind=what, shown=f"{shown:,}", all=f"{known:,}")]
    if typed:
        words.append(say("names with “{words}”", words=plain(typed)))
    return [*words, orders[order]]
