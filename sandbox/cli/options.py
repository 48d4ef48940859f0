"""Options that several commands share.

In: nothing. Out: fresh click parameters, in the language in force.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from sandbox.cli.refusals import refuse
from sandbox.language import say
from sandbox.report.sheet import listed

FORMATS = ("table", "json", "csv")
ENGINES = ("simpy", "compiled", "auto")
BREAKDOWNS = (
    "need", "department", "region", "level", "resource", "agency", "role", "station", "network",
    "link", "copy",
)  # fmt: skip
MOST_JOBS = 256

if TYPE_CHECKING:  # only newer versions of click take the type when they run
    _Kind = click.ParamType[int]
    _Extent = click.ParamType[float]
else:
    _Kind = _Extent = click.ParamType


def replications() -> tuple[int, int]:
    """How many replications there may be, as in files (whose room is loaded only when needed)."""
    from sandbox.scenario.bounds import REPLICATIONS

    return REPLICATIONS


def seeds() -> tuple[int, int]:
    """Which seeds there are, as in files."""
    from sandbox.scenario.bounds import SEEDS

    return SEEDS


class Whole(_Kind):
    """A whole number within bounds, which are asked for when a number is given."""

    name = "whole number"

    def __init__(self, bounds: Callable[[], tuple[int, int]]) -> None:
        self._bounds = bounds

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; refuses everything else."""
        low, high = self._bounds()
        try:
            number = int(value)
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            self.fail(
                say(
                    "{value!r} is no whole number from {low} to {high}.",
                    value=value,
                    low=f"{low:,}",
                    high=f"{high:,}",
                ),
                param,
                ctx,
            )
        return number


class Extent(_Extent):
    """A number of at least zero, of a dimension as scenario files have it: `0.1%`, `0.001`."""

    name = "number"

    def __init__(self, dimension: str) -> None:
        self._dimension = dimension

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number; refuses everything else."""
        from sandbox.scenario.units import parse

        try:
            number = parse(value, self._dimension)
        except ValueError:
            number = -1.0
        if not number >= 0:
            self.fail(say("{value!r} is no number of at least 0.", value=value), param, ctx)
        return number


def scenario_argument() -> click.Argument:
    """One scenario: a file, or the name of a shipped one."""
    return click.Argument(["file"], metavar="FILE")


def about_file(*examples: str) -> str:
    """What FILE may be, with command lines as examples."""
    words = say("FILE is a scenario file, or the name of a shipped scenario.")
    lines = "\n".join(f"  pilot-sandbox {example}" for example in examples)
    return f"{words}\n\n\b\n{say('Examples:')}\n{lines}"


def scenario_arguments() -> click.Argument:
    """Several scenarios."""
    return click.Argument(["files"], metavar="FILE…", nargs=-1, required=True)


def replication_option() -> click.Option:
    """One run of several."""
    return click.Option(
        ["--replication"],
        type=Whole(lambda: (0, replications()[1] - 1)),
        default=0,
        show_default=True,
        metavar="K",
        help=say("Which replication to run, counted from 0."),
    )


def seed_option() -> click.Option:
    """The seed of all draws."""
    return click.Option(
        ["--seed"],
        type=Whole(seeds),
        metavar="S",
        help=say("Seed of all draws (default: the scenario's)."),
    )


def engine_option() -> click.Option:
    """The traffic engine."""
    return click.Option(
        ["--engine"],
        type=click.Choice(ENGINES),
        default="auto",
        show_default=True,
        help=say("Engine that executes the simulation."),
    )


def replications_option() -> click.Option:
    """Runs of each model."""
    return click.Option(
        ["--replications"],
        type=Whole(replications),
        metavar="N",
        help=say("Runs of each model (default: the scenario's)."),
    )


def precision_options() -> list[click.Option]:
    """A precision instead of a number of replications."""
    return [
        click.Option(
            ["--precision"],
            type=Extent("share"),
            metavar="P",
            help=say(
                "Replications until every half-width is below this share of the mean, such as 5%."
            ),
        ),
        click.Option(
            ["--on"],
            metavar="NAMES",
            help=say(
                "Measures that --precision is asked of (default: the scenario's, else "
                "response_time.mean and satisfied)."
            ),
        ),
        click.Option(
            ["--most"],
            type=Whole(replications),
            metavar="N",
            help=say("Most replications for --precision (default: the scenario's, else 100)."),
        ),
    ]


def theory_option() -> click.Option:
    """Formulas beside the runs."""
    return click.Option(
        ["--theory"],
        is_flag=True,
        help=say(
            "Also what formulas expect of needs, stations, links and copies, whether the runs "
            "meet it, and where no formula applies, why."
        ),
    )


def why_option() -> click.Option:
    """A difference taken apart."""
    return click.Option(
        ["--why"],
        metavar="MEASURE",
        help=say(
            "Also why this measure differs from the baseline's: what each group of --by "
            "contributes to the difference, the largest first."
        ),
    )


def jobs_option() -> click.Option:
    """Worker processes."""
    return click.Option(
        ["--jobs"],
        type=Whole(lambda: (1, MOST_JOBS)),
        metavar="N",
        help=say("Runs at the same time (default: one for each core)."),
    )


def format_option(choices: Sequence[str] = FORMATS) -> click.Option:
    """How the answer is written."""
    return click.Option(
        ["--format", "form"],
        type=click.Choice(choices),
        default=choices[0],
        show_default=True,
        help=say("How the answer is written to standard output."),
    )


def models_option() -> click.Option:
    """Which models are run."""
    return click.Option(
        ["--models"],
        metavar="A,B",
        help=say("Only these models of the scenario (default: all)."),
    )


def measures_option() -> click.Option:
    """Which measures are shown."""
    return click.Option(
        ["--measures"],
        metavar="NAMES",
        help=say(
            "Measures to show, separated by commas; patterns such as `age.*` and `all` are "
            "understood (default: the key measures; JSON and CSV: all)."
        ),
    )


def split(option: str, names: str | None) -> list[str]:
    """Names separated by commas of either script; none when the option is not given.

    Raises:
        Exit: when the option is given without a name, or with one twice.
    """
    if names is None:
        return []
    parts = [part.strip() for part in names.replace("\uff0c", ",").split(",")]
    found = [part for part in parts if part]
    if not found:
        raise refuse(
            say("{option}: names nothing; leave it out, or name something.", option=option)
        )
    for part in found:
        if found.count(part) > 1:
            raise refuse(say("{option}: {part} is named twice.", option=option, part=part))
    return found


def series_option() -> click.Option:
    """Time series too."""
    return click.Option(
        ["--series"],
        is_flag=True,
        help=say(
            "JSON and CSV: also how the measures develop, a value for each interval of the "
            "study's `series`; with --by, of each group."
        ),
    )


def by_option() -> click.Option:
    """A breakdown."""
    return click.Option(
        ["--by"],
        type=click.Choice(BREAKDOWNS),
        metavar="LABEL",
        help=say("Break the measures down by: {labels}.", labels=listed(BREAKDOWNS)),
    )
