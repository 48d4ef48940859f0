"""Large worlds cost no more an agency than small ones and leave light imports light."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from sandbox.world import World
from tests.calls import calls
from tests.world.small_world import need, resource, small, world_of

ROOT = Path(__file__).parents[2]


def province(departments: int, prefectures: int) -> dict[str, Any]:
    """A province whose departments all ask the next one and the first."""
    data = small(regions=[{"code": "330000", "prefectures": prefectures}])
    names = [f"department{number}" for number in range(departments)]
    data["departments"] |= {
        name: {"name": name, "levels": ["province", "prefecture", "county"]} for name in names
    }
    data["catalogue"] |= {name: resource(provider=name, records=1_000_000) for name in names}
    data["catalogue"]["population"]["records"] = 1_000_000
    data["needs"] = {
        name: need(consumer=name, resources=["population", names[number - 1]])
        for number, name in enumerate(names)
    }
    return data


def cost(data: dict[str, Any]) -> tuple[int, float]:
    """Agencies of a world, and the calls that building it takes for each."""
    built: list[World] = []
    made = calls(lambda: built.append(world_of(**data)))
    return len(built[0].agencies), made / len(built[0].agencies)


def test_a_world_with_more_regions_and_departments_costs_no_more_an_agency() -> None:
    world_of(**province(4, 2))  # tables are read once a process
    few, each = cost(province(4, 2))
    many, each_of_many = cost(province(12, 8))
    assert many > 6 * few
    assert each_of_many < 1.2 * each


def test_building_a_world_imports_no_heavy_library() -> None:
    code = (
        "import sys; from tests.world.small_world import world_of; import sandbox.policy; "
        "world_of(); print([m for m in ('faker', 'numba', 'textual', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"
