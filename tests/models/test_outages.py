"""An outage hits every station that its name means, and no other."""

from typing import Any

import pytest

from sandbox.flows.program import Program
from sandbox.models import assemble
from tests.models.running import STATIONS, run, world
from tests.world.small_world import need, resource


def struck(name: str, model: str = "federated_query", **event: Any) -> set[str]:
    """The stations that an outage of `name` hits."""
    when = event or {"from": "1 h", "for": "2 h"}
    return _down(assemble(_world(model, stations=[name], **when), model).program)


def _world(model: str, **outage: Any) -> Any:
    return world(
        catalogue={"population": resource()},
        needs={"check": need()},
        disturbances={"d": {"outage": outage}},
        models={model: {}},
        stations=STATIONS | {"front_end": STATIONS["front_end"] | {"when_down": "fail"}},
    )


def _down(program: Program) -> set[str]:
    return {s.name for s in program.stations if s.outages or s.breakdowns}


COUNTIES = {f"database@police@{code}" for code in ("330102", "330105", "330203", "330205")}


@pytest.mark.parametrize(
    ("name", "stations"),
    [
        ("database", COUNTIES),
        ("database@police", COUNTIES),
        ("database@330000", COUNTIES),
        ("database@330100", {"database@police@330102", "database@police@330105"}),
        ("database@330105", {"database@police@330105"}),
        ("database@police@330105", {"database@police@330105"}),
        ("router@330000", {"router@330000"}),
        ("router", {"router@330000"}),
        ("router@330102", set()),
    ],
)
def test_an_outage_hits_what_its_name_means(name: str, stations: set[str]) -> None:
    assert struck(name) == stations
    assert struck(name, mtbf="1 day", mttr="1 h") == stations


def test_two_names_of_a_station_are_one_outage() -> None:
    some = _world("letters", stations=["clerk", "clerk@tax"], **{"from": "1 h", "for": "2 h"})
    assert all(len(s.outages) <= 1 for s in assemble(some, "letters").program.stations)


def test_the_outage_of_a_region_and_of_a_whole_role_are_felt() -> None:
    def written(name: str, start: str = "0 h") -> float:
        outage = {"stations": [name], "from": start, "for": "3 days"}
        some = _world("federated_query", **outage)
        return run(some, "federated_query", days=2).sum("by_letter")

    assert written("front_end") > written("front_end@330203") > 0
    assert written("front_end", "9 days") == 0


def test_the_platform_of_one_region_is_not_that_of_the_regions_below() -> None:
    assert struck("authentication@330100") == set()
    assert struck("authentication@330102") == {"authentication@330102"}
