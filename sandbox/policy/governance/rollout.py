"""The roll-out (article 12): waves of regions and departments, demonstrations first.

In: a world with waves. Out: when each agency begins to take part; conditions `wave:AGENCY`.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any

from sandbox.policy.governance.scene import Scene
from sandbox.scenario.governance import WaveSpec
from sandbox.world.world import World

Process = Generator[Any, Any, None]


def begins(world: World, agency: str) -> float:
    """When an agency begins to take part, in seconds; infinity: it does not.

    It does with the first wave of its department that comes to a region that it lies in or that
    lies in its own: who serves a region from above takes part as soon as anybody below does.
    """
    governance = world.scenario.governance
    if governance is None or not governance.waves:
        return 0.0
    return min(
        (
            max(0.0, world.scenario.study.seconds(wave.from_))
            for wave in governance.waves
            if _comes_to(world, wave, agency)
        ),
        default=math.inf,
    )


def _comes_to(world: World, wave: WaveSpec, agency: str) -> bool:
    department, _, region = agency.partition("@")
    if wave.departments is not None and department not in wave.departments:
        return False
    if wave.regions is None:
        return True
    above = _up(world, region)
    return any(code in above or region in _up(world, code) for code in wave.regions)


def _up(world: World, code: str) -> list[str]:
    found: list[str] = []
    here: str | None = code
    while here is not None and here in world.regions:
        found.append(here)
        here = world.regions[here].parent
    return found


def rolled_out(scene: Scene, number: int, wave: WaveSpec, agencies: list[str]) -> Process:
    """A wave begins, for the agencies that no wave came to before."""
    yield scene.until(scene.moment(wave.from_))
    kind = "demonstration" if wave.demonstration else "begins"
    name = {} if wave.name is None else {"zh": wave.name.zh, "en": wave.name.en}
    scene.plane.note("wave", str(number + 1), kind, agencies=len(agencies), **name)
    for agency in agencies:
        scene.ledger.hold(f"wave:{agency}")


def first_of(world: World, agency: str) -> int | None:
    """The number of the wave that an agency begins with."""
    governance = world.scenario.governance
    assert governance is not None
    when = begins(world, agency)
    for number, wave in enumerate(governance.waves):
        start = max(0.0, world.scenario.study.seconds(wave.from_))
        if start == when and _comes_to(world, wave, agency):
            return number
    return None
