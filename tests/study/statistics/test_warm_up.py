"""MSER-5 leaves out what remembers the beginning, and refuses where nothing settles."""

import numpy as np
import pytest

from sandbox.language import say
from sandbox.study.statistics.warm_up import duration, mser


def _exhaustive(series, batch=5, kept=5):
    """The rule from its formula, with plain loops."""
    columns = [sum(column) / len(column) for column in zip(*series)]
    z = [sum(columns[i : i + batch]) / batch for i in range(0, len(columns) - batch + 1, batch)]
    values = []
    for d in range(len(z) - kept + 1):
        rest = z[d:]
        mean = sum(rest) / len(rest)
        values.append(sum((one - mean) ** 2 for one in rest) / len(rest) ** 2)
    return values


def _autoregressive(rng, replications, length, phi, start):
    from scipy.signal import lfilter

    noise = rng.normal(size=(replications, length))
    noise[:, 0] += start
    return lfilter([1], [1, -phi], noise, axis=1)


def test_the_rule_is_what_its_formula_says():
    series = _autoregressive(np.random.default_rng(3), 4, 203, 0.8, 20)
    found, values = mser(series), _exhaustive(series.tolist())
    assert found.rule == pytest.approx(values)
    assert found.truncation == 5 * min(range(len(values)), key=values.__getitem__)


def test_a_step_is_cut_exactly_where_it_ends():
    series = np.where(np.arange(200) < 50, 9.0, np.tile([1.0] * 5 + [-1.0] * 5, 20))
    assert mser(series).truncation == 50


def test_an_exponential_transient_is_cut_where_the_rule_is_smallest():
    """Without noise z_j = r^j, so the sums are geometric: the least is known in closed form."""
    r, m = 0.7, 40
    series = np.repeat(r ** np.arange(m), 5) + np.repeat(np.tile([0.01, -0.01], m // 2), 5)
    plain = []
    for d in range(m - 4):
        k = m - d
        ones = r**d * (1 - r**k) / (1 - r)
        squares = r ** (2 * d) * (1 - r ** (2 * k)) / (1 - r * r)
        signs = 0.01 * (-1) ** d
        crossed = signs * r**d * (1 - (-r) ** k) / (1 + r)
        alternating = signs if k % 2 else 0.0
        total = squares + 2 * crossed + k * 1e-4 - (ones + alternating) ** 2 / k
        plain.append(total / k**2)
    found = mser(series)
    assert found.rule == pytest.approx(plain, abs=1e-14)
    assert found.least == int(np.argmin(plain))


def test_the_transient_of_an_autoregression_is_left_out_and_little_else():
    """The mean starts at 100 and falls by 0.9 a step: below 0.1 after 66 steps."""
    series = _autoregressive(np.random.default_rng(5), 50, 1000, 0.9, 100)
    found = mser(series)
    assert 40 <= found.truncation <= 200
    assert abs(series[:, found.truncation :].mean()) < 0.3 < series.mean()


def test_a_series_that_is_stationary_from_the_start_keeps_its_beginning():
    assert mser(np.tile([1.0] * 5 + [-1.0] * 5, 20)).truncation == 0


def test_a_trend_never_settles_and_is_refused_in_both_languages():
    found = mser(np.arange(200.0))
    assert found.truncation is None
    assert found.least * 2 >= 40
    assert "half" in found.advice.render("en")
    assert "一半" in found.advice.render("zh")


@pytest.mark.parametrize("length", [50, 55])
def test_a_solution_at_the_edge_is_refused(length):
    found = mser(np.arange(float(length)))
    assert (found.truncation, found.least) == (None, length // 5 - 5)


def test_a_short_series_is_refused():
    found = mser(np.zeros(49))
    assert found.truncation is None
    assert "49" in say(found.advice.template, "en", **found.advice.parameters)
    assert mser(np.zeros(50)).truncation == 0


def test_undefined_intervals_are_averaged_over_and_undefined_parts_are_refused():
    series = _autoregressive(np.random.default_rng(3), 4, 200, 0.8, 20)
    gaps = series.copy()
    gaps[0, :] = np.nan
    assert mser(gaps) == mser(series[1:])
    gaps[:, 20:25] = np.nan
    assert mser(gaps).truncation is None
    assert "not defined" in mser(gaps).advice.render("en")
    gaps[:, 20:25] = series[:, 20:25]
    gaps[:, 22] = np.nan
    assert mser(gaps).advice is None


def test_the_shortest_interval_that_is_defined_everywhere_is_told_and_does():
    """Defined in hours 8 to 10 of each day: the interval told is accepted, no shorter one is."""
    days = 60
    rows = np.full((2, 24 * days), np.nan)
    for hour in (8, 9, 10):
        rows[:, hour::24] = 1.0
    found = mser(rows, interval=3600)
    assert found.truncation is None

    def fits(count):
        whole = rows.shape[1] // count
        parts = rows[:, : whole * count].reshape(2, whole, count)
        known = ~np.isnan(parts).all(axis=2)
        return mser(np.where(known, 1.0, np.nan)).truncation is not None

    assert found.longer == next(count for count in range(2, 30) if fits(count)) == 5
    assert "`series: 5 h` (now 1 h)" in found.advice.render("en")
    assert "`series: 5 h`（现为 1 h）" in found.advice.render("zh")
    few = mser(rows[:, : 24 * 10], interval=3600)
    assert few.longer == 5
    assert "only 48 intervals would be left of the 50 needed" in few.advice.render("en")
    assert "a horizon of 250 h" in few.advice.render("en")


def test_where_no_interval_would_do_that_is_told():
    found = mser(np.full(100, np.nan), interval=3600)
    assert found.longer is None
    assert "no `series` interval longer than 1 h would do" in found.advice.render("en")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(86400, "1 day"), (172800, "2 days"), (90000, "25 h"), (5400, "90 min"), (0.5, "0.5 s")],
)
def test_durations_are_written_exactly(seconds, words):
    from sandbox.scenario.units import parse

    assert duration(seconds) == words
    assert parse(words, "duration") == seconds


def test_a_series_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="3 dimensions"):
        mser(np.zeros((2, 2, 100)))
