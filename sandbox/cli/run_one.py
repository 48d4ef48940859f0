"""`run FILE --model M`: one run of one model, with every request's life if wanted.

In: a scenario, a model, a replication. Out: the run's measures (as JSON their time series
too); with `--trace`, JSON lines.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

import sandbox
from sandbox.cli.compare import checked_engine, picked_models
from sandbox.cli.documents import read_from, workshop
from sandbox.cli.frame import Command
from sandbox.cli.measures import chosen
from sandbox.cli.options import (
    MOST_REPLICATIONS,
    Whole,
    engine_option,
    format_option,
    measures_option,
    scenario_argument,
    seed_option,
    split,
)
from sandbox.cli.output import columns, put, show, tell
from sandbox.cli.progress import Bar
from sandbox.cli.trace_file import Sink, traced
from sandbox.language import say

if TYPE_CHECKING:
    from sandbox.engine.interface import Progress
    from sandbox.report.trace_lines import TraceLines
    from sandbox.scenario import Document
    from sandbox.study import Workshop
    from sandbox.study.runs import RunResult


def run(
    file: str,
    model: str,
    trace: str | None,
    replication: int,
    seed: int | None,
    engine: str,
    form: str,
    measures: str | None,
) -> None:
    """Run once and write the measures."""
    patterns = split(measures)
    names = chosen(patterns or ["key" if form == "table" else "all"])
    with Bar(say("running")) as bar:
        made = workshop(file)
        document = made.document
        (label,) = picked_models(document, model) or [model]
        engine = checked_engine(engine)
        end = float(document.scenario.study.horizon) * 1e9

        def observe(look: Progress) -> bool:
            bar.part(look.time / end)
            return True

        with traced(trace, read_from(document)) as sink:
            lines = None if sink is None else _lines(sink, made, label, seed, replication)
            result = made.run(
                label,
                seed=seed,
                replication=replication,
                engine=engine,
                observer=observe,
                trace=lines,
            )
            if lines is not None:
                study = document.scenario.study
                lines.finish(float(study.horizon) + float(study.drain))
    found = {name: result.measures[name] for name in names if name in result.measures}
    if trace == "-":
        return
    if trace is not None:
        tell(say("Trace written to {file}.", file=trace))
    if form == "json":
        put(json.dumps(_plain(document, result, found), ensure_ascii=False, indent=2) + "\n")
    else:
        from sandbox.measures import CATALOGUE
        from sandbox.report.tables import run_table

        units = {name: info.unit for name, info in CATALOGUE.items()}
        show(run_table(found, units, list(found), columns()))


def _lines(
    sink: Sink, made: Workshop, label: str, seed: int | None, replication: int
) -> TraceLines:
    """A trace that begins with what is run."""
    from sandbox.report.trace_lines import TraceLines

    scenario = made.document.scenario
    origin = {
        "scenario": scenario.scenario,
        "digest": made.document.digest,
        "version": sandbox.__version__,
        "model": label,
        "seed": int(scenario.study.seed) if seed is None else seed,
        "replication": replication,
    }
    return TraceLines(sink, made.assembly(label).program, origin)


def _plain(document: Document, result: RunResult, found: Mapping[str, float]) -> dict[str, Any]:
    """The run as JSON; what is not defined is null. Series hold one value an interval."""
    curves = {name: curve for name, curve in result.series.items() if name in {"time", *found}}
    return {
        "scenario": document.scenario.scenario,
        "digest": document.digest,
        "version": sandbox.__version__,
        "model": result.model,
        "seed": result.seed,
        "replication": result.replication,
        "engine": result.engine,
        "measures": {name: _number(value) for name, value in found.items()},
        "series": {name: [_number(value) for value in curve] for name, curve in curves.items()},
    }


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def command() -> Command:
    """The command."""
    return Command(
        "run",
        run,
        [
            scenario_argument(),
            click.Option(
                ["--model"], metavar="M", required=True, help=say("A model of the scenario.")
            ),
            click.Option(
                ["--trace"],
                metavar="FILE",
                help=say(
                    "Write every request's life as JSON lines to FILE (`-`: standard output)."
                ),
            ),
            click.Option(
                ["--replication"],
                type=Whole(0, MOST_REPLICATIONS),
                default=0,
                show_default=True,
                metavar="K",
                help=say("Which replication to run, counted from 0."),
            ),
            seed_option(),
            engine_option(),
            format_option(("table", "json")),
            measures_option(),
        ],
        help=say("Runs one model once, and traces every request if asked to."),
    )
