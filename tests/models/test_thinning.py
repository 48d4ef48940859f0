"""Very large worlds lose far homes, and nothing else."""

from __future__ import annotations

import math
from typing import Any

import pytest

from sandbox.models import thinning
from sandbox.world import World
from tests.models.running import world
from tests.world.small_world import need

EVERYWHERE = {"local": 0.7, "prefecture": 0.2, "province": 0.1, "nation": 0}


def test_a_world_of_usual_size_is_left_as_it_is() -> None:
    assert thinning.thinned(world(models={})) == {}


def large(monkeypatch: pytest.MonkeyPatch, **more: Any) -> World:
    """A world that counts as large."""
    monkeypatch.setattr(thinning, "ROWS", 100)
    return world(
        regions=[{"code": "330000", "prefectures": 3, "counties": 12, "population": 1e7}],
        needs={"check": need(reach=EVERYWHERE)} | more,
        models={},
    )


def test_a_single_consumer_asks_everywhere_in_the_largest_world(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    some = large(monkeypatch, once=need(reach=EVERYWHERE, regions=["330102"]))
    kept = thinning.thinned(some)
    (single,) = (demand for demand in some.demands.values() if demand.need == "once")
    assert len(single.subjects) > thinning.FEWEST
    assert kept
    assert single.id not in kept


def test_another_need_changes_nobodys_homes(monkeypatch: pytest.MonkeyPatch) -> None:
    before = thinning.thinned(large(monkeypatch))
    after = thinning.thinned(large(monkeypatch, other=need(reach=EVERYWHERE, rate="1/h")))
    assert before
    assert len(after) == 2 * len(before)
    assert all(after[name] == homes for name, homes in before.items())


def test_scopes_keep_their_weight_and_every_source_is_still_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    some = large(monkeypatch)
    kept = thinning.thinned(some)
    assert kept
    asked = set()
    for name, homes in kept.items():
        demand = some.demands[name]
        assert len(homes) < len(demand.subjects)
        for scope, weight in (("local", 0.7), ("prefecture", 0.2), ("province", 0.1)):
            share = sum(home.weight for home in homes if home.scope == scope)
            whole = sum(home.weight for home in demand.subjects if home.scope == scope)
            assert math.isclose(share, whole, rel_tol=1e-9), (weight, share)
        asked |= {home.partitions for home in homes}
    assert asked == {home.partitions for d in some.demands.values() for home in d.subjects}
