"""Audits of use (articles 2 and 4): uses outside the granted scope that are detected, and revoked.

In: uses outside the scope that happened since the last audit, by stream. Out: those that the
sample detects, each a demand of article 2 that was missed; agreements revoked after enough of them.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from sandbox.flows import Tally
from sandbox.flows.laws import ticks
from sandbox.policy.governance.negotiation import Negotiation
from sandbox.policy.governance.scene import Scene
from sandbox.scenario.governance import AuditSpec

Process = Generator[Any, Any, None]


def audited(
    scene: Scene,
    spec: AuditSpec,
    streams: Mapping[int, tuple[str, tuple[str, ...]]],
    agreements: Mapping[str, Negotiation],
) -> Process:
    """Audits of all streams: place → (consumer, its papers).

    Each use that happened is looked at with the same probability, drawn for the use itself.
    """
    seen = dict.fromkeys(streams, 0)
    while True:
        yield scene.env.timeout(ticks(float(spec.every)))
        for place, (consumer, papers) in streams.items():
            happened = scene.plane.counted(place, Tally.MISUSE)
            name = scene.plane.program.streams[place].name
            found = sum(
                scene.office.happens(float(spec.sampled), f"use {name}", "sampled", number)
                for number in range(seen[place], happened)
            )
            seen[place] = happened
            if not found:
                continue
            scene.plane.note("audit", consumer, "misuse", found=found)
            for _ in range(found):
                scene.judge("2", "scope of use", False, (consumer,))
            for paper in papers:
                agreement = agreements.get(paper)
                if agreement is not None:
                    agreement.misuses += found
                    if agreement.misuses >= float(spec.revoke_after):
                        agreement.misuses = 0
                        agreement.revoke()
