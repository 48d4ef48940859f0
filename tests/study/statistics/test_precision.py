"""A study stops when its half-widths are reached, and on the same replications however run."""

import math

import numpy as np
import pytest

from sandbox.study.intervals import interval
from sandbox.study.statistics.precision import StoppingRule, Target, judge

DRAWS = np.random.default_rng(7).normal(10, 2, 400)


def _first(values, half_width, confidence=0.95, least=3):
    """The first n with the half-width, by the plain interval."""
    return next(
        n
        for n in range(least, len(values) + 1)
        if interval(list(values[:n]), confidence).half_width <= half_width
    )


def test_it_stops_where_the_plain_interval_first_is_narrow_enough():
    rule = StoppingRule({"w": Target(0.4)}, look_ahead=0, maximum=400)
    found = judge({"w": DRAWS}, rule)
    assert found.stop_at == found.solution == _first(DRAWS, 0.4)
    assert found.reached[0].interval == interval(list(DRAWS[: found.stop_at]), 0.95)


@pytest.mark.parametrize("k", [0, 3, 12])
def test_the_look_ahead_is_what_exhaustive_search_says(k):
    rule = StoppingRule({"w": Target(0.05, relative=True)}, look_ahead=k, maximum=400)
    holds = [False] * 3
    for n in range(3, 401):
        one = interval(list(DRAWS[:n]), 0.95)
        holds.append(one.half_width <= 0.05 * abs(one.mean))
    first = next(n for n in range(3, 400) if all(holds[n : n + rule.ahead(n) + 1]))
    found = judge({"w": DRAWS}, rule)
    assert (found.solution, found.stop_at) == (first, first + rule.ahead(first))


def test_a_lucky_start_is_seen_through_by_looking_ahead():
    lucky = np.array([1.0, 1.0, 1.0, 1.0, 9.0, 1.0, 9.0, 1.0, 9.0, 1.0])
    hasty = StoppingRule({"w": Target(0.5)}, look_ahead=0)
    careful = StoppingRule({"w": Target(0.5)}, look_ahead=2)
    assert judge({"w": lucky}, hasty).stop_at == 3
    assert judge({"w": lucky}, careful).stop_at is None


def test_the_look_ahead_grows_with_n_beyond_a_hundred():
    rule = StoppingRule({"w": Target(1)})
    assert [rule.ahead(n) for n in (3, 100, 200, 1000)] == [5, 5, 10, 50]


def test_where_it_stops_does_not_depend_on_how_many_arrive_together():
    rule = StoppingRule({"w": Target(0.4)}, maximum=400)
    whole = judge({"w": DRAWS}, rule)
    for n in range(400):
        found = judge({"w": DRAWS[:n]}, rule)
        assert found.stop == (n >= whole.stop_at)
        if found.stop:
            assert found == whole


def test_following_the_prediction_ends_within_a_few_steps():
    rule = StoppingRule({"w": Target(0.25)}, maximum=400)
    n = steps = 0
    while not (found := judge({"w": DRAWS[:n]}, rule)).stop:
        assert found.further > 0
        n, steps = n + found.further, steps + 1
    assert found.reason == "precise"
    assert steps <= 9
    assert n <= 2 * found.stop_at


def test_few_replications_are_at_most_doubled_whatever_they_predict():
    rule = StoppingRule({"w": Target(0.01)}, minimum=3, maximum=1000)
    found = judge({"w": [-1.0, 1.0, 5.0, 2.0]}, rule)
    assert found.reached[0].predicted > 1000
    assert found.further == 4
    assert judge({"w": []}, StoppingRule({"w": Target(1)}, minimum=12)).further == 12


def test_the_prediction_solves_the_t_equation():
    found = judge({"w": DRAWS[:30]}, StoppingRule({"w": Target(0.1)}, maximum=10**6))
    total, deviation = found.reached[0].predicted, DRAWS[:30].std(ddof=1)
    from scipy.stats import t

    def half(n):
        return t.ppf(0.975, n - 1) * deviation / math.sqrt(n)

    assert half(total) <= 0.1 < half(total - 1)


def test_every_measure_must_be_precise_and_each_says_what_it_reached():
    rule = StoppingRule({"a": Target(0.5), "b": Target(0.2)}, maximum=400, look_ahead=0)
    found = judge({"a": DRAWS, "b": DRAWS[::-1]}, rule)
    assert found.stop_at == max(_first(DRAWS, 0.5), _first(DRAWS[::-1], 0.2))
    assert [one.status for one in found.reached] == ["met", "met"]
    short = judge({"a": DRAWS[:150], "b": DRAWS[::-1][:150]}, rule)
    assert [one.status for one in short.reached] == ["met", "not met"]


def test_at_the_maximum_it_stops_and_says_what_is_missing():
    found = judge({"w": DRAWS}, StoppingRule({"w": Target(0.001)}, maximum=50))
    assert (found.stop_at, found.reason, found.solution) == (50, "maximum reached", None)
    assert found.reached[0].status == "not met"
    assert found.reached[0].interval.n == 50


def test_a_measure_never_defined_holds_nothing_up_and_is_named():
    rule = StoppingRule({"w": Target(0.4), "x": Target(0.4)}, look_ahead=0, maximum=400)
    found = judge({"w": DRAWS, "x": np.full(400, math.nan)}, rule)
    assert found.stop_at == _first(DRAWS, 0.4)
    assert [one.status for one in found.reached] == ["met", "undefined"]
    assert found.reached[1].predicted is None


def test_with_nothing_defined_it_goes_on_to_the_maximum():
    rule = StoppingRule({"x": Target(0.4)}, maximum=20)
    assert judge({"x": np.full(19, math.nan)}, rule).further == 1
    assert judge({"x": np.full(20, math.nan)}, rule).reason == "maximum reached"


def test_undefined_replications_do_not_count_and_make_the_prediction_longer():
    gaps = DRAWS.copy()
    gaps[::2] = math.nan
    rule = StoppingRule({"w": Target(0.4)}, look_ahead=0, maximum=400)
    found = judge({"w": gaps}, rule)
    assert found.stop_at == 2 * _first(gaps[1::2], 0.4)
    early = judge({"w": gaps[:40]}, rule).reached[0]
    every = judge({"w": gaps[1:40:2]}, rule).reached[0]
    assert early.predicted == 2 * every.predicted


@pytest.mark.parametrize("value", [math.inf, -math.inf])
def test_an_infinite_value_is_never_precise(value):
    found = judge({"w": [1.0, 1.0, 1.0, value]}, StoppingRule({"w": Target(9)}, look_ahead=1))
    assert not judge({"w": [value] * 9}, StoppingRule({"w": Target(9)})).stop
    assert not found.stop


def test_equal_values_are_precise_at_once_even_around_zero():
    rule = StoppingRule({"w": Target(0.1, relative=True)}, look_ahead=0)
    assert judge({"w": [0.0] * 3}, rule).stop_at == 3
    assert judge({"w": [0.1] * 3}, rule).stop_at == 3
    assert judge({"w": [0.1] * 3}, rule).reached[0].relative == 0


@pytest.mark.parametrize(
    "wrong",
    [{"minimum": 1}, {"minimum": 9, "maximum": 8}, {"look_ahead": -1}, {"confidence": 1.0}],
)
def test_a_rule_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong)).replace("_", "-")):
        StoppingRule({"w": Target(1)}, **wrong)


def test_measures_that_are_missing_or_of_different_length_are_refused():
    rule = StoppingRule({"a": Target(1), "b": Target(1)})
    with pytest.raises(ValueError, match="no values of b"):
        judge({"a": [1.0]}, rule)
    with pytest.raises(ValueError, match="different numbers"):
        judge({"a": [1.0], "b": []}, rule)
    with pytest.raises(ValueError, match="above 0"):
        Target(0)


@pytest.mark.slow
def test_the_interval_reached_covers_the_mean_as_often_as_it_says():
    """Chow & Robbins 1965: coverage tends to 1 − α, and n to (zσ/d)², as d falls."""
    rng, runs, covered, sizes = np.random.default_rng(20), 3000, 0, []
    rule = StoppingRule({"w": Target(0.2)}, look_ahead=0, minimum=10, maximum=600)
    for _ in range(runs):
        found = judge({"w": rng.normal(5, 2, 600)}, rule)
        one = found.reached[0].interval
        covered += one.low <= 5 <= one.high
        sizes.append(found.stop_at)
    assert abs(covered / runs - 0.95) < 3.29 * math.sqrt(0.95 * 0.05 / runs)
    assert np.mean(sizes) == pytest.approx((1.959964 * 2 / 0.2) ** 2, rel=0.01)
