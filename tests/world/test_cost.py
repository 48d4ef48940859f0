"""Large worlds are built quickly and leave light imports light."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import process_time

from tests.world.small_world import need, resource, small, world_of

ROOT = Path(__file__).parents[2]


def test_a_world_of_three_thousand_agencies_is_built_in_three_seconds() -> None:
    data = small(regions=[{"code": code} for code in ("330000", "320000")])
    names = [f"department{number}" for number in range(12)]
    data["departments"] |= {
        name: {"name": name, "levels": ["province", "prefecture", "county"]} for name in names
    }
    data["catalogue"] |= {name: resource(provider=name, records=1_000_000) for name in names}
    data["catalogue"]["population"]["records"] = 1_000_000
    data["needs"] = {
        name: need(consumer=name, resources=["population", names[number - 1]])
        for number, name in enumerate(names)
    }
    before = process_time()
    world = world_of(**data)
    seconds = process_time() - before
    assert len(world.agencies) > 2900
    assert len(world.demands) > 2000
    assert seconds < 3


def test_building_a_world_imports_no_heavy_library() -> None:
    code = (
        "import sys; from tests.world.small_world import world_of; import sandbox.policy; "
        "world_of(); print([m for m in ('faker', 'numba', 'textual', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"
