"""The truth and how its sources learn of it: registers, source copies, streams of changes.

In: partitions that some request reaches, and what a model does with a change once the source
knows it (push it to subscribers, let sensors see it first). Out: registers named as partitions,
source copies, change streams `changes:<partition>`, the same under every model.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.flows import Join, Law, Outcome, Tally
from sandbox.flows.operations import (
    Check,
    Collect,
    Count,
    Delay,
    Done,
    Flow,
    Gate,
    Jump,
    Label,
    Operation,
    Scatter,
    Send,
    Stamp,
    Visit,
    Write,
)
from sandbox.flows.program import (
    Copy,
    CopyKind,
    ProgramBuilder,
    Register,
    Stream,
    StreamKind,
)
from sandbox.models.conversion import converting, converting_bindings
from sandbox.models.gates import Gates, Life
from sandbox.models.legs import always
from sandbox.models.numbers import ppb, takes_time
from sandbox.models.sites import Sites
from sandbox.models.ways import Ways
from sandbox.policy.laws import law
from sandbox.scenario.information import ResourceSpec
from sandbox.world.world import Partition, World

PUSH = "push"
"""The flow of one message from a broker to one subscriber."""


@dataclass(frozen=True)
class Capture:
    """What sensors and mobile reports see of changes."""

    share: int  # parts per billion of changes captured
    delay: Law
    loss: int  # parts per billion of captures lost
    late: int  # parts per billion of captures that come late
    late_delay: Law


@dataclass
class Subscriber:
    """Who is sent messages, and while what is in force (None: always)."""

    bindings: dict[str, int]
    life: Life | None


@dataclass
class Feed:
    """What happens to a partition's changes after the source knows them."""

    broker: int  # station
    region: str  # where the broker stands
    point: str
    subscribers: dict[str, Subscriber] = field(default_factory=dict)  # by holder
    capture: Capture | None = None


class Truth:
    """Adds registers and their sources to a program when they are first needed."""

    def __init__(
        self, world: World, builder: ProgramBuilder, sites: Sites, ways: Ways, gates: Gates
    ) -> None:
        self._world, self._builder, self._sites, self._ways = world, builder, sites, ways
        self._gates = gates
        self._sources: dict[str, tuple[int, int]] = {}
        self._feeds: dict[str, Feed] = {}

    def register(self, partition: Partition) -> int:
        """The register of a partition."""
        return self._known(partition)[0]

    def source(self, partition: Partition) -> int:
        """The source's own copy."""
        return self._known(partition)[1]

    def _known(self, partition: Partition) -> tuple[int, int]:
        known = self._sources.get(partition.id)
        if known is None:
            resource = self._world.resources[partition.resource]
            region = partition.source.rpartition("@")[2]
            labels = {"resource": partition.resource, "region": region}
            register = self._builder.register(
                Register(
                    partition.id,
                    partition.records,
                    float(resource.collection.error),
                    labels | {"agency": partition.source},
                )
            )
            copy = self._builder.copy(
                Copy(
                    f"{partition.source}:{partition.id}",
                    register,
                    CopyKind.SOURCE,
                    sensitive=resource.secrecy in ("sensitive", "secret"),
                    complete=True,
                    labels=labels | {"holder": partition.source},
                )
            )
            known = self._sources[partition.id] = (register, copy)
        return known

    def feed(self, partition: Partition, region: str) -> Feed:
        """The feed of a partition's changes, through the broker of `region`."""
        found = self._feeds.get(partition.id)
        if found is None:
            network = self._sites.platforms.serving(partition.resource)
            found = self._feeds[partition.id] = Feed(
                self._sites.platform("broker", region, network),
                region,
                self._sites.point(region, network),
            )
        return found

    def subscribe(
        self,
        partition: Partition,
        feed: Feed,
        holder: str,
        place: str,
        copy: int,
        life: Life | None,
    ) -> bool:
        """Push a partition's changes to a copy at a place; False: no network leads there.

        Messages are sent while any agreement of `life` is in force (None: always), and while any
        of those of the holder's other uses is.
        """
        known = feed.subscribers.get(holder)
        if known is not None:
            known.life = either(known.life, life)
        else:
            resource = self._world.resources[partition.resource]
            route = self._ways.route(feed.point, place, resource.secrecy)
            if route is None or self.upload(partition, feed) is None:
                return False
            bindings = {"route": route, "size": round(resource.record_size), "copy": copy}
            feed.subscribers[holder] = Subscriber(bindings, life)
        return True

    def pushes(self, partition: Partition, feed: Feed) -> int:
        """The list of a feed's pushes, one row a subscriber; for when all have subscribed."""
        return self._builder.list(
            [
                self._builder.row(
                    f"push:{partition.id}->{holder}",
                    {**found.bindings, "permit": self._gates.subscription(found.life)},
                )
                for holder, found in feed.subscribers.items()
            ]
        )

    def upload(self, partition: Partition, feed: Feed) -> int | None:
        """The route from the source to the feed's broker."""
        resource = self._world.resources[partition.resource]
        return self._ways.route(partition.source, feed.point, resource.secrecy)

    def flow(self) -> None:
        """Add the streams of changes of all registers."""
        pushed = any(feed.subscribers for feed in self._feeds.values())
        if pushed:
            self._builder.flow(Flow(PUSH, _PUSH))
        for name in self._sources:
            self._changes(self._world.partitions[name])

    def _changes(self, partition: Partition) -> None:
        resource = self._world.resources[partition.resource]
        feed = self._feeds.get(partition.id)
        capture = feed.capture if feed else None
        pushed = bool(feed and feed.subscribers)
        register, source = self._known(partition)
        bindings = {
            "register": register,
            "source": source,
            "error": ppb(resource.collection.error),
            "faultless": 0,
            "size": round(resource.record_size),
        }
        if feed is not None and pushed:
            route = self.upload(partition, feed)
            assert route is not None
            bindings |= {
                "upload": route,
                "broker": feed.broker,
                "subscribers": self.pushes(partition, feed),
            }
        if capture is not None:
            bindings |= {"captured": capture.share, "lost": capture.loss, "late": capture.late}
        converted = converting(self._world, "end") if pushed else ()
        bindings |= converting_bindings(
            self._gates.governed, partition.source if pushed else "", always(self._builder)
        )
        name = f"change of {partition.resource}"
        name += (", pushed" if pushed else "") + (", captured" if capture else "")
        agency = self._world.agencies[partition.source]
        self._builder.stream(
            Stream(
                f"changes:{partition.id}",
                StreamKind.CHANGE,
                self._builder.flow(Flow(name, _change(resource, pushed, capture, converted))),
                (self._builder.row(f"changes:{partition.id}", bindings),),
                (1.0,),
                float(resource.changes) * partition.records,
                register=register,
                labels={
                    "resource": partition.resource,
                    "department": agency.department,
                    "region": agency.region,
                    "level": agency.level,
                    "agency": agency.id,
                },
            )
        )


def either(one: Life | None, other: Life | None) -> Life | None:
    """What a copy is kept up for that two uses share: either, and the first of two gates."""
    if one is None or other is None:
        return None
    if isinstance(one, int) or isinstance(other, int):
        return one
    return one | other


_PUSH: tuple[Operation, ...] = (
    Gate("permit", refused="end"),
    Send("route", "size"),
    Write("copy"),
    Label("end"),
    Done(Outcome.ANSWERED),
)


def _change(
    resource: ResourceSpec,
    pushed: bool,
    capture: Capture | None,
    converted: tuple[Operation, ...],
) -> tuple[Operation, ...]:
    """A change: reported to the source, or captured by sensors; then pushed to subscribers."""
    delay = law(resource.collection.delay)
    reported: list[Operation] = [
        Count(Tally.COLLECTION),
        Collect("register", "error", "entry"),
        *([Delay(delay, "collection")] if takes_time(delay) else []),
        Write("source"),
    ]
    push: list[Operation] = []
    if pushed:
        push = [
            Visit("broker", "broker", failed="end"),
            Scatter("subscribers", PUSH, Join.NONE),
        ]
        reported += [Stamp(), *converted, Send("upload", "size")]
    if capture is None:
        return (*reported, *push, Label("end"), Done(Outcome.ANSWERED))
    return (
        Check("captured", "captured", yes="captured"),
        *reported,
        Jump("push"),
        Label("captured"),
        Collect("register", "faultless", "entry"),
        Check("lost", "capture lost", yes="end"),
        Check("late", "capture late", yes="late"),
        Jump("arriving"),
        Label("late"),
        Delay(capture.late_delay, "capture late"),
        Label("arriving"),
        Delay(capture.delay, "capture"),
        *([Send("upload", "size")] if pushed else []),
        Write("source"),
        Label("push"),
        *push,
        Label("end"),
        Done(Outcome.ANSWERED),
    )
