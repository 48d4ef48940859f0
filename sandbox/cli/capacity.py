"""`capacity FILE --vary PATH=LOW..HIGH --until 'MEASURE < LIMIT'`: how many are enough.

In: a scenario, a whole number in it, a limit. Out: for each model the fewest that meet the limit,
with bracket and confidence, as text or as JSON.
"""

from __future__ import annotations

import contextlib

import click

from sandbox.cli.compare import picked_models
from sandbox.cli.design_options import (
    confidence_level,
    confidence_of,
    confidence_option,
    experiment_of,
    maximum_option,
    put_json,
    tell_open,
)
from sandbox.cli.documents import opened
from sandbox.cli.exits import FINE
from sandbox.cli.frame import Command
from sandbox.cli.options import (
    about_file,
    engine_option,
    format_option,
    jobs_option,
    models_option,
    scenario_argument,
    seed_option,
    split,
)
from sandbox.cli.output import columns, put
from sandbox.cli.progress import Bar
from sandbox.cli.stored import cluster_option, store_option
from sandbox.language import say


def capacity(
    file: str,
    vary: str,
    until: str,
    confidence: str | None,
    maximum: int | None,
    models: str | None,
    seed: int | None,
    jobs: int | None,
    engine: str,
    form: str,
    store: str | None,
    cluster: str | None,
) -> int:
    """Search, and write what was found."""
    split("--models", models)
    level = confidence_of(confidence)
    from sandbox.study.designs.limits import limit_of

    asked = limit_of(until, "--until")
    with Bar(say("searching")) as bar, contextlib.ExitStack() as stack:
        document, _ = opened(file)
        from sandbox.study.designs.capacity import FIRST, MOST
        from sandbox.study.designs.capacity import capacity as search
        from sandbox.study.designs.factor_files import factors
        from sandbox.study.designs.points import factors_plain

        (setting,) = factors(document, [vary], option="--vary")
        experiment = stack.enter_context(
            experiment_of(
                document,
                bar,
                {
                    "factors": factors_plain([setting]),
                    "limit": {
                        "measure": asked.measure,
                        "bound": asked.limit.bound,
                        "at_least": asked.limit.at_least,
                    },
                    "confidence": confidence_level(document, level),
                    "first": FIRST,
                    "most": maximum or MOST,
                },
                models=picked_models(document, models),
                seed=seed,
                jobs=jobs,
                engine=engine,
                store=store,
                cluster=cluster,
            )
        )
        found = search(experiment, setting, asked, confidence=level, most=maximum or MOST)
    from sandbox.report.capacity_sheet import capacity_sheet
    from sandbox.study.designs.answers import capacity_json

    if form == "json":
        put_json(capacity_json(found))
    else:
        put(capacity_sheet(found, document.scenario.title.render(), columns()))
    tell_open(experiment)
    return FINE


def command() -> Command:
    """The command."""
    return Command(
        "capacity",
        capacity,
        [
            scenario_argument(),
            click.Option(
                ["--vary"],
                required=True,
                metavar="PATH=LOW..HIGH",
                help=say(
                    "A whole number of the scenario and its range: `stations.hub.servers=1..40`."
                ),
            ),
            click.Option(
                ["--until"],
                required=True,
                metavar="LIMIT",
                help=say(
                    "What must hold: a measure, < or >, and a bound with its unit: "
                    "`response_time.p95 < 2 s`."
                ),
            ),
            confidence_option(),
            maximum_option(
                say("Runs of one model at one number at most (default: {most}).", most=80)
            ),
            models_option(),
            seed_option(),
            jobs_option(),
            engine_option(),
            store_option(),
            cluster_option(),
            format_option(("table", "json")),
        ],
        help=say("Finds the fewest servers with which each model meets a limit."),
        epilog=about_file(
            "capacity mine.yaml --vary stations.hub.servers=1..40 "
            "--until 'response_time.p95 < 2 s'",
            "capacity mine.yaml --vary stations.clerk.servers=1..8 --models letters "
            "--until 'satisfied > 90%'",
        ),
    )
