"""Joint credit sanctions: how many are sanctioned wrongly follows from the court's delay and the
age of what a department knows; misuse is refused on the spot, or audited and revoked."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from statistics import mean

import pytest

from sandbox.scenario import load
from sandbox.study import RunResult, Workshop

pytestmark = pytest.mark.slow

DAY = 86_400.0
RATE = 4 / 365
"""Removals of each of a quarter's records, a day."""
LEAVE = 1408
"""Who come off the list in a quarter."""
COURT = 2.5
"""Days until a court has entered a removal, on average."""
MEASURED = 299 - 115
"""Days."""
REPLICATIONS = 3

UNGOVERNED = """\
extends: credit-sanctions
scenario: ungoverned
governance: null
expect: [{model: letters, measure: fresh, where: {resource: repair}, min: 0}]
"""
"""Everything is shared from the start, so that no letters are mixed in."""


@cache
def ungoverned(folder: Path, model: str, replication: int = 0) -> RunResult:
    file = folder / "ungoverned.yaml"
    file.write_text(UNGOVERNED, encoding="utf-8")
    return Workshop(load(file)).run(model, engine="simpy", replication=replication)


@cache
def governed(model: str) -> RunResult:
    return Workshop(load("credit-sanctions")).run(model, engine="simpy")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("credit")


def of(run: RunResult, by: str, name: str, measure: str) -> float:
    return run.breakdowns[by][name][measure]


def half_width(share: float, asked: float) -> float:
    """Of a share at 99.9 %: requests are a sample, and so are the removals that are on their way.

    There are RATE · LEAVE · MEASURED of these in a run, a Poisson number.
    """
    sampled = share * (1 - share) / asked
    removals = RATE * LEAVE * MEASURED * REPLICATIONS
    happened = share**2 * 4 / 3 / removals  # E[D²] / E[D]² is 4/3 or less
    return 3.29 * math.sqrt(sampled + happened)


@pytest.mark.parametrize(
    "model", ["federated_query", "central_library", "hub_exchange", "bilateral"]
)
def test_who_is_sanctioned_wrongly_has_come_off_since_the_court_and_the_copy_last_knew(
    folder: Path, model: str
) -> None:
    """An M/G/∞ queue of removals not known yet: none waits with e^(−λ (court's delay + age))."""
    runs = [ungoverned(folder, model, number) for number in range(REPLICATIONS)]
    age = mean(of(run, "resource", "repair", "age.mean") for run in runs) / DAY
    stale = 1 - mean(of(run, "resource", "repair", "fresh") for run in runs)
    expected = 1 - math.exp(-RATE * (COURT + age))
    asked = sum(of(run, "resource", "repair", "requests") for run in runs)
    assert abs(stale - expected) < half_width(expected, asked)


def test_people_sanctioned_wrongly_are_those_who_leave_in_a_day_times_the_days_it_takes(
    folder: Path,
) -> None:
    """Little's law, for a live query: (1 − fresh) × those of a quarter, at any time."""
    run = ungoverned(folder, "federated_query")
    people = (1 - of(run, "resource", "repair", "fresh")) * LEAVE
    little = RATE * LEAVE * COURT
    assert people == pytest.approx(little, rel=0.2)


def test_a_feed_looks_old_and_knows_what_the_court_knows(folder: Path) -> None:
    feed, live = ungoverned(folder, "change_feed"), ungoverned(folder, "federated_query")
    assert of(feed, "resource", "repair", "age.mean") > 4 * 3600
    for resource in ("listing", "repair"):
        fresh = [of(run, "resource", resource, "fresh") for run in (feed, live)]
        assert fresh[0] == pytest.approx(fresh[1], abs=0.002)


def test_removals_are_known_later_than_listings_whatever_the_model(folder: Path) -> None:
    for model in ("federated_query", "central_library", "hub_exchange", "bilateral", "change_feed"):
        run = ungoverned(folder, model)
        fresh = [of(run, "resource", name, "fresh") for name in ("listing", "repair")]
        assert fresh[0] - fresh[1] > 0.008, model


def test_live_queries_refuse_every_use_out_of_scope() -> None:
    run = governed("federated_query").measures
    assert run["out_of_scope.attempted"] > 20
    assert run["refused.2"] * run["requests"] == pytest.approx(run["out_of_scope.attempted"])
    assert run["out_of_scope.happened"] == 0


@pytest.mark.parametrize("model", ["change_feed", "hub_exchange"])
def test_audited_misuse_sends_back_to_letters_the_misuser_and_nobody_else(model: str) -> None:
    """Housing alone uses the list out of scope; nobody else writes letters for it."""
    run = governed(model)
    assert of(run, "department", "housing", "by_letter") > 0.005
    for other in ("finance", "tax", "market", "customs", "planning"):
        assert of(run, "department", other, "by_letter") == 0, other
    revoked = [
        life.name
        for life in run.chronicle.of("agreement")
        if any(moment.event == "revoked" for moment in life.moments)
    ]
    assert revoked
    assert all("housing@" in name for name in revoked)


def test_bilateral_agreements_are_renewed_before_they_end() -> None:
    """Signed for half a year; the courts' two people, who signed them all, renew most in time."""
    lives = governed("bilateral").chronicle.of("agreement")
    renewed = sum(any(moment.event == "renewed" for moment in life.moments) for life in lives)
    assert len(lives) == 384
    assert renewed > 300
