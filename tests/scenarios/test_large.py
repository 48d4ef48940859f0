"""The two large scenarios are what they say they are, and parts of them run.

Run whole they take too long for a test; `docs/background/scenarios.md` says how long.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from sandbox.scenario import load
from sandbox.scenario.assumptions import assumptions
from sandbox.study import Workshop
from sandbox.world import World, build

DAY = 86_400
LARGE = ("national-day", "province-month")


@cache
def world(name: str) -> World:
    return build(load(name))


def a_day(name: str) -> float:
    """Requests of a day, in millions."""
    demands = world(name).demands.values()
    return math.fsum(float(demand.spec.rate) for demand in demands) * DAY / 1e6


def levels(name: str) -> Counter[str]:
    return Counter(region.level for region in world(name).regions.values())


@pytest.mark.parametrize("name", LARGE)
def test_nothing_is_warned_of_but_the_size(name: str) -> None:
    (said,) = world(name).warnings
    assert "requests, changes and other events are simulated" in said.message.render("en")


@pytest.mark.parametrize("name", LARGE)
def test_every_figure_says_where_it_comes_from(name: str) -> None:
    """All but the lengths of fields, which are formats, and the settings of the study."""
    bare = [path for path, _, source in assumptions(load(name)) if source is None]
    assert [path for path in bare if not path.startswith("study.") and ".fields[" not in path] == []


def test_a_national_day_has_the_requests_that_follow_from_the_published_figures() -> None:
    assert a_day("national-day") == pytest.approx(152, rel=0.005)


def test_the_country_is_a_platform_32_localities_and_52_departments() -> None:
    assert levels("national-day") == {
        "nation": 1,
        "province": 32,
        "prefecture": 333,
        "county": 2847,
    }
    scenario = world("national-day").scenario
    reach = Counter(department.levels[-1] for department in scenario.departments.values())
    assert reach == {"county": 12, "province": 28, "nation": 12}
    assert not {"710000", "810000", "820000"} & set(world("national-day").regions)


def test_the_corps_has_its_cities_and_xinjiang_has_the_rest() -> None:
    regions = world("national-day").regions
    assert len(regions["660000"].children) == 12
    assert not set(regions["660000"].children) & set(regions["650000"].children)
    inhabitants = regions["650000"].population + regions["660000"].population
    assert inhabitants == pytest.approx(25_852_345)
    assert regions["100000"].population == pytest.approx(1_409_778_724)


def test_a_month_of_guizhou_asks_by_its_share_of_the_country() -> None:
    assert levels("province-month") == {
        "nation": 1,
        "province": 1,
        "prefecture": 9,
        "county": 88,
    }
    assert len(world("province-month").scenario.departments) == 40
    assert a_day("province-month") == pytest.approx(152 * 38.65 / 1409.67, rel=0.005)
    assert float(world("province-month").scenario.study.horizon) == 31 * DAY


PARTS = {
    "national-day": """
extends: national-day
scenario: part
regions: [{code: "460000"}, {code: "640000"}]
study: {horizon: 3 min}
""",
    "province-month": """
extends: province-month
scenario: part
regions: [{code: "520000", prefectures: 3}]
study: {start: 2025-05-06, horizon: 2 min, warm_up: 0 h}
""",
}
"""Two provinces, and three prefectures of one: the first minutes of a working day."""


def part(name: str, folder: Path) -> Path:
    """A file of a part of a large scenario."""
    file = folder / f"part-of-{name}.yaml"
    file.write_text(PARTS[name], encoding="utf-8")
    return file


@pytest.mark.parametrize("name", LARGE)
def test_every_model_answers_the_first_minutes(name: str, tmp_path: Path) -> None:
    workshop = Workshop(load(part(name, tmp_path)))
    asked = set()
    for model in workshop.document.scenario.models:
        found = workshop.run(model, engine="simpy").measures
        asked.add(found["requests"])
        assert found["answered"] > 0.999, model
    assert len(asked) == 1  # models face the same demand
    assert asked.pop() > 200
