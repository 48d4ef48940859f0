"""Every record has one source, and every request somebody to ask about."""

from __future__ import annotations

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.scenario.problems import Refused
from sandbox.world.sources import apportion
from tests.world.small_world import need, resource, small, world_of


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=30), st.integers(0, 10_000))
def test_shares_are_whole_at_least_one_and_add_up(weights: list[float], spare: int) -> None:
    total = len(weights) + spare
    parts = apportion(total, weights)
    assert sum(parts) == total
    assert min(parts) >= 1


def test_records_follow_population() -> None:
    assert apportion(1000, [1, 1, 2]) == [250, 250, 500]


def test_the_records_of_a_resource_add_up_to_the_catalogue() -> None:
    world = world_of()
    for name, entry in world.resources.items():
        kept = [p.records for p in world.partitions.values() if p.resource == name]
        assert sum(kept) == entry.records


def test_a_source_of_a_higher_level_keeps_all_counties_below() -> None:
    catalogue = {"population": resource(level="province")}
    world = world_of(catalogue=catalogue)
    (partition,) = world.partitions.values()
    assert partition.id == "population@330000"
    assert partition.source == "police@330000"
    assert len(partition.counties) == 4


def test_a_resource_without_a_source_is_refused() -> None:
    data = small()
    data["departments"]["police"]["levels"] = ["province", "county"]
    data["catalogue"]["population"]["level"] = "prefecture"
    with pytest.raises(Refused) as caught:
        world_of(**data)
    (problem,) = caught.value.problems
    assert problem.path == "catalogue.population.level"
    assert problem.message.render("en") == (
        "police has no agency at level prefecture for Shangcheng District (4 such "
        "regions), so nobody is the source"
    )


def test_fewer_records_than_sources_are_refused() -> None:
    data = small()
    data["catalogue"]["population"]["records"] = 3
    with pytest.raises(Refused, match="3 "):
        world_of(**data)


def test_weights_of_subjects_add_up_to_one_and_follow_the_reach() -> None:
    world = world_of(
        regions=[
            {"code": "330000", "prefectures": 2, "counties": 3},
            {"code": "340000", "prefectures": 1, "counties": 2},
        ]
    )
    for demand in world.demands.values():
        by_scope: dict[str, float] = {}
        for subjects in demand.subjects:
            by_scope[subjects.scope] = by_scope.get(subjects.scope, 0) + subjects.weight
        assert isclose(sum(by_scope.values()), 1)
        if demand.consumer.startswith("tax@33"):
            assert by_scope == pytest.approx(
                {"local": 0.9, "prefecture": 0.05, "province": 0.03, "nation": 0.02}
            )
    anhui = world.demands["check@tax@340102"]
    assert {s.scope for s in anhui.subjects} == {"local", "prefecture", "nation"}
    assert sum(s.weight for s in anhui.subjects if s.scope == "local") == pytest.approx(0.9 / 0.97)


def test_a_prefecture_asks_about_its_counties_locally() -> None:
    world = world_of(needs={"check": need(levels=["prefecture"])})
    local = [s for s in world.demands["check@tax@330100"].subjects if s.scope == "local"]
    assert [s.partitions for s in local] == [("population@330102",), ("population@330105",)]


def test_several_resources_give_their_partitions_in_the_order_of_the_need() -> None:
    world = world_of(needs={"check": need(consumer="police", resources=["income", "population"])})
    first = world.demands["check@police@330102"].subjects[0]
    assert first.partitions == ("income@330100", "population@330102")


def test_a_need_restricted_to_a_region_arises_only_there() -> None:
    world = world_of(needs={"check": need(regions=["330200"])})
    assert list(world.demands) == ["check@tax@330203", "check@tax@330205"]


def test_a_need_that_nobody_has_is_refused() -> None:
    data = small(needs={"check": need(levels=["nation"])})
    with pytest.raises(Refused) as caught:
        world_of(**data)
    assert {p.path for p in caught.value.problems} == {
        "needs.check.levels.0",
        "needs.check.consumer",
    }
