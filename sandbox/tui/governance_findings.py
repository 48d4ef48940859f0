"""What governance came to under one model: demands as a table, the rest as paragraphs.

In: findings of the report room. Out: titles and rows for a list; paragraphs.
"""

from __future__ import annotations

from rich.text import Text

from sandbox.language import numeral, say
from sandbox.report.timeline import groups, milestones
from sandbox.report.timeline_findings import Findings, counted
from sandbox.report.timeline_words import rule_words
from sandbox.tui import colours
from sandbox.tui.widgets.listing import Row
from sandbox.tui.widgets.prose import GAP, Paragraph, faint, heading


def demands(findings: Findings) -> tuple[list[str | Text], list[Row]]:
    """One row a rule of an article: demanded, met and missed how often, first and worst violation.

    Of some rules only what was missed is written down.
    """
    titles: list[str | Text] = [say("Article"), say("Demand")]
    titles += [
        Text(title, justify="right") for title in (say("Demanded"), say("Met"), say("Missed"))
    ]
    titles += [say("First violation"), say("Worst violation")]
    rows: list[Row] = []
    for one in findings.found.demands:
        known, missed = counted(one), one.demanded - one.met
        cells: list[str | Text] = [
            numeral(one.article).render(),
            rule_words(one.rule),
            Text(f"{one.demanded:,}" if known else "–"),
            Text(f"{one.met:,}" if known else "–"),
            Text(f"{missed:,}", colours.WORSE if missed else ""),
            findings.first(one) or "–",
            findings.worst(one) or "–",
        ]
        rows.append((f"{one.article} {one.rule}", cells))
    return titles, rows


def summary(findings: Findings) -> list[Paragraph]:
    """When what was there; what sharing waited for, what took longest, what was refused."""
    said = [heading(say("What was there, and when"))]
    for kind, things in groups(findings.found):
        done = sorted(life.fulfilled for life in things if life.fulfilled is not None)
        words = say(
            "{kind}: {done} of {all}", kind=kind, done=f"{len(done):,}", all=f"{len(things):,}"
        )
        said.append(Paragraph(words, indent=2))
        if done:
            said.append(faint(milestones(done, len(things), findings.start), hang=2, indent=4))
    for part in (findings.reasons, findings.longest, findings.refused):
        for place, line in enumerate(part()):
            if place == 0:
                said += [GAP, heading(line.words)]
                continue
            colour = colours.LABEL if line.indent > 2 else colours.TEXT
            said.append(Paragraph(line.words, colour, hang=2, indent=line.indent))
    return said
