"""The control process of governance: begins all others.

In: a world and a model's plan. Out: one control process, or none where nothing is governed.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from sandbox.engine.interface import ControlProcess, Plane
from sandbox.flows.program import StreamKind
from sandbox.policy.agreements import spans
from sandbox.policy.governance.audit import audited
from sandbox.policy.governance.cataloguing import catalogued
from sandbox.policy.governance.negotiation import Negotiation
from sandbox.policy.governance.parties import lead
from sandbox.policy.governance.plan import Plan
from sandbox.policy.governance.projects import Project
from sandbox.policy.governance.rollout import first_of, rolled_out
from sandbox.policy.governance.scene import Scene
from sandbox.policy.governance.standards import adopted
from sandbox.policy.governance.supervision import Supervision
from sandbox.policy.governance.working import Working
from sandbox.world.world import World


def governing(world: World, plan: Plan) -> tuple[ControlProcess, ...]:
    """The control process that governs a model's runs; none where nothing is governed."""
    spec = world.scenario.governance
    if spec is None or not plan.uses:
        return ()
    working = Working.of(world)

    def process(env: simpy.Environment, plane: Plane) -> Generator[Any, Any, None]:
        scene = Scene(env, plane, world, plan, working)
        _roll_out(scene)
        _given(scene)
        _catalogue(scene)
        agreements = _agree(scene)
        if spec.standards is not None:
            sources: dict[str, list[int]] = {}
            for gate, source in plan.conforming.items():
                sources.setdefault(source, []).append(gate)
            for source, gates in sources.items():
                env.process(adopted(scene, spec.standards, source, gates))
        if spec.projects is not None:
            for system in plan.systems.values():
                uses = {use: None for use in plan.uses if system.name in use.systems}
                env.process(Project(scene, spec.projects, system, uses).lives())
        _supervise(scene)
        if spec.audit is not None and agreements is not None:
            streams = {
                place: (one.labels["agency"], _own_papers(world, plan, one.name))
                for place, one in enumerate(plane.program.streams)
                if one.kind is StreamKind.NEED and one.misuse > 0
            }
            env.process(audited(scene, spec.audit, streams, agreements))
        yield env.timeout(0)

    return (process,)


def _own_papers(world: World, plan: Plan, stream: str) -> tuple[str, ...]:
    """The papers of a stream that its consumer, or who speaks for its department, has signed.

    What a source has agreed with a platform is not the consumer's: others use it too, and its
    misuse does not revoke it.
    """
    found: dict[str, None] = {}
    for use in plan.streams.get(stream, {}):
        signers = {use.consumer, lead(world, use.consumer.partition("@")[0])}
        for name in use.papers:
            if signers & {*plan.papers[name].parties}:
                found[name] = None
    return tuple(found)


def _roll_out(scene: Scene) -> None:
    """The waves, each with the agencies that begin with it."""
    conditions = {c.name for found in scene.plan.gates.values() for c in found}
    waiting = [a for a in scene.world.agencies if f"wave:{a}" in conditions]
    begun = {agency: first_of(scene.world, agency) for agency in waiting}
    for number, wave in enumerate(scene.spec.waves):
        agencies = [agency for agency in waiting if begun[agency] == number]
        scene.env.process(rolled_out(scene, number, wave, agencies))


def _given(scene: Scene) -> None:
    """Agreements whose term the scenario gives: conditions `given:A+B` while any is in force."""
    names = {
        c.name for found in scene.plan.gates.values() for c in found if c.name.startswith("given:")
    }

    def lives(name: str) -> Generator[Any, Any, None]:
        agreements = name.removeprefix("given:").split("+")
        for start, end in spans(scene.world, agreements):
            yield scene.until(scene.moment(start))
            scene.ledger.hold(name)
            if end == float("inf"):
                return
            yield scene.until(scene.moment(end))
            scene.ledger.cease(name)

    for name in sorted(names):
        scene.env.process(lives(name))


def _catalogue(scene: Scene) -> None:
    """Every resource that is used."""
    if scene.spec.catalogue is None:
        return
    uses: dict[str, tuple[float, dict[str, None]]] = {}
    for use in scene.plan.uses:
        begins, consumers = uses.setdefault(use.resource, (use.begins, {}))
        consumers[use.consumer.partition("@")[0]] = None
        uses[use.resource] = (min(begins, use.begins), consumers)
    for resource, (begins, consumers) in uses.items():
        start = scene.at(begins)
        scene.env.process(catalogued(scene, scene.spec.catalogue, resource, list(consumers), start))


def _agree(scene: Scene) -> dict[str, Negotiation]:
    """Every paper, from the beginning of its first use."""
    spec = scene.spec.agreements
    if spec is None:
        return {}
    begins: dict[str, float] = {}
    for use in scene.plan.uses:
        for name in use.papers:
            begins[name] = min(begins.get(name, float("inf")), use.begins)
    found = {}
    for name, start in begins.items():
        paper = scene.plan.papers[name]
        found[name] = Negotiation(scene, spec, paper, scene.at(start))
        scene.env.process(found[name].lives())
    return found


def _supervise(scene: Scene) -> None:
    """Every department that may provide anything to others."""
    spec = scene.spec.supervision
    if spec is None:
        return
    streams: dict[str, list[int]] = {}
    for place, stream in enumerate(scene.plane.program.streams):
        if stream.kind is StreamKind.NEED:
            uses = scene.plan.streams.get(stream.name, {})
            for provider in dict.fromkeys(use.source.partition("@")[0] for use in uses):
                streams.setdefault(provider, []).append(place)
    for provider, places in streams.items():
        scene.env.process(Supervision(scene, spec, provider, places).lives())
