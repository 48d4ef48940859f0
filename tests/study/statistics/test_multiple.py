"""Verdicts given together are wrong together no more often than stated."""

import math

import numpy as np
import pytest

from sandbox.study.intervals import difference
from sandbox.study.statistics.multiple import holm, simultaneous


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03, 0.02]) == pytest.approx([0.04, 0.06, 0.06, 0.06])
    assert holm([0.01, 0.02, 0.03]) == pytest.approx([0.03, 0.04, 0.04])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


def test_undefined_differences_are_no_members_of_the_family():
    found = holm([0.02, math.nan, 0.03])
    assert found[0] == pytest.approx(0.04)
    assert math.isnan(found[1])


def test_holm_is_the_closed_test_of_bonferroni():
    """p̃_i = max over all subsets holding i of |S| min p (Marcus, Peritz & Gabriel 1976)."""
    from itertools import combinations

    p = np.random.default_rng(2).uniform(0, 0.2, 6).tolist()
    for i, adjusted in enumerate(holm(p)):
        subsets = [s for n in range(1, 7) for s in combinations(range(6), n) if i in s]
        assert adjusted == pytest.approx(
            max(min(1, len(s) * min(p[j] for j in s)) for s in subsets)
        )


def test_a_family_of_one_is_the_plain_paired_difference():
    here, there = [1.0, 2.0, 4.0, 4.5], [1.5, 3.0, 4.5, 6.0]
    (claim,) = simultaneous({"a": {"w": there}, "b": {"w": here}}, "a", {"w": -1}, 0.95)
    assert claim.difference == difference(here, there, 0.95, -1)
    assert claim.p_value == claim.adjusted
    from scipy.stats import ttest_rel

    assert claim.p_value == pytest.approx(ttest_rel(here, there).pvalue)


def test_intervals_are_bonferronis_and_verdicts_holms():
    base = np.arange(12.0) ** 2
    shift = np.tile([1.0, -1.0], 6)
    error = shift.std(ddof=1) / math.sqrt(12)
    values = {
        "a": {"w": base, "s": base},
        "b": {"w": base - 9 * error + shift, "s": base + 2.4 * error + shift},
    }
    found = simultaneous(values, "a", {"w": -1, "s": 1}, 0.95)
    for claim in found:
        gap = list(values["b"][claim.measure] - base)
        wide = difference(gap, [0.0] * 12, 0.975, 1)
        assert (claim.difference.low, claim.difference.high) == pytest.approx((wide.low, wide.high))
        assert claim.family == 2
    assert found[0].difference.verdict == "better"
    strong, weak = found
    assert weak.adjusted == max(weak.p_value, strong.adjusted)
    # Holm shows what Bonferroni's interval alone would not
    assert 0.025 < weak.p_value < 0.05
    assert weak.difference.low < 0
    assert weak.difference.verdict == "better"


def test_differences_without_spread_or_without_interval():
    values = {
        "a": {"w": [1.0, 2.0], "x": [1.0, math.nan]},
        "b": {"w": [2.0, 3.0], "x": [1.0, 5.0]},
        "c": {"w": [1.0, 2.0], "x": [1.0, 1.0]},
    }
    found = {
        (one.model, one.measure): one for one in simultaneous(values, "a", {"w": 0, "x": 0}, 0.95)
    }
    assert found["b", "w"].difference.verdict == "higher"
    assert found["b", "w"].p_value == 0
    assert found["c", "w"].difference.verdict == "no difference shown"
    assert found["b", "x"].difference.verdict == "undetermined"
    assert found["b", "w"].family == 2


def test_what_is_missing_is_named():
    with pytest.raises(KeyError, match="nobody"):
        simultaneous({"a": {}}, "nobody", {}, 0.95)


@pytest.mark.slow
def test_a_family_of_no_differences_is_wrong_as_often_as_stated():
    """12 independent true hypotheses: 1 − (1 − α/12)^12 of families have an error, exactly."""
    rng, runs, wrong, uncovered = np.random.default_rng(6), 2500, 0, 0
    measures = {f"m{i}": 1 for i in range(12)}
    zero = {name: np.zeros(8) for name in measures}
    for _ in range(runs):
        values = {"a": zero, "b": {name: rng.normal(size=8) for name in measures}}
        found = simultaneous(values, "a", measures, 0.9)
        wrong += any(one.difference.verdict != "no difference shown" for one in found)
        uncovered += any(not one.difference.low <= 0 <= one.difference.high for one in found)
    exact = 1 - (1 - 0.1 / 12) ** 12
    slack = 3.29 * math.sqrt(exact * (1 - exact) / runs)
    assert abs(wrong / runs - exact) < slack
    assert abs(uncovered / runs - exact) < slack
