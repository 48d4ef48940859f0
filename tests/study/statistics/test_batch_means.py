"""Batch means of a stationary series cover its mean, and say when batches are too short."""

import math

import numpy as np
import pytest

from sandbox.study.intervals import interval
from sandbox.study.statistics.batch_means import batch_means, neighbours
from sandbox.study.statistics.unusable import Unusable


def _stationary(rng, runs, length, phi):
    from scipy.signal import lfilter

    noise = rng.normal(size=(runs, length))
    noise[:, 0] /= math.sqrt(1 - phi**2)
    return lfilter([1], [1, -phi], noise, axis=1)


def _variance_of_mean(n, phi):
    """Var X̄_n = σ²/n (1 + 2 Σ_{k<n} (1 − k/n) φ^k), σ² = 1/(1 − φ²): exact for AR(1)."""
    k = np.arange(1, n)
    return (1 + 2 * np.sum((1 - k / n) * phi**k)) / (n * (1 - phi**2))


def test_the_interval_is_that_of_the_means_of_batches():
    values = np.random.default_rng(1).normal(size=1000)
    found = batch_means(values, 0.9, 20, "s")
    assert (found.batches, found.size) == (20, 50)
    means = [float(values[50 * i : 50 + 50 * i].mean()) for i in range(20)]
    assert found.interval.mean == pytest.approx(interval(means, 0.9).mean)
    assert found.interval.half_width == pytest.approx(interval(means, 0.9).half_width)
    assert found.interval.unit == "s"


def test_no_value_is_left_out_of_the_mean():
    """318 = 20 · 15 + 18: the first values count as much as the others."""
    values = np.r_[np.full(18, 100.0), np.random.default_rng(2).normal(size=300)]
    found = batch_means(values, 0.95)
    assert found.interval.mean == pytest.approx(math.fsum(values) / 318)
    assert (found.batches, found.size, found.interval.n) == (20, 15, 20)


def test_batches_of_unequal_size_cover_the_mean():
    """59 independent normal values in 20 batches of two or three: coverage is nominal, exactly."""
    runs = 3000
    rows = np.random.default_rng(13).normal(size=(runs, 59))
    found = [batch_means(row, 0.95).interval for row in rows]
    covered = np.mean([one.low <= 0 <= one.high for one in found])
    assert abs(covered - 0.95) < 3.29 * math.sqrt(0.95 * 0.05 / runs)
    squared = np.mean([(one.half_width / 2.093024) ** 2 for one in found])
    assert squared == pytest.approx(1 / 59, rel=0.03)


def test_von_neumanns_ratio_by_hand():
    means = np.array([1.0, 2.0, 4.0, 3.0])
    squares, spread = 1 + 4 + 1, 2.25 + 0.25 + 2.25 + 0.25
    assert neighbours(means)[0] == pytest.approx(1 - squares / (2 * spread))


def test_equal_values_have_an_interval_without_width():
    found = batch_means(np.full(160, 0.1), 0.95)
    assert (found.interval.low, found.interval.high, found.independent) == (0.1, 0.1, True)


def test_coverage_and_width_are_those_of_an_autoregression():
    """20 batches of 500 at φ = 0.6: the exact variance is known, coverage is nominal."""
    runs, n, phi = 1500, 10000, 0.6
    rng = np.random.default_rng(11)
    found = [batch_means(row, 0.95) for row in _stationary(rng, runs, n, phi)]
    covered = np.mean([one.interval.low <= 0 <= one.interval.high for one in found])
    assert abs(covered - 0.95) < 3.29 * math.sqrt(0.95 * 0.05 / runs)
    squared = np.mean([(one.interval.half_width / 2.093024) ** 2 for one in found])
    assert squared == pytest.approx(_variance_of_mean(n, phi), rel=0.05)
    refused = np.mean([not one.independent for one in found])
    assert abs(refused - 0.05) < 3.29 * math.sqrt(0.05 * 0.95 / runs)


def test_short_batches_are_correlated_as_exactly_known_and_told():
    """Batches of 10 at φ = 0.95: covariance of neighbours from Var of means of 10 and of 20."""
    phi, rows = 0.95, _stationary(np.random.default_rng(12), 400, 200 * 10, 0.95)
    one, two = _variance_of_mean(10, phi), _variance_of_mean(20, phi)
    exact = (2 * two - one) / one
    found = [batch_means(row, 0.95, 200) for row in rows]
    assert np.mean([each.lag_one for each in found]) == pytest.approx(exact, abs=0.03)
    assert all(not each.independent for each in found)
    assert "run longer" in found[0].advice.render("en")
    assert "相邻批次" in found[0].advice.render("zh")
    covered = np.mean([each.interval.low <= 0 <= each.interval.high for each in found])
    assert covered < 0.9


def test_what_cannot_be_batched_is_refused():
    with pytest.raises(Unusable, match="39"):
        batch_means(np.zeros(39), 0.95)
    with pytest.raises(Unusable, match="not defined: 1"):
        batch_means(np.array([math.nan] + [1.0] * 99), 0.95)
    with pytest.raises(ValueError, match="at least 8"):
        batch_means(np.zeros(100), 0.95, 7)
