"""A program: everything the traffic plane of one run consists of.

In: stations, links, registers, copies, gates, flows, streams and timetables, added by name by a
sharing model. Out: a frozen `Program` in which names have become positions. Names are identities:
all randomness is keyed to them, so they must be the same under every model that has the thing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import cached_property
from typing import Generic, TypeVar

from sandbox.flows.laws import Law
from sandbox.flows.operations import Flow

PPB = 1_000_000_000
"""Parts per billion: how slots carry probabilities."""

Labels = Mapping[str, str]
"""What measures group by: need, department, region, level, resource, agency, role …"""


@dataclass(frozen=True)
class Breakdowns:
    """Random outages: exponential times to failure and to repair, in seconds."""

    mtbf: float
    mttr: float


@dataclass(frozen=True)
class Elastic:
    """Capacity that follows load (times in ticks)."""

    minimum: int
    maximum: int
    target: float
    every: int
    delay: int


@dataclass(frozen=True)
class Station:
    """Servers and a queue."""

    name: str
    law: Law
    servers: int = 1
    priority: bool = False
    places: int = -1  # places to wait; -1: no limit
    hours: int = -1  # index into Program.hours; -1: always open
    fails_when_down: bool = False
    breakdowns: tuple[Breakdowns, ...] = ()
    outages: tuple[tuple[int, int], ...] = ()  # scheduled [from, until) in ticks
    elastic: Elastic | None = None
    price: float = -1.0  # of a server's hour, for measures; below 0: the tariff's
    labels: Labels = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """An edge of one network: FIFO transmission, then latency. Bandwidth 0: not limited.

    Both directions have the whole bandwidth (full duplex); they go down together.
    """

    name: str
    latency: int
    bandwidth: float  # bytes per second
    gateway: bool = False
    breakdowns: tuple[Breakdowns, ...] = ()
    outages: tuple[tuple[int, int], ...] = ()
    labels: Labels = field(default_factory=dict)


@dataclass(frozen=True)
class Register:
    """The truth of one source's part of a resource: `records` records with versions.

    Before the run's changes the source's entries (version 0) are wrong with the share `error`,
    and so are all copies that were filled from them.
    """

    name: str
    records: int
    error: float = 0.0
    labels: Labels = field(default_factory=dict)


class CopyKind(IntEnum):
    """How a copy holds its state."""

    SOURCE = 0  # the source's own: a log of changes, written as they become known
    REPLICA = 1  # a position in the source's log, moved by batches; may also be written to
    ENTRIES = 2  # written record by record: caches, own entries; filled and in order: feeds


@dataclass(frozen=True)
class Copy:
    """A holder's state of one register."""

    name: str
    register: int
    kind: CopyKind
    outside: bool = False  # held outside its source: counts as a copy, and as exposure if sensitive
    sensitive: bool = False
    complete: bool = False  # holds every record from the start (a seeded replica or feed)
    keep: int = -1  # entries are dropped so long after they were vouched for (ticks; -1: never)
    labels: Labels = field(default_factory=dict)


@dataclass(frozen=True)
class GateState:
    """A gate at the start: open or closed, and the article that a refusal names."""

    name: str
    open: bool
    article: str = ""
    counted: bool = False  # whether it stands for an agreement that counts when in force


class StreamKind(IntEnum):
    """What a stream is of."""

    NEED = 0
    CHANGE = 1
    THEFT = 2  # requests with stolen credentials: served like a need's, and no need's


@dataclass(frozen=True)
class Rhythm:
    """Cumulative intensity of demand over the run, piecewise linear.

    `times` in ticks, ascending from 0; `mass` the integral of the relative intensity up to there,
    in ticks (so the plain rhythm has mass equal to time).
    """

    name: str
    times: tuple[int, ...]
    mass: tuple[float, ...]


@dataclass(frozen=True)
class Surge:
    """A change of a stream's demand in [from, until): factor above 1 adds, below 1 takes away."""

    name: str
    start: int
    end: int
    factor: float


@dataclass(frozen=True)
class Stream:
    """A source of tokens: a need of one agency, or the changes of one register."""

    name: str
    kind: StreamKind
    flow: int
    rows: tuple[int, ...]  # one of them is drawn for every token …
    weights: tuple[float, ...]  # … with these weights (sum 1)
    rate: float  # per second, times the rhythm
    rhythm: int = 0
    fixed: bool = False  # arrivals after each 1/rate of the rhythm's mass instead of Poisson
    times: tuple[int, ...] | None = None  # given arrival times instead
    register: int = -1  # of changes
    deadline: int = 0
    priority: int = 0
    misuse: float = 0.0  # share of requests outside their scope
    popular: tuple[float, float] = (0.0, 0.0)  # share of records, share of requests to them
    surges: tuple[Surge, ...] = ()
    labels: Labels = field(default_factory=dict)


@dataclass(frozen=True)
class Timetable:
    """Batches that leave at `offset`, `offset + period`, …"""

    name: str
    flow: int
    row: int
    period: int
    offset: int


@dataclass(frozen=True)
class Row:
    """The bindings of one need and source, or one batch: slot → position or number.

    `key` is its identity for draws of scattered children.
    """

    key: str
    bindings: Mapping[str, int]


@dataclass(frozen=True)
class Agreements:
    """What a model's documents amount to: gate position → number of documents it stands for."""

    documents: Mapping[int, int]


@dataclass(frozen=True)
class Program:
    """The traffic plane of one run."""

    model: str
    stations: tuple[Station, ...]
    links: tuple[Link, ...]
    routes: tuple[tuple[int, ...], ...]  # of links; `~link` goes it backwards
    registers: tuple[Register, ...]
    copies: tuple[Copy, ...]
    gates: tuple[GateState, ...]
    flows: tuple[Flow, ...]
    rows: tuple[Row, ...]
    lists: tuple[tuple[int, ...], ...]  # of rows (for Scatter) or copies (for Snapshot, Apply)
    streams: tuple[Stream, ...]
    timetables: tuple[Timetable, ...]
    rhythms: tuple[Rhythm, ...]
    hours: tuple[tuple[tuple[int, int], ...], ...]  # open intervals in ticks
    agreements: Agreements = Agreements({})

    @cached_property
    def found_out(self) -> dict[str, object]:
        """What engines found out about the program; it lives as long and is no part of it."""
        return {}


Thing = TypeVar(
    "Thing", Station, Link, Register, Copy, GateState, Flow, Row, Stream, Timetable, Rhythm
)


class Shelf(Generic[Thing]):
    """Things of one kind in the order of their first mention."""

    def __init__(self) -> None:
        self.things: list[Thing] = []
        self._positions: dict[str, int] = {}

    def add(self, name: str, thing: Thing) -> int:
        """The position of `thing`; adding the same thing again is free.

        Raises:
            ValueError: when the name already stands for another thing.
        """
        position = self._positions.get(name)
        if position is None:
            position = self._positions[name] = len(self.things)
            self.things.append(thing)
        elif self.things[position] != thing:
            raise ValueError(f"{name!r} is defined twice, differently")
        return position

    def find(self, name: str) -> int | None:
        """The position of what has this name."""
        return self._positions.get(name)


class ProgramBuilder:
    """Collects a program by name; names become positions."""

    def __init__(self, model: str) -> None:
        self.model = model
        self.stations: Shelf[Station] = Shelf()
        self.links: Shelf[Link] = Shelf()
        self.registers: Shelf[Register] = Shelf()
        self.copies: Shelf[Copy] = Shelf()
        self.gates: Shelf[GateState] = Shelf()
        self.flows: Shelf[Flow] = Shelf()
        self.rows: Shelf[Row] = Shelf()
        self.streams: Shelf[Stream] = Shelf()
        self.timetables: Shelf[Timetable] = Shelf()
        self.rhythms: Shelf[Rhythm] = Shelf()
        self._routes: dict[tuple[int, ...], int] = {}
        self._lists: dict[tuple[int, ...], int] = {}
        self._hours: dict[tuple[tuple[int, int], ...], int] = {}
        self.documents: dict[int, int] = {}

    def station(self, station: Station) -> int:
        """Position of a station."""
        return self.stations.add(station.name, station)

    def link(self, link: Link) -> int:
        """Position of a link."""
        return self.links.add(link.name, link)

    def register(self, register: Register) -> int:
        """Position of a register."""
        return self.registers.add(register.name, register)

    def copy(self, copy: Copy) -> int:
        """Position of a copy."""
        return self.copies.add(copy.name, copy)

    def complete(self, copy: int) -> None:
        """Let a copy hold every record from the start."""
        self.copies.things[copy] = replace(self.copies.things[copy], complete=True)

    def gate(self, gate: GateState) -> int:
        """Position of a gate."""
        return self.gates.add(gate.name, gate)

    def flow(self, flow: Flow) -> int:
        """Position of a flow."""
        return self.flows.add(flow.name, flow)

    def row(self, key: str, bindings: Mapping[str, int]) -> int:
        """Position of a row of bindings."""
        return self.rows.add(key, Row(key, bindings))

    def stream(self, stream: Stream) -> int:
        """Position of a stream."""
        return self.streams.add(stream.name, stream)

    def timetable(self, timetable: Timetable) -> int:
        """Position of a timetable."""
        return self.timetables.add(timetable.name, timetable)

    def rhythm(self, rhythm: Rhythm) -> int:
        """Position of a rhythm."""
        return self.rhythms.add(rhythm.name, rhythm)

    def route(self, links: Sequence[int]) -> int:
        """Position of a route over links (`~link` backwards); an empty one takes no time."""
        return self._routes.setdefault(tuple(links), len(self._routes))

    def list(self, positions: Sequence[int]) -> int:
        """Position of a list of rows or copies."""
        return self._lists.setdefault(tuple(positions), len(self._lists))

    def hours(self, intervals: Sequence[tuple[int, int]]) -> int:
        """Position of a set of open intervals."""
        return self._hours.setdefault(tuple(intervals), len(self._hours))

    def build(self) -> Program:
        """The program."""
        return Program(
            self.model,
            tuple(self.stations.things),
            tuple(self.links.things),
            tuple(self._routes),
            tuple(self.registers.things),
            tuple(self.copies.things),
            tuple(self.gates.things),
            tuple(self.flows.things),
            tuple(self.rows.things),
            tuple(self._lists),
            tuple(self.streams.things),
            tuple(self.timetables.things),
            tuple(self.rhythms.things),
            tuple(self._hours),
            Agreements(self.documents),
        )
