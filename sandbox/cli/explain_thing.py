"""`explain agency|agreement|resource|station|link FILE NAME`: what a thing is and who uses it.

In: a scenario, the name of a thing. Out: a sheet. With `--model` one run of that model measures the
thing; stations and links belong to a model, so they are always told of one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from sandbox.cli.compare import checked_engine, known_model
from sandbox.cli.documents import workshop
from sandbox.cli.exits import FINE
from sandbox.cli.frame import Command
from sandbox.cli.options import about_file, engine_option, scenario_argument, seed_option
from sandbox.cli.output import columns, put
from sandbox.cli.progress import Bar
from sandbox.cli.refusals import guess_or_list, refuse
from sandbox.language import say

if TYPE_CHECKING:
    from sandbox.engine.interface import Progress
    from sandbox.flows import Program
    from sandbox.study import Workshop

OF_PROGRAM = ("station", "link")


def _known(kind: str, name: str, known: list[str]) -> None:
    if name not in known:
        words = {
            "agency": say("There is no agency {name!r}.", name=name),
            "agreement": say("There is no agreement {name!r}.", name=name),
            "resource": say("There is no resource {name!r}.", name=name),
            "station": say("No model has a station {name!r}.", name=name),
            "link": say("No model has a link {name!r}.", name=name),
        }[kind]
        raise refuse(words + guess_or_list(name, known))


def _names(program: Program, kind: str) -> list[str]:
    things = program.stations if kind == "station" else program.links
    return [one.name for one in things]


def _of_program(made: Workshop, kind: str, name: str, model: str | None) -> str:
    """The model under which a station or link is told of: the one asked for, else the first.

    Raises:
        Exit: when the model, or every model, lacks it.
    """
    scenario = made.document.scenario
    labels = [model] if model else list(scenario.models)
    baseline = scenario.study.baseline
    if not model and baseline:
        labels.sort(key=lambda label: label != baseline)
    known: dict[str, None] = {}
    for label in labels:
        names = _names(made.assembly(label).program, kind)
        if name in names:
            return label
        known.update(dict.fromkeys(names))
    _known(kind, name, list(known))
    raise AssertionError(name)


def _explainer(kind: str) -> Callable[..., int]:
    def explain(file: str, name: str, model: str | None, seed: int | None, engine: str) -> int:
        """Tell of a thing."""
        from sandbox.report.thing_sheet import BROKEN_DOWN, names_of, thing_sheet
        from sandbox.study.explaining.passing import passing

        measures: dict[str, dict[str, float]] = {}
        program = passes = None
        with Bar(say("running")) as bar:
            made = workshop(file)
            label = known_model(made.document, model) if model else None
            if kind in OF_PROGRAM:
                label = _of_program(made, kind, name, label)
                program = made.assembly(label).program
                passes = passing(program)
            else:
                _known(kind, name, list(names_of(made.world, kind)))
            engine = checked_engine(engine)
            if label is not None and kind in BROKEN_DOWN:
                end = float(made.document.scenario.study.horizon) * 1e9

                def observe(look: Progress) -> bool:
                    bar.part(look.time / end)
                    return True

                result = made.run(label, seed=seed, engine=engine, observer=observe)
                found = result.breakdowns[kind]
                measures[label] = found[name] if name in found.groups else {}
        put(
            thing_sheet(
                made.world,
                kind,
                name,
                columns(),
                program=program,
                passes=passes,
                measures=measures,
            )
        )
        return FINE

    return explain


def _command(kind: str, help: str, example: str) -> Command:
    return Command(
        kind,
        _explainer(kind),
        [
            scenario_argument(),
            click.Argument(["name"], metavar="NAME"),
            click.Option(
                ["--model"],
                metavar="M",
                help=say("Measure it too, in one run of this model."),
            ),
            seed_option(),
            engine_option(),
        ],
        help=help,
        epilog=about_file(f"explain {kind} {example}"),
    )


def commands() -> list[Command]:
    """One command a kind of thing."""
    return [
        _command(
            "agency",
            say("Tells what an agency keeps, needs and may use, and by which article."),
            "business-startup market@330102",
        ),
        _command(
            "agreement",
            say("Tells an agreement's ten fields, when it is in force and who uses it."),
            "credit-sanctions list-sharing",
        ),
        _command(
            "resource",
            say("Tells a catalogue entry, who uses it and by which article."),
            "business-startup population",
        ),
        _command(
            "station",
            say("Tells a station, what passes it and how it fares under a model."),
            "business-startup database@police@330102 --model federated_query",
        ),
        _command(
            "link",
            say("Tells a link, what passes over it and how it fares under a model."),
            "business-startup extranet:extranet@330000--extranet@330100",
        ),
    ]
