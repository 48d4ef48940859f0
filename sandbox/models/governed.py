"""What governance asks of a model: gates that wait for papers, systems, catalogue and waves.

In: uses, with the papers and systems that a model needs for them. Out: permits whose gates open
once everything is there, and the plan that the control processes of governance act on. Without a
section `governance` nothing changes.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from sandbox.flows.program import GateState, ProgramBuilder
from sandbox.policy.governance.parties import lead
from sandbox.policy.governance.plan import Condition, Paper, Plan, Start, Subject, System, Use
from sandbox.policy.governance.rollout import begins
from sandbox.world.world import World

if TYPE_CHECKING:
    from sandbox.models.bench import Use as Asked
    from sandbox.models.gates import Permit


class Governed:
    """Collects the plan of one model while its program is assembled."""

    def __init__(self, world: World, builder: ProgramBuilder) -> None:
        self._world, self._builder = world, builder
        self.spec = world.scenario.governance
        self.plan = Plan()
        self._begins: dict[str, float] = {}
        self._papers: dict[Hashable, Paper] = {}

    def permit(
        self, asked: Asked, papers: Iterable[Paper], systems: Iterable[System]
    ) -> tuple[Permit, Use | None]:
        """The permit of a use: as it was decided, and once all that it waits for is there."""
        permit = asked.permit
        if self.spec is None or not permit.granted:
            return permit, None
        signed = [self._paper(paper, permit) for paper in papers] if self.spec.agreements else []
        for name in signed:
            self._about(name, asked)
        systems = tuple(systems)
        built = [self._system(system) for system in systems] if self.spec.projects else []
        built = [name for name in built if name]
        conditions = [
            *self._waves(asked.consumer.id, asked.source.id),
            *self._given(permit),
        ]
        if self.spec.catalogue is not None:
            conditions.append(Condition(f"catalogue:{asked.partition.resource}", "9"))
        conditions += [Condition(f"agreement:{name}", "8") for name in signed]
        conditions += [Condition(f"project:{name}", "10") for name in built]
        use = Use(
            asked.consumer.id,
            asked.source.id,
            asked.partition.resource,
            tuple(signed),
            tuple(built),
            max(self._begin(asked.consumer.id), self._begin(asked.source.id)),
        )
        self.plan.uses[use] = None
        if not conditions:
            return permit, use
        gate = self._gate(conditions)
        self.plan.providers.setdefault(gate, {})[asked.source.department] = None
        self.plan.serving.setdefault(gate, {}).update(dict.fromkeys(s.name for s in systems))
        return replace(permit, gate=gate, governed=True), use

    def _about(self, paper: str, asked: Asked) -> None:
        """Note what an agreement is about."""
        subject = self.plan.subjects.setdefault(paper, Subject())
        subject.resources[asked.partition.resource] = None
        subject.consumers[asked.consumer.department] = None
        subject.needs[asked.demand.need] = None
        subject.modes[asked.demand.spec.mode] = None
        subject.agreements |= dict.fromkeys(asked.permit.agreements)

    def built(self, systems: Iterable[System], otherwise: int) -> int:
        """A gate that opens once systems are built."""
        if self.spec is None or self.spec.projects is None:
            return otherwise
        names = [name for system in systems if (name := self._system(system))]
        conditions = [Condition(f"project:{name}", "10") for name in names]
        return self._gate(conditions, "built") if conditions else otherwise

    def conforming(self, source: str) -> int | None:
        """A gate that is open while a source conforms to the standards; None: nobody asks."""
        if self.spec is None or self.spec.standards is None:
            return None
        gate = self._builder.gate(GateState(f"conforms: {source}", False, "5"))
        self.plan.conforming[gate] = source
        return gate

    def count(self, paper: Paper, permit: Permit) -> bool:
        """Count a paper while it is in force; False: governance does not negotiate."""
        if self.spec is None or self.spec.agreements is None:
            return False
        name = self._paper(paper, permit)
        gate = self._builder.gate(GateState(f"document: {name}", False, counted=True))
        self._builder.documents[gate] = 1
        self.plan.counted[gate] = name
        return True

    def starts(self, gate: int, start: Start) -> bool:
        """Have a batch started whenever a gate opens; False: governance does not open it."""
        if gate not in self.plan.gates:
            return False
        self.plan.starts.setdefault(gate, []).append(start)
        return True

    def served(self, stream: str, use: Use | None) -> None:
        """A stream's requests are such uses."""
        if use is not None:
            self.plan.streams.setdefault(stream, {})[use] = None

    def _paper(self, paper: Paper, permit: Permit) -> str:
        """The name of a paper, or of the one that several parties have instead."""
        for name in permit.agreements:
            spec = self._world.scenario.agreements[name]
            if spec.form != "bilateral":
                departments = dict.fromkeys((*spec.consumers, spec.provider))
                parties = tuple(lead(self._world, one) for one in departments)
                paper = Paper((spec.form, name), spec.form, parties, paper.resource)
                break
        found = self._papers.setdefault(paper.key, paper)
        return self.plan.papers.setdefault(found.name, found).name

    def _system(self, system: System) -> str:
        """Its name; empty for what no project builds."""
        assert self.spec is not None
        assert self.spec.projects is not None
        if system.role not in self.spec.projects.systems:
            return ""
        return self.plan.systems.setdefault(system.name, system).name

    def _begin(self, agency: str) -> float:
        if agency not in self._begins:
            self._begins[agency] = begins(self._world, agency)
        return self._begins[agency]

    def _waves(self, *agencies: str) -> list[Condition]:
        return [
            Condition(f"wave:{agency}", "12")
            for agency in dict.fromkeys(agencies)
            if self._begin(agency) > 0
        ]

    def _given(self, permit: Permit) -> list[Condition]:
        """Agreements that the scenario gives a term, unless one of them is in force all along.

        One without a term comes about by negotiation, where agreements are negotiated.
        """
        found = self._world.scenario.agreements
        given = [name for name in permit.agreements if found[name].from_ or found[name].until]
        if len(given) < len(permit.agreements) or not given:
            return []
        return [Condition("given:" + "+".join(sorted(given)), "8")]

    def _gate(self, conditions: list[Condition], what: str = "when") -> int:
        name = f"{what}: " + " + ".join(one.name for one in conditions)
        gate = self._builder.gate(GateState(name, False, conditions[0].article))
        self.plan.gates[gate] = tuple(conditions)
        return gate
