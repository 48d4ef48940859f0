"""The fewest servers are those of Erlang's formula; the answer says how sure it is."""

import numpy as np
import pytest

from sandbox.scenario import Refused, load
from sandbox.study.designs.capacity import capacity
from sandbox.study.designs.experiment import Experiment
from sandbox.study.designs.factor_files import factors
from sandbox.study.designs.limits import difference_of, limit_of, weights_of
from sandbox.study.statistics.bisection import MEETS, Limit
from sandbox.theory.queues import mmc_time
from tests.study.designs.small import ONE, Told, shortened


@pytest.fixture(scope="module")
def mmc():
    return load("textbook/mmc")


def servers(document, text="1..16"):
    (setting,) = factors(document, [f"stations.system.servers={text}"], option="--vary")
    return setting


def test_the_fewest_servers_are_those_of_erlangs_formula() -> None:
    document = shortened("mmc", "2000 s", "100 s")
    (load_setting,) = factors(document, ["needs.asking.rate=4/s"])
    from sandbox.study.designs.points import document_at

    busy = document_at(document, [load_setting], (load_setting.factor.values[0],))
    bound = 1.1
    exact = next(c for c in range(5, 20) if mmc_time(4.0, 1.0, c) <= bound)
    assert mmc_time(4.0, 1.0, exact) < 0.97 * bound  # far enough for a short run to tell
    assert mmc_time(4.0, 1.0, exact - 1) > 1.03 * bound
    experiment = Experiment(busy, models=[ONE], jobs=1, engine="simpy")
    asked = limit_of(f"response_time.mean < {bound} s", "--until")
    found = capacity(experiment, servers(busy, "4..12"), asked, most=10)
    goal = found.needs[0].goal
    assert (goal.fewest, goal.failing, goal.confident) == (exact, exact - 1, True)
    assert goal.violations == ()


def erlang(noise=0.02, rate=6.0):
    draws = np.random.default_rng(4).normal(0, noise, 100)

    def told(there, model, replication):
        count = int(there.scenario.stations["system"].servers)
        time = mmc_time(rate, 1.0, count) if count > rate else 100.0
        return {"response_time.mean": (time + draws[replication]) * (1 + (model == "slow"))}

    return told


def test_every_model_has_an_answer_of_its_own(mmc) -> None:
    experiment = Told(mmc, ("quick", "slow"), erlang(), confidence=0.99)
    asked = limit_of("response_time.mean <= 2.1 s", "--until")
    quick, slow = capacity(experiment, servers(mmc), asked).needs
    assert quick.goal.fewest == 7
    assert slow.goal.fewest == next(c for c in range(7, 17) if mmc_time(6, 1, c) <= 1.05)
    assert quick.goal.confident
    assert slow.goal.confident


def test_no_run_is_made_twice_and_only_numbers_asked_for_are_run(mmc) -> None:
    experiment = Told(mmc, ("quick", "slow"), erlang(noise=0.5))
    asked = limit_of("response_time.mean < 1.2 s", "--until")
    found = capacity(experiment, servers(mmc), asked)
    assert len(set(experiment.noted)) == len(experiment.noted)
    tried = sum(one.interval.n for need in found.needs for one in need.goal.decisions)
    assert tried == len(experiment.noted)


def test_it_says_when_no_number_is_enough(mmc) -> None:
    asked = limit_of("response_time.mean < 0.5 s", "--until")
    (need,) = capacity(Told(mmc, (ONE,), erlang()), servers(mmc), asked).needs
    assert (need.goal.fewest, need.goal.failing) == (None, 16)
    assert need.goal.advice is not None


def test_it_says_where_more_made_it_worse(mmc) -> None:
    def told(there, model, replication):
        count = int(there.scenario.stations["system"].servers)
        return {"response_time.mean": 5.0 + 0.1 * (replication % 3) + (count == 16)}

    asked = limit_of("response_time.mean < 5.5 s", "--until")
    (need,) = capacity(Told(mmc, (ONE,), told), servers(mmc), asked).needs
    assert [(one.fewer, one.more) for one in need.goal.violations] == [(1, 16)]
    assert not need.goal.confident


def test_no_limit_is_met_by_leaving_the_slowest_unanswered(mmc) -> None:
    asked = limit_of("response_time.mean < 2 s", "--until")
    open_requests = Told(mmc, (ONE,), erlang(), left_open={ONE: 0.05})
    (need,) = capacity(open_requests, servers(mmc), asked).needs
    assert need.goal.fewest is None
    assert not need.goal.confident
    # too slow even without its slowest: that much is sure
    assert [one.verdict for one in need.goal.decisions if one.number == 1] == ["fails"]


def test_a_limit_from_below_looks_the_other_way(mmc) -> None:
    def told(there, model, replication):
        count = int(there.scenario.stations["system"].servers)
        return {"satisfied": 1 - 1 / count + 0.001 * (replication % 3)}

    asked = limit_of("satisfied >= 78%", "--until")
    (need,) = capacity(Told(mmc, (ONE,), told), servers(mmc), asked).needs
    assert need.goal.fewest == 5
    assert [one.verdict for one in need.goal.decisions if one.number == 16] == [MEETS]


@pytest.mark.parametrize(
    ("text", "measure", "limit"),
    [
        ("response_time.p95 < 2 s", "response_time.p95", Limit(2.0)),
        ("response_time.p95<=2 min", "response_time.p95", Limit(120.0)),
        (" response_time.mean ≤ 2天 ", "response_time.mean", Limit(172800.0)),
        ("satisfied > 95%", "satisfied", Limit(0.95, at_least=True)),
        ("satisfied ≥ 95 pp", "satisfied", Limit(0.95, at_least=True)),
        ("satisfied > 99.5％", "satisfied", Limit(0.995, at_least=True)),
        ("cost.total < ¥300", "cost.total", Limit(300.0)),
        ("bytes < 2 GB", "bytes", Limit(2e9)),
        ("queue.peak < 3", "queue.peak", Limit(3.0)),
        ("queue.peak < 3 jobs", "queue.peak", Limit(3.0)),
        ("negotiation < 30人日", "negotiation", Limit(30.0)),
        ("letters < 50万", "letters", Limit(500000.0)),
        ("cost.total < 3万元", "cost.total", Limit(30000.0)),
        ("failed < 0", "failed", Limit(0.0)),
    ],
)
def test_a_limit_is_read_in_the_units_of_its_measure(text, measure, limit) -> None:
    asked = limit_of(text, "--until")
    assert (asked.measure, asked.limit) == (measure, limit)


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("response_time.p95", 1, "not of the form"),
        ("respose_time.p95 < 2 s", 1, "did you mean `response_time.p95`?"),
        ("response_time.p95 < 2 MB", 21, "expected a duration"),
        ("satisfied > lots", 13, "expected a share"),
        ("response_time.p95 = 2 s", 1, "not of the form"),
        ("response_time.p95 < 2", 21, "did you mean `2 s` / `2 min` / `2 h` / `2 days`?"),
        ("response_time.p95 < 2 m", 21, "did you mean `2 min` / `2 ms` / `2 months`?"),
        ("response_time.p95 < 2 hourz", 21, "did you mean `2 hour`?"),
        ("response_time.p95 < -2 s", 21, "is never below 0"),
        ("satisfied > 5", 13, "did you mean `5%`?"),
        ("satisfied > 0.95", 13, "did you mean `95%`?"),
        ("satisfied > 1", 13, "did you mean `1%`?"),
        ("satisfied > 200%", 13, "a share, from 0% to 100%; 200% is more"),
        ("satisfied > 2 s", 13, "expected a share"),
        ("cost.total < 5", 14, "did you mean `5 CNY`?"),
        ("letters < 5 s", 11, "expected a number"),
    ],
)
def test_a_wrong_limit_is_refused_where_it_is_wrong(text, column, words) -> None:
    with pytest.raises(Refused) as refusal:
        limit_of(text, "--until")
    (problem,) = refusal.value.problems
    assert (problem.file, problem.column) == ("--until", column)
    assert words in problem.render("en")


@pytest.mark.parametrize("text", ["1 s..2 s", "0.5..3", "3"])
def test_only_whole_numbers_can_be_searched(mmc, text) -> None:
    name = "stations.system.service.exponential" if "s" in text else "stations.system.servers"
    with pytest.raises(Refused, match=r"whole"):
        capacity(
            Told(mmc, (ONE,), erlang()),
            factors(mmc, [f"{name}={text}"])[0],
            limit_of("fresh > 1%", "--until"),
        )


def test_a_difference_that_matters_is_more_than_nothing() -> None:
    assert difference_of("response_time.mean", "0.5 min", "--indifference") == 30
    for text in ("0", "-1 s", "5%", "much", "5", ""):
        with pytest.raises(Refused):
            difference_of("response_time.mean", text, "--indifference")
    assert difference_of("satisfied", "5 pp", "--indifference") == 0.05
    assert difference_of("satisfied", "5 个百分点", "--indifference") == 0.05
    for text in ("5", "100%", "500%", "-1%"):
        with pytest.raises(Refused):
            difference_of("satisfied", text, "--indifference")


def test_weights_that_are_written_go_over_those_of_the_scenario() -> None:
    below = {"fresh": 1.0, "satisfied": 1.0}
    found = weights_of(["satisfied=2", "cost.total=50%"], "--weight", below)
    assert found == {"fresh": 1.0, "satisfied": 2.0, "cost.total": 0.5}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("satisfid=2", "did you mean `satisfied`?"),
        ("requests=2", "neither more nor less is better"),
        ("fresh=-1", "is no weight"),
        ("fresh=much", "is no weight"),
        ("fresh=1e308", "from 0 to 1,000,000"),
        ("fresh=1000001", "from 0 to 1,000,000"),
        ("fresh", "not of the form"),
        ("fresh=", "not of the form"),
    ],
)
def test_a_wrong_weight_is_refused(text, words) -> None:
    with pytest.raises(Refused) as refusal:
        weights_of(["correct=1", text, "correct=2"], "--weight", {})
    first, second = refusal.value.problems
    assert words in first.render("en")
    assert (first.file, first.line) == ("--weight", 2)
    assert "two weights" in second.render("en")
