"""Agencies that ask as one stream ask as they would each for themselves, in law."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.flows.program import StreamKind
from sandbox.models import assemble
from sandbox.scenario.problems import Problem, Refused
from sandbox.world.aggregation import groups
from tests.models.running import run, world
from tests.world.small_world import need, resource

REACH = {"local": 0.6, "prefecture": 0.3, "province": 0.1, "nation": 0}


def streams(**changes: Any) -> dict[str, Any]:
    """Streams of requests by name, under federated queries."""
    here = world(needs={"check": need(reach=REACH, **changes)}, models={"federated_query": {}})
    program = assemble(here, "federated_query").program
    keys = [row.key for row in program.rows]
    return {
        stream.name: (stream, [keys[row] for row in stream.rows])
        for stream in program.streams
        if stream.kind is StreamKind.NEED
    }


def problems(**sections: Any) -> list[Problem]:
    """What is wrong with a world."""
    try:
        world(models={}, **sections)
    except Refused as refusal:
        return list(refusal.problems)
    return []


def test_rates_add_up_and_every_agency_keeps_its_share() -> None:
    apart, together = streams(), streams(aggregate="prefecture")
    assert len(together) == 2 < len(apart) == 4
    for name, (stream, rows) in together.items():
        mine = {key: one for key, one in apart.items() if key.split("@")[2][:4] == name[6:10]}
        assert len(mine) == 2
        assert stream.rate == pytest.approx(sum(one.rate for one, _ in mine.values()))
        assert sum(stream.weights) == pytest.approx(1)
        share = dict(zip(rows, stream.weights))
        for one, own in mine.values():
            for row, weight in zip(own, one.weights):
                asked = one.rate / stream.rate * weight
                found = sum(part for key, part in share.items() if row in key)
                assert found == pytest.approx(asked)


def test_a_group_is_counted_for_its_region_and_level() -> None:
    (stream, _), _ = streams(aggregate="prefecture").values()
    assert stream.labels["agency"] == f"tax@{stream.labels['region']}+"
    assert stream.labels["level"] == "county"
    ((whole, _),) = streams(aggregate="province").values()
    assert whole.labels["region"].endswith("0000")


def test_agencies_that_lie_in_no_such_region_ask_for_themselves() -> None:
    """Districts of a municipality lie in no prefecture."""
    provinces = [
        {"code": "110000", "counties": 2, "population": 1e6},
        {"code": "330000", "prefectures": 1, "counties": 2, "population": 1e6},
    ]
    needs = {"check": need(aggregate="prefecture")}
    known = {"population": resource()}
    here = world(regions=provinces, catalogue=known, needs=needs, models={})
    found = [group.region for group in groups(here)]
    assert sorted(map(str, found)) == ["110101", "110102", "330100"]


def test_answers_and_the_work_of_stations_are_the_same_in_law() -> None:
    found = []
    for changes in ({}, {"aggregate": "province"}):
        here = world(needs={"check": need(reach=REACH, **changes)}, models={"federated_query": {}})
        found.append(run(here, "federated_query", days=14.0))
    apart, together = found
    assert len(together.needs) == 1 < len(apart.needs) == 4
    requests = [one.sum("made") for one in found]
    assert requests[0] > 10_000
    assert abs(requests[0] - requests[1]) < 4 * (sum(requests)) ** 0.5
    # a mean of 13,000 answers with a coefficient of variation of about .6: three standard errors
    means = [one.share("response_time") for one in found]
    assert means[1] == pytest.approx(means[0], rel=0.022)
    for station, one, other in zip(
        apart.program.stations, apart.counters.stations.served, together.counters.stations.served
    ):
        assert abs(one - other) <= 4.5 * (one + other) ** 0.5, station.name


def test_what_cannot_be_put_together_is_refused() -> None:
    needs = {"check": need(aggregate="prefecture", levels=["prefecture", "county"])}
    (problem,) = problems(needs={"check": need(aggregate="county", levels=["prefecture"])})
    assert "agencies of level prefecture lie in no county" in problem.message.render("en")
    (problem,) = problems(needs={"check": need(aggregate="nation")})
    assert "there is no region of level nation" in problem.message.render("en")
    rush = {"needs": ["check"], "factor": 5, "from": "1 day", "for": "1 day"}
    part = {"rush": {"surge": rush | {"regions": ["330102"]}}}
    (problem,) = problems(needs=needs, disturbances=part)
    assert problem.path == "disturbances.rush.surge.regions.0"
    assert "takes whole regions" in problem.message.render("en")
    whole = {"rush": {"surge": rush | {"regions": ["330100"]}}}
    assert not problems(needs=needs, disturbances=whole)
