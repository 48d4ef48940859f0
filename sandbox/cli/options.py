"""Options that several commands share.

In: nothing. Out: fresh click parameters, in the language in force.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from sandbox.language import say

FORMATS = ("table", "json", "csv")
ENGINES = ("simpy", "compiled", "auto")
MOST_JOBS = 256
MOST_REPLICATIONS = 100_000

if TYPE_CHECKING:
    _Kind = click.ParamType[int]  # only newer versions of click take the type when they run
else:
    _Kind = click.ParamType


class Whole(_Kind):
    """A whole number within bounds."""

    name = "whole number"

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; refuses everything else."""
        try:
            number = int(value)
        except ValueError:
            number = self.low - 1
        if not self.low <= number <= self.high:
            self.fail(
                say(
                    "{value!r} is no whole number from {low} to {high}.",
                    value=value,
                    low=self.low,
                    high=self.high,
                ),
                param,
                ctx,
            )
        return number


def scenario_argument() -> click.Argument:
    """One scenario: a file, or the name of a shipped one."""
    return click.Argument(["file"], metavar="FILE")


def scenario_arguments() -> click.Argument:
    """Several scenarios."""
    return click.Argument(["files"], metavar="FILE…", nargs=-1, required=True)


def seed_option() -> click.Option:
    """The seed of all draws."""
    return click.Option(
        ["--seed"],
        type=Whole(0, 2**63 - 1),
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
        help=say("Traffic engine."),
    )


def replications_option() -> click.Option:
    """Runs of each model."""
    return click.Option(
        ["--replications"],
        type=Whole(1, MOST_REPLICATIONS),
        metavar="N",
        help=say("Runs of each model (default: the scenario's)."),
    )


def jobs_option() -> click.Option:
    """Worker processes."""
    return click.Option(
        ["--jobs"],
        type=Whole(1, MOST_JOBS),
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


def split(names: str | None) -> list[str]:
    """Names separated by commas of either script."""
    return [
        name.strip() for name in (names or "").replace("\uff0c", ",").split(",") if name.strip()
    ]
