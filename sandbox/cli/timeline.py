"""`timeline FILE`: what governance did under each model, and why sharing starts when it does.

In: a scenario with a section `governance`. Out: for each model a sheet of what came when, what
sharing waited for and which demands were missed; or all of it as JSON.
"""

from __future__ import annotations

import json

import click

from sandbox.cli.compare import checked_engine, picked_models
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
from sandbox.cli.stored import cluster_option, kept, store_option, stored
from sandbox.language import say


def timeline(
    file: str,
    models: str | None,
    seed: int | None,
    jobs: int | None,
    engine: str,
    form: str,
    store: str | None,
    cluster: str | None,
    *,
    agreements: bool,
) -> int:
    """Run each model once and tell what governance did."""
    split("--models", models)
    with Bar(say("running")) as bar, stored(store) as keeping:
        document, world = opened(file)
        labels = picked_models(document, models)
        engine = checked_engine(engine)
        from sandbox.study import compare

        wanted = list(document.scenario.models) if labels is None else labels
        with kept(keeping, "timeline", document, models=wanted, replications=1, seed=seed) as place:
            comparison = compare(
                document,
                models=wanted,
                replications=1,
                seed=seed,
                jobs=jobs,
                engine=engine,
                observer=bar.study,
                cancel=None,
                store=place,
                cluster=cluster,
            )
    if form == "json":
        from sandbox.report.chronicle_form import timeline_form

        answer = timeline_form(document, comparison, world, agreements=agreements)
        put(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
        return FINE
    from sandbox.report.agreement_fields import agreements as all_fields
    from sandbox.report.benefits import benefits
    from sandbox.report.sheet import Sheet
    from sandbox.report.timeline import LABEL
    from sandbox.report.timeline import timeline as sheet_of
    from sandbox.report.timeline_names import Names

    seconds, names = float(document.scenario.study.horizon), Names(world)
    for model in comparison.models:
        run = comparison.of(model)[0]
        put(sheet_of(model, run.chronicle, names, world, columns()))
        more = Sheet(columns())
        benefits(more, run.series, seconds, LABEL)
        if agreements:
            all_fields(more, world, run.chronicle.of("agreement"))
        put(more.text() + "\n")
    return FINE


def command() -> Command:
    """The command."""
    return Command(
        "timeline",
        timeline,
        [
            scenario_argument(),
            models_option(),
            seed_option(),
            jobs_option(),
            engine_option(),
            format_option(("table", "json")),
            store_option(),
            cluster_option(),
            click.Option(
                ["--agreements"],
                is_flag=True,
                help=say("List every agreement with the ten fields of article 8 too."),
            ),
        ],
        help=say(
            "Runs each model once and tells what governance did: which agreements, gates and "
            "weeks sharing waited for, which demands of the policy were missed, and what people "
            "got meanwhile."
        ),
        epilog=about_file(
            "timeline pilot-onboarding",
            "timeline mine.yaml --models letters,hybrid --format json",
        ),
    )
