"""How requests find their answers: fan-out, cross-checks, time-outs, outages, ways around."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.flows import Outcome, Tally
from sandbox.models import PRESETS, assemble
from tests.models.running import STATIONS, run, world
from tests.world.small_world import SMALL, need, resource

LOCAL = {"local": 1, "prefecture": 0, "province": 0, "nation": 0}
OUTAGE = {"stations": ["database@police@330102"], "from": 0, "for": "30 days"}


def test_needs_for_several_sources_wait_for_the_last() -> None:
    slow = STATIONS | {"database@police": {"service": "2 s"}}
    one, both = (
        need(rate="1/h", reach=LOCAL, resources=["income"]),
        need(rate="1/h", reach=LOCAL, resources=["population", "income"]),
    )
    times = []
    for asked in (one, both):
        some = world(
            stations=slow,
            departments=SMALL["departments"] | {"civil": {"name": "civil", "levels": ["county"]}},
            catalogue={
                "population": resource(),
                "income": resource(provider="tax"),
            },
            needs={"check": asked | {"consumer": "civil"}},
            models={"federated_query": {}},
        )
        result = run(some, "federated_query", days=2)
        assert result.outcome(Outcome.ANSWERED) == result.sum("made") > 0
        times.append(result.share("response_time"))
    assert times[0] < 1
    assert 2 < times[1] < 3


def test_a_majority_of_verifiers_corrects_the_source() -> None:
    def errors(cross_check: bool) -> float:
        verifiers = [{"department": name, "error": "1%"} for name in ("health", "civil")]
        some = world(
            departments=SMALL["departments"]
            | {name: {"name": name, "levels": ["county"]} for name in ("health", "civil")},
            catalogue={
                "population": resource(
                    records=20,
                    changes="2/day",
                    collection={"delay": 0, "error": "30%"},
                    verifiers=verifiers,
                )
            },
            needs={"check": need(rate="3/h", reach=LOCAL, cross_check=cross_check)},
            models={"federated_query": {}},
        )
        return run(some, "federated_query", days=4, warm_up=2.5).share("error")

    alone, together = errors(False), errors(True)
    assert alone == pytest.approx(0.3, abs=0.06)
    assert together < 0.03


@pytest.mark.parametrize("by_letter", [True, False])
@pytest.mark.parametrize("name", ["federated_query", "cached_query"])
def test_what_times_out_goes_by_letter_if_it_may(name: str, by_letter: bool) -> None:
    some = world(
        needs={"check": need(rate="1/h", reach=LOCAL, timeout="5 s", retries=2)},
        disturbances={"broken": {"outage": OUTAGE}},
        models={name: {"by_letter": by_letter}},
    )
    result = run(some, name, days=2)
    quarter = result.sum("made") / 4
    lost = result.sum("by_letter") if by_letter else result.outcome(Outcome.TIMED_OUT)
    assert lost == pytest.approx(quarter, rel=0.4)
    assert result.sum("outcomes") == result.sum("made")
    assert by_letter or result.tally(Tally.LETTER) == 0


def test_a_station_that_fails_its_jobs_fails_the_request() -> None:
    some = world(
        stations=STATIONS | {"database": STATIONS["database"] | {"when_down": "fail"}},
        needs={"check": need(rate="1/h", reach=LOCAL)},
        disturbances={"broken": {"outage": OUTAGE}},
        models={"federated_query": {"by_letter": False}},
    )
    result = run(some, "federated_query", days=2)
    assert result.outcome(Outcome.FAILED) == pytest.approx(result.sum("made") / 4, rel=0.4)


def test_a_cut_network_makes_replicas_old_and_queries_wait() -> None:
    cut = {"network": "extranet", "from": 0, "for": "2 days"}
    some = world(
        needs={"check": need(rate="1/h", reach=LOCAL)},
        disturbances={"storm": {"cut": cut}},
        models={
            "federated_query": {},
            "bilateral": {"schedule": {"period": "6 h", "offset": 0}},
        },
    )
    assert run(some, "federated_query", days=3, warm_up=0).share("response_time") > 3600
    replicas = run(some, "bilateral", days=2, warm_up=1)
    assert replicas.share("response_time") < 1
    assert replicas.share("age") > 86400


def test_an_agency_that_is_its_own_source_asks_its_own_database() -> None:
    some = world(
        needs={"check": need(consumer="police", rate="1/h", reach=LOCAL)},
        models={name: {} for name in PRESETS},
    )
    for name in PRESETS:
        program = assemble(some, name).program
        assert not program.links
        assert not any(copy.outside for copy in program.copies)


def test_a_letter_takes_the_same_time_under_every_model() -> None:
    models: dict[str, Any] = {
        "letters": {"transport": "3 days", "verified": 1.0},
        "bilateral": {"partners": "local", "transport": 0},
    }
    reach = {"local": 0, "prefecture": 0, "province": 1, "nation": 0}
    some = world(needs={"check": need(rate="1/h", reach=reach)}, models=models)
    letters, bilateral = (run(some, name, days=2) for name in models)
    assert letters.sum("by_letter") == bilateral.sum("by_letter") == letters.sum("made")
    assert letters.sum("response_time") == bilateral.sum("response_time")


def test_a_surge_and_a_rhythm_reach_the_streams() -> None:
    some = world(
        needs={"check": need(rate="1/h", reach=LOCAL, profile="office")},
        disturbances={
            "rush": {"surge": {"needs": ["check"], "factor": 5, "from": "1 day", "for": "1 day"}}
        },
        models={"federated_query": {}},
    )
    program = assemble(some, "federated_query").program
    (surge,) = {surge for stream in program.streams for surge in stream.surges}
    assert (surge.name, surge.factor) == ("rush", 5)
    assert {rhythm.name for rhythm in program.rhythms} == {"plain", "office"}
