"""`compare FILE`: the sharing models of a scenario, run on the same draws and compared.

In: a scenario and options. Out: a table, JSON or CSV of measures with intervals, paired differences
from the baseline, and verdicts.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from sandbox.cli.documents import opened
from sandbox.cli.exits import FINE
from sandbox.cli.frame import Command
from sandbox.cli.measures import chosen
from sandbox.cli.options import (
    about_file,
    by_option,
    engine_option,
    format_option,
    jobs_option,
    measures_option,
    models_option,
    precision_options,
    replications_option,
    scenario_argument,
    seed_option,
    series_option,
    split,
    theory_option,
    why_option,
)
from sandbox.cli.output import columns, put, show, tell
from sandbox.cli.precision import asked_precision
from sandbox.cli.progress import Bar
from sandbox.cli.refusals import guess_or_list, refuse
from sandbox.cli.stored import cluster_option, store_option, stored
from sandbox.cli.why import asked_why, reasons
from sandbox.language import say

if TYPE_CHECKING:
    from sandbox.report.facts import Facts
    from sandbox.report.grouped import Grouped
    from sandbox.scenario import Document
    from sandbox.study import Comparison
    from sandbox.study.contributions import Decomposition
    from sandbox.study.theory import Held
    from sandbox.world import World


def picked_models(document: Document, written: str | None) -> list[str] | None:
    """Labels of the scenario's models; `None` for all of them.

    Raises:
        Exit: for a label that the scenario does not have.
    """
    wanted = split("--models", written)
    for label in wanted:
        known_model(document, label)
    return wanted or None


def known_model(document: Document, label: str) -> str:
    """`label`, when the scenario has a model of that name.

    Raises:
        Exit: when it has not.
    """
    known = document.scenario.models
    if label not in known:
        words = say("The scenario has no model {label!r}.", label=label)
        raise refuse(words + guess_or_list(label, known))
    return label


def fitting(names: list[str], by: str | None, patterns: list[str]) -> None:
    """Refuse measures that `by` cannot break down: all of them, or one that was asked for.

    Raises:
        Exit: with what each of them is broken down by.
    """
    if by is None:
        return
    from sandbox.report.grouped import broken_down
    from sandbox.report.notes import ways_down
    from sandbox.report.terms import term

    fit, others = broken_down(names, by)
    wrong = [name for name in others if name in patterns] if fit else others
    if wrong:
        words = say("Not broken down by {what}:", what=term(by))
        raise refuse(f"{words}\n{ways_down(wrong)}")


def over_time(names: list[str], wanted: bool, form: str, option: str = "--series") -> list[str]:
    """The measures to give as time series.

    Raises:
        Exit: when they cannot be given so.
    """
    if not wanted:
        return []
    from sandbox.report.selection import WITH_SERIES

    if form == "table":
        raise refuse(
            say("--series: a table has no room for time series; add --format json or csv.")
        )
    found = [name for name in names if name in WITH_SERIES]
    if not found:
        raise refuse(
            say(
                "{option}: none of these measures has a time series; those that have: {names}.",
                option=option,
                names=", ".join(WITH_SERIES),
            )
        )
    return found


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
    comparison: Comparison,
    facts: Facts,
    world: World,
    parts: Grouped | None,
    names: list[str],
    curves: list[str],
    form: str,
    theory: dict[str, Held] | None,
    why: list[Decomposition],
) -> None:
    from sandbox.report.long_form import rows
    from sandbox.report.theory_sheet import theory_json, theory_sheet

    if form == "csv":
        page = io.StringIO()
        csv.writer(page, lineterminator="\n").writerows(
            rows(comparison, parts, names, curves, theory)
        )
        put(page.getvalue())
    elif form == "json":
        from sandbox.report.json_form import as_json

        answer = as_json(comparison, parts, names, curves)
        if theory is not None:
            answer["theory"] = theory_json(theory)
        if why:
            from sandbox.report.why_sheet import why_json

            answer["why"] = why_json(why)
        put(json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
    else:
        from sandbox.report.tables import comparison_table, grouped_table

        if parts is None:
            show(comparison_table(comparison, facts, names, columns()))
        else:
            show(grouped_table(comparison, parts, facts, columns()))
        if theory is not None:
            put("\n" + theory_sheet(theory, comparison.confidence, columns()))
        if why:
            from sandbox.report.why_sheet import why_sheet

            put("\n" + why_sheet(why, world, columns()))
        return
    from sandbox.report.notes import about_groups, open_requests

    for note in [*open_requests(comparison.left_open()), *(about_groups(parts) if parts else [])]:
        tell(note)


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
    series: bool,
    theory: bool,
    why: str | None,
    precision: float | None,
    on: str | None,
    most: int | None,
    store: str | None,
    cluster: str | None,
) -> int:
    """Run the comparison and write it."""
    patterns = split("--measures", measures)
    names = chosen(patterns or ["key" if form == "table" else "all"])
    fitting(names, by, patterns)
    curves = over_time(names, series, form)
    apart = asked_why(why, by, form)
    split("--models", models)
    with Bar(say("comparing")) as bar, stored(store) as keeping:
        document, world = opened(file)
        labels = picked_models(document, models)
        engine = checked_engine(engine)
        rule = asked_precision(document.scenario.study, precision, on, most, replications)
        from sandbox.report.facts import facts_of
        from sandbox.report.grouped import grouped
        from sandbox.study import compare as run_comparison
        from sandbox.study.theory import beside

        comparison = run_comparison(
            document,
            models=labels,
            replications=replications,
            seed=seed,
            jobs=jobs,
            engine=engine,
            observer=bar.study,
            cancel=None,
            series_by=by if curves else None,
            rule=rule,
            store=keeping,
            cluster=cluster,
        )
    parts = grouped(comparison, world, by, names) if by else None
    held = beside(document, comparison) if theory else None
    said = reasons(comparison, *apart) if apart is not None else []
    facts = facts_of(document, comparison)
    _write(comparison, facts, world, parts, names, curves, form, held, said)
    return FINE


def command() -> Command:
    """The command."""
    return Command(
        "compare",
        compare,
        [
            scenario_argument(),
            models_option(),
            replications_option(),
            *precision_options(),
            seed_option(),
            jobs_option(),
            engine_option(),
            format_option(),
            measures_option(),
            by_option(),
            series_option(),
            theory_option(),
            why_option(),
            store_option(),
            cluster_option(),
        ],
        help=say("Compares the sharing models of a scenario on the same demand and accidents."),
        epilog=about_file(
            "compare business-startup",
            "compare mine.yaml --models letters,hybrid --by need",
            "compare mine.yaml --precision 5% --on response_time.mean,cost.total",
            "compare textbook/mm1 --theory",
            "compare business-startup --why response_time.mean --by department",
            "compare mine.yaml --format csv --measures satisfied,cost.*",
        ),
    )
