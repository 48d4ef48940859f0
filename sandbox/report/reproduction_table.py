"""How well a calibrated scenario reproduces its log, as a table for people.

In: pairings of log and runs. Out: a rich renderable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.report.paragraphs import plain, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sandbox.study.calibration.families import Estimate
    from sandbox.study.calibration.reproduction import Pairing


def reproduction_table(pairings: Sequence[Pairing], columns: int) -> RenderableType:
    """Log beside run, need by need."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    for number, head in enumerate(("", say("log"), say("run"), say("off"), "")):
        table.add_column(Text(head), overflow="fold", justify="left" if number == 0 else "right")
    last = None
    for pairing in pairings:
        if pairing.need != last:
            last = pairing.need
            table.add_row(Text(plain(last), style="bold"), "", "", "", "")
        mark = Text("✓", style="green") if pairing.meets else Text("✗", style="red")
        table.add_row(
            Text("  " + _title(pairing.figure)),
            _shown(pairing.log, pairing.figure),
            _shown(pairing.run, pairing.figure),
            _off(pairing),
            mark,
        )
    met = sum(pairing.meets for pairing in pairings)
    words = say(
        "✓ the two intervals meet: {met} of {all}. Those of the log take its calls to be "
        "independent of each other; behind a queue they are not, and the intervals are too narrow.",
        met=met,
        all=len(pairings),
    )
    return Group(table, Text(""), Text("\n".join(wrap(words, columns))))


def _title(name: str) -> str:
    titles = {
        "rate": say("rate (per h)"),
        "response_time.mean": say("mean response time"),
        "response_time.p50": say("median response time"),
        "response_time.p95": say("95th percentile of response time"),
        "failed": say("share that fails"),
    }
    return titles[name]


def _shown(found: Estimate, name: str) -> str:
    half = (found.high - found.low) / 2
    if name == "rate":
        return figure(found.value * 3600, "", half * 3600)
    return figure(found.value, "share" if name == "failed" else "s", half)


def _off(pairing: Pairing) -> str:
    if pairing.off in (float("inf"), float("-inf")) or pairing.off != pairing.off:
        return "–"
    return f"{pairing.off * 100:+.1f}%".replace("-", "−")
