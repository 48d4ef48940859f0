"""`sweep FILE --factor …`: models compared at many points, and where the best of them changes.

In: a scenario, factors, a design. Out: a table, JSON or CSV of points, models and measures.
"""

from __future__ import annotations

import contextlib
import csv
import io

import click

from sandbox.cli.compare import picked_models
from sandbox.cli.design_options import (
    experiment_of,
    factor_option,
    factors_option,
    planned,
    points_option,
    put_json,
    settings_of,
    tell_open,
)
from sandbox.cli.documents import opened, read_from
from sandbox.cli.exits import FINE
from sandbox.cli.frame import Command
from sandbox.cli.measures import chosen
from sandbox.cli.options import (
    about_file,
    engine_option,
    format_option,
    jobs_option,
    models_option,
    replications_option,
    scenario_argument,
    seed_option,
    split,
)
from sandbox.cli.output import columns, put, show
from sandbox.cli.progress import Bar
from sandbox.cli.stored import cluster_option, store_option
from sandbox.cli.table_file import table_file
from sandbox.language import say

DESIGNS = ("full", "oat", "lhs", "sobol")
SHOWN = ["response_time.mean", "satisfied", "fresh", "cost.total"]
"""measures of a table when none are named: a table each is much to read"""


def sweep(
    file: str,
    texts: tuple[str, ...],
    factor_file: str | None,
    design: str,
    points: int | None,
    models: str | None,
    measures: str | None,
    replications: int | None,
    seed: int | None,
    jobs: int | None,
    engine: str,
    output: str | None,
    form: str,
    store: str | None,
    cluster: str | None,
) -> int:
    """Run the sweep and write it."""
    split("--models", models)
    names = chosen(split("--measures", measures) or (SHOWN if form == "table" else ["all"]))
    with Bar(say("sweeping")) as bar, contextlib.ExitStack() as until:
        document, _ = opened(file)
        settings = settings_of(document, texts, factor_file)
        from sandbox.study.designs.points import factors_plain
        from sandbox.study.designs.sweep import LEVELS, SAMPLES

        usual = LEVELS if design in ("full", "oat") else SAMPLES
        experiment = until.enter_context(
            experiment_of(
                document,
                bar,
                {
                    "factors": factors_plain(settings),
                    "design": design,
                    "points": points or usual,
                    "replications": planned(document, replications),
                },
                models=picked_models(document, models),
                seed=seed,
                jobs=jobs,
                engine=engine,
                store=store,
                cluster=cluster,
            )
        )
        from sandbox.report.sweep_table import sweep_rows, sweep_table
        from sandbox.study.designs.answers import sweep_json
        from sandbox.study.designs.sweep import sweep as run_sweep

        inputs = read_from(document)
        with table_file(output, inputs, "point,") as sink:
            found = run_sweep(
                experiment, settings, design=design, points=points, replications=replications
            )
            if sink is not None:
                csv.writer(sink, lineterminator="\n").writerows(sweep_rows(found, names))
    if form == "table":
        show(sweep_table(found, document.scenario.title.render(), names, columns()))
    elif form == "json":
        put_json(sweep_json(found, names))
    else:
        page = io.StringIO()
        csv.writer(page, lineterminator="\n").writerows(sweep_rows(found, names))
        put(page.getvalue())
    tell_open(experiment)
    return FINE


def command() -> Command:
    """The command."""
    return Command(
        "sweep",
        sweep,
        [
            scenario_argument(),
            factor_option(),
            factors_option(),
            click.Option(
                ["--design"],
                type=click.Choice(DESIGNS),
                default="full",
                show_default=True,
                help=say(
                    "full: every combination; oat: one factor at a time; lhs: a Latin hypercube; "
                    "sobol: an even sequence."
                ),
            ),
            points_option(
                say(
                    "full, oat: values of each range (default: 5); lhs, sobol: points in all "
                    "(default: 16)."
                )
            ),
            models_option(),
            click.Option(
                ["--measures"],
                metavar="NAMES",
                help=say(
                    "Measures to show, separated by commas; patterns such as `age.*` and `all` are "
                    "understood (default: four of the key measures; JSON and CSV: all)."
                ),
            ),
            replications_option(),
            seed_option(),
            jobs_option(),
            engine_option(),
            store_option(),
            cluster_option(),
            click.Option(
                ["-o", "--output"],
                metavar="CSV",
                help=say("Write the points to this file too, as CSV."),
            ),
            format_option(),
        ],
        help=say(
            "Compares the models at many points, on the same draws at each, and tells where the "
            "best model changes."
        ),
        epilog=about_file(
            "sweep mine.yaml --factors factors.yaml --design lhs --points 32 -o points.csv",
            "sweep mine.yaml --factor needs.tax-check.rate=4/day..40/day --points 3",
        ),
    )
