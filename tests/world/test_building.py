"""A loaded scenario becomes a world, and what is wrong is shown where it is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sandbox.scenario import Refused, load, shipped
from sandbox.world import build
from tests.world.small_world import small


def written(folder: Path, data: dict[str, Any]) -> Path:
    file = folder / "small.yaml"
    file.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    return file


def test_problems_of_the_world_are_told_by_line_and_column(tmp_path: Path) -> None:
    data = small(models={"letters": {}})
    data["departments"]["police"]["networks"] = ["intranet"]
    data["regions"] = [{"code": "330000", "prefectures": 12, "counties": 1}]
    file = written(tmp_path, data)
    with pytest.raises(Refused) as caught:
        build(load(file))
    lines = file.read_text(encoding="utf-8").splitlines()
    (problem,) = caught.value.problems
    assert problem.path == "regions[0].prefectures"
    assert lines[problem.line - 1][problem.column - 1 :].startswith("12")

    data["regions"][0]["prefectures"] = 2
    with pytest.raises(Refused) as caught:
        build(load(written(tmp_path, data)))
    (problem,) = caught.value.problems
    assert problem.path == "needs.check.resources[0]"
    assert "第四条" in problem.render("zh")


PILOTS = [
    name for name in shipped() if "/" not in name and name not in ("national-day", "province-month")
]
"""The large ones are built, once each, in tests/scenarios/test_large.py."""


@pytest.mark.parametrize("name", PILOTS)
def test_shipped_scenarios_become_worlds(name: str) -> None:
    world = build(load(name))
    assert 50 <= len(world.agencies) <= 400
    assert all(abs(sum(s.weight for s in d.subjects) - 1) < 1e-9 for d in world.demands.values())
