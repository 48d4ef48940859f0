"""Draws belong to things and purposes, and are the same one by one and by the million."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sandbox.randomness import arrays, base, bits, child, identity, key, uniform, unit

WORDS = st.integers(0, 2**64 - 1)


@given(WORDS, WORDS, st.integers(0, 2**40), WORDS, st.integers(0, 100))
def test_arrays_give_the_same_bits_as_single_draws(
    origin: int, name: int, index: int, purpose: int, step: int
) -> None:
    owner = identity(origin, name, index)
    owners = arrays.identity(origin, np.array([name], np.uint64), np.array([index]))
    assert owners.tolist() == [owner]
    assert arrays.bits(owners, purpose, step).tolist() == [bits(owner, purpose, step)]
    purposes = np.array([purpose], np.uint64)
    assert arrays.bits(owners, purposes, step).tolist() == [bits(owner, purpose, step)]
    assert arrays.unit(owners).tolist() == [unit(owner)]


@given(WORDS)
def test_a_unit_is_never_nought_or_one(number: int) -> None:
    assert 0 < unit(number) < 1


def test_keys_of_names_never_change() -> None:
    assert key("tax-check@tax@330102") == 386159761745903160
    assert key("a") != key("b")


def test_a_draw_depends_on_everything_it_is_for_and_on_nothing_else() -> None:
    origin = base(1, 0)
    draws = {
        uniform(origin, key("a"), 0, key("p")),
        uniform(base(2, 0), key("a"), 0, key("p")),
        uniform(base(1, 1), key("a"), 0, key("p")),
        uniform(origin, key("b"), 0, key("p")),
        uniform(origin, key("a"), 1, key("p")),
        uniform(origin, key("a"), 0, key("q")),
        uniform(origin, key("a"), 0, key("p"), 1),
    }
    assert len(draws) == 7
    assert uniform(base(1, 0), key("a"), 0, key("p")) in draws
    assert child(1, 2) != child(1, 3) != child(2, 3)


def million(origin: int, name: str, purpose: str, step: int = 0) -> np.ndarray:
    owners = arrays.identity(origin, np.full(10**6, key(name), np.uint64), np.arange(10**6))
    return arrays.unit(arrays.bits(owners, key(purpose), step))


def test_neighbouring_indices_purposes_and_replications_are_uniform_and_independent() -> None:
    first = million(base(1, 0), "need", "service")
    assert stats.kstest(first, "uniform").pvalue > 0.001
    others = [
        np.roll(first, 1),
        million(base(1, 0), "need", "other"),
        million(base(1, 0), "need", "service", 1),
        million(base(1, 1), "need", "service"),
        million(base(1, 0), "neee", "service"),
    ]
    for other in others:
        table = np.histogram2d(first, other, 16, ((0, 1), (0, 1)))[0]
        assert stats.chisquare(table.ravel()).pvalue > 0.001
