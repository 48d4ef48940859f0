"""The catalogue (article 9): entries are compiled, commented on, published and kept up to date.

In: a resource. Out: the condition `catalogue:RESOURCE`; demands that comments come in time.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

import simpy

from sandbox.flows.laws import ticks
from sandbox.policy.governance.scene import Scene
from sandbox.scenario.governance import CataloguingSpec

Process = Generator[Any, Any, None]


def catalogued(
    scene: Scene, spec: CataloguingSpec, resource: str, consumers: Sequence[str], begins: int
) -> Process:
    """A resource's entry, from the beginning of its first use; `consumers` are departments."""
    provider = scene.lead(scene.world.resources[resource].provider)
    office, thing = scene.office, f"catalogue {resource}"

    def note(event: str) -> None:
        scene.plane.note("catalogue", resource, event)

    yield scene.until(begins)
    note("stated")
    yield from office.work(provider, "business", spec.compiling, thing, "compiling")
    note("compiled")
    due = scene.working.deadline(scene.now, round(spec.comment_days))
    asked = [
        scene.env.process(_commented(scene, spec, thing, scene.lead(name), due))
        for name in consumers
    ]
    if asked:
        yield simpy.AnyOf(scene.env, [simpy.AllOf(scene.env, asked), scene.until(due)])
    note("commented")
    yield from office.work(provider, "support", spec.publishing, thing, "publishing")
    note("published")
    scene.ledger.hold(f"catalogue:{resource}")
    number = 0
    while spec.update_every is not None:
        yield scene.env.timeout(ticks(float(spec.update_every)))
        number += 1
        yield from office.work(provider, "business", spec.updating, thing, "updating", number)
        note("updated")


def _commented(scene: Scene, spec: CataloguingSpec, thing: str, agency: str, due: int) -> Process:
    """A consumer's comments; those that come late are not waited for."""
    step = f"comment of {agency}"
    yield from scene.office.work(agency, "responsible", spec.comment, thing, step)
    scene.judge_clock("9", "comment", due, (agency,))
