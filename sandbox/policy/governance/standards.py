"""Standards (article 5): which sources conform, and how the others come to.

In: sources of information, whose state gates of the program follow. Out: gates that are open while
a source conforms; demands that it does by the deadline.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

from sandbox.policy.governance.scene import Scene
from sandbox.scenario.governance import StandardsSpec

Process = Generator[Any, Any, None]


def conforms_at_first(scene: Scene, spec: StandardsSpec, source: str) -> bool:
    """Whether a source conforms from the start: drawn once for each source."""
    department = source.partition("@")[0]
    share = spec.departments.get(department, spec.conforming)
    return scene.office.happens(float(share), f"standards {source}", "conforms")


def adopted(scene: Scene, spec: StandardsSpec, source: str, gates: Sequence[int]) -> Process:
    """A source's way to the standards: by effort, and by the deadline at the latest."""
    thing = f"standards {source}"

    def conform() -> None:
        for gate in gates:
            scene.plane.set_gate(gate, True)
        scene.ledger.hold(f"standard:{source}")
        scene.plane.note("standards", source, "conforms")

    if conforms_at_first(scene, spec, source):
        conform()
        return
    scene.plane.note("standards", source, "differs")
    due = scene.moment(spec.deadline) if spec.deadline is not None else None
    if spec.adapting is None:
        if due is None:
            return
        yield scene.until(due)
        scene.judge_clock("5", "standards", due, (source,))
        conform()
        return
    yield scene.until(scene.moment(spec.adapt_from))
    yield from scene.office.work(source, "support", spec.adapting, thing, "adapting")
    if due is not None:
        scene.judge_clock("5", "standards", due, (source,))
    conform()
