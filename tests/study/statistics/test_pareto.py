"""The front holds exactly the models that no other dominates."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.study.statistics.pareto import dominance, pareto
from sandbox.study.statistics.unusable import Unusable


def _constant(means, replications=4):
    return np.tile(np.asarray(means, float), (replications, 1, 1))


def test_the_front_by_hand_with_directions():
    values = _constant([[10, 5], [8, 6], [10, 6], [12, 9], [8, 6]])
    found = pareto("abcde", [-1, 1], values, seed=1)
    assert [one.on_front for one in found] == [False, True, False, True, True]
    assert found[0].dominated_by == ("b", "c", "e")
    assert found[2].dominated_by == ("b", "e")
    assert [one.probability for one in found] == [0, 1, 0, 1, 1]
    assert found[0].means == (10, 5)


@given(st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=1, max_size=7))
def test_dominance_is_its_definition(table):
    scores = np.array(table, float)
    found = dominance(scores)
    for i, here in enumerate(table):
        for j, there in enumerate(table):
            best = all(a >= b for a, b in zip(here, there)) and here != there
            assert found[i, j] == best
    assert (~found.any(axis=0)).any()


def test_with_one_measure_the_probabilities_are_those_of_being_best():
    """Two replications: of four equally likely resamples, counted by hand."""
    values = np.array([[[1.0], [2.0]], [[4.0], [2.0]]])
    found = pareto("ab", [1], values, seed=3, resamples=20000)
    # means (1, 2), (2.5, 2) twice, (4, 2): a is best in three of four
    assert found[0].probability == pytest.approx(0.75, abs=0.01)
    assert found[1].probability == pytest.approx(0.25, abs=0.01)


def test_the_probability_is_paired_by_replication():
    """A model always just better on noisy shared draws is on the front for certain."""
    noise = np.random.default_rng(1).normal(size=20) * 100
    values = np.stack([noise, noise + 0.001], axis=1)[:, :, None]
    found = pareto("ab", [1], values, seed=3)
    assert [one.probability for one in found] == [0, 1]


def test_models_that_say_the_same_share_the_front_whatever_the_order_of_replications():
    x = np.random.default_rng(2).normal(size=30)
    values = np.stack([x, x[::-1], x], axis=1)[:, :, None]
    assert all(one.on_front for one in pareto("abc", [1], values, seed=1))
    twins = pareto("ab", [1], values[:, ::2], seed=1)
    assert [one.probability for one in twins] == [1, 1]


def test_undefined_replications_are_left_out_of_all_models():
    values = _constant([[1], [2]])
    values[0, 0, 0] = math.nan
    values[0, 1, 0] = 99
    assert pareto("ab", [1], values, seed=1)[1].means == (2,)
    values[:3, 0, 0] = math.nan
    with pytest.raises(Unusable, match="1 of 4"):
        pareto("ab", [1], values, seed=1)


def test_a_measure_without_direction_is_refused():
    with pytest.raises(ValueError, match="expected 1 or -1"):
        pareto("ab", [0], _constant([[1], [2]]), seed=1)
    with pytest.raises(ValueError, match="shape"):
        pareto("abc", [1], _constant([[1], [2]]), seed=1)
