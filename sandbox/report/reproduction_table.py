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
from sandbox.report.between import between
from sandbox.report.paragraphs import plain, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

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
            _run(pairing),
            _off(pairing),
            mark,
        )
    met = sum(pairing.meets for pairing in pairings)
    words = say(
        "✓ the log lies where 95% of the logs of its length would lie that this scenario makes "
        "(brackets; from the spread between runs): {met} of {all}.",
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


def _shown(value: float, name: str) -> str:
    if name == "rate":
        return figure(value * 3600, "")
    return figure(value, "share" if name == "failed" else "s")


def _run(pairing: Pairing) -> str:
    """The runs' figure, and where that of a log would lie."""
    run, name = pairing.run, pairing.figure
    if name == "rate":
        return between(run.value * 3600, run.low * 3600, run.high * 3600, "")
    return between(run.value, run.low, run.high, "share" if name == "failed" else "s")


def _off(pairing: Pairing) -> str:
    if pairing.off in (float("inf"), float("-inf")) or pairing.off != pairing.off:
        return "–"
    words = f"{pairing.off * 100:+.1f}%".replace("-", "−")
    return words[1:] if words[1:] == "0.0%" else words
