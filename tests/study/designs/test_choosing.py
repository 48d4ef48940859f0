"""Choices among told values are those that can be worked out by hand; no run is made twice."""

import numpy as np
import pytest

from sandbox.scenario import Refused, load
from sandbox.scenario.document import rewritten
from sandbox.study import compare
from sandbox.study.designs.choosing import choosing, front_of, weighing
from sandbox.study.designs.experiment import Experiment, outcome_of
from sandbox.study.designs.selecting import selecting
from sandbox.study.opening import opened
from sandbox.study.statistics.unusable import Unusable
from tests.study.designs.small import HERE, Told
from tests.study.tiny import tiny

MODELS = ("letters", "hub", "feed")
MEANS = {"letters": (10.0, 0.5), "hub": (4.0, 0.8), "feed": (2.0, 0.6)}


@pytest.fixture(scope="module")
def mm1():
    return load("textbook/mm1")


def told(spread=0.0, shared=1.0):
    """Response time and freshness around `MEANS`; chance is shared by the models, or not."""
    draws = np.random.default_rng(5).normal(0, spread, (4, 400))

    def values(there, model, replication):
        own = draws[MODELS.index(model)][replication]
        chance = shared * draws[3][replication] + (1 - shared) * own
        time, fresh = MEANS[model]
        return {"response_time.mean": time + chance, "fresh": fresh}

    return values


def test_scores_ranks_and_flips_are_those_worked_out_by_hand(mm1) -> None:
    experiment = Told(mm1, MODELS, told(0.1))
    found = choosing(experiment, {"response_time.mean": 3, "fresh": 1}, replications=4)
    # on scales from 0 to 1: letters (0, 0), hub (6/8, 1), feed (1, 1/3)
    scores = {one.model: one.score.mean for one in found.ranking.models}
    assert scores["letters"] == pytest.approx(0.0)
    assert scores["hub"] == pytest.approx(0.75 * 0.75 + 0.25)
    assert scores["feed"] == pytest.approx(0.75 + 0.25 / 3)
    assert [one.model for one in found.ranking.order] == ["feed", "hub", "letters"]
    # with weight w of time: 0.75 w + 1 - w = w + (1 - w)/3 at w = 8/11
    time, fresh = found.flips
    assert time.winner == "feed"
    assert time.down is not None
    assert (time.down.model, time.down.weight) == ("hub", pytest.approx(8 / 11))
    assert time.up is None
    assert fresh.up is not None
    assert (fresh.up.model, fresh.up.weight) == ("hub", pytest.approx(3 / 11))


def test_the_front_is_of_those_that_nobody_beats_in_everything(mm1) -> None:
    found = choosing(
        Told(mm1, MODELS, told()), {"response_time.mean": 1, "fresh": 1}, replications=3
    )
    assert {one.model: one.dominated_by for one in found.front} == {
        "letters": ("hub", "feed"),
        "hub": (),
        "feed": (),
    }
    assert [one.probability for one in found.front] == [0, 1, 1]


def test_the_order_is_sure_where_draws_are_shared_and_unsure_where_they_are_not(mm1) -> None:
    weights = {"response_time.mean": 1.0}
    paired = choosing(Told(mm1, MODELS, told(3.0, shared=1.0)), weights, replications=8)
    alone = choosing(Told(mm1, MODELS, told(3.0, shared=0.0)), weights, replications=8)
    assert paired.ranking.order[0].best == 1
    assert 0.5 < alone.ranking.order[0].best < 1


def test_no_further_runs_are_advised_where_the_best_is_known(mm1) -> None:
    from sandbox.report.choice_sheet import choice_sheet
    from sandbox.study.designs.answers import choice_json

    weights = {"response_time.mean": 1.0}
    for shared, settled in ((1.0, True), (0.0, False)):
        found = choosing(Told(mm1, MODELS, told(3.0, shared=shared)), weights, replications=8)
        assert found.settled is settled
        sheet = choice_sheet(found, None, "t")
        assert ("Nothing more is needed" in sheet) is settled
        assert ("further runs:" in sheet) is not settled
        assert choice_json(found, None)["further"]["needed"] is not settled


def test_further_runs_go_where_the_leaders_are_close(mm1) -> None:
    weights = {"response_time.mean": 1.0}
    found = choosing(Told(mm1, MODELS, told(2.0, shared=0.0)), weights, replications=10)
    assert sum(found.further.shares.values()) == pytest.approx(1)
    assert sum(found.further.runs.values()) == found.further.budget == 30
    assert found.further.runs["letters"] < found.further.runs["hub"]


def test_nothing_runs_when_all_weights_are_zero(mm1) -> None:
    experiment = Told(mm1, MODELS, told())
    with pytest.raises(Unusable):
        choosing(experiment, {"fresh": 0.0}, replications=2)
    assert experiment.noted == []


@pytest.mark.parametrize("spread", [0.0, 1.0, 6.0])
def test_the_best_is_selected_and_no_run_is_made_twice(mm1, spread) -> None:
    experiment = Told(mm1, MODELS, told(spread, shared=0.0))
    found = selecting(experiment, "response_time.mean", 1.0, confidence=0.95, most=400)
    assert found.selection.best == "feed"
    assert found.selection.guaranteed
    assert len(set(experiment.noted)) == len(experiment.noted) == sum(found.runs.values())
    assert found.runs["letters"] <= found.runs["feed"]


def test_what_is_dropped_is_run_no_more(mm1) -> None:
    experiment = Told(mm1, MODELS, told(6.0, shared=0.0))
    found = selecting(experiment, "response_time.mean", 1.0, most=400)
    out = {one.system: one.replications for one in found.selection.dropped}
    assert out["letters"] < found.selection.replications
    for model, replications in out.items():
        assert replications <= found.runs[model] <= 10 + replications * 9 / 8


def test_runs_made_for_the_ranking_are_used_for_the_selection(mm1) -> None:
    experiment = Told(mm1, MODELS, told(6.0, shared=0.0))
    ranked = choosing(experiment, {"response_time.mean": 1}, replications=25)
    found = selecting(experiment, "response_time.mean", 1.0, most=400, had=ranked.outcome)
    assert len(set(experiment.noted)) == len(experiment.noted) == sum(found.runs.values())
    fresh = Told(mm1, MODELS, told(6.0, shared=0.0))
    alone = selecting(fresh, "response_time.mean", 1.0, most=400)
    assert alone.selection == found.selection


def test_the_best_is_doubtful_when_its_slowest_are_missing(mm1) -> None:
    for label, doubtful in (("feed", True), ("letters", False)):
        experiment = Told(mm1, MODELS, told(), left_open={label: 0.05})
        assert selecting(experiment, "response_time.mean", 1.0).doubtful is doubtful


def test_too_few_runs_are_no_guarantee(mm1) -> None:
    experiment = Told(mm1, MODELS, told(6.0, shared=0.0))
    found = selecting(experiment, "response_time.mean", 0.1, most=12)
    assert not found.selection.guaranteed
    assert max(found.runs.values()) == 12


def test_an_obvious_choice_takes_the_first_runs_however_little_matters(mm1) -> None:
    for difference in (1e-9, None):
        experiment = Told(mm1, MODELS, told(0.3, shared=0.0))
        found = selecting(experiment, "response_time.mean", difference)
        assert (found.selection.best, found.selection.clear) == ("feed", True)
        assert set(found.runs.values()) == {10}


def test_a_measure_that_is_not_defined_selects_nobody(mm1) -> None:
    def values(there, model, replication):
        return {} if (model, replication) == ("hub", 3) else {"fresh": 0.5}

    with pytest.raises(Unusable, match="replication 3"):
        selecting(Told(mm1, MODELS, values), "fresh", 0.1)
    with pytest.raises(Unusable, match="guessing has 33%"):
        selecting(Told(mm1, MODELS, told()), "fresh", 0.1, confidence=0.3)


def test_a_scenario_says_what_its_measures_weigh(mm1) -> None:
    from sandbox.scenario.nodes import mapping

    def weighed(**weights):
        nodes = {name.replace("__", "."): node(value) for name, value in weights.items()}
        return rewritten(
            mm1, {("study", "weights"): mapping(nodes, HERE, dict.fromkeys(nodes, HERE))}
        )

    from sandbox.scenario.nodes import Node

    def node(value):
        return Node(value, HERE)

    assert weighed(fresh=2, cost__total=0.5).scenario.study.weights == {
        "fresh": 2,
        "cost.total": 0.5,
    }
    with pytest.raises(Refused, match="too small"):
        weighed(fresh=-1)
    with pytest.raises(Refused, match="at least one weight"):
        weighed(fresh=0)
    with pytest.raises(Refused, match="did you mean `fresh`"):
        opened(weighed(frehs=1))
    with pytest.raises(Refused, match="neither more nor less"):
        opened(weighed(requests=1))
    with pytest.raises(Refused, match="from 0 to 1,000,000"):
        opened(weighed(fresh=2e6, cost__total=1))


def test_a_comparison_weighs_as_the_runs_of_the_command_do(tmp_path) -> None:
    """The app's ranking of a study that is done is that of `choose`, to the last digit."""
    document = tiny(tmp_path, replications="2", drain="1 h")
    weights = {"satisfied": 2.0, "cost.total": 1.0}
    wanted = choosing(Experiment(document, jobs=1), weights)
    done = compare(document, jobs=1)
    outcome = outcome_of(done)
    models = list(done.models)
    found = weighing(outcome, models, weights, confidence=done.confidence, seed=done.seed)
    assert found == (wanted.ranking, wanted.flips)
    assert front_of(outcome, models, list(weights), seed=done.seed) == wanted.front
