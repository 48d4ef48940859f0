"""`measures [PATTERN…]`: what is measured, with units and definitions.

In: patterns. Out: names, titles, units, definitions from the catalogue of measures.
"""

from __future__ import annotations

import click

from sandbox.cli.frame import Command
from sandbox.cli.output import columns, put
from sandbox.cli.refusals import refuse
from sandbox.language import say
from sandbox.report.sheet import listed


def chosen(patterns: list[str]) -> list[str]:
    """Names of measures that patterns pick; refuses a pattern that picks none."""
    from sandbox.measures import CATALOGUE
    from sandbox.report.selection import UnknownMeasure, select

    try:
        return select(list(CATALOGUE), patterns)
    except UnknownMeasure as unknown:
        words = say("There is no measure {pattern!r}.", pattern=unknown.pattern)
        if unknown.guesses:
            words += say(" Did you mean {names}?", names=listed(unknown.guesses))
        else:
            words += say(" `pilot-sandbox measures` lists them all.")
        raise refuse(words) from None


def measures(patterns: tuple[str, ...]) -> None:
    """Print the catalogue, or what patterns pick from it."""
    from sandbox.language.figures import unit_words
    from sandbox.measures import CATALOGUE
    from sandbox.report.sheet import Sheet

    sheet = Sheet(columns())
    for name in chosen(list(patterns) or ["all"]):
        info = CATALOGUE[name]
        words = say("{measure} ({unit})", measure=info.title, unit=unit_words(info.unit))
        sheet.line(f"{name} · {words}")
        sheet.line(info.definition.render(), 4, 0)
    put(sheet.text())


def command() -> Command:
    """The command."""
    return Command(
        "measures",
        measures,
        [click.Argument(["patterns"], metavar="[NAME…]", nargs=-1)],
        help=say("Says what is measured: names, units and exact definitions."),
    )
