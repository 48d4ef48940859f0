"""Rates, profiles and outages of logs are found with honest intervals."""

import numpy as np
import pytest
from scipy import stats

from sandbox.study.calibration.arrivals import Window, arrivals, poisson_rate, share, watched
from sandbox.study.calibration.failures import Gaps, outage
from sandbox.study.calibration.waiting import Servers

WEEK = 7 * 86400
MICRO = 1_000_000
MONDAY = 1_741_536_000 * MICRO  # 2025-03-10, 0:00 at +08:00
EAST = 8 * 3600
Z = 1.959964
HOURS = np.array([0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 4, 3, 1, 2, 4, 3, 2, 1, 1, 0.5, 0.5, 0.2, 0, 0])
DAYS = np.array([1.5, 1.2, 1.0, 1.0, 1.1, 0.3, 0.2])


def whole_weeks(weeks: int) -> Window:
    return Window(MONDAY, MONDAY + weeks * WEEK * MICRO, EAST)


def counted(per_day: float, weeks: int, seed: int) -> np.ndarray:
    """Poisson counts by hour of the week."""
    hours, days = HOURS / HOURS.mean(), DAYS / DAYS.mean()
    mean = np.outer(days, hours).ravel() * per_day / 24 * weeks
    return np.random.default_rng(seed).poisson(mean)


def test_the_hour_of_the_week_is_the_local_one() -> None:
    window = whole_weeks(1)
    moments = MONDAY + np.array([0, 3600, 86400, WEEK - 1, WEEK], np.int64) * MICRO
    assert window.cells(moments).tolist() == [0, 1, 24, 167, 0]


def test_exposure_adds_up_to_the_window() -> None:
    window = Window(MONDAY + 1234 * MICRO, MONDAY + (WEEK + 98765) * MICRO, EAST)
    exposure = window.exposure()
    assert exposure.sum() == pytest.approx(window.seconds)
    assert exposure[100] == 3600
    assert exposure[0] == 3600 + 3600 - 1234


@pytest.mark.parametrize("seed", range(4))
def test_a_profile_is_recovered(seed: int) -> None:
    counts = counted(4000, 4, seed)
    found = arrivals(counts, whole_weeks(4).exposure(), 0.95)
    assert found.hours is not None
    assert found.weekdays is not None
    by_hour = counts.reshape(7, 24).sum(0)
    for weight, truth, count in zip(found.hours, HOURS / HOURS.mean(), by_hour.tolist()):
        assert weight == pytest.approx(truth, rel=4 / max(count, 1) ** 0.5)
    assert found.weekdays == pytest.approx(DAYS / DAYS.mean(), rel=0.06)
    assert found.rate.covers(4000 / 86400)
    assert found.over(0, 7) == pytest.approx(found.rate.value)
    assert found.over(0, 1) == pytest.approx(found.rate.value * found.weekdays[0])


def test_weights_do_not_suffer_from_days_that_were_watched_less() -> None:
    """A log of a week and a day sees two Mondays, and knows it."""
    window = Window(MONDAY, MONDAY + (WEEK + 86400) * MICRO, EAST)
    exposure = window.exposure()
    mean = np.outer(DAYS / DAYS.mean(), HOURS / HOURS.mean()).ravel() * exposure / 86400 * 5000
    found = arrivals(np.rint(mean).astype(np.int64), exposure, 0.95)
    assert found.weekdays == pytest.approx(DAYS / DAYS.mean(), rel=0.01)
    assert found.over(0, 7) * 86400 == pytest.approx(5000, rel=0.01)
    assert found.rate.value * 86400 > 5100  # the plain mean is not the one of a week


def test_hours_alike_need_no_profile() -> None:
    for seed in range(20):
        counts = np.random.default_rng(seed).poisson(40, 168)
        found = arrivals(counts, whole_weeks(1).exposure(), 0.95)
        assert found.hours is None
        assert found.weekdays is None


def test_the_interval_of_a_rate_is_the_exact_one() -> None:
    found = poisson_rate(17, 100.0, 0.95)
    assert found.low == pytest.approx(stats.chi2.ppf(0.025, 34) / 200)
    assert found.high == pytest.approx(stats.chi2.ppf(0.975, 36) / 200)
    assert poisson_rate(0, 10.0, 0.95).low == 0


def test_a_share_of_nothing_has_an_interval_that_begins_at_nothing() -> None:
    assert share(0, 100, Z).low == 0
    assert share(100, 100, Z).high == 1
    assert 0 < share(3, 100, Z).low < 0.03 < share(3, 100, Z).high


def test_a_log_lacks_one_gap_at_its_end() -> None:
    window = watched(MONDAY, MONDAY + 90 * MICRO, 10, 1000, EAST)
    assert window.seconds == 100
    assert watched(MONDAY, MONDAY, 1, 3600 * MICRO, EAST).seconds == 3600


def broken(seed: int, mtbf: float, mttr: float, rate: float, span: float) -> Gaps:
    """Calls of a source that breaks down now and then."""
    draws = np.random.default_rng(seed)
    edges, at = [0.0], 0.0
    while at < span:
        at += draws.exponential(mtbf)
        edges.append(at)
        at += draws.exponential(mttr)
        edges.append(at)
    times = np.sort(draws.uniform(0, span, draws.poisson(rate * span)))
    failed = np.searchsorted(np.array(edges), times) % 2 == 0
    gaps = Gaps()
    for part in np.array_split(np.arange(len(times)), 7):
        gaps.add((times[part] * 1e6).astype(np.int64), failed[part])
    return gaps


def test_outages_are_recovered_within_their_intervals() -> None:
    covered = []
    for seed in range(20):
        found = outage(broken(seed, 3600.0, 300.0, 0.05, 400 * 3600.0), Z)
        assert found is not None
        assert not found.scattered
        covered += [found.mtbf.covers(3600), found.mttr.covers(300)]
        assert found.mtbf.high / found.mtbf.low < 2
    assert 33 <= sum(covered) <= 40  # 95 % of 40


def test_failures_that_come_singly_give_their_share_only() -> None:
    draws = np.random.default_rng(2)
    gaps = Gaps()
    gaps.add(np.cumsum(draws.exponential(1e6, 20000)).astype(np.int64), draws.random(20000) < 0.02)
    found = outage(gaps, Z)
    assert found is not None
    assert found.scattered
    assert found.unavailability == gaps.failed / gaps.calls
    mtbf, mttr = found.mtbf.value, found.mttr.value
    assert mttr / (mtbf + mttr) == pytest.approx(found.unavailability)
    assert mttr < 0.25  # s: calls come a second apart


def test_two_failures_are_too_few_to_say_anything() -> None:
    gaps = Gaps()
    gaps.add(np.arange(100) * MICRO, np.arange(100) < 2)
    assert outage(gaps, Z) is None


@pytest.mark.parametrize("servers", [1, 3])
def test_waiting_is_taken_out_exactly(servers: int) -> None:
    draws = np.random.default_rng(servers)
    enter = np.cumsum(draws.exponential(1000, 5000)).astype(np.int64)
    service = draws.exponential(800 * servers, 5000).astype(np.int64)
    free, leave = [0] * servers, []
    for came, lasts in zip(enter.tolist(), service.tolist()):
        first = min(range(servers), key=free.__getitem__)
        free[first] = max(came, free[first]) + lasts
        leave.append(free[first])
    found = Servers(servers)
    parts = [
        found.services(enter[part], np.array(leave)[part])
        for part in np.array_split(np.arange(5000), 3)
    ]
    assert np.concatenate(parts).tolist() == service.tolist()
    assert found.impossible == 0
    wrong = Servers(1)
    wrong.services(np.array([0, 1]), np.array([10, 5]))
    assert wrong.impossible == 1
