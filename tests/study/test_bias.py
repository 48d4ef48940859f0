"""A verdict that unfinished requests could be the reason for is withheld."""

import math

import pytest

from sandbox.study import Difference
from sandbox.study.bias import BIASED, LIMIT, doubtful_best, hides_failure, weighed


def _found(mean: float, half: float, verdict: str) -> Difference:
    return Difference(mean, mean - half, mean + half, verdict, 5)


def test_models_that_finish_alike_are_compared_as_they_are() -> None:
    found = _found(-5.0, 1.0, "better")
    for here, there in ((0.0, 0.0), (0.2, 0.2), (LIMIT, 0.0), (math.nan, 0.0)):
        assert weighed("response_time.mean", found, here, there) == found


@pytest.mark.parametrize(
    ("verdict", "here", "there", "stands"),
    [
        ("better", 0.05, 0.0, False),  # quick, because its slowest are missing
        ("worse", 0.05, 0.0, True),  # slow even without its slowest
        ("better", 0.0, 0.05, True),  # quick, though the other's slowest are missing
        ("worse", 0.0, 0.05, False),
        ("no difference shown", 0.05, 0.0, False),
    ],
)
def test_a_model_is_never_quicker_for_what_it_left_undone(
    verdict: str, here: float, there: float, stands: bool
) -> None:
    found = _found(-5.0 if verdict == "better" else 5.0, 1.0, verdict)
    for part in ("mean", "p95", "max"):
        judged = weighed(f"response_time.{part}", found, here, there)
        assert judged.verdict == (verdict if stands else BIASED)
        assert (judged.mean, judged.low, judged.high) == (found.mean, found.low, found.high)


def test_a_share_of_answers_is_judged_with_all_unfinished_against_it() -> None:
    clear, close = _found(0.20, 0.02, "better"), _found(0.06, 0.02, "better")
    assert weighed("fresh", clear, 0.05, 0.0).verdict == "better"
    assert weighed("fresh", close, 0.05, 0.0).verdict == BIASED
    assert weighed("error_rate", _found(-0.2, 0.02, "better"), 0.05, 0.0).verdict == "better"


def test_ages_of_missing_answers_are_unknown() -> None:
    assert weighed("age.mean", _found(900.0, 1.0, "worse"), 0.05, 0.0).verdict == BIASED


@pytest.mark.parametrize("name", ["satisfied", "unfinished", "cost.total", "age.copy", "refused"])
def test_measures_of_all_requests_or_of_none_are_not_touched(name: str) -> None:
    found = _found(1.0, 0.1, "better")
    assert weighed(name, found, 0.5, 0.0) == found


@pytest.mark.parametrize(
    ("name", "at_least", "mean", "hidden"),
    [
        ("response_time.p95", False, 5.0, True),  # short, because the slowest are missing
        ("response_time.p95", False, 15.0, False),  # too long even without them
        ("response_time.p95", True, 15.0, True),
        ("response_time.p95", False, math.nan, True),
        ("fresh", True, 15.0, True),
        ("age.mean", False, 15.0, True),
        ("satisfied", True, 15.0, False),  # of all requests made
        ("cost.total", False, 5.0, False),
    ],
)
def test_a_limit_that_unfinished_requests_may_meet_is_not_met(name, at_least, mean, hidden) -> None:
    assert hides_failure(name, at_least, mean, 10.0) is hidden


@pytest.mark.parametrize(
    ("name", "best", "doubtful"),
    [
        ("response_time.mean", "open", True),
        ("response_time.mean", "done", False),
        ("fresh", "done", True),
        ("age.mean", "open", True),
        ("satisfied", "open", False),
    ],
)
def test_who_is_best_is_doubtful_where_who_was_left_out_could_turn_it(name, best, doubtful) -> None:
    assert doubtful_best(name, best, {"open": 0.05, "done": 0.0}) is doubtful
    assert not doubtful_best(name, best, {"open": 0.05, "done": 0.05})
