"""`run FILE --model M`: one run of one model, with every request's life if wanted.

In: a scenario, a model, a replication. Out: the run's measures (as JSON their time series
too); with `--trace` and `--xroad-log`, JSON lines.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import sandbox
from sandbox.cli.compare import checked_engine, fitting, known_model
from sandbox.cli.documents import read_from, workshop
from sandbox.cli.frame import Command
from sandbox.cli.interruptions import Waiting
from sandbox.cli.measures import chosen
from sandbox.cli.options import (
    about_file,
    by_option,
    engine_option,
    format_option,
    measures_option,
    replication_option,
    scenario_argument,
    seed_option,
    split,
)
from sandbox.cli.output import columns, put, show, tell
from sandbox.cli.progress import Bar
from sandbox.cli.recorded import fits, recorded
from sandbox.cli.recording import apart, both, lines_of, origin_of, records_of
from sandbox.cli.refusals import refuse
from sandbox.cli.trace_file import FIRST_OF_LOG, traced
from sandbox.language import reason, say

if TYPE_CHECKING:
    from sandbox.engine.interface import Progress
    from sandbox.scenario import Document
    from sandbox.study.runs import RunResult, Workshop


def run(
    file: str,
    model: str,
    trace: str | None,
    xroad_log: str | None,
    replication: int,
    seed: int | None,
    engine: str,
    form: str,
    measures: str | None,
    by: str | None,
    checkpoint: str | None,
    record: str | None,
) -> None:
    """Run once and write the measures."""
    patterns = split("--measures", measures)
    names = chosen(patterns or ["key" if form == "table" else "all"])
    fitting(names, by, patterns)
    apart(trace, xroad_log)
    with Bar(say("running")) as bar:
        made = workshop(file)
        document = made.document
        label = known_model(document, model)
        if checkpoint is not None:
            engine = _able_to_keep(engine)
        engine = checked_engine(engine)
        kept = _checkpoint(checkpoint, document, trace, xroad_log)
        end = float(document.scenario.study.horizon) * 1e9

        if record is not None:
            fits(record, read_from(document))
        keeping = None if kept is None else _Keeping(kept)

        def observe(look: Progress) -> bool:
            bar.part(look.time / end)
            return keeping is None or keeping.go_on()

        inputs = read_from(document)
        with traced(trace, inputs) as sink, traced(xroad_log, inputs, FIRST_OF_LOG) as log:
            origin = origin_of(made, label, seed, replication)
            lines = None if sink is None else lines_of(sink, made, label, origin)
            records = None if log is None else records_of(log, made, label, origin)
            with nullcontext() if keeping is None else keeping.words():
                result = made.run(
                    label,
                    seed=seed,
                    replication=replication,
                    engine=engine,
                    observer=observe,
                    trace=both(lines, records),
                    series_by=by if form == "json" else None,
                    checkpoint=kept,
                    trouble=_missed,
                )
            if lines is not None:
                study = document.scenario.study
                lines.finish(float(study.horizon) + float(study.drain))
        if record is not None:
            _record(made, label, result, record, bar)
    if record is not None:
        tell(say("Recording written to {file}; `replay` plays it.", file=record))
    if trace not in (None, "-"):
        tell(say("Trace written to {file}.", file=trace))
    if xroad_log not in (None, "-"):
        tell(say("Log of X-Road records written to {file}.", file=xroad_log))
    if "-" in (trace, xroad_log):
        return
    found = {name: result.measures[name] for name in names if name in result.measures}
    if form == "json":
        put(json.dumps(_plain(document, result, found, by), ensure_ascii=False, indent=2) + "\n")
        return
    from sandbox.report.facts import run_sentence

    about = run_sentence(document, result)
    if by is None:
        from sandbox.measures import CATALOGUE
        from sandbox.report.tables import run_table

        units = {name: info.unit for name, info in CATALOGUE.items()}
        show(run_table(result, about, units, list(found), columns()))
    else:
        from sandbox.report.grouped import grouped
        from sandbox.report.tables import grouped_table
        from sandbox.study import summarise

        alone = summarise(document, [label], [result], seed=result.seed, replications=1)
        parts = grouped(alone, made.world, by, names)
        show(grouped_table(alone, parts, about, columns()))


def _record(made: Workshop, label: str, result: RunResult, place: str, bar: Bar) -> None:
    """Run once more and record it: the engine of the run tells its steps."""
    from sandbox.study.live.recording import record

    with recorded(place) as file:
        record(made, label, result.seed, result.replication, result.engine, file, bar.part)


def _able_to_keep(engine: str) -> str:
    """The engine that can keep a run.

    Raises:
        Exit: when another one was asked for.
    """
    if engine == "simpy":
        raise refuse(say("--checkpoint needs the compiled engine, not --engine simpy"))
    return "compiled"


def _checkpoint(
    file: str | None, document: Document, trace: str | None, xroad_log: str | None
) -> Path | None:
    """Where the run is to be kept.

    Raises:
        Exit: when it cannot be kept there, or is to be traced.
    """
    if file is None:
        return None
    if not file:
        raise refuse(say("--checkpoint needs the name of a file"))
    place = Path(file)
    said = {"file": file}
    if xroad_log is not None:
        raise refuse(
            say(
                "--checkpoint and --xroad-log do not go together: what goes on has lost its "
                "beginning"
            )
        )
    if trace is not None:
        raise refuse(
            say("--checkpoint and --trace do not go together: what goes on has lost its beginning")
        )
    if place.resolve() in {each.resolve() for each in read_from(document)}:
        raise refuse(say("{file} belongs to the scenario; keep the run elsewhere", **said))
    if not place.resolve().parent.is_dir() or place.is_dir():
        raise refuse(say("{file} is no place for a file", **said))
    return place


class _Keeping:
    """What the user is told of the file that a run is kept in, and how a run is left."""

    def __init__(self, file: Path) -> None:
        self._file, self._old = file, file.exists()
        self._waiting = Waiting()

    def go_on(self) -> bool:
        """Called from time to time in the run; False: it is to be kept and left."""
        if self._old:
            self._old = False
            tell(say("Going on with the run kept in {file}.", file=self._file))
        self._waiting.begin()
        return not self._waiting.asked

    @contextmanager
    def words(self) -> Iterator[None]:
        """A file that is no checkpoint of this run, or cannot be written, is refused in words."""
        from sandbox.engine import Cancelled
        from sandbox.engine.checkpoint import NotThisRun

        try:
            yield
        except Cancelled:
            tell(say("Kept in {file}; the same command goes on with it.", file=self._file))
            raise self._waiting.stop() from None
        except NotThisRun as other:
            raise refuse(other.message.render()) from None
        except OSError as error:
            said = {"file": str(self._file), "reason": reason(error)}
            raise refuse(say("{file}: cannot be written: {reason}", **said)) from None
        finally:
            self._waiting.end()


def _missed(error: OSError) -> None:
    """A checkpoint could not be written in the middle of a run."""
    tell(say("The run goes on, but cannot be kept now: {reason}", reason=reason(error)))


def _plain(
    document: Document, result: RunResult, found: Mapping[str, float], by: str | None
) -> dict[str, Any]:
    """The run as JSON; what is not defined is null. Series hold one value an interval."""
    answer = {
        "scenario": document.scenario.scenario,
        "digest": document.digest,
        "version": sandbox.__version__,
        "model": result.model,
        "seed": result.seed,
        "replication": result.replication,
        "engine": result.engine,
        "measures": _numbers(found),
        "series": _curves(result.series, found),
    }
    if document.scenario.governance is not None:
        from sandbox.report.json_form import told

        answer["governance"] = told(result.chronicle)
    if by is not None:
        parts = result.breakdowns[by]
        answer["breakdowns"] = {
            by: {
                group: _numbers({name: value for name, value in values.items() if name in found})
                for group, values in parts.items()
            }
        }
        answer["series_by"] = {
            by: {group: _curves(curves, found) for group, curves in result.series_by.items()}
        }
    return answer


def _numbers(found: Mapping[str, float]) -> dict[str, float | None]:
    return {name: _number(value) for name, value in found.items()}


def _curves(
    curves: Mapping[str, list[float]], found: Mapping[str, float]
) -> dict[str, list[float | None]]:
    return {
        name: [_number(value) for value in curve]
        for name, curve in curves.items()
        if name in {"time", *found}
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
                ["--xroad-log"],
                metavar="FILE",
                help=say(
                    "Write remote requests to FILE as X-Road's operational monitoring records, "
                    "which `calibrate` reads (`-`: standard output)."
                ),
            ),
            replication_option(),
            seed_option(),
            engine_option(),
            format_option(("table", "json")),
            measures_option(),
            by_option(),
            click.Option(
                ["--checkpoint"],
                metavar="FILE",
                help=say(
                    "Keep the run in FILE every minute and when interrupted, and go on where "
                    "the file was left (compiled engine)."
                ),
            ),
            click.Option(
                ["--record"],
                metavar="FILE",
                help=say("Record the run in FILE, which `replay` plays."),
            ),
        ],
        help=say("Runs one model once, and traces every request if asked to."),
        epilog=about_file(
            "run business-startup --model letters",
            "run mine.yaml --model hybrid --trace trace.jsonl",
            "run mine.yaml --model federated_query --xroad-log log.jsonl",
        ),
    )
