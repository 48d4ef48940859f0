"""Gates of a program: access decisions, and the documents that a model needs.

In: decisions of the policy room on needs and partitions, and what a model calls one document (a
pair, a party, a resource, a subscription). Out: gates that are open, closed by an article, or
opened and closed by the lives of agreements.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from sandbox import policy
from sandbox.flows import ticks
from sandbox.flows.program import GateState, ProgramBuilder
from sandbox.models.governed import Governed
from sandbox.models.legs import always, never
from sandbox.models.numbers import last
from sandbox.policy import agreements
from sandbox.policy.governance import Paper
from sandbox.world.world import Demand, Partition, World

AGREEMENT_ARTICLE = "8"
"""Refuses for want of an agreement only: such a request may go by letter."""

NETWORK_ARTICLE = "4"
"""No network leads there: what no path can serve may go by letter."""


Life = frozenset[str] | int
"""Agreements of which any must be in force, or a gate that governance opens."""


@dataclass(frozen=True)
class Permit:
    """An access decision in a program."""

    gate: int  # open while the access is permitted
    letterable: int  # open when a letter may stand in for a closed gate
    agreements: tuple[str, ...]  # any of these opens the gate; empty: it never changes
    granted: bool  # permitted at least some of the time
    networked: bool  # False: refused for want of a network
    governed: bool = False  # opened by governance, once everything is there


@dataclass
class _Document:
    """Something that counts as one agreement, in force while any of its uses is permitted."""

    free: bool = False  # in force without an agreement of the scenario
    agreements: set[str] = field(default_factory=set)


class Gates:
    """Adds gates to a program when they are first needed."""

    def __init__(self, world: World, builder: ProgramBuilder) -> None:
        self._world, self._builder = world, builder
        self._permits: dict[Hashable, Permit] = {}
        self._documents: dict[Hashable, _Document] = {}
        self._lives: dict[int, tuple[str, ...]] = {}
        self.governed = Governed(world, builder)

    def permit(self, demand: Demand, partition: Partition) -> Permit:
        """The decision on a need's use of a partition.

        It depends on the departments, the resource, the mode, and the networks that join the two
        agencies; in an imported graph those differ from pair to pair.
        """
        routes, source = self._world.routes, partition.source
        ends: Hashable = (demand.consumer, source)
        if self._world.scenario.graph is None and demand.consumer != source:
            ends = (routes.networks(demand.consumer), routes.networks(source))
        department = self._world.agencies[demand.consumer].department
        key = (department, demand.spec.mode, partition.resource, ends)
        known = self._permits.get(key)
        if known is None:
            known = self._permits[key] = self._decided(demand, partition)
        return known

    def _decided(self, demand: Demand, partition: Partition) -> Permit:
        decision = policy.decide(self._world, demand, partition.id)
        builder = self._builder
        if decision.agreements:
            article = decision.article
            gate = self._living("agreement", tuple(sorted(decision.agreements)), article, False)
            return Permit(gate, always(builder), tuple(decision.agreements), True, True)
        if decision.permitted:
            return Permit(always(builder), always(builder), (), True, True)
        closed = never(builder, decision.article)
        merely = decision.article in (AGREEMENT_ARTICLE, NETWORK_ARTICLE)
        stands_in = always(builder) if merely else closed
        return Permit(closed, stands_in, (), False, decision.article != NETWORK_ARTICLE)

    def now(self, permit: Permit) -> bool:
        """Whether the access is permitted when the run begins."""
        return self._builder.gates.things[permit.gate].open

    def subscription(self, life: Life | None) -> int:
        """A gate that is open while any of these agreements is in force; None: always."""
        if life is None:
            return always(self._builder)
        if isinstance(life, int):
            return life
        return self._living("subscription", tuple(sorted(life)), "", False)

    def openings(self, life: Life | None) -> list[int]:
        """When, after the start and in ticks, a gate of these agreements opens."""
        if isinstance(life, int):
            return []
        spans = agreements.spans(self._world, life or ())
        return [ticks(start) for start, _ in spans if 0 < start < last(self._world)]

    def document(self, paper: Paper, permit: Permit) -> None:
        """Count a paper, once for every key, while the permit (or another of its uses) holds."""
        if permit.granted and not self.governed.count(paper, permit):
            found = self._documents.setdefault(paper.key, _Document())
            found.free |= not permit.agreements
            found.agreements.update(permit.agreements)

    def count(self) -> None:
        """Put the documents into the program, those with the same life behind one gate."""
        numbers: dict[tuple[str, ...], int] = {}
        for document in self._documents.values():
            life = () if document.free else tuple(sorted(document.agreements))
            numbers[life] = numbers.get(life, 0) + 1
        for life, number in numbers.items():
            if life:
                gate = self._living("documents", life, "", True)
            else:
                gate = self._builder.gate(GateState("documents", True, counted=True))
            self._builder.documents[gate] = number

    def _living(self, kind: str, life: tuple[str, ...], article: str, counted: bool) -> int:
        intervals = [self._force(name) for name in life]
        now = any(start <= 0 < end for start, end in intervals)
        gate = self._builder.gate(
            GateState(f"{kind}:{'+'.join(life)}", now, article, counted=counted)
        )
        self._lives[gate] = life
        return gate

    def _force(self, agreement: str) -> tuple[float, float]:
        return agreements.in_force_intervals(self._world, agreement)

    def life(self, permit: Permit) -> Life | None:
        """What a copy that follows its source is kept up for; None: for ever."""
        if permit.governed:
            return permit.gate
        return frozenset(permit.agreements) or None

    @property
    def living(self) -> Mapping[int, tuple[str, ...]]:
        """Gates that agreements open and close."""
        return self._lives
