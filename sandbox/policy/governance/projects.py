"""Projects (articles 1, 9, 10): proposal, feasibility study, design, budget, construction.

In: a system that a model needs. Out: the condition `project:SYSTEM`, once it is built; what every
review said of its five items. Documents missing: not accepted. Needs not met: not approved. Either
is submitted again after a revision, once what a review found missing is there; a project that can
never have it is given up.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

import simpy

from sandbox.policy.governance.plan import System, Use
from sandbox.policy.governance.scene import Scene
from sandbox.policy.governance.working import NEVER
from sandbox.scenario.governance import ProjectSpec, ProjectsSpec

Process = Generator[Any, Any, None]

SHARED = ("hub", "cloud", "router", "broker")
"""Systems that are shared infrastructure."""


class Project:
    """The life of one system's project."""

    def __init__(
        self, scene: Scene, spec: ProjectsSpec, system: System, uses: Mapping[Use, None]
    ) -> None:
        self._scene, self._all, self._system, self._uses = scene, spec, system, list(uses)
        self._spec: ProjectSpec = spec.systems[system.role]
        self._name = system.name
        self._owner = owner_of(scene, spec, system)

    def lives(self) -> Process:
        """From the first use's wave until it is built."""
        scene, spec = self._scene, self._spec
        yield scene.until(min(scene.at(use.begins) for use in self._uses))
        for other in spec.after:
            for system in scene.plan.systems.values():
                if system.role == other and system.name != self._name:
                    yield scene.ledger.when(f"project:{system.name}")
        self._note("begins")
        for stage, effort in (
            ("proposal", spec.proposal),
            ("feasibility", spec.feasibility),
            ("design", spec.design),
            ("budget", spec.budget),
        ):
            yield from self._work(effort, stage)
            yield from self._reviewed(stage)
        yield from self._work(spec.construction, "construction")
        self._note("built")
        scene.ledger.serve(self._name)
        scene.ledger.hold(f"project:{self._name}")

    def _reviewed(self, stage: str) -> Process:
        """Submitted until both gates are passed."""
        scene, review = self._scene, self._all.review
        number = 0
        while True:
            number += 1
            short: list[str] = []
            complete = not scene.office.happens(
                float(review.incomplete), self._name, f"{stage} 1", number
            )
            scene.judge("10", "documents", complete, (self._owner,))
            if not complete:
                self._note("not accepted", stage=stage)
            else:
                yield from scene.office.spend(
                    review.reviewing, self._name, f"{stage} review", number
                )
                scores = self.scores()
                short = self._short(scores)
                by_chance = scene.office.happens(
                    float(review.rejected), self._name, f"{stage} 2", number
                )
                approved = not short and not by_chance
                scene.judge("10", "review", approved, (self._owner,))
                if approved:
                    self._note("approved", stage=stage, submissions=number, **scores)
                    return
                self._note("not approved", stage=stage, short=", ".join(short), **scores)
            yield from self._work(review.revision, f"{stage} revision", number)
            if short:
                yield from self._until_met()

    def _short(self, scores: Mapping[str, float]) -> list[str]:
        """The items that score less than a review requires."""
        required = self._all.review.required
        return [item for item, least in required.items() if scores[item] < float(least) - 1e-9]

    def _until_met(self) -> Process:
        """Until every item is as good as required: what a review judged clearly is mended first."""
        ledger = self._scene.ledger
        while short := self._short(self.scores()):
            wanted = self._conditions()
            missing = [name for item in short for name in wanted[item] if not ledger.holds(name)]
            if missing:
                yield simpy.AnyOf(self._scene.env, [ledger.when(name) for name in missing])
                continue
            begins = (self._scene.at(use.begins) for use in self._uses)
            coming = min((moment for moment in begins if moment > self._scene.now), default=NEVER)
            if coming >= NEVER:  # no waiting will bring it about
                self._note("given up", short=", ".join(short))
            yield self._scene.until(coming)

    def _conditions(self) -> dict[str, list[str]]:
        """What must hold for each item to be whole; the way a model works cannot be waited for."""
        begun = self._begun()
        governed = self._scene.spec
        papers = dict.fromkeys(name for use in begun for name in use.papers)
        resources = dict.fromkeys(use.resource for use in begun)
        sources = dict.fromkeys(use.source for use in begun)
        return {
            "agreement": [f"signed:{name}" for name in papers] if governed.agreements else [],
            "catalogue": [f"catalogue:{name}" for name in resources] if governed.catalogue else [],
            "infrastructure": [],
            "aggregation": [],
            "technical": [f"standard:{name}" for name in sources] if governed.standards else [],
        }

    def _begun(self) -> list[Use]:
        """Uses whose need has been stated."""
        scene = self._scene
        return [use for use in self._uses if scene.at(use.begins) <= scene.now] or self._uses

    def scores(self) -> dict[str, float]:
        """The five items (article 10), each from 0 to 1, as things are now.

        Agreements signed, of those whose need has been stated; resources published; uses that go
        through shared infrastructure; uses whose model aggregates; sources that conform.
        """
        scene, ledger = self._scene, self._scene.ledger
        systems = scene.plan.systems
        begun = self._begun()
        shared = [any(systems[name].role in SHARED for name in use.systems) for use in begun]
        whole = {
            item: _share([ledger.holds(name) for name in names])
            for item, names in self._conditions().items()
        }
        return whole | {"infrastructure": _share(shared), "aggregation": float(scene.plan.shared)}

    def _work(self, effort: Any, step: str, index: int = 0) -> Process:
        yield from self._scene.office.work(self._owner, "support", effort, self._name, step, index)

    def _note(self, event: str, **detail: str | float) -> None:
        self._scene.plane.note("project", self._name, event, **detail)


def owner_of(scene: Scene, spec: ProjectsSpec, system: System) -> str:
    """Who builds a system: its agency; for a platform the lead department's agency near it."""
    world = scene.world
    if system.place in world.agencies:
        return system.place
    region: str | None = system.place
    while spec.lead is not None and region is not None:
        if f"{spec.lead}@{region}" in world.agencies:
            return f"{spec.lead}@{region}"
        region = world.regions[region].parent
    return f"platform@{system.place}"


def _share(found: list[bool]) -> float:
    return sum(found) / len(found) if found else 1.0
