"""`compare FILE`: the sharing models of a scenario, run on the same draws and compared.

In: a scenario and options. Out: a table, JSON or CSV of measures with intervals, paired differences
from the baseline, and verdicts.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import click

from sandbox.cli.documents import opened
from sandbox.cli.exits import FINE
from sandbox.cli.frame import Command
from sandbox.cli.measures import chosen
from sandbox.cli.options import (
    engine_option,
    format_option,
    jobs_option,
    measures_option,
    replications_option,
    scenario_argument,
    seed_option,
    split,
)
from sandbox.cli.output import columns, put, show
from sandbox.cli.progress import Bar
from sandbox.cli.refusals import guess, refuse
from sandbox.language import say

if TYPE_CHECKING:
    from sandbox.report.facts import Facts
    from sandbox.report.grouped import Grouped
    from sandbox.scenario import Document
    from sandbox.study import Comparison

BREAKDOWNS = ("need", "department", "region", "level", "resource", "agency", "role", "network")


def picked_models(document: Document, written: str | None) -> list[str] | None:
    """Labels of the scenario's models; `None` for all of them.

    Raises:
        Exit: for a label that the scenario does not have.
    """
    known = document.scenario.models
    wanted = list(dict.fromkeys(split(written)))
    for label in wanted:
        if label not in known:
            words = say(
                "The scenario has no model {label!r}; it has {known}.",
                label=label,
                known=", ".join(known),
            )
            raise refuse(words + guess(label, known))
    return wanted or None


def checked_engine(name: str) -> str:
    """`name`, when this version has that engine.

    Raises:
        Exit: when it has not.
    """
    from sandbox.engine import EngineUnavailable, choose

    try:
        choose(name)
    except EngineUnavailable as unavailable:
        raise refuse(unavailable.message.render()) from None
    return name


def _write(
    comparison: Comparison, facts: Facts, parts: Grouped | None, names: list[str], form: str
) -> None:
    from sandbox.report.long_form import rows

    if form == "csv":
        page = io.StringIO()
        csv.writer(page, lineterminator="\n").writerows(rows(comparison, parts, names))
        put(page.getvalue())
    elif form == "json":
        from sandbox.report.json_form import as_json

        answer = as_json(comparison, parts, names)
        put(json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
    else:
        from sandbox.report.tables import comparison_table, grouped_table

        if parts is None:
            show(comparison_table(comparison, facts, names, columns()))
        else:
            show(grouped_table(parts, facts, names, columns()))


def compare(
    file: str,
    models: str | None,
    replications: int | None,
    seed: int | None,
    jobs: int | None,
    engine: str,
    form: str,
    measures: str | None,
    by: str | None,
) -> int:
    """Run the comparison and write it."""
    patterns = split(measures)
    names = chosen(patterns or ["key" if form == "table" else "all"])
    with Bar(say("comparing")) as bar:
        document, world = opened(file)
        labels = picked_models(document, models)
        engine = checked_engine(engine)
        from sandbox.report.facts import facts_of
        from sandbox.report.grouped import grouped
        from sandbox.study import compare as run_comparison

        comparison = run_comparison(
            document,
            models=labels,
            replications=replications,
            seed=seed,
            jobs=jobs,
            engine=engine,
            observer=bar.study,
            cancel=None,
        )
    parts = grouped(comparison, world, by, names) if by else None
    _write(comparison, facts_of(document, comparison), parts, names, form)
    return FINE


def command() -> Command:
    """The command."""
    return Command(
        "compare",
        compare,
        [
            scenario_argument(),
            click.Option(
                ["--models"],
                metavar="A,B",
                help=say("Only these models of the scenario (default: all)."),
            ),
            replications_option(),
            seed_option(),
            jobs_option(),
            engine_option(),
            format_option(),
            measures_option(),
            click.Option(
                ["--by"],
                type=click.Choice(BREAKDOWNS),
                help=say("Break the measures down."),
            ),
        ],
        help=say("Compares the sharing models of a scenario on the same demand and accidents."),
    )
