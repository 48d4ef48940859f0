import math
from types import SimpleNamespace

import numpy as np
import pytest

from sandbox.language import Message
from sandbox.measures import Breakdown
from sandbox.scenario.problems import Problem, Refused
from sandbox.scenario.workings import Expectation
from sandbox.study import expectations
from sandbox.study.comparison import summarise
from sandbox.study.runs import RunResult

MODELS = ("letters", "federated_query")


def run(model, replication, response, satisfied):
    table = Breakdown(("tax",), ("satisfied",), np.array([[satisfied - 0.1]]))
    return RunResult(
        model=model,
        seed=1,
        replication=replication,
        engine="hand",
        measures={"response_time.mean": response, "satisfied": satisfied},
        breakdowns={"need": table},
        selected={},
        series={},
        events=0,
        unfinished=0,
        wall=0.0,
    )


class Document:
    """As much of a document as expectations need."""

    file, digest = "s.yaml", "d"

    def __init__(self, *expect):
        self.scenario = SimpleNamespace(
            scenario="s",
            models=dict.fromkeys(MODELS),
            expect=tuple(Expectation.model_validate(e) for e in expect),
            needs={"tax": None},
            departments={},
            networks={},
            study=SimpleNamespace(confidence=0.95, baseline="letters", weights={}, precision=None),
        )

    def problem(self, path, message):
        return Problem(self.file, 7, 3, ".".join(map(str, path)), message)


def comparison(document):
    runs = [run("letters", r, 100.0 + r, 0.5) for r in range(3)]
    runs += [run("federated_query", r, 1.0 + r / 10, 0.9) for r in range(3)]
    return summarise(document, MODELS, runs, seed=1, replications=3)


def verdict(**expect):
    document = Document({"model": "federated_query"} | expect)
    (only,) = expectations.check(document, comparison(document))
    return only


@pytest.mark.parametrize(
    ("expect", "ok"),
    [
        ({"value": 1, "abs": 0.2}, True),
        ({"value": 1, "abs": 0.05}, False),
        ({"value": 1, "rel": 0.2}, True),
        ({"value": 1, "rel": 0.01}, False),
        ({"min": 1, "max": 2}, True),
        ({"min": 2}, False),
        ({"max": 1}, False),
        ({"value": 1.2, "covered": True, "confidence": 0.95}, True),
        ({"value": 1.5, "covered": True, "confidence": 0.95}, False),
        ({"value": 1.5, "covered": True, "confidence": 0.999}, True),
        ({"value": 1.1, "covered": True, "half_width": 0.01}, False),
        ({"below": "letters"}, True),
        ({"above": "letters"}, False),
    ],
)
def test_an_expectation_is_met_or_not(expect, ok):
    assert verdict(measure="response_time.mean", **expect).ok is ok


def test_a_missed_expectation_says_what_came_out_where_and_what_was_expected():
    missed = verdict(measure="satisfied", min=0.95, value=0.9, abs=0.01)
    assert missed.problem.render("en") == (
        "s.yaml:7:3: expect.0: federated_query: satisfied is 90% (n = 3); expected at least 95%"
    )
    covered = verdict(measure="satisfied", value=0.9, covered=True)
    assert "90% (90% … 90% at 99.9%, n = 3)" in covered.message.render("en")
    assert "预期" in missed.message.render("zh")


def test_an_expectation_is_said_in_the_units_of_tables_and_shows_what_is_just_missed():
    missed = verdict(measure="response_time.mean", max=1.0999, value=1, abs=0.001)
    assert "expected 1 s ± 1 ms, and at most 1.0999 s" in missed.message.render("en")
    assert "1.0999 秒" in missed.message.render("zh").replace("1.0999秒", "1.0999 秒")
    near = verdict(measure="satisfied", value=0.5, abs=0.02)
    assert "expected 50% ± 2 pp" in near.message.render("en")
    assert "个百分点" in near.message.render("zh")


def test_a_breakdown_can_be_expected():
    met = verdict(measure="satisfied", where={"need": "tax"}, value=0.8, abs=1e-9)
    assert met.ok
    assert "need = tax" in met.message.render("en")


def test_an_undefined_measure_meets_nothing():
    missed = verdict(measure="age.mean", min=0)
    assert not missed.ok
    assert "not defined" in missed.message.render("en")


def test_an_expectation_of_models_that_were_not_run_is_left_out():
    document = Document({"model": "letters", "measure": "satisfied", "min": 0})
    runs = [run("federated_query", 0, 1.0, 0.9)]
    one = summarise(document, ["federated_query"], runs, seed=1, replications=1)
    assert expectations.check(document, one) == []
    assert one.baseline == "federated_query"


def test_unknown_measures_and_groups_are_found_before_anything_runs():
    document = Document(
        {"model": "letters", "measure": "response_time.maen", "max": 1},
        {"model": "letters", "measure": "satisfied", "where": {"need": "tex"}, "max": 1},
        {"model": "letters", "measure": "agreements", "where": {"need": "tax"}, "max": 1},
        {"model": "letters", "measure": "satisfied", "where": {"level": "county"}, "max": 1},
    )
    world = SimpleNamespace(scenario=document.scenario, regions={}, agencies={})
    said = [problem.render("en") for problem in expectations.problems(document, world)]
    assert said == [
        "s.yaml:7:3: expect.0.measure: there is no measure `response_time.maen`; "
        "did you mean `response_time.mean`?",
        "s.yaml:7:3: expect.1.where.need: there is no entry `tex`; did you mean `tax`?",
        "s.yaml:7:3: expect.2.where.need: `agreements` is not broken down by need; it is by: –",
    ]


def test_models_that_the_scenario_has_not_are_refused():
    with pytest.raises(Refused) as refused:
        expectations.known_models(Document(), ["letter"])
    assert "did you mean `letters`" in refused.value.render("en")
    with pytest.raises(Refused):
        expectations.known_models(Document(), [])


def test_the_json_is_as_promised():
    found = comparison(Document()).to_json()
    assert list(found)[:4] == ["scenario", "seed", "engine", "replications"]
    assert list(found["models"]) == list(MODELS)
    assert set(found["models"]["letters"]["satisfied"]) == {"mean", "low", "high", "unit", "n"}
    assert found["models"]["letters"]["age.mean"]["mean"] is None
    assert list(found["differences"]) == ["federated_query"]
    difference = found["differences"]["federated_query"]["response_time.mean"]
    assert list(difference) == ["mean", "low", "high", "verdict"]
    assert difference["verdict"] == "better"


def test_breakdowns_have_intervals_too():
    found = comparison(Document()).breakdown("letters", "need", "satisfied")
    assert found["tax"].mean == pytest.approx(0.4)
    missing = comparison(Document()).breakdown("letters", "need", "age.mean")
    assert math.isnan(missing["tax"].mean)


def test_messages_are_messages():
    assert isinstance(verdict(measure="satisfied", min=0).message, Message)
