"""What must come out of the nine models on a small world."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from sandbox.flows import Outcome, Tally
from sandbox.models import PRESETS, assemble
from sandbox.world import World
from tests.models.running import Outcomes, run, world
from tests.world.small_world import need, resource

DAY = 86400.0
SETTINGS: dict[str, dict[str, Any]] = {name: {} for name in PRESETS} | {
    "bilateral": {"partners": "all", "schedule": {"period": "1 day", "offset": 0}, "transport": 0},
    "change_feed": {"heartbeat": "1 min"},
    "sensed": {"heartbeat": "10 min", "captured": "80%"},
    "cached_query": {"ttl": "12 h"},
}


@cache
def lively() -> World:
    """Facts that change often, asked often."""
    return world(
        catalogue={
            "population": resource(
                records=200, changes="40/year", collection={"delay": "1 h"} | {"error": "5%"}
            ),
        },
        needs={
            "check": need(
                rate="3/h", reach={"local": 0.6, "prefecture": 0.3, "province": 0.1, "nation": 0}
            ),
        },
        models=SETTINGS,
    )


@cache
def outcomes(name: str) -> Outcomes:
    """The run of a preset over the lively world."""
    days = {"change_feed": 1.2, "sensed": 2.0}.get(name, 4.0)
    return run(lively(), name, days=days, warm_up=days / 4, traced=True)


@pytest.mark.parametrize("name", PRESETS)
def test_every_request_ends_in_exactly_one_outcome(name: str) -> None:
    result = outcomes(name)
    assert result.sum("made") > 50
    assert result.sum("outcomes") == result.sum("made")
    assert result.counters.unfinished == 0


def test_every_model_meets_the_same_requests() -> None:
    reference = outcomes("federated_query").made
    requests = {key for key in reference if not key[0].startswith("changes:")}
    for name in PRESETS:
        made = outcomes(name).made
        both = set(made) & requests
        assert len(both) > 50
        assert all(made[key] == reference[key] for key in both)
        last = max(made[key][0] for key in both)
        assert both == {key for key in requests if reference[key][0] <= last}


def test_every_model_lives_through_the_same_changes() -> None:
    reference = outcomes("letters").made
    for name in PRESETS:
        made = outcomes(name).made
        both = [key for key in set(made) & set(reference) if key[0].startswith("changes:")]
        assert both
        assert all(made[key][0] == reference[key][0] for key in both)


def test_letters_are_slowest_and_ask_citizens_again_and_again() -> None:
    letters = outcomes("letters")
    for name in PRESETS:
        if name != "letters":
            assert outcomes(name).share("response_time") < letters.share("response_time")
            assert outcomes(name).tally(Tally.DUPLICATE) == 0
    assert letters.tally(Tally.DUPLICATE) > 0
    assert letters.tally(Tally.LETTER) > 0
    assert letters.documents == 0


def test_a_federated_query_is_as_fresh_as_the_source() -> None:
    ages = {name: outcomes(name).share("age") for name in PRESETS}
    assert ages["federated_query"] < 1
    assert min(ages, key=lambda name: ages[name]) == "federated_query"
    assert outcomes("federated_query").tally(Tally.REMOTE) > 0


def test_a_bilateral_replica_is_half_a_period_old_and_read_fast() -> None:
    bilateral = outcomes("bilateral")
    assert bilateral.share("age") == pytest.approx(DAY / 2, rel=0.15)
    assert bilateral.share("response_time") < outcomes("federated_query").share("response_time")


def test_the_feed_is_as_old_as_its_heartbeats() -> None:
    assert outcomes("change_feed").share("age") < 45


def test_the_cascade_adds_up_its_hops() -> None:
    hops = world(
        catalogue={"population": resource(records=100)},
        needs={
            "check": need(
                rate="3/h", reach={"local": 0, "prefecture": 1, "province": 0, "nation": 0}
            )
        },
        models={
            "hub_exchange": {
                "schedule": {"period": "6 h", "offset": 0},
                "cascade": {
                    "county": {"period": "6 h", "offset": "1 h"},
                    "prefecture": {"period": "6 h", "offset": "2 h"},
                },
                "transport": 0,
            }
        },
    )
    age = run(hops, "hub_exchange").share("age")
    # source at 0, county hub at 1 h, prefecture at 2 h, county hub at 7 h: 7 h, and half a period
    assert age == pytest.approx((7 + 3) * 3600, rel=0.05)


def test_the_library_is_about_half_a_day_and_its_cascade_old() -> None:
    age = outcomes("central_library").share("age")
    assert age == pytest.approx(DAY / 2 + 3 * 3600, rel=0.15)


def test_a_cache_lies_between_query_and_replica() -> None:
    cached = outcomes("cached_query")
    assert cached.tally(Tally.CACHE_HIT) > 0
    assert cached.tally(Tally.REMOTE) > 0
    assert outcomes("federated_query").share("age") < cached.share("age") < DAY / 2


def test_sensors_spare_citizens() -> None:
    sensed, library = outcomes("sensed"), outcomes("central_library")
    changes = sum(key[0].startswith("changes:") for key in sensed.made)
    assert changes > 0
    assert sensed.tally(Tally.COLLECTION) < library.tally(Tally.COLLECTION)


def test_lost_captures_show_in_correctness() -> None:
    def fresh(loss: float) -> float:
        some = world(
            catalogue=lively().scenario.catalogue,
            needs=lively().scenario.needs,
            models={"sensed": {"captured": 1.0, "capture_loss": loss, "heartbeat": "1 h"}},
        )
        return run(some, "sensed").share("fresh")

    assert fresh(0.9) < fresh(0.0)


def test_copies_are_as_the_table_says() -> None:
    def held(name: str) -> int:
        program = assemble(lively(), name).program
        return sum(copy.outside for copy in program.copies)

    pairs = 4 * 4  # four county tax offices, each reaching four county police offices
    prefectures = 2 * 4
    assert held("federated_query") == 0
    assert held("central_library") == held("sensed") == 4
    assert held("bilateral") == held("change_feed") == held("cached_query") == pairs
    assert held("hub_exchange") > pairs + prefectures
    assert outcomes("federated_query").outcome(Outcome.FAILED) == 0
