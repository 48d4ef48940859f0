"""Samplers draw from their distributions, and every form of one draws the same bits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sandbox.randomness import arrays, base, identity, key, portable, samplers

VALUES, SHARES = (1.0, 2.0, 5.0), (0.2, 0.7, 1.0)
Many = Callable[..., Any]

FAMILIES: dict[str, tuple[Many, Many, tuple[Any, ...], Any]] = {
    "exponential": (samplers.exponentials, samplers.exponential, (3.0,), stats.expon(scale=3)),
    "Erlang": (samplers.erlangs, samplers.erlang, (0.5, 4), stats.gamma(4, scale=0.5)),
    "gamma": (samplers.gammas, samplers.gamma, (2.7, 1.5), stats.gamma(2.7, scale=1.5)),
    "small gamma": (samplers.gammas, samplers.gamma, (0.3, 2.0), stats.gamma(0.3, scale=2)),
    "lognormal": (
        samplers.lognormals, samplers.lognormal, (0.5, 1.3), stats.lognorm(1.3, scale=np.exp(0.5)),
    ),
    "uniform": (samplers.betweens, samplers.between, (2.0, 5.0), stats.uniform(2, 3)),
}  # fmt: skip


def owners(size: int, seed: int = 3) -> Any:
    return arrays.identity(base(seed, 0), np.full(size, key("thing"), np.uint64), np.arange(size))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_million_draws_follow_the_distribution_at_999_permille(family: str) -> None:
    many, _, parameters, exact = FAMILIES[family]
    drawn = many(owners(10**6), key("draw"), *parameters)
    assert stats.kstest(drawn, exact.cdf).pvalue > 0.001


def test_a_million_empirical_draws_follow_their_weights_at_999_permille() -> None:
    drawn = samplers.empiricals(owners(10**6), key("draw"), VALUES, SHARES)
    counts = [int((drawn == value).sum()) for value in VALUES]
    assert stats.chisquare(counts, [2e5, 5e5, 3e5]).pvalue > 0.001


@pytest.mark.parametrize("family", [*FAMILIES, "empirical"])
def test_single_draws_and_arrays_give_the_same_bits(family: str) -> None:
    many, one, parameters, _ = FAMILIES.get(
        family, (samplers.empiricals, samplers.empirical, (VALUES, SHARES), None)
    )
    some = owners(2000)
    purpose = key("draw")
    singly = [one(owner, purpose, *parameters) for owner in some.tolist()]
    assert many(some, purpose, *parameters).tolist() == singly
    purposes = np.full(len(some), purpose, np.uint64)
    assert many(some, purposes, *parameters).tolist() == singly


def test_portable_functions_agree_with_the_library_within_an_ulp_and_with_themselves() -> None:
    rng = np.random.default_rng(1)
    wide = np.exp(rng.uniform(-700, 700, 20_000))
    log = portable.log_array(wide)
    assert (np.abs(log - np.log(wide)) <= np.spacing(np.abs(np.log(wide)))).all()
    assert log.tolist() == [portable.log(x) for x in wide.tolist()]
    far = rng.uniform(-699, 699, 20_000)
    exp = portable.exp_array(far)
    assert (np.abs(exp - np.exp(far)) <= np.spacing(np.exp(far))).all()
    assert exp.tolist() == [portable.exp(x) for x in far.tolist()]
    share = np.concatenate((rng.uniform(0, 1, 20_000), 10.0 ** rng.uniform(-300, 0, 5_000)))
    normal = portable.normal_array(share)
    assert normal == pytest.approx(stats.norm.ppf(share), rel=1e-12, abs=1e-13)
    assert normal.tolist() == [portable.normal(p) for p in share.tolist()]


def test_draws_never_change_between_versions() -> None:
    owner = identity(base(1, 2), key("need"), 3)
    assert [
        samplers.exponential(owner, key("service"), 1.0),
        samplers.gamma(owner, key("service"), 0.7, 1.0),
        samplers.lognormal(owner, key("service"), 0.0, 1.0),
    ] == [1.4022395797268035, 0.6704288370064078, 0.5030893541394321]
