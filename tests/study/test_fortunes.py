"""Who wins and loses: the best model of a group, and verdicts that hold for all groups together."""

import math

import numpy as np
import pytest

from sandbox.measures import CATALOGUE, Breakdown
from sandbox.scenario import load
from sandbox.study.comparison import summarise
from sandbox.study.fortunes import fortunes
from sandbox.study.intervals import BETTER, NONE, UNDETERMINED, WORSE, difference
from sandbox.study.runs import RunResult
from tests.tui.conftest import HERE

MODELS = ("letters", "federated_query", "cached_query")
GROUPS = tuple(f"g{number:02d}" for number in range(40))


def comparison(value, replications=6):
    """Response times told by model, group and replication; everything is answered."""

    def run(model, replication):
        table = np.array([[value(model, group, replication), 0.0] for group in GROUPS])
        measures = dict.fromkeys(CATALOGUE, math.nan)
        measures |= {"response_time.mean": float(table[:, 0].mean()), "unfinished": 0.0}
        names = ("response_time.mean", "unfinished")
        return RunResult(
            model, 1, replication, "told", measures, {"region": Breakdown(GROUPS, names, table)},
            {}, {}, 0, 0, 0.0,
        )  # fmt: skip

    runs = [run(model, replication) for model in MODELS for replication in range(replications)]
    document = load(HERE / "tiny.yaml")
    return summarise(document, MODELS, runs, seed=1, replications=replications)


def test_the_loser_and_the_winner_are_found_and_nobody_else() -> None:
    rng = np.random.default_rng(3)
    noise = {(m, g): rng.normal(0, 0.1, 6) for m in MODELS for g in GROUPS}
    moved = {("federated_query", "g07"): 5.0, ("federated_query", "g08"): -5.0}

    def value(model, group, replication):
        return 10 + moved.get((model, group), 0.0) + noise[model, group][replication]

    found = {one.group: one for one in fortunes(comparison(value), "response_time.mean", "region")}
    verdicts = {group: one.gaps["federated_query"].verdict for group, one in found.items()}
    assert verdicts.pop("g07") == WORSE
    assert verdicts.pop("g08") == BETTER
    assert set(verdicts.values()) == {NONE}
    assert found["g08"].best == "federated_query"
    assert found["g07"].loss("federated_query", -1) == pytest.approx(5, abs=0.5)
    assert found["g08"].loss("federated_query", -1) == pytest.approx(-5, abs=0.5)


def test_where_nothing_differs_no_loser_is_made_up_by_looking_at_many() -> None:
    rng = np.random.default_rng(11)
    noise = {(m, g): rng.normal(0, 1.0, 6) for m in MODELS for g in GROUPS}
    study = comparison(lambda model, group, replication: 10 + noise[model, group][replication])
    found = fortunes(study, "response_time.mean", "region")
    alone = [
        difference(
            noise[model, group].tolist(), noise["letters", group].tolist(), study.confidence, -1
        ).verdict
        for model in MODELS[1:]
        for group in GROUPS
    ]
    assert {WORSE, BETTER} & set(alone)  # one at a time some seem to win or lose
    assert {gap.verdict for one in found for gap in one.gaps.values()} == {NONE}


def test_the_best_is_the_best_mean_and_one_replication_shows_nothing() -> None:
    study = comparison(lambda model, group, _: float(hash((model, group)) % 97 + 1), 1)
    for one in fortunes(study, "response_time.mean", "region"):
        means = {model: value.mean for model, value in one.values.items()}
        assert means[one.best] == min(means.values())
        assert {gap.verdict for gap in one.gaps.values()} == {UNDETERMINED}
    with pytest.raises(ValueError, match="nobody wins"):
        fortunes(study, "utilisation.mean", "region")
    with pytest.raises(ValueError, match="nobody wins"):
        fortunes(study, "agreements", "region")
