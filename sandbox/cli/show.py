"""`show FILE`: a scenario's world in words, or one synthetic record.

In: a scenario. Out: regions, agencies, catalogue, needs, agreements, governance, who may use what
and by which article, disturbances, models, assumptions; with `--record`, what a record says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sandbox.cli.documents import opened
from sandbox.cli.frame import Command
from sandbox.cli.options import about_file, scenario_argument, split
from sandbox.cli.output import columns, put
from sandbox.cli.refusals import guess_or_list, refuse
from sandbox.language import say

if TYPE_CHECKING:
    from sandbox.report.record_words import RecordRefused


def _parts(written: str | None) -> list[str]:
    from sandbox.report.world_words import DEFAULT, PARTS

    wanted = split("--part", written) or list(DEFAULT)
    for part in wanted:
        if part != "all" and part not in PARTS:
            words = say("There is no part {part!r}.", part=part)
            raise refuse(words + guess_or_list(part, (*PARTS, "all")))
    return list(PARTS) if "all" in wanted else wanted


def _with_guess(refused: RecordRefused) -> str:
    if not refused.known:
        return refused.words
    return refused.words + guess_or_list(refused.written, refused.known)


def show(file: str, part: str | None, record: str | None) -> None:
    """Print the world, or one record."""
    wanted = _parts(part)
    document, world = opened(file)
    if record is not None:
        from sandbox.report.record_words import RecordRefused, record_in_words

        try:
            put(record_in_words(world, record, columns()))
        except RecordRefused as refused:
            raise refuse(_with_guess(refused)) from None
        return
    from sandbox.report.world_words import world_in_words

    put(world_in_words(document, world, wanted, columns()))


def command() -> Command:
    """The command."""
    return Command(
        "show",
        show,
        [
            scenario_argument(),
            click.Option(
                ["--part"],
                metavar="PARTS",
                help=say(
                    "Only these parts, separated by commas: about, regions, networks, catalogue, "
                    "needs, agreements, governance, access, disturbances, models, assumptions, "
                    "sources, all."
                ),
            ),
            click.Option(
                ["--record"],
                metavar="REGISTER:N[:V]",
                help=say(
                    "What record N of a register such as population@330102 says, at version V "
                    "(default 0)."
                ),
            ),
        ],
        help=say(
            "Says a scenario's world in words, with the article for every use of information."
        ),
        epilog=about_file(
            "show business-startup --part needs,access",
            "show business-startup --record population@330102:417:3",
        ),
    )
