"""A crossing lies where straight lines meet, and its interval is where nothing is shown."""

import math

import numpy as np
import pytest

from sandbox.study.intervals import difference
from sandbox.study.statistics.crossings import crossings

NOISE = np.random.default_rng(1).normal(size=(2, 5, 25))


def _exact(lines, x, replications=3):
    return np.repeat(np.array(lines, float).T[:, :, None], replications, axis=2), x


def test_lines_without_noise_cross_at_a_point():
    x = np.array([0.0, 1.0, 4.0])
    values, _ = _exact([2 + x, 4 * x], x)
    (found,) = crossings(x, "ab", values, better=1, confidence=0.95)
    assert (found.before, found.after) == ("a", "b")
    assert (found.low, found.at, found.high) == pytest.approx((2 / 3, 2 / 3, 2 / 3))


def test_a_third_model_between_two_points_is_found():
    x = np.array([0.0, 10.0])
    values, _ = _exact([10 - x, 0 * x + 7, x - 1], x)
    found = crossings(x, "abc", values, better=1, confidence=0.95)
    assert [(one.before, one.after) for one in found] == [("a", "b"), ("b", "c")]
    assert [one.at for one in found] == pytest.approx([3, 8])


def test_less_is_better_turns_it_round():
    x = np.array([0.0, 10.0])
    values, _ = _exact([x, 0 * x + 4], x)
    (found,) = crossings(x, "ab", values, better=-1, confidence=0.95)
    assert (found.at, found.before, found.after) == (pytest.approx(4), "a", "b")


def test_models_that_only_touch_or_never_meet_do_not_cross():
    x = np.array([0.0, 1.0, 2.0])
    values, _ = _exact([[1, 1, 1], [0, 1, 0], [0, 0, 0]], x)
    assert crossings(x, "abc", values, better=1, confidence=0.95) == ()


def test_a_crossing_at_a_point_is_told_once_and_ties_go_to_who_leads_afterwards():
    x = np.array([0.0, 1.0, 2.0])
    values, _ = _exact([[1, 1, 1], [0, 1, 2]], x)
    (found,) = crossings(x, "ab", values, better=1, confidence=0.95)
    assert found.at == 1
    values, _ = _exact([[1, 1, 1], [1, 2, 3]], x)
    assert crossings(x, "ab", values, better=1, confidence=0.95) == ()


def test_the_interval_is_where_the_paired_difference_shows_nothing():
    x = np.array([0.0, 1.0, 2.0, 3.0, 4.0])
    mean = np.stack([np.full(5, 2.0), x])
    values = np.moveaxis(mean[:, :, None] + NOISE, 0, 1)
    (found,) = crossings(x, "ab", values, better=1, confidence=0.9)

    def shown(at):
        def along(model):
            return [float(np.interp(at, x, values[:, model, r])) for r in range(25)]

        return difference(along(1), along(0), 0.9, 1).verdict

    assert found.low < found.at < found.high
    assert shown(found.low - 1e-6) == "worse"
    assert shown(found.high + 1e-6) == "better"
    for at in np.linspace(found.low + 1e-6, found.high - 1e-6, 25):
        assert shown(at) == "no difference shown"
    one, zero = (np.interp(found.at, x, values[:, m].mean(axis=1)) for m in (1, 0))
    assert one == pytest.approx(zero)


def test_an_interval_that_goes_on_beyond_the_points_is_open():
    x = np.array([0.0, 1.0])
    values = np.moveaxis(np.array([[0.0, 0.0], [-0.1, 0.1]])[:, :, None] + NOISE[:, :2], 0, 1)
    (found,) = crossings(x, "ab", values, better=1, confidence=0.999)
    assert (found.low, found.high) == (-math.inf, math.inf)


def test_the_interval_covers_the_true_crossing_as_often_as_it_says():
    x, runs, covered = np.array([0.0, 2.0, 5.0]), 2000, 0
    rng = np.random.default_rng(2)
    mean = np.stack([np.full(3, 1.5), x], axis=1)
    for _ in range(runs):
        values = mean[:, :, None] + rng.normal(size=(3, 2, 12)) * 0.8
        (found,) = crossings(x, "ab", values, better=1, confidence=0.9)
        covered += found.low <= 1.5 <= found.high
    assert abs(covered / runs - 0.9) < 3.29 * math.sqrt(0.09 / runs)


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="ascending"):
        crossings([1.0, 1.0], "ab", np.zeros((2, 2, 3)), better=1, confidence=0.9)
    with pytest.raises(ValueError, match="shape"):
        crossings([1.0, 2.0], "ab", np.zeros((2, 3, 3)), better=1, confidence=0.9)
