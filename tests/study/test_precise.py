"""Replications go on until the precision asked for is there, and end where the rule says."""

from __future__ import annotations

import itertools
import math
import random
from types import SimpleNamespace
from typing import Any, cast

import pytest

from sandbox.scenario import Document, Refused, load
from sandbox.study import Workshop, compare
from sandbox.study.precise import replicate, rule_of
from sandbox.study.progress import StudyProgress
from sandbox.study.runs import RunResult
from sandbox.study.statistics.precision import MAXIMUM, PRECISE, StoppingRule, Target, judge

MODELS = ("calm", "wild")


def value(model: str, replication: int) -> float:
    spread = {"calm": 0.1, "wild": 1.0}[model]
    return random.Random(f"{model} {replication}").gauss(10.0, spread)


class Runs:
    """Runs made up here; counts what was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def __call__(self, replications: range, observer: Any) -> list[RunResult]:
        pairs = [(model, replication) for model in MODELS for replication in replications]
        self.asked += pairs
        return [
            cast(
                RunResult,
                SimpleNamespace(
                    model=model, replication=replication, measures={"m": value(model, replication)}
                ),
            )
            for model, replication in pairs
        ]


def rule(**words: Any) -> StoppingRule:
    return StoppingRule({"m": Target(0.02, relative=True)}, **words)


def test_all_models_end_on_the_replications_that_the_slowest_needs() -> None:
    runs = Runs()
    kept, precision = replicate(runs, MODELS, rule(), None)
    alone = judge({"m": [value("wild", n) for n in range(400)]}, rule())
    assert precision.reason == PRECISE
    assert precision.replications == alone.stop_at
    assert [(run.model, run.replication) for run in kept] == [
        (model, n) for model in MODELS for n in range(precision.replications)
    ]
    assert len(runs.asked) == len(set(runs.asked)) < 4 * len(kept)
    wild = precision.reached["wild"][0]
    assert wild.relative <= 0.02
    assert wild.interval.n == precision.replications
    assert not precision.missed()


def test_at_the_maximum_it_says_what_is_missing() -> None:
    kept, precision = replicate(Runs(), MODELS, rule(maximum=12), None)
    assert precision.reason == MAXIMUM
    assert len(kept) == 24
    ((model, missed),) = precision.missed()
    assert model == "wild"
    assert missed.predicted is not None
    assert missed.predicted > 12
    told = precision.plain()
    assert told["reached"]["wild"]["m"]["status"] == "not met"
    assert math.isclose(told["reached"]["calm"]["m"]["asked"], 0.2, rel_tol=0.02)


def test_progress_counts_what_was_done_before() -> None:
    seen: list[StudyProgress] = []

    def run(replications: range, observer: Any) -> list[RunResult]:
        if observer is not None:
            observer(StudyProgress(0, 2 * len(replications), 0.0, 1.0))
        return Runs()(replications, None)

    replicate(run, MODELS, rule(), seen.append)
    assert seen[0].done == 0
    assert all(later.done > before.done for before, later in itertools.pairwise(seen))
    assert all(one.done <= one.total for one in seen)


SOURCE = """
extends: textbook/mm1
scenario: precise
study:
  horizon: 30 min
  warm_up: 5 min
  precision: {half_width: 20%, measures: [response_time.mean], maximum: 40}
expect: []
"""


@pytest.fixture
def document(tmp_path: Any) -> Document:
    file = tmp_path / "precise.yaml"
    file.write_text(SOURCE, encoding="utf-8")
    return load(file)


def test_a_precise_study_is_the_comparison_of_as_many_replications(document: Document) -> None:
    found = compare(document, jobs=1)
    assert found.precision is not None
    again = compare(document, replications=found.replications, jobs=1)
    assert again.precision is None
    assert found.models == again.models
    (model,) = found.models
    interval = found.models[model]["response_time.mean"]
    assert interval.half_width <= 0.2 * interval.mean
    assert found.to_json()["precision"]["replications"] == found.replications


def test_what_is_asked_on_the_command_line_goes_before_the_scenario(document: Document) -> None:
    study = document.scenario.study
    asked = rule_of(study, 0.05, ["satisfied"], 7)
    assert asked is not None
    assert dict(asked.targets) == {"satisfied": Target(0.05, relative=True)}
    assert asked.maximum == 7
    plain = rule_of(study)
    assert plain is not None
    assert plain.maximum == 40


def test_a_share_alone_is_the_half_width(tmp_path: Any) -> None:
    file = tmp_path / "short.yaml"
    for written in ("5%", "{value: 5%, source: the ministry}", "{half_width: 5%}"):
        text = f"extends: textbook/mm1\nscenario: s\nstudy: {{precision: {written}}}\nexpect: []\n"
        file.write_text(text, encoding="utf-8")
        rule = rule_of(load(file).scenario.study)
        assert rule is not None
        assert set(rule.targets.values()) == {Target(0.05, relative=True)}
        assert list(rule.targets) == ["response_time.mean", "satisfied"]


def test_precision_of_an_unknown_measure_is_refused(tmp_path: Any) -> None:
    file = tmp_path / "wrong.yaml"
    text = SOURCE.replace("measures: [response_time.mean]", "measures: [response_time.mea]")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        _ = Workshop(load(file)).world
    assert "study.precision.measures[0]" in refusal.value.render("en")
    assert "response_time.mean" in refusal.value.render("en")
