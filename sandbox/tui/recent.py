"""What the first screen says of studies and of where the app was left.

In: what is remembered and what is in the store. Out: lines, few enough to leave the list its room.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sandbox.background.overview import Entry
from sandbox.language import say
from sandbox.report.paragraphs import plain
from sandbox.tui import colours, study_rows
from sandbox.tui.memory import Left
from sandbox.tui.widgets.prose import Paragraph, faint

_SHOWN = 3
"""Studies that are named."""


def continues(left: Left) -> str:
    """Where `c` leads; nothing when nothing is remembered."""
    if not left.scenario:
        return ""
    pages = {
        "world": say("World"),
        "agency": say("World"),
        "setup": say("Models"),
        "watch": say("Comparison"),
        "compare": say("Comparison"),
        "timeline": say("Timeline"),
        "studies": say("Studies"),
        "report": say("Studies"),
    }
    file = Path(left.scenario)
    name = file.name if file.is_absolute() else left.scenario
    return say(
        "c goes on where you left: {scenario} › {page}",
        scenario=plain(name),
        page=pages.get(left.page, say("World")),
    )


def lines(left: Left, entries: Sequence[Entry]) -> list[Paragraph]:
    """Where `c` leads, then the studies under way and the latest others."""
    found = []
    if words := continues(left):
        found.append(Paragraph(words, colours.ACCENT))
    running = [entry for entry in entries if entry.state in ("under way", "queued")]
    shown = [*running, *(entry for entry in entries if entry not in running)][:_SHOWN]
    found += [faint(study_rows.line(entry).plain) for entry in shown]
    more = len(entries) - len(shown)
    if more > 0:
        found[-1] = faint(f"{study_rows.line(shown[-1]).plain}  {say('({n} more: s)', n=more)}")
    return found
