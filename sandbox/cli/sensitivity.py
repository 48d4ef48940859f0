"""`sensitivity FILE --factor …`: what drives a measure, or the choice between two models.

In: a scenario, ranges, a measure. Out: a tornado and effects or shares of variance, as text with
bars or as JSON.
"""

from __future__ import annotations

import contextlib

import click

from sandbox.cli.compare import known_model
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
from sandbox.cli.documents import opened
from sandbox.cli.exits import FINE
from sandbox.cli.frame import Command
from sandbox.cli.measures import chosen
from sandbox.cli.options import (
    about_file,
    engine_option,
    format_option,
    jobs_option,
    replications_option,
    scenario_argument,
    seed_option,
)
from sandbox.cli.output import columns, put
from sandbox.cli.progress import Bar
from sandbox.cli.refusals import refuse
from sandbox.cli.stored import cluster_option, store_option
from sandbox.language import say

METHODS = ("morris", "sobol")
FEWEST_SAMPLES = 16


def sensitivity(
    file: str,
    texts: tuple[str, ...],
    factor_file: str | None,
    measure: str,
    model: str | None,
    against: str | None,
    method: str,
    points: int | None,
    replications: int | None,
    seed: int | None,
    jobs: int | None,
    engine: str,
    form: str,
    store: str | None,
    cluster: str | None,
) -> int:
    """Run the analysis and write it."""
    names = chosen([measure])
    if names != [measure]:
        raise refuse(say("--measure: {measure} stands for several; name one.", measure=measure))
    if method == "sobol" and points is not None and points & (points - 1):
        raise refuse(say("--points: Sobol's method takes a power of two, such as 64."))
    if method == "sobol" and points is not None and points < FEWEST_SAMPLES:
        raise refuse(
            say(
                "--points: from fewer than {fewest} base samples Sobol's method gives nothing but "
                "noise; 64 are a start. For few points, take --method morris.",
                fewest=FEWEST_SAMPLES,
            )
        )
    with Bar(say("analysing")) as bar, contextlib.ExitStack() as until:
        document, _ = opened(file)
        scenario = document.scenario
        label = known_model(
            document, model or scenario.study.baseline or next(iter(scenario.models))
        )
        if against is not None and known_model(document, against) == label:
            raise refuse(say("--against: name another model than {model}.", model=label))
        settings = settings_of(document, texts, factor_file)
        from sandbox.study.designs.drivers import BASE_SAMPLES, TRAJECTORIES
        from sandbox.study.designs.points import factors_plain

        labels = [label, *([against] if against is not None else [])]
        experiment = until.enter_context(
            experiment_of(
                document,
                bar,
                {
                    "factors": factors_plain(settings),
                    "measure": measure,
                    "model": label,
                    "against": against,
                    "method": method,
                    "points": points or (TRAJECTORIES if method == "morris" else BASE_SAMPLES),
                    "replications": planned(document, replications),
                },
                models=labels,
                seed=seed,
                jobs=jobs,
                engine=engine,
                store=store,
                cluster=cluster,
            )
        )
        from sandbox.study.designs.drivers import sensitivity as run_sensitivity
        from sandbox.study.statistics.tornado import Subject

        found = run_sensitivity(
            experiment,
            settings,
            Subject(measure, label, against),
            method=method,
            samples=points,
            replications=replications,
        )
    from sandbox.report.sensitivity_sheet import sensitivity_sheet
    from sandbox.study.designs.answers import sensitivity_json

    if form == "json":
        put_json(sensitivity_json(found))
    else:
        put(sensitivity_sheet(found, document.scenario.title.render(), columns()))
    tell_open(experiment)
    return FINE


def command() -> Command:
    """The command."""
    return Command(
        "sensitivity",
        sensitivity,
        [
            scenario_argument(),
            factor_option(),
            factors_option(),
            click.Option(
                ["--measure"], required=True, metavar="NAME", help=say("The measure looked at.")
            ),
            click.Option(
                ["--model"],
                metavar="M",
                help=say("The model looked at (default: the baseline, else the first)."),
            ),
            click.Option(
                ["--against"],
                metavar="M",
                help=say("Look at the difference from this model: what drives the choice."),
            ),
            click.Option(
                ["--method"],
                type=click.Choice(METHODS),
                default="morris",
                show_default=True,
                help=say(
                    "morris: sizes of effects, from few points; sobol: shares of variance, from "
                    "many."
                ),
            ),
            points_option(
                say(
                    "morris: walks through the ranges (default: 10, each of one point more than "
                    "there are factors); sobol: base samples, a power of two (default: 64, each "
                    "of two points more than there are factors)."
                )
            ),
            replications_option(),
            seed_option(),
            jobs_option(),
            engine_option(),
            store_option(),
            cluster_option(),
            format_option(("table", "json")),
        ],
        help=say(
            "Tells which of the scenario's numbers drive a measure, or the choice between two "
            "models. Needs the extra `analysis`."
        ),
        epilog=about_file(
            "sensitivity mine.yaml --factors ranges.yaml --measure cost.total --model hybrid "
            "--against letters",
            "sensitivity mine.yaml --factor needs.tax-check.rate=4/day..40/day --measure satisfied",
        ),
    )
