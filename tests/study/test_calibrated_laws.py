"""Maximum likelihood finds the parameters samples were drawn with, and knows how sure it is."""

import math

import numpy as np
import pytest
from scipy import stats

from sandbox.study.calibration.durations import Durations
from sandbox.study.calibration.families import Fit, fits
from sandbox.study.calibration.fitness import fitness

Z = float(stats.norm.ppf(0.975))
TRUTHS = {
    "exponential": (0.3, 1.0),
    "gamma": (0.4, 0.5),
    "lognormal": (0.5, 0.8),
}
"""mean in s, coefficient of variation"""


def sample(family: str, seed: int, count: int) -> np.ndarray:
    """Durations of a family in s."""
    draws = np.random.default_rng(seed)
    mean, cv = TRUTHS[family]
    if family == "exponential":
        return draws.exponential(mean, count)
    if family == "gamma":
        return draws.gamma(1 / cv**2, mean * cv**2, count)
    variance = math.log1p(cv**2)
    return draws.lognormal(math.log(mean) - variance / 2, math.sqrt(variance), count)


def kept(seconds: np.ndarray, resolution: int = 1) -> Durations:
    """What is kept of durations, in µs, rounded to a resolution."""
    durations = Durations(resolution)
    durations.add((np.rint(seconds * 1e6 / resolution) * resolution).astype(np.int64))
    return durations


def fit_of(durations: Durations, family: str) -> Fit:
    return next(fit for fit in fits(durations, Z) if fit.family == family)


@pytest.mark.parametrize("family", TRUTHS)
def test_intervals_cover_the_truth_as_often_as_they_say(family: str) -> None:
    mean, cv = TRUTHS[family]
    found = [fit_of(kept(sample(family, seed, 400)), family) for seed in range(200)]
    covered = sum(fit.mean.covers(mean) for fit in found)
    assert 180 <= covered <= 198  # 95 % of 200, four deviations about it
    if family != "exponential":
        assert 180 <= sum(fit.cv.covers(cv) for fit in found) <= 198


@pytest.mark.parametrize("family", TRUTHS)
@pytest.mark.parametrize("resolution", [1, 1000])
def test_bic_and_aic_choose_the_law_that_the_sample_has(family: str, resolution: int) -> None:
    for seed in range(5):
        found = fits(kept(sample(family, seed, 3000), resolution), Z)
        assert found[0].family == family
        assert {fit.family for fit in found} == set(TRUTHS)
        if family != "exponential":  # AIC may prefer a needless parameter, one time in six
            assert min(found, key=lambda fit: fit.aic).family == family


@pytest.mark.parametrize("family", TRUTHS)
def test_the_likelihood_of_the_sums_is_that_of_the_values(family: str) -> None:
    seconds = sample(family, 3, 500)
    fit = fit_of(kept(seconds), family)
    laws = {
        "exponential": lambda: stats.expon(scale=fit.mean.value),
        "gamma": lambda: stats.gamma(fit.shape[0], scale=fit.mean.value / fit.shape[0]),
        "lognormal": lambda: stats.lognorm(fit.shape[1], scale=math.exp(fit.shape[0])),
    }
    expected = laws[family]().logpdf(np.rint(seconds * 1e6) / 1e6).sum()
    assert fit.log_likelihood == pytest.approx(expected, rel=1e-6)


def test_no_other_parameters_of_the_gamma_law_are_likelier() -> None:
    seconds = sample("gamma", 4, 500)
    fit = fit_of(kept(seconds), "gamma")
    for shape in (fit.shape[0] * 0.99, fit.shape[0] * 1.01):
        other = stats.gamma(shape, scale=fit.mean.value / shape).logpdf(seconds).sum()
        assert other < fit.log_likelihood


@pytest.mark.parametrize("family", TRUTHS)
def test_the_distance_is_that_of_kolmogorov_and_smirnov(family: str) -> None:
    seconds = sample(family, 5, 2000)
    durations = kept(seconds)
    fit = fit_of(durations, family)
    exact = stats.kstest(seconds, fit.cdf).statistic
    widest = max(durations.histogram.values()) / durations.count
    assert exact - widest <= fitness(durations, fit, "x").distance <= exact + 1e-9


@pytest.mark.parametrize("family", ["exponential", "gamma"])
def test_the_bootstrap_rejects_true_laws_as_often_as_it_should(family: str) -> None:
    rejected = sum(
        fitness(durations, fit_of(durations, family), f"{seed}").p_value <= 0.1
        for seed in range(100)
        for durations in [kept(sample(family, seed, 300))]
    )
    assert 2 <= rejected <= 20  # 10 % of 100


def test_without_the_bootstrap_the_fitted_law_would_be_forgiven_too_much() -> None:
    table, own = 0, 0
    for seed in range(60):
        durations = kept(sample("exponential", seed, 300))
        fit = fit_of(durations, "exponential")
        found = fitness(durations, fit, f"{seed}")
        own += found.p_value <= 0.2
        table += stats.kstwobign.sf(found.distance * math.sqrt(300)) <= 0.2
    assert table < own


def test_a_wrong_law_is_found_out() -> None:
    durations = kept(np.random.default_rng(1).uniform(0.1, 0.2, 2000))
    for fit in fits(durations, Z):
        assert fitness(durations, fit, "uniform").p_value < 0.02


def test_durations_that_are_all_alike_are_constant() -> None:
    found = fits(kept(np.full(50, 0.25)), Z)
    assert [fit.family for fit in found] == ["constant"]
    assert found[0].mean.value == 0.25
    assert fits(kept(np.zeros(50), 1000), Z)[0].mean.value == 0


@pytest.mark.parametrize(("mean", "off"), [(0.01, 0.015), (0.03, 0.006)])
def test_rounding_to_milliseconds_hardly_shifts_the_shape(mean: float, off: float) -> None:
    """Two rounded times apart: the shape of an exponential law stays one, the mean its own."""
    draws = np.random.default_rng(8)
    begin = draws.uniform(0, 1, 100_000)
    end = begin + draws.exponential(mean, 100_000)
    durations = Durations(1000)
    durations.add((np.floor(end * 1000) - np.floor(begin * 1000)).astype(np.int64) * 1000)
    fit = fit_of(durations, "gamma")
    assert fit.mean.value == pytest.approx(mean, rel=0.012)
    assert fit.cv.value == pytest.approx(1.0, abs=off)
    naive = Durations()
    naive.add(np.maximum((np.floor(end * 1000) - np.floor(begin * 1000)) * 1000, 500).astype(int))
    assert abs(fit_of(naive, "gamma").cv.value - 1) > abs(fit.cv.value - 1)


def test_a_single_duration_gives_a_constant() -> None:
    assert fits(kept(np.array([0.4])), Z)[0].family == "constant"


def test_quantiles_are_off_by_no_more_than_a_bucket() -> None:
    seconds = sample("lognormal", 6, 20000)
    durations = kept(seconds)
    for share in (0.01, 0.5, 0.95, 0.999):
        assert durations.quantile(share) == pytest.approx(np.quantile(seconds, share), rel=0.017)
    assert durations.mean == pytest.approx(seconds.mean(), rel=1e-5)
    assert durations.deviation == pytest.approx(seconds.std(), rel=1e-5)


def test_nothing_depends_on_the_order_of_values_or_on_how_they_come() -> None:
    seconds = sample("lognormal", 7, 5000)
    whole, parts = kept(seconds), Durations()
    for piece in np.array_split(np.random.default_rng(0).permutation(seconds), 13):
        parts.merge(kept(piece))
    assert fits(parts, Z) == fits(whole, Z)
    assert parts == whole
