"""Formulas beside runs: they meet where they hold, and what breaks them shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.scenario import load
from sandbox.scenario.document import Document
from sandbox.study import compare
from sandbox.study.runs import workshop_of
from sandbox.study.theory import MEETS, MISSES, OPEN, VOID, Held, beside

SHORT = """
scenario: short
extends: textbook/{name}
study: {{warm_up: 500 s, horizon: 8500 s, drain: 10000 s, replications: {count}, series: 8500 s}}
expect: null
{more}
"""


def short(folder: Path, name: str, *, count: int = 12, more: str = "") -> Document:
    path = folder / "short.yaml"
    path.write_text(SHORT.format(name=name, count=count, more=more), encoding="utf-8")
    return load(path)


def verdicts(held: Held) -> dict[tuple[str, str], str]:
    return {
        (row.expected.name.partition("@")[0], row.expected.measure): row.verdict
        for row in held.found
    }


def test_a_tandem_meets_the_formulas_at_every_station(tmp_path: Path):
    document = short(tmp_path, "tandem")
    (held,) = beside(document, compare(document, jobs=1)).values()
    found = verdicts(held)
    assert set(found.values()) == {MEETS}
    assert found.keys() == {("asking", "response_time.mean")} | {
        (station, measure)
        for station in ("authentication", "router", "database")
        for measure in ("utilisation.mean", "queue.mean")
    }
    assert not held.unfit


def test_a_feed_meets_the_formulas_of_age(tmp_path: Path):
    document = short(tmp_path, "age-mm1-feed")
    found = verdicts(beside(document, compare(document, jobs=1))["change_feed"])
    assert found["consumer", "age.copy"] == found["consumer", "age.copy_peak"] == MEETS


def test_runs_of_other_demand_miss_them(tmp_path: Path):
    more = "needs: {asking: {rate: 1.1/s}}"
    other = compare(short(tmp_path, "tandem", more=more), jobs=1)
    document = short(tmp_path, "tandem")
    found = verdicts(beside(document, other)["federated_query"])
    assert found["asking", "response_time.mean"] == MISSES
    assert found["database", "utilisation.mean"] == MISSES


def test_one_run_and_rare_happenings_cannot_tell(tmp_path: Path):
    document = short(tmp_path, "tandem", count=1)
    (held,) = beside(document, compare(document, jobs=1)).values()
    assert set(verdicts(held).values()) == {OPEN}
    more = "stations: {router: {outage: {mtbf: 720 h, mttr: 4 h}}}"
    document = short(tmp_path, "tandem", more=more)
    (held,) = beside(document, compare(document, jobs=1)).values()
    found = verdicts(held)
    assert found["router", "availability.time"] == OPEN
    assert found["router", "utilisation.mean"] == MEETS
    said = {
        (one.name.partition("@")[0], one.measure): str(one.why.render("en")) for one in held.unfit
    }
    assert said["router", "queue.mean"] == "it breaks down now and then"
    assert said["database", "queue.mean"].startswith("what comes from router@330000")


def test_a_broken_condition_is_no_miss(tmp_path: Path):
    more = "needs: {asking: {timeout: 2 s, retries: 1}}"
    document = short(tmp_path, "tandem", more=more)
    comparison = compare(document, jobs=1)
    assert comparison.models["federated_query"]["timed_out"].mean > 0.1
    found = verdicts(beside(document, comparison)["federated_query"])
    assert set(found.values()) == {VOID}
    more = "needs: {asking: {timeout: 1000 s, retries: 1}}"
    document = short(tmp_path, "tandem", more=more)
    found = verdicts(beside(document, compare(document, jobs=1))["federated_query"])
    assert set(found.values()) == {MEETS}


def test_agreements_that_end_in_the_run_leave_no_formula(tmp_path: Path):
    more = """
catalogue:
  facts: {class: business, sharing: conditional, condition: {zh: 有协议, en: an agreement}}
agreements:
  one:
    name: {zh: 协议, en: agreement}
    provider: provider
    consumers: [consumer]
    resources: [facts]
    modes: [query]
    from: 2025-01-01
    until: 4000 s
"""
    document = short(tmp_path, "tandem", more=more)
    (held,) = beside(document, compare(document, jobs=1, replications=2)).values()
    assert not [row for row in held.found if row.expected.kind == "need"]
    assert {one.why.render("en") for one in held.unfit if one.kind == "need"} == {
        "access to it begins or ends during the run"
    }


def test_governed_models_are_steered_and_letters_are_not():
    document = load("pilot-onboarding")
    workshop = workshop_of(document)
    steered = {model for model in document.scenario.models if workshop.assembly(model).steered}
    assert steered == document.scenario.models.keys() - {"letters"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["mm1", "mmc", "mg1-lognormal", "freshness-batch-late"])
def test_textbook_scenarios_meet_their_formulas(name: str):
    document = load(f"textbook/{name}")
    for held in beside(document, compare(document)).values():
        assert held.found
        assert set(verdicts(held).values()) == {MEETS}
