"""The timeline as JSON says what was run, and only what means something."""

import json
from datetime import date
from pathlib import Path

import pytest

import sandbox
from sandbox.measures.chronicle import Chronicle, Demanded
from sandbox.report.benefits import BENEFITS
from sandbox.report.chronicle_form import timeline_form
from sandbox.report.json_form import told
from sandbox.scenario import load
from sandbox.study import compare
from sandbox.world import build

TINY = Path(__file__).parents[1] / "tui" / "tiny.yaml"


def test_only_demands_that_set_a_time_are_missed_late() -> None:
    demands = (
        Demanded("8", "reply", 4, 3, (3.0, "a, b"), (3.0, "a, b", 60.0)),
        Demanded("8", "term", 2, 0, (4.0, "a, b"), (4.0, "a, b", 0.0)),
        Demanded("9", "comment", 1, 1, None, None),
    )
    reply, term, comment = told(Chronicle((), demands))["compliance"]
    assert reply["worst"]["late"] == 60.0
    assert term["worst"] == {"time": 4.0, "parties": "a, b", "late": None}
    assert term["first"] == {"time": 4.0, "parties": "a, b"}
    assert comment["worst"] is None


@pytest.mark.parametrize("agreements", [False, True])
def test_it_says_what_was_run_and_stands_for_each_model(agreements) -> None:
    document = load(TINY)
    comparison = compare(document, models=["letters"], replications=1, seed=5, engine="simpy")
    answer = timeline_form(document, comparison, build(document), agreements=agreements)
    told_models = answer.pop("models")
    study = document.scenario.study
    assert answer == {
        "scenario": document.scenario.scenario,
        "digest": document.digest,
        "seed": 5,
        "engine": "simpy",
        "version": sandbox.__version__,
        "start": study.start.isoformat(),
        "horizon": float(study.horizon),
        "series": float(study.series),
    }
    assert date.fromisoformat(answer["start"]) == study.start
    assert list(told_models) == ["letters"]
    wanted = {"lives", "compliance", "benefits"} | ({"agreements"} if agreements else set())
    assert set(told_models["letters"]) == wanted
    benefits = told_models["letters"]["benefits"]
    assert set(benefits) == {"time", "requests", *BENEFITS}
    assert benefits["time"][1] - benefits["time"][0] == answer["series"]
    json.dumps(told_models, allow_nan=False)
