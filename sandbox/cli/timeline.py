"""`timeline FILE`: what governance did under each model, and why sharing starts when it does.

In: a scenario with a section `governance`. Out: for each model a sheet of what came when, what
sharing waited for and which demands were missed; or all of it as JSON.
"""

from __future__ import annotations

import json

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
from sandbox.language import say


def timeline(
    file: str, models: str | None, seed: int | None, jobs: int | None, engine: str, form: str
) -> int:
    """Run each model once and tell what governance did."""
    split("--models", models)
    with Bar(say("running")) as bar:
        document, _ = opened(file)
        labels = picked_models(document, models)
        engine = checked_engine(engine)
        from sandbox.study import compare

        comparison = compare(
            document,
            models=labels,
            replications=1,
            seed=seed,
            jobs=jobs,
            engine=engine,
            observer=bar.study,
            cancel=None,
        )
    found = {model: comparison.of(model)[0].chronicle for model in comparison.models}
    if form == "json":
        plain = {model: chronicle.plain() for model, chronicle in found.items()}
        put(json.dumps(plain, ensure_ascii=False, indent=2) + "\n")
        return FINE
    from sandbox.report.timeline import timeline as sheet
    from sandbox.report.timeline_names import Names
    from sandbox.world import build

    study, names = document.scenario.study, Names(build(document))
    for model, chronicle in found.items():
        words = sheet(model, chronicle, names, study.start, float(study.horizon), columns())
        put(words + "\n")
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
        ],
        help=say(
            "Runs each model once and tells what governance did: which agreements, gates and "
            "weeks sharing waited for, and which demands of the policy were missed."
        ),
        epilog=about_file(
            "timeline pilot-onboarding",
            "timeline mine.yaml --models letters,hybrid --format json",
        ),
    )
