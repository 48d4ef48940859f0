import math

import pytest

from sandbox.study.intervals import difference, interval, t_quantile


def test_an_interval_is_students():
    found = interval([1.0, 2.0, 3.0], 0.95, "s")
    half = 4.302653 * math.sqrt(1 / 3)
    assert (found.mean, found.n, found.unit) == (2, 3, "s")
    assert found.low == pytest.approx(2 - half, rel=1e-6)
    assert found.high == pytest.approx(2 + half, rel=1e-6)
    assert t_quantile(0.975, 9) == pytest.approx(2.262157, abs=1e-6)


def test_one_replication_has_a_mean_and_no_interval():
    found = interval([3.0], 0.95)
    assert found.mean == 3
    assert math.isnan(found.low)
    assert math.isnan(found.high)
    assert found.n == 1


def test_replications_without_a_value_are_left_out():
    found = interval([1.0, math.nan, 1.0], 0.95)
    assert (found.mean, found.low, found.high, found.n) == (1, 1, 1, 2)
    assert interval([math.nan], 0.95).n == 0
    assert math.isnan(interval([], 0.95).mean)


def test_equal_values_have_exactly_that_mean():
    found = interval([0.1] * 10, 0.95)
    assert (found.mean, found.low, found.high) == (0.1, 0.1, 0.1)


@pytest.mark.parametrize(
    ("better", "more", "less"),
    [(1, "better", "worse"), (-1, "worse", "better"), (0, "higher", "lower")],
)
def test_the_verdict_follows_the_direction_of_the_measure(better, more, less):
    low, high = [1.0, 2.0, 3.0], [2.0, 3.0, 4.1]
    assert difference(high, low, 0.95, better).verdict == more
    assert difference(low, high, 0.95, better).verdict == less


def test_pairing_shows_what_means_alone_would_not():
    here, there = [1.0, 50.0, 100.0], [2.0, 51.1, 101.0]
    assert interval(here, 0.95).high > interval(there, 0.95).mean
    assert difference(here, there, 0.95, -1).verdict == "better"


def test_equal_samples_show_no_difference():
    assert difference([1.0, 2.0], [1.0, 2.0], 0.95, 1).verdict == "no difference shown"


@pytest.mark.parametrize(("here", "there"), [([1.0], [2.0]), ([1.0], [1.0]), ([], [])])
def test_a_difference_without_an_interval_has_no_verdict(here, there):
    assert difference(here, there, 0.95, 1).verdict == "undetermined"
