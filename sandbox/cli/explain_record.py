"""`explain record FILE --resource R --record K --at MOMENT`: the truth and what copies believed.

In: a scenario, a register and a record, a moment. Out: a sheet with the truth, its changes, and
what every agency's copy said at the moment, under each model; or histories as JSON.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from sandbox.cli.compare import known_model
from sandbox.cli.documents import opened
from sandbox.cli.exits import FINE
from sandbox.cli.frame import Command
from sandbox.cli.options import (
    Whole,
    about_file,
    format_option,
    jobs_option,
    replication_option,
    scenario_argument,
    seed_option,
)
from sandbox.cli.output import columns, put
from sandbox.cli.progress import Bar
from sandbox.cli.refusals import guess_or_list, refuse
from sandbox.language import say

if TYPE_CHECKING:
    from sandbox.world import World

_MOST = 10**12
_TICKS = 1_000_000_000


def _register(world: World, written: str) -> str:
    """The register meant by its name, or by a resource that has only one.

    Raises:
        Exit: when there is none, or there are several.
    """
    if written in world.partitions:
        return written
    parts = [name for name, one in world.partitions.items() if one.resource == written]
    if len(parts) == 1:
        return parts[0]
    if parts:
        words = say("{resource} has several registers.", resource=written)
        raise refuse(words + guess_or_list("", parts))
    words = say("There is no register {register!r}.", register=written)
    raise refuse(words + guess_or_list(written, [*world.resources, *world.partitions]))


def record(
    file: str,
    resource: str,
    record: int,
    at: str,
    model: str | None,
    replication: int,
    seed: int | None,
    jobs: int | None,
    form: str,
) -> int:
    """Watch a record and tell what was believed of it."""
    with Bar(say("following")) as bar:
        document, world = opened(file)
        register = _register(world, resource)
        if record >= world.partitions[register].records:
            last = world.partitions[register].records - 1
            raise refuse(
                say(
                    "{register} has the records 0 to {last}, not {number}.",
                    register=register,
                    last=last,
                    number=record,
                )
            )
        labels = [known_model(document, model)] if model else list(document.scenario.models)
        from sandbox.report.moments import NoMoment, moment_of
        from sandbox.study.explaining.record import histories

        study = document.scenario.study
        try:
            time = round(moment_of(at, study.start, float(study.horizon)) * _TICKS)
        except NoMoment as none:
            raise refuse(say("--at: {what}", what=none.message)) from None
        watched = histories(
            document,
            register,
            record,
            labels,
            seed=seed,
            replication=replication,
            until=time,
            jobs=jobs,
            observer=bar.study,
        )
    found = {label: known for label, known in watched.items() if known is not None}
    if not found:
        raise refuse(say("No need asks for records of {register}.", register=register))
    from sandbox.report.belief_words import record_form, record_sheet

    if form == "json":
        put(json.dumps(record_form(found, time), ensure_ascii=False, indent=2) + "\n")
    else:
        put(record_sheet(world, found, time, columns()))
    return FINE


def command() -> Command:
    """The command."""
    return Command(
        "record",
        record,
        [
            scenario_argument(),
            click.Option(
                ["--resource"],
                metavar="R",
                required=True,
                help=say("A register such as population@330102, or a resource that has one only."),
            ),
            click.Option(
                ["--record"],
                type=Whole(lambda: (0, _MOST)),
                metavar="K",
                required=True,
                help=say("Which record of it, counted from 0."),
            ),
            click.Option(
                ["--at"],
                metavar="MOMENT",
                required=True,
                help=say("`day 3 10:00`, `2025-03-05 10:00`, or a time after the start (`36 h`)."),
            ),
            click.Option(["--model"], metavar="M", help=say("Only under this model.")),
            replication_option(),
            seed_option(),
            jobs_option(),
            format_option(("table", "json")),
        ],
        help=say(
            "Tells what is true of a record at a moment, what changed when, and what every "
            "agency's copy believed of it (SimPy engine)."
        ),
        epilog=about_file(
            'explain record mine.yaml --resource population@330102 --record 417 --at "day 3 10:00"',
        ),
    )
