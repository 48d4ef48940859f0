"""Nodes: where tokens may queue: stations, and the directions of links.

In: a program. Out: for a node its service time and servers, and whether anything about it is
beyond the formulas of this room.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sandbox.flows import Family, Law, Program, ticks
from sandbox.flows.program import Breakdowns, Station
from sandbox.language import Message
from sandbox.theory.reliability import availability, series_availability


class Place(Enum):
    """What a node is."""

    STATION = "station"
    LINK = "link"
    BACK = "back"
    """a link, in the direction against that of its name"""


@dataclass(frozen=True)
class Node:
    """A station or a direction of a link, by its position in the program."""

    place: Place
    index: int

    def name(self, program: Program) -> str:
        """The name of the station or link."""
        if self.place is Place.STATION:
            return program.stations[self.index].name
        return program.links[self.index].name


@dataclass(frozen=True)
class Service:
    """A time of service: mean and second moment in seconds; whether it is exponential."""

    mean: float
    second: float
    exponential: bool = False


def service_of(law: Law) -> Service:
    """The service time with this law."""
    mean = law.mean
    return Service(mean, law.variance + mean**2, law.family is Family.EXPONENTIAL)


def takes_no_time(station: Station) -> bool:
    """Whether tokens pass the station as if it were not there."""
    return (
        station.law == Law.constant(0.0)
        and station.hours < 0
        and not station.breakdowns
        and not station.outages
    )


def servers_of(program: Program, node: Node) -> int:
    """How many are served at a time."""
    return program.stations[node.index].servers if node.place is Place.STATION else 1


def objection(program: Program, node: Node) -> Message | None:
    """What about a node no formula here covers; arrivals apart."""
    if node.place is not Place.STATION:
        link = program.links[node.index]
        if link.breakdowns or link.outages:
            return Message("it breaks down now and then, and holds what is sent meanwhile")
        return None
    station = program.stations[node.index]
    if station.hours >= 0:
        return Message("it works only during its hours")
    if station.elastic is not None:
        return Message("its servers become more and fewer with the load")
    if station.breakdowns or station.outages:
        return Message("it breaks down now and then")
    return None


def up_share(breakdowns: tuple[Breakdowns, ...]) -> float:
    """Share of time in which none of several independent causes holds it down."""
    return series_availability([availability(one.mtbf, one.mttr) for one in breakdowns])


def scheduled_up(outages: tuple[tuple[int, int], ...], begin: int, end: int) -> float:
    """Share of [begin, end) that is in none of the outages, which may overlap."""
    down, reached = 0, begin
    for start, until in sorted(outages):
        start, until = max(start, reached), min(until, end)
        if start < until:
            down += until - start
            reached = until
    return 1 - down / (end - begin)


def open_share(program: Program, station: Station, begin: int, end: int) -> float:
    """Share of [begin, end) in which a station is open."""
    if station.hours < 0:
        return 1.0
    spans = program.hours[station.hours]
    inside = sum(max(0, min(until, end) - max(start, begin)) for start, until in spans)
    return inside / (end - begin)


def transmission(size: int, bandwidth: float) -> float:
    """Seconds that a message of `size` bytes takes on a link, as engines round them."""
    return ticks(size / bandwidth) / ticks(1.0)
