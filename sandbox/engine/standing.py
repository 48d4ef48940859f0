"""Standing control processes: those that a program itself asks for.

In: a program. Out: control processes for its timetables, outages and elastic stations, in the
program's order, so that ties between them do not depend on the engine.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from sandbox.engine.elastic import elastic
from sandbox.engine.interface import ControlProcess, Plane
from sandbox.engine.outages import outages
from sandbox.flows.program import Program, Timetable


def standing(program: Program, origin: int) -> list[ControlProcess]:
    """All standing control processes; `origin` is the base of the replication's randomness."""
    processes: list[ControlProcess] = [*outages(program, origin)]
    for place, station in enumerate(program.stations):
        if station.elastic is not None:
            processes.append(elastic(place, station.servers, station.elastic))
    processes += [timetable(table) for table in program.timetables]
    return processes


def timetable(table: Timetable) -> ControlProcess:
    """Starts a batch at the offset and after every period."""

    def lives(env: simpy.Environment, plane: Plane) -> Generator[Any, Any, None]:
        yield env.timeout(table.offset)
        index = 0
        while True:
            plane.start(table.flow, table.row, table.name, index)
            index += 1
            yield env.timeout(table.period)

    return lives
