"""What the commands that run many points share: options, models, and the experiment itself.

In: what was written on the command line. Out: fresh click parameters, factors, and an experiment
with a progress bar over all points.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from sandbox.cli.compare import checked_engine
from sandbox.cli.options import Whole
from sandbox.cli.output import put, tell
from sandbox.cli.progress import Bar
from sandbox.cli.refusals import refuse
from sandbox.cli.stored import stored
from sandbox.language import say

if TYPE_CHECKING:
    from sandbox.scenario import Document
    from sandbox.study.designs.experiment import Experiment
    from sandbox.study.designs.settings import Setting


def most_points() -> tuple[int, int]:
    """How many points there may be."""
    from sandbox.study.designs.points import MOST_POINTS

    return 2, MOST_POINTS


def factor_option() -> click.Option:
    """What is varied."""
    return click.Option(
        ["--factor", "texts"],
        multiple=True,
        metavar="PATH=VALUES",
        help=say(
            "A place of the scenario and the values it takes: `needs.x.rate=50/h,100/h`, a range "
            "`needs.x.rate=50/h..200/h`, or one spread in the logarithm, `1..1000 log`. Repeat it "
            "for several."
        ),
    )


def factors_option() -> click.Option:
    """What is varied, in a file."""
    return click.Option(
        ["--factors", "factor_file"],
        metavar="FILE",
        help=say("A YAML file of factors, a line `path: values` each."),
    )


def points_option(help: str) -> click.Option:
    """How many points there are."""
    return click.Option(["--points"], type=Whole(most_points), metavar="N", help=help)


def maximum_option(help: str) -> click.Option:
    """How many replications there are at most."""
    from sandbox.cli.options import replications

    return click.Option(
        ["--maximum"], type=Whole(lambda: (2, replications()[1])), metavar="N", help=help
    )


def confidence_option() -> click.Option:
    """How sure an answer must be."""
    return click.Option(
        ["--confidence"],
        metavar="SHARE",
        help=say("How sure the answer must be, such as 95% (default: the scenario's)."),
    )


def confidence_of(written: str | None) -> float | None:
    """A share of more than 0 and less than 1.

    Raises:
        Exit: for anything else.
    """
    if written is None:
        return None
    from sandbox.scenario.units import parse

    try:
        found = parse(written, "share")
    except ValueError:
        found = 0.0
    if not 0 < found < 1:
        raise refuse(
            say(
                "--confidence: {written} is no share between 0 and 1, such as 95%.",
                written=repr(written),
            )
        )
    return found


def settings_of(document: Document, texts: Sequence[str], file: str | None) -> tuple[Setting, ...]:
    """The factors that were asked for.

    Raises:
        Exit: when there is none.
        Refused: with what is wrong with them.
    """
    from sandbox.study.designs.factor_files import factors

    found = factors(document, texts, file)
    if not found:
        raise refuse(
            say(
                "Nothing is varied; add --factor, such as --factor {example}.",
                example="'study.horizon=7 days,14 days'",
            )
        )
    return found


@contextlib.contextmanager
def experiment_of(
    document: Document,
    bar: Bar,
    design: Mapping[str, Any],
    *,
    models: Sequence[str] | None,
    seed: int | None,
    jobs: int | None,
    engine: str,
    store: str | None,
    cluster: str | None,
) -> Iterator[Experiment]:
    """The experiment, with its progress on a bar and its place in a store.

    `design` is what of the study's design the store keeps beside models and seed: all that decides
    which runs there are, and what is asked of them.

    Raises:
        Exit: for an engine that is not there.
        Trouble: when the store cannot be used.
    """
    from sandbox.study.designs.experiment import Experiment

    engine = checked_engine(engine)
    context = click.get_current_context()
    study = document.scenario.study
    settings = {
        **design,
        "models": list(models if models is not None else document.scenario.models),
        "seed": int(study.seed) if seed is None else seed,
    }
    with contextlib.ExitStack() as until:
        keeping = until.enter_context(stored(store))
        place = None
        if keeping is not None:
            place = until.enter_context(keeping.study(context.info_name or "", document, settings))
        yield Experiment(
            document,
            models=models,
            seed=seed,
            jobs=jobs,
            engine=engine,
            observer=bar.study,
            store=place,
            cluster=cluster,
        )


def several(experiment: Experiment) -> None:
    """Make sure that there is something to choose from.

    Raises:
        Exit: for a single model.
    """
    if len(experiment.models) < 2:
        raise refuse(say("There is one model only; to choose, name two or more."))


def confidence_level(document: Document, asked: float | None) -> float:
    """How sure an answer must be."""
    return float(document.scenario.study.confidence) if asked is None else asked


def planned(document: Document, replications: int | None) -> int:
    """How many replications of each model there are at a point."""
    return int(document.scenario.study.replications) if replications is None else replications


def put_json(answer: dict[str, Any]) -> None:
    """An answer as JSON on standard output."""
    put(json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def tell_open(experiment: Experiment) -> None:
    """Say which models left too many requests open somewhere."""
    from sandbox.report.origins import open_at_points

    for note in open_at_points(experiment.left_open):
        tell(note)
