"""Batches: copies that travel together on a timetable, store and forward.

In: what travels from which copy to which, on which stretch, and the stretches' schedules. Out:
timetables. A batch takes the state at its start and delivers it at its end, never anything newer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.flows import Law, Outcome
from sandbox.flows.operations import (
    Apply,
    Delay,
    Done,
    Flow,
    Gate,
    Label,
    Operation,
    Send,
    Snapshot,
    Visit,
)
from sandbox.flows.program import CopyKind, Timetable
from sandbox.models.bench import Bench
from sandbox.models.conversion import converting, converting_bindings
from sandbox.models.numbers import takes_time, timetable
from sandbox.scenario.workings import Schedule
from sandbox.world.world import Agency, Partition


@dataclass(frozen=True)
class Stop:
    """An end of a stretch: a station and where it stands."""

    name: str
    station: int
    place: str


@dataclass(frozen=True)
class _Load:
    """What one batch carries: copies one to one, and the mean size of a change."""

    pairs: dict[tuple[int, int], tuple[float, float]]  # (from, to) → (changes a second, bytes)


_Batch = tuple[Stop, Stop, int, int, tuple[int, int], tuple[tuple[str, int], ...]]
"""What batches differ in: ends, gate, route, period and offset, conversion."""


class Batches:
    """Collects what travels; `leave` makes the timetables."""

    def __init__(self, bench: Bench, name: str, transport: Law) -> None:
        self._bench, self._name, self._transport = bench, name, transport
        self._loads: dict[_Batch, _Load] = {}

    def carry(
        self,
        partition: Partition,
        stretch: tuple[Stop, Stop],
        copies: tuple[int, int],
        schedule: Schedule,
        gate: int,
    ) -> bool:
        """Carry a partition's changes between two copies; False: no network leads there."""
        resource = self._bench.world.resources[partition.resource]
        sender, receiver = stretch
        route = self._bench.ways.route(sender.place, receiver.place, resource.secrecy)
        if route is None:
            return False
        governed = self._bench.gates.governed
        source = partition.source if sender.name == partition.source else ""
        converted = tuple(converting_bindings(governed, source, self._bench.open).items())
        key = (sender, receiver, gate, route, timetable(schedule), converted)
        load = self._loads.setdefault(key, _Load({}))
        rate = float(resource.changes) * partition.records
        load.pairs[copies] = (rate, float(resource.record_size))
        return True

    def leave(self) -> None:
        """Add the timetables."""
        builder = self._bench.builder
        if not self._loads:
            return
        flow = builder.flow(Flow(f"batch of {self._name}", self._operations()))
        for batch, load in self._loads.items():
            sender, receiver, gate, route, (period, offset), converted = batch
            name = f"batch:{sender.name}->{receiver.name}"
            if builder.rows.find(name) is not None:
                name = f"{name}:{len(builder.rows.things)}"
            row = builder.row(
                name,
                {
                    "permit": gate,
                    "sender": sender.station,
                    "receiver": receiver.station,
                    "route": route,
                    "size": _mean_size(load),
                    "from": builder.list([old for old, _ in load.pairs]),
                    "to": builder.list([new for _, new in load.pairs]),
                    **dict(converted),
                },
            )
            builder.timetable(Timetable(name, flow, row, period, offset))

    def _operations(self) -> tuple[Operation, ...]:
        transport = [Delay(self._transport, "transport")] if takes_time(self._transport) else []
        return (
            Gate("permit", refused="end"),
            Snapshot("from", "to"),
            Visit("sender", "batch: send", failed="end"),
            *converting(self._bench.world, "end"),
            Send("route", "size", batch=True),
            *transport,
            Visit("receiver", "batch: receive", failed="end"),
            Apply("to"),
            Label("end"),
            Done(Outcome.ANSWERED),
        )


class Cascade:
    """Hubs that store and forward: up from the source's region, down to the receiver's."""

    def __init__(
        self,
        bench: Bench,
        batches: Batches,
        schedule: Schedule,
        cascade: Mapping[str, Schedule],
        *,
        kept: bool,
    ) -> None:
        """`kept`: hubs keep what passed through them, so it counts as held outside its source."""
        self._bench, self._batches, self._kept = bench, batches, kept
        self._schedule, self._cascade = schedule, cascade
        self._carried: dict[tuple[str, str], bool] = {}

    def deliver(self, partition: Partition, to: str, receiver: Stop, copy: int, gate: int) -> bool:
        """Carry a partition to a copy at `receiver`, which hangs on the hub of region `to`.

        False: no network leads there.
        """
        source = self._bench.world.agencies[partition.source]
        hubs = self._bench.tree.between(source.region, to)
        if not all(self._stored(partition, hubs, number) for number in range(len(hubs))):
            return False
        last = hubs[-1]
        stretch = (self._hub(partition, last), receiver)
        copies = (self._transit(partition, last), copy)
        return self._batches.carry(partition, stretch, copies, self._leaving(last), gate)

    def _stored(self, partition: Partition, hubs: tuple[str, ...], number: int) -> bool:
        """Carry a partition to the hub at `number`, once."""
        key = (partition.id, hubs[number])
        if key not in self._carried:
            here = (self._hub(partition, hubs[number]), self._transit(partition, hubs[number]))
            if number == 0:
                source = self._bench.world.agencies[partition.source]
                before = (export(self._bench, source), self._bench.truth.source(partition))
                schedule = self._schedule
            else:
                last = hubs[number - 1]
                before = (self._hub(partition, last), self._transit(partition, last))
                schedule = self._leaving(last)
            self._carried[key] = self._batches.carry(
                partition,
                (before[0], here[0]),
                (before[1], here[1]),
                schedule,
                self._bench.open,
            )
        return self._carried[key]

    def _leaving(self, region: str) -> Schedule:
        return self._cascade[self._bench.tree.level(region)]

    def _hub(self, partition: Partition, region: str) -> Stop:
        sites = self._bench.sites
        network = sites.platforms.serving(partition.resource)
        return Stop(
            f"hub@{region}",
            sites.platform("hub", region, network),
            sites.point(region, network),
        )

    def _transit(self, partition: Partition, region: str) -> int:
        return self._bench.copy(f"hub@{region}", partition, CopyKind.REPLICA, outside=self._kept)


def export(bench: Bench, agency: Agency) -> Stop:
    """Where an agency's batches leave and arrive: its front-end node."""
    return Stop(agency.id, bench.sites.agency("front_end", agency), agency.id)


def _mean_size(load: _Load) -> int:
    """Bytes of a change, averaged over the changes expected of the copies."""
    pairs = load.pairs.values()
    total = sum(rate for rate, _ in pairs)
    if total <= 0:
        return round(sum(size for _, size in pairs) / len(pairs))
    return round(sum(rate * size for rate, size in pairs) / total)
