"""Outages: stations and links that break down, by chance or by schedule.

In: a program's breakdowns and scheduled outages. Out: control processes. Times to failure and to
repair are exponential and run on the wall clock, whether the thing works, waits or is closed; they
are keyed to the thing's name and the number of the outage.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import simpy

from sandbox.engine.interface import ControlProcess, Plane
from sandbox.engine.sampling import ticks_of
from sandbox.flows.program import Breakdowns, Program
from sandbox.randomness import identity, key, samplers

Switch = Callable[[Plane, bool], None]

_UP, _DOWN = key("time to failure"), key("time to repair")


def outages(program: Program, origin: int) -> list[ControlProcess]:
    """The outages of all stations and links; `origin` is the base of the randomness."""
    processes: list[ControlProcess] = []
    for place, station in enumerate(program.stations):
        switch = _station(place)
        processes += [_scheduled(switch, start, until) for start, until in station.outages]
        for number, breakdowns in enumerate(station.breakdowns):
            name = key(f"station|{station.name}|{number}")
            processes.append(_random(switch, breakdowns, origin, name, place))
    for place, link in enumerate(program.links):
        switch = _link(place)
        processes += [_scheduled(switch, start, until) for start, until in link.outages]
        for number, breakdowns in enumerate(link.breakdowns):
            name = key(f"link|{link.name}|{number}")
            processes.append(_random(switch, breakdowns, origin, name))
    return processes


def _station(place: int) -> Switch:
    return lambda plane, up: plane.set_station(place, up)


def _link(place: int) -> Switch:
    return lambda plane, up: plane.set_link(place, up)


def _scheduled(switch: Switch, start: int, until: int) -> ControlProcess:
    """Down from `start` until `until`."""

    def lives(env: simpy.Environment, plane: Plane) -> Generator[Any, Any, None]:
        yield env.timeout(start)
        switch(plane, False)
        yield env.timeout(until - start)
        switch(plane, True)

    return lives


def _random(
    switch: Switch, breakdowns: Breakdowns, origin: int, name: int, station: int = -1
) -> ControlProcess:
    """Up and down in turn, for exponential times; a station may be repaired faster or slower."""

    def lives(env: simpy.Environment, plane: Plane) -> Generator[Any, Any, None]:
        number = 0
        while True:
            outage = identity(origin, name, number)
            yield env.timeout(ticks_of(samplers.exponential(outage, _UP, breakdowns.mtbf)))
            switch(plane, False)
            mttr = breakdowns.mttr * (plane.repair(station) if station >= 0 else 1.0)
            yield env.timeout(ticks_of(samplers.exponential(outage, _DOWN, mttr)))
            switch(plane, True)
            number += 1

    return lives
