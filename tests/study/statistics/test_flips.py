"""Beyond a flip point another model wins, and nowhere before it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.study.statistics.flips import weight_flips
from sandbox.study.statistics.unusable import Unusable


def _winner(values, shares, place, weight):
    """By the definition: this weight moved, the others rescaled."""
    others = np.delete(shares, place)
    rescaled = others / others.sum() * (1 - weight)
    return np.asarray(values) @ np.insert(rescaled, place, weight)


def test_two_models_two_criteria_by_hand():
    """a scores t, b scores 0.4 t + (1 − t): equal at t = 0.625."""
    values = np.array([[1.0, 0.0], [0.4, 1.0]])
    time, fresh = weight_flips("ab", ["time", "fresh"], values, [3, 1])
    assert time.winner == "a"
    assert (time.down.weight, time.down.model) == (pytest.approx(0.625), "b")
    assert time.up is None
    assert time.distance == pytest.approx(0.125)
    assert (fresh.up.weight, fresh.up.model) == (pytest.approx(0.375), "b")
    assert fresh.down is None


def test_the_nearest_of_several_takes_over():
    values = np.array([[0.5, 0.5], [1.0, 0.0], [0.0, 1.0], [0.7, 0.4]])
    first, _ = weight_flips("abcd", ["x", "y"], values, [1, 1])
    assert first.winner == "d"  # 0.55 at equal weights
    assert (first.down.weight, first.down.model) == (pytest.approx(6 / 13), "c")
    assert (first.up.weight, first.up.model) == (pytest.approx(4 / 7), "b")


@given(
    st.integers(2, 5).flatmap(
        lambda m: st.lists(
            st.lists(st.integers(0, 20), min_size=3, max_size=3), min_size=m, max_size=m
        )
    ),
    st.lists(st.integers(1, 9), min_size=3, max_size=3),
)
def test_a_search_along_the_weight_finds_the_same_flips(table, weights):
    values = np.array(table) / 20
    names = [str(place) for place in range(len(table))]
    shares = np.array(weights) / sum(weights)
    for place, flip in enumerate(weight_flips(names, "xyz", values, weights)):
        a = int(flip.winner)
        for turn, end in ((flip.down, 0.0), (flip.up, 1.0)):
            stop = end if turn is None else turn.weight
            for t in np.linspace(flip.weight, stop, 9):
                scores = _winner(values, shares, place, t)
                assert scores[a] >= scores.max() - 1e-9
            if turn is not None:
                beyond = stop + (end - stop) * 1e-4
                scores = _winner(values, shares, place, beyond)
                assert scores[int(turn.model)] >= scores.max() - 1e-9
                assert scores[int(turn.model)] > scores[a]


def test_a_tie_flips_at_once_on_one_side():
    values = np.array([[1.0, 0.0], [0.0, 1.0]])
    first, _ = weight_flips("ab", ["x", "y"], values, [1, 1])
    assert (first.winner, first.up) == ("a", None)
    assert (first.down.weight, first.down.model, first.distance) == (0.5, "b", 0)


def test_models_alike_and_single_criteria_never_flip():
    for flip in weight_flips("ab", ["x", "y"], np.ones((2, 2)), [1, 3]):
        assert (flip.down, flip.up, flip.distance) == (None, None, None)
    (only,) = weight_flips("ab", ["x"], np.array([[1.0], [0.0]]), [2])
    assert (only.weight, only.down, only.up) == (1, None, None)


def test_where_all_other_weights_are_zero_they_rise_alike():
    values = np.array([[1.0, 0.0, 0.2], [0.0, 1.0, 0.8]])
    first = weight_flips("ab", "xyz", values, [1, 0, 0])[0]
    # t·1 + (1 − t)·0.1 = (1 − t)·0.9
    assert (first.down.weight, first.down.model) == (pytest.approx(4 / 9), "b")


def test_without_weights_there_is_nothing_to_flip():
    with pytest.raises(Unusable):
        weight_flips("ab", ["x"], np.ones((2, 1)), [0])
