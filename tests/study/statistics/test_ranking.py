"""Scores are weighted values, and the probability of being best is that of the draws."""

import math

import numpy as np
import pytest
from scipy.special import ndtr

from sandbox.study.intervals import interval
from sandbox.study.statistics.ranking import Criterion, normalised, ranking
from sandbox.study.statistics.unusable import Unusable

CRITERIA = [Criterion("time", 3, -1), Criterion("fresh", 1, 1)]


def _constant(means, replications=4):
    return np.tile(np.asarray(means, float), (replications, 1, 1))


def test_scores_by_hand_on_local_scales():
    found = ranking(
        "abc", CRITERIA, _constant([[10, 0.5], [30, 0.9], [20, 0.8]]), confidence=0.95, seed=1
    )
    assert found.weights == (0.75, 0.25)
    assert [one.values for one in found.models] == [(1, 0), (0, 1), (0.5, pytest.approx(0.75))]
    assert [one.score.mean for one in found.models] == pytest.approx([0.75, 0.25, 0.5625])
    assert [one.rank for one in found.models] == [1, 3, 2]
    assert [one.model for one in found.order] == ["a", "c", "b"]
    assert [one.best for one in found.models] == [1, 0, 0]
    assert [one.best_normal for one in found.models] == [1, 0, 0]
    assert (found.scales[0].worst, found.scales[0].best) == (30, 10)


@pytest.mark.parametrize("size", [1e308, 1e-308, 1.0])
def test_only_the_proportions_of_weights_count(size):
    assert normalised([size, size, 0.5 * size, 0]) == pytest.approx((0.4, 0.4, 0.2, 0))
    with pytest.raises(ValueError, match="finite"):
        normalised([1, math.inf])


def test_anchors_make_scores_independent_of_the_other_models():
    criteria = [Criterion("time", 1, -1, worst=40, best=0), Criterion("fresh", 1, 1, 0, 1)]
    three = ranking(
        "abc", criteria, _constant([[10, 0.5], [30, 0.9], [50, 0.8]]), confidence=0.95, seed=1
    )
    two = ranking("ab", criteria, _constant([[10, 0.5], [30, 0.9]]), confidence=0.95, seed=1)
    assert [one.score for one in three.models[:2]] == [one.score for one in two.models]
    assert three.models[0].score.mean == pytest.approx((0.75 + 0.5) / 2)
    assert three.models[2].values[0] == pytest.approx(-0.25)


def test_the_score_of_the_means_is_the_mean_of_the_scores():
    values = np.random.default_rng(1).normal(size=(9, 3, 2)) + np.array([5, 3])
    found = ranking("abc", CRITERIA, values, confidence=0.9, seed=1)
    each = (values - [s.worst for s in found.scales]) / [s.best - s.worst for s in found.scales]
    scores = each @ np.array([0.75, 0.25])
    for place, one in enumerate(found.models):
        plain = interval(scores[:, place].tolist(), 0.9)
        assert (one.score.low, one.score.high) == pytest.approx((plain.low, plain.high))
        assert np.dot(one.values, found.weights) == pytest.approx(one.score.mean)


def test_a_change_of_units_changes_nothing():
    values = np.random.default_rng(2).normal(size=(9, 3, 2))
    plain = ranking("abc", CRITERIA, values, confidence=0.9, seed=1)
    other = ranking("abc", CRITERIA, values * [1000, 2] + [7, -3], confidence=0.9, seed=1)
    for here, there in zip(plain.models, other.models):
        assert here.score.low == pytest.approx(there.score.low)
        assert (here.rank, here.best) == (there.rank, there.best)


def test_the_probability_of_two_is_that_of_their_paired_difference():
    """Normal approximation: Φ(d̄/(s/√n)); the bootstrap's variance is (n−1)/n of it."""
    noise = np.random.default_rng(3)
    shared, gap = noise.normal(size=40) * 50, noise.normal(size=40)
    gap += 0.12 - gap.mean()
    values = np.stack([shared, shared + gap], axis=1)[:, :, None]
    criteria = [Criterion("x", 1, 1, worst=0, best=100)]
    found = ranking("ab", criteria, values, confidence=0.95, seed=5, resamples=20000)
    error = gap.std(ddof=1) / math.sqrt(40)
    sure = 3.29 * math.sqrt(0.25 / 20000)
    assert found.models[1].best_normal == pytest.approx(ndtr(0.12 / error), abs=sure)
    assert found.models[1].best == pytest.approx(ndtr(0.12 / error), abs=0.02)
    assert found.models[0].best + found.models[1].best == pytest.approx(1)


def test_the_probability_of_three_alike_is_a_third_each():
    values = np.random.default_rng(4).normal(size=(60, 3, 1))
    values -= values.mean(axis=0)
    values = np.linalg.solve(np.linalg.cholesky(np.cov(values[:, :, 0].T)), values[:, :, 0].T).T
    found = ranking(
        "abc",
        [Criterion("x", 1, 1, 0, 1)],
        values[:, :, None],
        confidence=0.95,
        seed=5,
        resamples=20000,
    )
    assert [one.best_normal for one in found.models] == pytest.approx([1 / 3] * 3, abs=0.011)


def test_equal_models_share_ranks_and_probabilities():
    values = np.random.default_rng(4).normal(size=(10, 1, 1)).repeat(3, axis=1)
    found = ranking("abc", [Criterion("x", 1, 1)], values, confidence=0.95, seed=1)
    assert [one.rank for one in found.models] == [1, 1, 1]
    assert [one.best for one in found.models] == pytest.approx([1 / 3] * 3)
    assert [one.score.mean for one in found.models] == [0, 0, 0]


def test_the_same_seed_says_the_same_and_another_one_nearly():
    values = np.random.default_rng(6).normal(size=(10, 3, 2))
    one, again, other = (
        ranking("abc", CRITERIA, values, confidence=0.95, seed=seed) for seed in (1, 1, 2)
    )
    assert one == again
    assert one.models[0].best != other.models[0].best
    assert one.models[0].best == pytest.approx(other.models[0].best, abs=0.06)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"weight": -1}, "weight"),
        ({"better": 0}, "direction"),
        ({"worst": 1.0}, "both anchors"),
        ({"worst": 2.0, "best": 1.0}, "better side"),
    ],
)
def test_a_criterion_that_makes_no_sense_is_refused(wrong, words):
    with pytest.raises(ValueError, match=words):
        Criterion(**({"measure": "x", "weight": 1, "better": 1} | wrong))


def test_without_any_weight_there_is_no_ranking():
    with pytest.raises(Unusable, match="weights") as caught:
        ranking("ab", [Criterion("x", 0, 1)], _constant([[1], [2]]), confidence=0.95, seed=1)
    assert "权重" in caught.value.render("zh")
