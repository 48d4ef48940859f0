"""The list of studies, in words: a row each, and what is said of the one under the cursor.

In: entries of the overview. Out: cells and paragraphs in the language in force.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from sandbox.background.overview import Entry
from sandbox.language import say
from sandbox.report.paragraphs import plain
from sandbox.report.queue_words import left_words, progress_words, state_of
from sandbox.report.study_sheet import command_words, when
from sandbox.report.study_words import question
from sandbox.tui import colours
from sandbox.tui.widgets.listing import Row
from sandbox.tui.widgets.prose import Paragraph, faint

_SIGNS = {  # with roles of colours
    "finished": ("✓", "BETTER"),
    "under way": ("▶", "ACCENT"),
    "queued": ("…", "PLACE"),
    "failed": ("!", "WORSE"),
    "interrupted": ("–", "LABEL"),
    "cancelled": ("–", "LABEL"),
    "broken off": ("!", "WORSE"),
}


def signed(entry: Entry) -> Text:
    """The state with a sign, so that it can be told without colours."""
    sign, role = _SIGNS.get(entry.state, ("?", "TEXT"))
    return Text(f"{sign} {state_of(entry)}", style=getattr(colours, role))


def heads() -> list[str | Text]:
    """Titles of the columns."""
    return [
        say("State"),
        say("Study"),
        Text(say("Runs"), justify="right"),
        say("Time left"),
        say("Begun"),
        "ID",
    ]


def rows(entries: Sequence[Entry]) -> list[Row]:
    """A row for each entry."""
    return [
        (
            entry.key,
            [
                signed(entry),
                Text(plain(f"{entry.scenario} · {entry.kind}")),
                Text(progress_words(entry), justify="right"),
                left_words(entry),
                when(entry.when)[:-3],
                entry.short,
            ],
        )
        for entry in entries
    ]


def about(entry: Entry) -> list[Paragraph]:
    """What it asks, what went wrong with it, and its command."""
    found: list[Paragraph] = []
    if entry.words:
        found.append(Paragraph(plain(entry.words.splitlines()[-1]), colours.WORSE))
    if entry.study is not None and (asked := question(entry.study)):
        found.append(Paragraph(asked))
    if entry.study is not None and entry.study.command:
        found.append(faint(plain(command_words(entry.study)), hang=2))
    elif entry.job is not None:
        found.append(faint(plain("pilot-sandbox " + " ".join(entry.job.command)), hang=2))
    return found


def line(entry: Entry) -> Text:
    """One entry in one line, for the first screen."""
    words = [f"{entry.scenario} · {entry.kind}", progress_words(entry), left_words(entry)]
    return signed(entry).append("  " + plain("  ".join(filter(None, words))), style="not bold")
