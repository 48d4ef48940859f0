"""`pairs FILE`: the same requests under two models, one by one.

In: a scenario, models, a baseline. Out: how many requests were answered sooner, later, or under
one of the two only, and by how much; a table or JSON.
"""

from __future__ import annotations

import json

import click

from sandbox.cli.compare import checked_engine, known_model, picked_models
from sandbox.cli.documents import opened
from sandbox.cli.exits import FINE
from sandbox.cli.frame import Command
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
from sandbox.cli.refusals import refuse
from sandbox.cli.stored import cluster_option, store_option, stored
from sandbox.language import say


def pairs(
    file: str,
    models: str | None,
    baseline: str | None,
    replications: int | None,
    seed: int | None,
    jobs: int | None,
    engine: str,
    form: str,
    store: str | None,
    cluster: str | None,
) -> int:
    """Follow every request under each model and tell how it fared."""
    split("--models", models)
    with Bar(say("following")) as bar, stored(store) as keeping:
        document, _ = opened(file)
        labels = picked_models(document, models)
        if baseline is not None:
            known_model(document, baseline)
        known = labels or list(document.scenario.models)
        if len({*known, baseline or known[0]}) < 2:
            raise refuse(say("A pair needs two models; there is {models}.", models=known[0]))
        engine = checked_engine(engine)
        from sandbox.study.pairing import pairs as paired

        found = paired(
            document,
            models=labels,
            baseline=baseline,
            replications=replications,
            seed=seed,
            jobs=jobs,
            engine=engine,
            observer=bar.study,
            store=keeping,
            cluster=cluster,
        )
    from sandbox.report.pairs_table import pairs_table
    from sandbox.study.pairs_answer import pairs_json

    if form == "json":
        put(json.dumps(pairs_json(found), ensure_ascii=False, indent=2, allow_nan=False) + "\n")
    else:
        show(pairs_table(found, columns()))
    return FINE


def command() -> Command:
    """The command."""
    return Command(
        "pairs",
        pairs,
        [
            scenario_argument(),
            models_option(),
            click.Option(
                ["--baseline"],
                metavar="M",
                help=say("Model to compare with (default: the scenario's)."),
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
            "Follows every request under each model: how many are answered sooner, later or only "
            "under one of two models, and by how much."
        ),
        epilog=about_file(
            "pairs business-startup --models bilateral,federated_query",
            "pairs mine.yaml --baseline letters --format json",
        ),
    )
