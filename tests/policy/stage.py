"""A stage for the processes of governance: the small world, a plan, and a plane without traffic."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import simpy

from sandbox.engine.interface import Note, Plane
from sandbox.flows import Tally
from sandbox.flows.laws import ticks
from sandbox.flows.program import GateState, Program, ProgramBuilder
from sandbox.policy.governance import Condition, Paper, Plan, System, Use, governing
from sandbox.policy.governance.working import Working
from sandbox.randomness import base
from sandbox.world import World
from tests.world.small_world import small, world_of

HOURS = 3600.0
DAY = 86400.0
AT_ONCE = {"constant": "0 h"}
QUICK = dict.fromkeys(("drafting", "answering", "round", "review", "signing", "delivery"), AT_ONCE)
"""Agreements that take no time."""


@dataclass
class Stage:
    """A plane that notes what happens to it; it also is the record of a play."""

    environment: simpy.Environment
    program: Program
    origin: int
    notes: list[Note] = field(default_factory=list)
    gates: list[tuple[int, int, bool]] = field(default_factory=list)
    servers: list[tuple[int, int, int]] = field(default_factory=list)
    repairs: dict[int, float] = field(default_factory=dict)
    outcome: Callable[[Stage], tuple[int, int]] = lambda _: (0, 0)
    misuses: Callable[[Stage], int] = lambda _: 0

    def set_gate(self, gate: int, open: bool, article: str = "") -> None:
        self.gates.append((int(self.environment.now), gate, open))

    def set_servers(self, station: int, servers: int) -> None:
        self.servers.append((int(self.environment.now), station, servers))

    def set_repair(self, station: int, factor: float) -> None:
        self.repairs[station] = factor

    def satisfied(self, streams: Sequence[int]) -> tuple[int, int]:
        return self.outcome(self)

    def counted(self, stream: int, what: Tally) -> int:
        return self.misuses(self)

    def note(self, kind: str, subject: str, event: str, **detail: str | float) -> None:
        self.notes.append(Note(int(self.environment.now), kind, subject, event, detail))

    def times(self, kind: str, event: str, subject: str | None = None) -> list[float]:
        """When an event befell things of a kind, in seconds."""
        return [
            note.time / 1e9
            for note in self.notes
            if (note.kind, note.event) == (kind, event) and subject in (None, note.subject)
        ]

    def judged(self, rule: str) -> list[tuple[bool, float]]:
        """What was judged by a rule: met or not, and seconds too late."""
        return [
            (note.event == "met", float(note.detail["late"]))
            for note in self.notes
            if note.kind == "demand" and note.subject == rule
        ]


def world_with(
    governance: Mapping[str, Any], days: float = 400, calendar: Mapping[str, Any] | None = None
) -> World:
    """The small world, governed."""
    parts = small(governance=dict(governance))
    parts["study"] = parts["study"] | {"start": "2024-03-04", "horizon": f"{days} days"}
    parts["calendar"] = {"country": "none"} | dict(calendar or {})
    return world_of(**parts)


def paper(*parties: str, resource: str = "population", key: int = 0) -> Paper:
    """An agreement between agencies."""
    return Paper((key, parties, resource), f"bilateral {key}", parties, resource)


def planned(
    papers: Sequence[Paper] = (),
    systems: Sequence[System] = (),
    consumer: str = "tax@330102",
    source: str = "police@330102",
    begins: float = 0.0,
) -> Plan:
    """A plan of one use that waits for everything."""
    plan = Plan()
    plan.papers = {one.name: one for one in papers}
    plan.systems = {one.name: one for one in systems}
    names = tuple(plan.papers), tuple(plan.systems)
    plan.uses[Use(consumer, source, "population", *names, begins)] = None
    conditions = [Condition(f"agreement:{name}", "8") for name in plan.papers]
    conditions += [Condition(f"project:{name}", "10") for name in plan.systems]
    if conditions:
        plan.gates[0] = tuple(conditions)
        plan.providers[0] = {source.partition("@")[0]: None}
    return plan


def play(
    world: World,
    plan: Plan,
    days: float = 400,
    seed: int = 1,
    program: Program | None = None,
    **words: Any,
) -> Stage:
    """Let governance run for some days."""
    environment = simpy.Environment(initial_time=0)
    if program is None:
        builder = ProgramBuilder("stage")
        builder.gate(GateState("when: all", False, "8"))
        program = builder.build()
    stage = Stage(environment, program, base(seed, 0), **words)
    for process in governing(world, plan):
        environment.process(process(environment, cast(Plane, stage)))
    environment.run(until=ticks(days * DAY))
    return stage


def worked(world: World, seconds: float) -> float:
    """Working time up to a moment, in seconds."""
    return Working.of(world).passed(round(seconds * 1e9)) / 1e9
