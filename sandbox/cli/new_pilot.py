"""`new NAME --from CODE|FOLDER`: the scenario of a new pilot province.

In: a code of GB/T 2260 with a few numbers, or a folder of tables. Out: the text of a scenario that
is fit to run, or every mistake.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import click

from sandbox.cli.refusals import guess_or_list, refuse
from sandbox.language import say


def options() -> list[click.Parameter]:
    """What a pilot province is made from."""
    return [
        click.Option(
            ["--from", "source"],
            metavar="CODE|FOLDER",
            help=say(
                "Make a pilot province from a GB/T 2260 code (of a province, prefecture or "
                "county), or from agencies.csv, catalogue.csv and calls.csv in a folder."
            ),
        ),
        click.Option(
            ["--departments"], metavar="LIST", help=say("With a code: its departments, by commas.")
        ),
        click.Option(
            ["--prefectures"], type=int, default=2, help=say("With a code: how many; 0: all.")
        ),
        click.Option(
            ["--counties"],
            type=int,
            default=3,
            help=say("With a code: how many of each prefecture; 0: all."),
        ),
        click.Option(["--population"], metavar="NUMBER", help=say("Inhabitants of all together.")),
        click.Option(
            ["--calls"], metavar="RATE", help=say("With a code: of all agencies, such as 1000/day.")
        ),
    ]


def pilot(
    source: str,
    name: str,
    *,
    departments: str | None,
    prefectures: int,
    counties: int,
    population: str | None,
    calls: str | None,
) -> str:
    """The text of the scenario.

    Raises:
        Exit: for a code, departments or numbers that cannot be taken.
        Refused: for tables with mistakes.
    """
    people = _number(population, "count", "--population")
    if not re.fullmatch(r"\d{6}", source):
        given = {"--departments": departments, "--calls": calls}
        for option, value in given.items():
            if value is not None:
                raise refuse(say("{option} goes with a code, not with tables.", option=option))
        return _of_tables(Path(source), name, people)
    from sandbox.world.pilot import Plan, laid_out, planned, typical

    chosen = tuple(typical())
    if departments is not None:
        chosen = tuple(filter(None, map(str.strip, re.split("[,，、]", departments))))
        _known(chosen, tuple(typical()))
    rate = _number(calls, "rate", "--calls")
    plan = Plan(
        name,
        source,
        chosen,
        _how_many(prefectures, "--prefectures"),
        _how_many(counties, "--counties"),
        people,
        1000.0 if rate is None else rate * 86400,
    )
    if mistakes := plan.mistakes():
        raise refuse("\n".join(message.render() for message in mistakes))
    about = say("A pilot province, made by `pilot-sandbox new --from {source}`.", source=source)
    start = say(
        "Numbers marked `assumption` are a start; put your own in their place, with their source."
    )
    return laid_out(planned(plan), f"{about}\n{start}")


def _of_tables(folder: Path, name: str, population: float | None) -> str:
    from sandbox.study.opening import made_of
    from sandbox.world import build
    from sandbox.world.pilot import laid_out, tree_of

    if not folder.is_dir():
        raise refuse(
            say(
                "{source} is neither a code of six digits nor a folder; there is no such folder.",
                source=folder,
            )
        )
    tree = tree_of(folder, name, population=population)
    build(made_of(tree, folder, str(folder)))
    about = say("A pilot province, made from the tables in {folder}.", folder=folder.name)
    return laid_out(tree.plain(), about)


def _known(chosen: Sequence[str], known: Sequence[str]) -> None:
    for name in chosen:
        if name not in known:
            words = say("--departments: there is no department {name}.", name=name)
            raise refuse(words + guess_or_list(name, known))


def _how_many(number: int, option: str) -> int | None:
    if number < 0:
        raise refuse(say("{option}: a whole number, 0 for all.", option=option))
    return number or None


def _number(written: str | None, dimension: str, option: str) -> float | None:
    from sandbox.scenario.units import EXAMPLES, WORDS, parse

    if written is None:
        return None
    try:
        number = parse(written, dimension)
        if number > 0:
            return number
    except ValueError:
        pass
    raise refuse(
        say(
            "{option}: {written} is not {kind} above 0; such as {examples}.",
            option=option,
            written=written,
            kind=WORDS[dimension],
            examples=EXAMPLES[dimension],
        )
    )
