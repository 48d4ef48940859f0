"""Laws become ticks: the same from arrays and one by one, with the law's mean and variance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.engine.draws import guide_of, shares_of
from sandbox.engine.histogram import RELATIVE_ERROR, buckets, edges
from sandbox.engine.sampling import chance, chances, sample, sampler
from sandbox.flows import TICKS, Law
from sandbox.randomness import arrays, base, key

LAWS = {
    "constant": Law.constant(2.5),
    "exponential": Law.exponential(2.0),
    "Erlang": Law.erlang(2.0, 3),
    "gamma": Law.gamma(2.0, 0.8),
    "lognormal": Law.lognormal(2.0, 0.7),
    "uniform": Law.uniform(1.0, 4.0),
    "empirical": Law.empirical((1.0, 2.0, 7.0), (1.0, 2.0, 1.0)),
}


def owners(size: int) -> np.ndarray:
    return arrays.identity(base(1, 0), np.full(size, key("thing"), np.uint64), np.arange(size))


@pytest.mark.parametrize("name", LAWS)
def test_ticks_have_the_laws_mean_and_variance(name: str) -> None:
    law = LAWS[name]
    seconds = sample(law, owners(200_000), np.full(200_000, key("x"), np.uint64)) / TICKS
    spread = np.sqrt(law.variance / len(seconds))
    assert abs(seconds.mean() - law.mean) <= 3.3 * spread + 1e-9
    assert seconds.var() == pytest.approx(law.variance, rel=0.04, abs=1e-9)


@pytest.mark.parametrize("name", LAWS)
def test_one_by_one_gives_the_same_ticks(name: str) -> None:
    some = owners(300)
    one = sampler(LAWS[name])
    many = sample(LAWS[name], some, np.full(300, key("x"), np.uint64))
    assert many.tolist() == [one(owner, key("x")) for owner in some.tolist()]
    assert chances(some, key("x")).tolist() == [chance(o, key("x")) for o in some.tolist()]


def test_buckets_are_as_narrow_as_they_say() -> None:
    ticks = np.array([0, 1, 2, 3, 999, 10**9, 123_456_789_012, 10**17])
    low, high = edges(buckets(ticks))
    seconds = ticks / TICKS
    assert ((low <= seconds) & (seconds <= high)).all()
    middle = (low + high) / 2
    assert (np.abs(middle - seconds) <= RELATIVE_ERROR * seconds + 1e-30).all()
    assert RELATIVE_ERROR <= 0.01


@given(st.lists(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=9), min_size=1, max_size=5))
def test_a_guided_search_finds_the_row_that_a_search_of_all_finds(
    weights: list[list[float]],
) -> None:
    shares = shares_of([_whole(some) for some in weights])
    count = np.array([len(some) for some in weights])
    first = np.cumsum(count) - count
    guide = guide_of(count, shares)
    for stream, rows in enumerate(count.tolist()):
        least = [-(-(part << 32) // rows) for part in range(rows)]  # where parts begin
        for drawn in {0, *least, *(one - 1 for one in least[1:]), (1 << 32) - 1}:
            sought = int(np.searchsorted(shares, (stream << 32) + drawn, side="right"))
            part = drawn * rows >> 32
            place = int(first[stream]) + part
            end = int(guide[place + 1]) if part + 1 < rows else int(first[stream]) + rows - 1
            assert guide[place] <= sought <= end


def _whole(weights: list[float]) -> tuple[float, ...]:
    total = sum(weights)
    return tuple(one / total if total else 1.0 / len(weights) for one in weights)
