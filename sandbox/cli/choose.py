"""`choose FILE`: which model to choose, weighed over measures, and how sure that is.

In: a scenario and weights; or one measure and the difference in it that matters. Out: ranks, the
Pareto front, flip points, further runs; the selected best; as text or as JSON.
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
    planned,
    put_json,
    several,
    tell_open,
)
from sandbox.cli.documents import opened
from sandbox.cli.exits import FINE
from sandbox.cli.frame import Command
from sandbox.cli.measures import chosen as known_measures
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
from sandbox.cli.refusals import refuse
from sandbox.cli.stored import cluster_option, store_option
from sandbox.language import say


def choose(
    file: str,
    weights: tuple[str, ...],
    select: str | None,
    indifference: str | None,
    confidence: str | None,
    maximum: int | None,
    models: str | None,
    replications: int | None,
    seed: int | None,
    jobs: int | None,
    engine: str,
    form: str,
    store: str | None,
    cluster: str | None,
) -> int:
    """Run the models, weigh them, select the best, and write what was found."""
    split("--models", models)
    level = confidence_of(confidence)
    difference = _difference(select, indifference, maximum)
    with Bar(say("choosing")) as bar, contextlib.ExitStack() as until:
        document, _ = opened(file)
        from sandbox.study.designs.choosing import choosing
        from sandbox.study.designs.limits import weights_of
        from sandbox.study.designs.selecting import MOST, selecting

        stated = {name: float(w) for name, w in document.scenario.study.weights.items()}
        weighed = weights_of(weights, "--weight", stated)
        if not weighed and select is None:
            raise refuse(
                say(
                    "No measure has a weight: give some with --weight, such as --weight "
                    "{example}, or in the scenario under `study.weights`; or --select one measure.",
                    example="satisfied=2",
                )
            )
        experiment = until.enter_context(
            experiment_of(
                document,
                bar,
                {
                    "weights": weighed,
                    "replications": planned(document, replications) if weighed else None,
                    "select": select,
                    "indifference": difference,
                    "confidence": confidence_level(document, level),
                    "most": None if select is None else maximum or MOST,
                },
                models=picked_models(document, models),
                seed=seed,
                jobs=jobs,
                engine=engine,
                store=store,
                cluster=cluster,
            )
        )
        several(experiment)
        found = choosing(experiment, weighed, replications=replications) if weighed else None
        selected = None
        if select is not None:
            most = maximum or MOST
            _foretold(len(experiment.models), most)
            selected = selecting(
                experiment,
                select,
                difference,
                confidence=level,
                most=most,
                had=found.outcome if found is not None else None,
            )
    from sandbox.report.choice_sheet import choice_sheet
    from sandbox.study.designs.answers import choice_json

    if form == "json":
        put_json(choice_json(found, selected))
    else:
        put(choice_sheet(found, selected, document.scenario.title.render(), columns()))
    tell_open(experiment)
    return FINE


def _difference(select: str | None, indifference: str | None, maximum: int | None) -> float | None:
    """The difference that matters, in base units, where one is given.

    Raises:
        Exit: when there is nothing to select by, or the measure has no better way.
        Refused: for what is no such difference.
    """
    if select is None and (indifference is not None or maximum is not None):
        raise refuse(
            say(
                "--indifference and --maximum belong to --select: name the measure that the models "
                "are selected by, such as --select response_time.mean."
            )
        )
    if select is None:
        return None
    if known_measures([select]) != [select]:
        raise refuse(say("--select: {measure} stands for several; name one.", measure=select))
    from sandbox.study.designs.limits import difference_of
    from sandbox.study.weights import unweighable

    why = unweighable(select)
    if why is not None:
        raise refuse(say("--select: {why}.", why=why.render()))
    if indifference is None:
        return None
    return difference_of(select, indifference, "--indifference")


def _foretold(models: int, most: int) -> None:
    """Say how many runs it may take."""
    tell(
        say(
            "Selecting: at most {most} replications of each of {models} models, {runs} runs "
            "(--maximum); fewer as soon as the best is known.",
            most=f"{most:,}",
            models=models,
            runs=f"{most * models:,}",
        )
    )


def command() -> Command:
    """The command."""
    return Command(
        "choose",
        choose,
        [
            scenario_argument(),
            click.Option(
                ["--weight", "weights"],
                multiple=True,
                metavar="MEASURE=W",
                help=say(
                    "What a measure counts, such as satisfied=2; over the weights that the "
                    "scenario has under `study.weights`. Repeat it for several."
                ),
            ),
            click.Option(
                ["--select"],
                metavar="MEASURE",
                help=say(
                    "Run models until the best in this measure is known, dropping those that are "
                    "out of the question."
                ),
            ),
            click.Option(
                ["--indifference"],
                metavar="D",
                help=say(
                    "The smallest difference in that measure that matters, with its unit "
                    "(default: the finest that --maximum can tell)."
                ),
            ),
            confidence_option(),
            maximum_option(say("--select: runs of one model at most (default: {most}).", most=200)),
            models_option(),
            replications_option(),
            seed_option(),
            jobs_option(),
            engine_option(),
            store_option(),
            cluster_option(),
            format_option(("table", "json")),
        ],
        help=say(
            "Tells which model to choose when several measures count, how sure that is, and how "
            "far the weights would have to move for another one."
        ),
        epilog=about_file(
            "choose mine.yaml --weight satisfied=2 --weight cost.total=1",
            "choose mine.yaml --select response_time.mean --indifference '0.5 h' --confidence 95%",
        ),
    )
