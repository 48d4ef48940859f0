"""`warm-up FILE`: how long the measures of a scenario remember how a run began.

In: a scenario, measures with time series. Out: for each model the time to leave out, by MSER-5,
or why that cannot be said; and what one run alone says, by batch means.
"""

from __future__ import annotations

import json

import click

from sandbox.cli.compare import checked_engine, over_time, picked_models
from sandbox.cli.documents import opened
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
from sandbox.cli.output import columns, put, tell
from sandbox.cli.progress import Bar
from sandbox.cli.stored import cluster_option, kept, store_option, stored
from sandbox.language import say

USUAL = ("response_time.mean", "age.mean")
"""Measures that are looked at unless others are named."""


def warm_up(
    file: str,
    models: str | None,
    measures: str | None,
    replications: int | None,
    seed: int | None,
    jobs: int | None,
    engine: str,
    form: str,
    store: str | None,
    cluster: str | None,
) -> int:
    """Run the models and judge their time series."""
    patterns = split("--measures", measures)
    names = over_time(chosen(patterns or list(USUAL)), True, "json", "--measures")
    split("--models", models)
    with Bar(say("running")) as bar, stored(store) as keeping:
        document, _ = opened(file)
        labels = picked_models(document, models)
        engine = checked_engine(engine)
        from sandbox.study import compare
        from sandbox.study.warming import span_of, warm_ups

        wanted = list(document.scenario.models) if labels is None else labels
        span, doubt = span_of(document.scenario)
        with kept(
            keeping,
            "warm-up",
            document,
            models=wanted,
            replications=replications,
            seed=seed,
            measures=names,
        ) as place:
            comparison = compare(
                document,
                models=wanted,
                replications=replications,
                seed=seed,
                jobs=jobs,
                engine=engine,
                observer=bar.study,
                cancel=None,
                store=place,
                cluster=cluster,
            )
            found = warm_ups(comparison, names, span, float(document.scenario.study.warm_up))
            if place is not None:
                place.conclude(found)
    if form == "json":
        put(json.dumps(found.to_json(), ensure_ascii=False, indent=2, allow_nan=False) + "\n")
    else:
        from sandbox.report.warm_up_words import warm_up_words

        put(warm_up_words(found, columns()))
    if doubt is not None:
        tell(say("Careful: {what}.", what=doubt))
    return FINE


def command() -> Command:
    """The command."""
    return Command(
        "warm-up",
        warm_up,
        [
            scenario_argument(),
            models_option(),
            click.Option(
                ["--measures"],
                metavar="NAMES",
                help=say(
                    "Measures with time series to judge by, separated by commas (default: "
                    "response_time.mean and age.mean)."
                ),
            ),
            replications_option(),
            seed_option(),
            jobs_option(),
            engine_option(),
            format_option(("table", "json")),
            store_option(),
            cluster_option(),
        ],
        help=say(
            "Finds how long to warm up: where the time series of each model stop to remember how "
            "a run began. Also tells what one run alone says."
        ),
        epilog=about_file(
            "warm-up update-ripple",
            "warm-up mine.yaml --measures response_time.mean,satisfied",
        ),
    )
