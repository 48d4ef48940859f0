"""Pairs as a table: how the same requests fared under each model and under the baseline.

In: pairs. Out: a rich table with a column for each model, or JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.report.paragraphs import plain as safe
from sandbox.report.paragraphs import wrap
from sandbox.study.intervals import BETTER, NONE, UNDETERMINED, WORSE
from sandbox.study.pairing import REPLICATIONS, SHARES, Paired, Pairs

if TYPE_CHECKING:
    from sandbox.study.intervals import Interval

_ACROSS = 3
"""Models side by side."""


def pairs_table(found: Pairs, columns: int) -> RenderableType:
    """All pairs, what they come from, and what their intervals rest on."""
    origin = say(
        "scenario {scenario} · seed {seed} · engine {engine} · replications {replications} · "
        "confidence {confidence} · baseline {baseline} · version {version}",
        scenario=safe(found.scenario),
        seed=found.seed,
        engine=found.engine,
        replications=found.replications,
        confidence=figure(found.confidence, "share"),
        baseline=safe(found.baseline),
        version=found.version,
    )
    parts: list[RenderableType] = [
        *(Text(line, style="dim") for line in wrap(origin, columns)),
        Text(""),
    ]
    across = max(1, min(_ACROSS, (columns - 30) // 16))
    for start in range(0, len(found.rows), across):
        parts += [_table(found.rows[start : start + across]), Text("")]
    for one in found.rows:
        words = (
            say("the interval is Student's over the means of replications")
            if one.method == REPLICATIONS
            else say("the interval is that of batch means over the requests of one replication")
        )
        advice = "" if one.advice is None else say("; {advice}", advice=one.advice)
        line = say("{model} against {baseline}: {words}", model=one.model, baseline=one.baseline,
                   words=words + advice)  # fmt: skip
        parts.append(Text("\n".join(wrap(line, columns))))
    if found.rows:
        words = say(
            "Method: the same requests are paired one by one, over all that both have answered; "
            "less time is better; verdicts hold for all models together (Holm), half-widths each "
            "alone."
        )
        parts.append(Text("\n".join(wrap(words, columns)), style="dim"))
    return Group(*parts)


def _table(found: Sequence[Paired]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column(Text(say("the same requests as under {baseline}", baseline=found[0].baseline)))
    for one in found:
        table.add_column(Text(one.model), justify="right")
    rows = [
        (say("requests"), [f"{one.requests:,}" for one in found]),
        (say("answered under both"), [_part(one.both, one.requests) for one in found]),
        (say("only here"), [_part(one.here, one.requests) for one in found]),
        (say("only under the baseline"), [_part(one.there, one.requests) for one in found]),
        (say("sooner, of both"), [_part(one.sooner, one.both) for one in found]),
        (say("later, of both"), [_part(one.later, one.both) for one in found]),
        (say("response time, difference"), [_spread(one.difference) for one in found]),
    ]
    rows.append((say("verdict"), [_verdict(one.verdict) for one in found]))
    for place, share in enumerate(SHARES):
        cells = [
            figure(one.quantiles[place], "s") if one.quantiles else "–" for one in found
        ]  # fmt: skip
        rows.append((say("{share} of the differences below", share=f"{share:.0%}"), cells))
    for name, cells in rows:
        table.add_row(Text(name), *map(Text, cells))
    return table


def _part(count: int, whole: int) -> str:
    return f"{count:,} ({count / whole:.1%})" if whole else "–"


def _verdict(verdict: str) -> str:
    words = {
        BETTER: say("✓ better"),
        WORSE: say("✗ worse"),
        NONE: say("≈ no difference shown"),
        UNDETERMINED: say("undetermined"),
    }
    return words[verdict]


def _spread(found: Interval) -> str:
    return figure(found.mean, "s", found.half_width)
