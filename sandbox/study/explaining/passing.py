"""What passes where: which needs, changes and batches can come to a station or over a link.

In: a program. Out: by station and by link, the names of streams and timetables whose rows lead
there, on any of their ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sandbox.flows.assembly import Assembler, Kind
from sandbox.flows.program import Program


@dataclass(frozen=True)
class Passing:
    """Names of streams and timetables, in the program's order."""

    stations: Mapping[str, tuple[str, ...]]
    links: Mapping[str, tuple[str, ...]]


def passing(program: Program) -> Passing:
    """Who can come where."""
    found = _Found(program)
    for stream in program.streams:
        for row in stream.rows:
            found.walk(stream.name, stream.flow, row)
    for timetable in program.timetables:
        found.walk(timetable.name, timetable.flow, timetable.row)
    return Passing(
        {name: tuple(who) for name, who in found.stations.items()},
        {name: tuple(who) for name, who in found.links.items()},
    )


class _Found:
    def __init__(self, program: Program) -> None:
        self._program = program
        assembler = Assembler(program.flows)
        self._slots, self._scatters = assembler.slots, assembler.scatters
        self._ends: dict[tuple[int, int], tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self.stations: dict[str, dict[str, None]] = {one.name: {} for one in program.stations}
        self.links: dict[str, dict[str, None]] = {one.name: {} for one in program.links}

    def walk(self, who: str, flow: int, row: int) -> None:
        """Note everything that a row of a flow leads to, and its children's."""
        stations, links = self._of(flow, row)
        for station in stations:
            self.stations[self._program.stations[station].name][who] = None
        for link in links:
            self.links[self._program.links[link].name][who] = None

    def _of(self, flow: int, row: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Positions of stations and links of a row, found once."""
        key = (flow, row)
        if key not in self._ends:
            stations: dict[int, None] = {}
            links: dict[int, None] = {}
            bindings = self._program.rows[row].bindings
            for slot, kind in self._slots[flow].items():
                if kind is Kind.STATION:
                    stations[bindings[slot]] = None
                elif kind is Kind.ROUTE:
                    for link in self._program.routes[bindings[slot]]:
                        links[link if link >= 0 else ~link] = None
            for child_flow, child_row in self._children(flow, row):
                more = self._of(child_flow, child_row)
                stations.update(dict.fromkeys(more[0]))
                links.update(dict.fromkeys(more[1]))
            self._ends[key] = (tuple(stations), tuple(links))
        return self._ends[key]

    def _children(self, flow: int, row: int) -> Iterator[tuple[int, int]]:
        for slot, child in self._scatters[flow]:
            for one in self._program.lists[self._program.rows[row].bindings[slot]]:
                yield child, one
