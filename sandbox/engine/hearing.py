"""Hearing: what control processes do to the traffic, told to whoever listens.

In: a control process, a listener. Out: the same process, whose acts are told as they happen: what
breaks down and is repaired, gates, servers, and what is noted. Nothing else changes.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any, Protocol

import simpy

from sandbox.engine.interface import ControlProcess, Plane
from sandbox.flows.operations import Tally


class Listener(Protocol):
    """Takes what is done to a thing of a kind at a time in ticks."""

    def __call__(
        self, time: int, kind: str, name: str, event: str, detail: Mapping[str, str | float]
    ) -> None:
        """One act: `kind` is `station`, `link`, `gate`, or that of a note."""


def heard(process: ControlProcess, listener: Listener) -> ControlProcess:
    """A control process whose acts are told to the listener."""

    def lives(env: simpy.Environment, plane: Plane) -> Generator[Any, Any, None]:
        return process(env, HeardPlane(env, plane, listener))

    return lives


class HeardPlane:
    """The plane of one process; everything is passed on, and what changes is told."""

    def __init__(self, env: simpy.Environment, plane: Plane, listener: Listener) -> None:
        self.program, self.origin = plane.program, plane.origin
        self._env, self._plane, self._listener = env, plane, listener

    def _tell(self, kind: str, name: str, event: str, **detail: str | float) -> None:
        self._listener(int(self._env.now), kind, name, event, detail)

    def set_gate(self, gate: int, open: bool, article: str = "") -> None:
        """Open or close a gate."""
        self._plane.set_gate(gate, open, article)
        if int(self._env.now):  # at 0 gates are set to what they are at the start
            self._tell("gate", self.program.gates[gate].name, "open" if open else "closed")

    def set_station(self, station: int, up: bool) -> None:
        """Break a station down or repair it."""
        self._plane.set_station(station, up)
        self._tell("station", self.program.stations[station].name, "up" if up else "down")

    def set_link(self, link: int, up: bool) -> None:
        """Break a link down or repair it."""
        self._plane.set_link(link, up)
        self._tell("link", self.program.links[link].name, "up" if up else "down")

    def set_servers(self, station: int, servers: int) -> None:
        """Change the number of servers."""
        self._plane.set_servers(station, servers)
        self._tell("station", self.program.stations[station].name, "servers", servers=servers)

    def busy_seconds(self, station: int) -> float:
        """Server-seconds of service so far."""
        return self._plane.busy_seconds(station)

    def start(self, flow: int, row: int, key: str, index: int) -> None:
        """Start a batch."""
        self._plane.start(flow, row, key, index)

    def satisfied(self, streams: Sequence[int]) -> tuple[int, int]:
        """Measured requests of some streams that have ended, and how many were satisfied."""
        return self._plane.satisfied(streams)

    def counted(self, stream: int, what: Tally) -> int:
        """What a stream's measured requests have counted so far."""
        return self._plane.counted(stream, what)

    def set_repair(self, station: int, factor: float) -> None:
        """Have repairs take longer or shorter."""
        self._plane.set_repair(station, factor)

    def repair(self, station: int) -> float:
        """The factor of a station's repairs."""
        return self._plane.repair(station)

    def note(self, kind: str, subject: str, event: str, **detail: str | float) -> None:
        """Write down what happened to a thing."""
        self._plane.note(kind, subject, event, **detail)
        self._tell(kind, subject, event, **detail)
