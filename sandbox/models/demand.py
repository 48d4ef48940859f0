"""Streams of requests: needs as they fall on agencies, the same under every model.

In: a world's demands and how a model answers their uses. Out: streams named as demands, with
rhythm, deadline, priority, surges, and one row for each place where subjects may be at home.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sandbox.flows import Join, Outcome, ticks
from sandbox.flows.operations import Done, Scatter
from sandbox.flows.program import Rhythm, Stream, StreamKind, Surge
from sandbox.models.bench import Bench, Use
from sandbox.models.charges import charged
from sandbox.models.legs import Leg, Path, otherwise
from sandbox.models.model import Model
from sandbox.models.numbers import span
from sandbox.models.thinning import thinned
from sandbox.policy.governance import Use as Waiting
from sandbox.scenario.information import NeedSpec
from sandbox.world.aggregation import Group, groups
from sandbox.world.world import Agency, Demand, Subjects

Manner = tuple[str, float | None, float, float, bool]
"""All of a need that its legs depend on: mode, time-out, size, retries, whether it is checked."""


class Streams:
    """Adds the streams of all demands."""

    def __init__(self, bench: Bench, model: Model, before: Model) -> None:
        """`before`: how things are until sharing starts."""
        self._bench, self._model, self._before = bench, model, before
        self._waits = model.shares and bench.world.scenario.governance is not None
        self._paths: dict[str, Path] = {}
        self._parents: dict[str, int] = {}
        self._legs: dict[tuple[str, str, Manner], Leg] = {}
        self._governing: dict[tuple[str, str, Manner], Waiting] = {}
        self._whole: dict[tuple[str, str, Manner], int] = {}

    def flow(self) -> None:
        """Add them, and everything that they need."""
        kept = thinned(self._bench.world)
        for group in groups(self._bench.world):
            homes = {demand.id: kept.get(demand.id, demand.subjects) for demand in group.demands}
            self._stream(group, homes)

    def _stream(self, group: Group, homes: Mapping[str, Sequence[Subjects]]) -> None:
        """The stream of a group; `homes` of each of its demands."""
        spec = group.demands[0].spec
        manner = _manner(spec)
        legs: dict[tuple[str, str], Leg] = {}
        for demand in group.demands:
            for home in homes[demand.id]:
                for partition in home.partitions:
                    if (demand.consumer, partition) not in legs:
                        legs[demand.consumer, partition] = self._leg(demand, partition, manner)
        if len(spec.resources) > 1:
            flow, rows = self._fan_out(group, homes, legs)
        else:
            flow = self._bench.flows.of(leg.path for leg in legs.values())
            row = dict(zip(legs, self._single(group, legs, manner)))
            rows = [
                row[demand.consumer, home.partitions[0]]
                for demand in group.demands
                for home in homes[demand.id]
            ]
        self._bench.builder.stream(self._described(group, flow, rows, homes))
        if self._governing:
            for consumer, partition in legs:
                use = self._governing.get((consumer, partition, manner))
                self._bench.gates.governed.served(group.name, use)

    def _single(
        self, group: Group, legs: Mapping[tuple[str, str], Leg], manner: Manner
    ) -> list[int]:
        """Rows of legs that nothing else is asked with; aggregated needs share them."""
        if group.region is None:
            demand = group.demands[0].id
            return self._rows({f"{demand}|{part}": leg for (_, part), leg in legs.items()})
        if len({leg.path.name for leg in legs.values()}) > 1:
            return self._rows({
                f"{group.name}|{consumer}|{part}": leg for (consumer, part), leg in legs.items()
            })  # fmt: skip
        found = []
        for (consumer, part), leg in legs.items():
            key = (consumer, part, manner)
            if key not in self._whole:
                name = f"{group.demands[0].need}@{consumer}|{part}"
                self._whole[key] = self._bench.builder.row(name, leg.bindings)
            found.append(self._whole[key])
        return found

    def _leg(self, demand: Demand, partition: str, manner: Manner) -> Leg:
        """How an agency's need is served by a source; needs of the same manner share it."""
        if demand.spec.cross_check:  # its rows are named after the need
            return self._served(demand, partition)
        key = (demand.consumer, partition, manner)
        if key not in self._legs:
            self._legs[key] = self._served(demand, partition)
        return self._legs[key]

    def use(self, demand: Demand, partition: str) -> Use:
        """A demand's use of a partition, with its access decision."""
        world = self._bench.world
        found = world.partitions[partition]
        use = Use(
            demand,
            world.agencies[demand.consumer],
            found,
            world.agencies[found.source],
            world.resources[found.resource],
            self._bench.gates.permit(demand, found),
        )
        return self._governed(use) if self._waits and not use.own else use

    def _served(self, demand: Demand, partition: str) -> Leg:
        use = self.use(demand, partition)
        asking = self._model.asking
        leg = asking.own(asking.source(use)) if use.own else self._model.leg(use)
        if self._model.settings.spec.charge and not use.own:
            leg = charged(leg)
        if use.permit.governed and asking.letters:
            leg = otherwise(use.permit.gate, leg, self._before.leg(use))
        if demand.spec.cross_check and use.resource.verifiers:
            return self._cross_checked(use, leg)
        return leg

    def _governed(self, use: Use) -> Use:
        """A use that waits for its papers and systems, where sharing is governed."""
        model = self._model
        governed = self._bench.gates.governed
        permit, waiting = governed.permit(use, model.papers(use), model.systems(use))
        key = (use.consumer.id, use.partition.id, _manner(use.demand.spec))
        if waiting is not None:
            self._governing[key] = waiting
        return replace(use, permit=permit)

    def _cross_checked(self, use: Use, leg: Leg) -> Leg:
        """The source and the verifiers are asked; the majority is the answer (多元校核)."""
        legs = {"": leg}
        for verifier in use.resource.verifiers:
            agency = self._verifier(use, verifier.department)
            if agency is None:
                continue
            asking, error = self._model.asking, float(verifier.error)
            if agency.id == use.consumer.id:
                legs[agency.id] = asking.own(asking.verifier(use, agency, error))
            elif (asked := self._model.check(use, agency, error)) is not None:
                legs[agency.id] = asked
        name, rows = self._children(
            {f"{use.demand.id}|{use.partition.id}<{who}": leg for who, leg in legs.items()}
        )
        path = self._gathering("majority", name, Join.MAJORITY)
        return Leg(path, {path.name: self._bench.builder.list(rows)})

    def _verifier(self, use: Use, department: str) -> Agency | None:
        """The verifying department's agency at the source's place, or the nearest above it."""
        agencies = self._bench.world.agencies
        for region in self._bench.tree.up(use.source.region):
            agency = agencies.get(f"{department}@{region}")
            if agency is not None:
                return agency
        return None

    def _fan_out(
        self,
        group: Group,
        homes: Mapping[str, Sequence[Subjects]],
        legs: Mapping[tuple[str, str], Leg],
    ) -> tuple[int, list[int]]:
        """All sources of a need are asked at once; the last answer counts."""
        need = group.demands[0].need
        name, rows = self._children(
            {f"{need}@{consumer}|{part}": leg for (consumer, part), leg in legs.items()}
        )
        child = dict(zip(legs, rows))
        path = self._gathering("all", name, Join.ALL)
        flow = self._bench.flows.of([path])
        builder = self._bench.builder
        return flow, [
            builder.row(
                f"{demand.id}|{'+'.join(home.partitions)}",
                {
                    path.name: builder.list(
                        [child[demand.consumer, part] for part in home.partitions]
                    )
                },
            )
            for demand in group.demands
            for home in homes[demand.id]
        ]

    def _children(self, legs: dict[str, Leg]) -> tuple[str, list[int]]:
        """The flow of scattered children, by name, and their rows."""
        flow = self._bench.flows.of(leg.path for leg in legs.values())
        return self._bench.flows.name(flow), self._rows(legs)

    def _gathering(self, what: str, name: str, join: Join) -> Path:
        """Ask all rows of a list in the flow `name`; the slot of the list is called as the path."""
        key = f"{what} of ({name})"
        if key not in self._paths:
            self._paths[key] = Path(key, (Scatter(key, name, join), Done(Outcome.ANSWERED)))
        return self._paths[key]

    def _rows(self, legs: dict[str, Leg]) -> list[int]:
        bound = self._bench.flows.bound(list(legs.values()))
        return [self._bench.builder.row(key, bindings) for key, bindings in zip(legs, bound)]

    def _described(
        self,
        group: Group,
        flow: int,
        rows: list[int],
        homes: Mapping[str, Sequence[Subjects]],
    ) -> Stream:
        world, demand = self._bench.world, group.demands[0]
        spec, agency = demand.spec, world.agencies[demand.consumer]
        popular = spec.popularity
        providers = dict.fromkeys(world.resources[name].provider for name in spec.resources)
        labels = {
            "need": demand.need,
            "resource": "+".join(spec.resources),
            "department": agency.department,
            "region": agency.region,
            "level": agency.level,
            "agency": agency.id,
            "provider": "+".join(providers),
        }
        if group.region is not None:
            levels = {world.agencies[each.consumer].level for each in group.demands}
            labels |= {
                "region": group.region,
                "level": levels.pop() if len(levels) == 1 else str(spec.aggregate),
                "agency": f"{agency.department}@{group.region}+",
            }
        return Stream(
            group.name,
            StreamKind.NEED,
            flow,
            tuple(rows),
            tuple(_weights(group, homes)),
            float(spec.rate) * len(group.demands),
            rhythm=self._rhythm(spec.profile),
            fixed=spec.arrivals is not None and spec.arrivals.kind == "fixed",
            times=None if demand.times is None else tuple(map(ticks, demand.times)),
            deadline=ticks(float(spec.deadline)),
            priority=round(spec.priority),
            misuse=float(spec.out_of_scope),
            popular=(float(popular.records), float(popular.requests)) if popular else (0.0, 0.0),
            surges=self._surges(demand, group.region or agency.region),
            labels=labels,
        )

    def _rhythm(self, name: str) -> int:
        builder, world = self._bench.builder, self._bench.world
        found = builder.rhythms.find(name)
        if found is not None:
            return found
        drain = float(world.scenario.study.drain)
        times, mass = world.calendar.rhythm(world.scenario.profiles[name], drain)
        return builder.rhythm(
            Rhythm(name, tuple(map(ticks, times)), tuple(float(ticks(part)) for part in mass))
        )

    def _surges(self, demand: Demand, here: str) -> tuple[Surge, ...]:
        found = []
        for name, spec in self._bench.world.scenario.disturbances.items():
            surge = spec.surge
            if surge is None or demand.need not in surge.needs:
                continue
            tree = self._bench.tree
            if surge.regions is None or any(tree.within(here, region) for region in surge.regions):
                interval = span(self._bench.world, surge.from_, surge.for_)
                if interval is not None:
                    found.append(Surge(name, *interval, float(surge.factor)))
        return tuple(found)


def _manner(spec: NeedSpec) -> Manner:
    timeout = None if spec.timeout is None else float(spec.timeout)
    return spec.mode, timeout, float(spec.request_size), float(spec.retries), spec.cross_check


def _weights(group: Group, homes: Mapping[str, Sequence[Subjects]]) -> Iterator[float]:
    """Each row's share of the requests; all agencies of a group ask alike."""
    for demand in group.demands:
        subjects = homes[demand.id]
        whole = sum(home.weight for home in subjects) * len(group.demands)
        for home in subjects:
            yield home.weight / whole
