"""Subscriptions: copies that brokers keep up to date by pushing changes, and heartbeats.

In: uses whose copies, at the consumer or in a cloud, are to follow the source by messages. Out:
copies, pushes behind the change streams, and timetables of heartbeats.
"""

from __future__ import annotations

from sandbox.flows import Join, Outcome, ticks
from sandbox.flows.operations import (
    Apply,
    Done,
    Flow,
    Label,
    Scatter,
    Send,
    Snapshot,
    Stamp,
    Visit,
)
from sandbox.flows.program import Timetable
from sandbox.models.bench import Bench, Use
from sandbox.models.gates import Life
from sandbox.models.model import Settings
from sandbox.models.truth import PUSH, Capture, Feed
from sandbox.policy.governance import Start, System
from sandbox.world.world import Partition

_HEARTBEAT = (
    Stamp(),
    Send("upload", "size"),
    Visit("broker", "broker", failed="end"),
    Scatter("subscribers", PUSH, Join.NONE),
    Label("end"),
    Done(Outcome.ANSWERED),
)

_FILL = (
    Snapshot("from", "to"),
    Send("upload", "size", batch=True),
    Send("route", "size", batch=True),
    Apply("to"),
    Done(Outcome.ANSWERED),
)

_ONCE = 1 << 62
"""A period longer than any run."""


class Subscriptions:
    """The subscriptions of one model."""

    def __init__(self, bench: Bench, settings: Settings, capture: Capture | None = None) -> None:
        self._bench, self._capture = bench, capture
        self._heartbeat = float(settings["heartbeat"])
        self._followed: dict[str, tuple[Partition, Feed]] = {}

    def at_consumer(self, use: Use) -> int | None:
        """A subscriber's copy; None: no network leads there.

        Messages are sent while an agreement is in force; when one begins during the run, the copy
        is filled first.
        """
        life = self._bench.gates.life(use.permit)
        return self._follow(use, use.consumer.id, use.consumer.id, life)

    def at_cloud(self, use: Use, home: str) -> int | None:
        """The library's copy in the cloud of `home`; None: no network leads there."""
        sites = self._bench.sites
        point = sites.point(home, sites.platforms.serving(use.partition.resource))
        gates = self._bench.gates
        built = gates.governed.built([System("broker", home), System("cloud", home)], -1)
        return self._follow(use, f"cloud@{home}", point, None if built < 0 else built)

    def _follow(self, use: Use, holder: str, place: str, life: Life | None) -> int | None:
        bench, partition = self._bench, use.partition
        feed = bench.truth.feed(partition, bench.tree.home(use.source.region))
        complete = life is None or (not isinstance(life, int) and bench.gates.now(use.permit))
        copy = bench.feed(holder, use, complete=complete)
        if not bench.truth.subscribe(partition, feed, holder, place, copy, life):
            return None
        feed.capture = feed.capture or self._capture
        self._followed[partition.id] = (partition, feed)
        return copy

    def _fill(self) -> None:
        """Fill copies whose agreements begin during the run, by bulk transfer past the broker."""
        builder = self._bench.builder
        for partition, feed in self._followed.values():
            upload = self._bench.truth.upload(partition, feed)
            assert upload is not None
            source = self._bench.truth.source(partition)
            for holder, subscriber in feed.subscribers.items():
                life = subscriber.life
                governed = [-1] if isinstance(life, int) else []
                for start in (*self._bench.gates.openings(life), *governed):
                    name = f"fill:{partition.id}->{holder}"
                    row = builder.row(
                        name,
                        {
                            "from": builder.list([source]),
                            "to": builder.list([subscriber.bindings["copy"]]),
                            "upload": upload,
                            "route": subscriber.bindings["route"],
                            "size": subscriber.bindings["size"],
                        },
                    )
                    flow = builder.flow(Flow("fill", _FILL))
                    if isinstance(life, int):
                        self._bench.gates.governed.starts(life, Start(flow, row, name))
                    else:
                        builder.timetable(Timetable(f"{name}:{start}", flow, row, _ONCE, start))

    def finish(self) -> None:
        """What keeps the copies up to date besides messages."""
        self._fill()
        self._beat()

    def _beat(self) -> None:
        """Heartbeats of all sources, unless they are never to be sent."""
        period = ticks(self._heartbeat)
        if period <= 0 or not self._followed:
            return
        builder = self._bench.builder
        flow = builder.flow(Flow("heartbeat", _HEARTBEAT))
        for partition, feed in self._followed.values():
            name = f"heartbeat:{partition.id}"
            upload = self._bench.truth.upload(partition, feed)
            assert upload is not None
            row = builder.row(
                name,
                {
                    "upload": upload,
                    "size": 0,
                    "broker": feed.broker,
                    "subscribers": self._bench.truth.pushes(partition, feed),
                },
            )
            builder.timetable(Timetable(name, flow, row, period, period))
