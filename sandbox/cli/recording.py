"""What is recorded of a run while it goes on: its trace, and its log of X-Road records.

In: where they are to be written, and what is run. Out: traces for an engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sandbox
from sandbox.cli.refusals import refuse
from sandbox.cli.trace_file import Sink
from sandbox.language import say

if TYPE_CHECKING:
    from sandbox.engine.interface import Trace
    from sandbox.report.trace_lines import TraceLines
    from sandbox.study import Workshop


def apart(trace: str | None, xroad_log: str | None) -> None:
    """Two streams need two places.

    Raises:
        Exit: when they are to be written to the same one.
    """
    if trace is None or xroad_log is None:
        return
    if trace == xroad_log or Path(trace).resolve() == Path(xroad_log).resolve():
        raise refuse(say("--trace and --xroad-log need a file each"))


def origin_of(made: Workshop, label: str, seed: int | None, replication: int) -> dict[str, Any]:
    """What is run: with this the run can be repeated."""
    scenario = made.document.scenario
    return {
        "scenario": scenario.scenario,
        "digest": made.document.digest,
        "version": sandbox.__version__,
        "model": label,
        "seed": int(scenario.study.seed) if seed is None else seed,
        "replication": replication,
    }


def lines_of(sink: Sink, made: Workshop, label: str, origin: Mapping[str, Any]) -> TraceLines:
    """A trace that begins with what is run."""
    from sandbox.report.trace_lines import TraceLines

    return TraceLines(sink, made.assembly(label).program, origin)


def records_of(log: Sink, made: Workshop, label: str, origin: Mapping[str, Any]) -> Trace:
    """A log of X-Road records."""
    from sandbox.report.xroad_records import XRoadRecords

    return XRoadRecords(log, made.assembly(label).program, made.world, origin)


def both(one: Trace | None, other: Trace | None) -> Trace | None:
    """A trace that tells two, the one that changes nothing of what it is told first."""
    if one is None or other is None:
        return one or other

    def told(time: int, stream: str, index: int, event: str, detail: dict[str, Any]) -> None:
        other(time, stream, index, event, detail)
        one(time, stream, index, event, detail)

    return told
