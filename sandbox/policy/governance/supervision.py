"""Supervision (article 11): acceptance, inspections, rectification, O&M funding.

In: what requests have come to so far, by provider. Out: funding, which is servers and the speed of
repairs of the provider's stations; demands on sharing that is kept up. The feedback is real: less
funding serves less, and what serves less is inspected again.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

from sandbox.flows.laws import ticks
from sandbox.policy.governance.scene import Scene
from sandbox.scenario.governance import SupervisionSpec

Process = Generator[Any, Any, None]

FUNDED = ("database", "front_end")
"""Roles of a provider's stations that O&M funding keeps up."""


class Supervision:
    """The supervision of one provider."""

    def __init__(
        self, scene: Scene, spec: SupervisionSpec, department: str, streams: Sequence[int]
    ) -> None:
        self._scene, self._spec, self._department = scene, spec, department
        self._streams = streams
        self._stations = [
            (place, station.servers)
            for place, station in enumerate(scene.plane.program.stations)
            if station.labels.get("department") == department
            and station.labels.get("role") in FUNDED
            and station.elastic is None
        ]
        self.funding = 1.0
        self._accepted = False
        self._added = 0
        self._seen = (0, 0)
        self._rectify_by = 0  # 0: nothing is to be rectified
        self._rectified = 0

    def lives(self) -> Process:
        """Acceptance after a trial of what is shared, then inspections."""
        scene, spec = self._scene, self._spec
        if any(self._department in found for found in scene.plan.providers.values()):
            yield scene.ledger.when(f"shared:{self._department}")
            self._seen = scene.plane.satisfied(self._streams)
        yield scene.env.timeout(ticks(float(spec.trial)))
        while (accepted := self._judged("acceptance")) is None:  # nothing to judge by yet
            yield scene.env.timeout(ticks(float(spec.trial)))
        self._accepted = accepted
        self._note("accepted" if accepted else "acceptance refused")
        if not accepted:
            self._order()
        while True:
            yield scene.env.timeout(ticks(float(spec.every)))
            sustained = self._judged("sharing sustained" if self._accepted else "acceptance")
            if sustained is not None:
                self._answer(sustained)

    def _judged(self, rule: str) -> bool | None:
        """Whether enough requests were satisfied since the last look; None: too few to judge."""
        ended, satisfied = self._scene.plane.satisfied(self._streams)
        fresh, good = ended - self._seen[0], satisfied - self._seen[1]
        if fresh < float(self._spec.fewest):
            return None
        self._seen = (ended, satisfied)
        met = good / fresh >= float(self._spec.satisfied)
        self._scene.judge("11", rule, met, (self._department,))
        return met

    def _answer(self, sustained: bool) -> None:
        """What follows from an inspection; what was refused is accepted once it is good enough."""
        spec = self._spec
        if sustained and not self._accepted:
            self._accepted = True
            self._note("accepted")
        if sustained:
            self._rectify_by = 0
            self._fund(min(1.0, self.funding + float(spec.cut)))
        elif not self._rectify_by:
            self._order()
        elif self._scene.now >= self._rectify_by:
            self._fund(max(float(spec.lowest), self.funding - float(spec.cut)))

    def _order(self) -> None:
        """Rectification within a time limit."""
        scene, spec = self._scene, self._spec
        self._rectify_by = scene.working.deadline(scene.now, round(spec.rectify_days))
        self._note("rectification ordered")
        scene.env.process(self._rectifying(self._rectify_by))

    def _rectifying(self, due: int) -> Process:
        scene, spec = self._scene, self._spec
        self._rectified += 1
        lead = scene.lead(self._department)
        thing = f"rectification {self._department}"
        yield from scene.office.work(
            lead, "support", spec.rectifying, thing, "rectifying", self._rectified
        )
        scene.judge_clock("11", "rectification", due, (self._department,))
        self._added += round(spec.reinforcement)
        self._note("rectified")
        self._apply()

    def _fund(self, funding: float) -> None:
        funding = round(funding, 9)  # a fifth five times over is a whole
        if funding == self.funding:
            return
        self._note("funding cut" if funding < self.funding else "funding restored", funding=funding)
        self.funding = funding
        self._apply()

    def _apply(self) -> None:
        """Funding pays servers, at least one, and repairs."""
        for place, servers in self._stations:
            paid = max(1, int(servers * self.funding + 0.5)) + self._added
            self._scene.plane.set_servers(place, paid)
            self._scene.plane.set_repair(place, 1.0 / self.funding)

    def _note(self, event: str, **detail: str | float) -> None:
        self._scene.plane.note("supervision", self._department, event, **detail)
