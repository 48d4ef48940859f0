"""Who is clearly worse is told at once, and the best is hardly ever taken for it."""

import math

import numpy as np
import pytest
from scipy.stats import t

from sandbox.study.statistics.clear_cut import ClearCut
from sandbox.study.statistics.selection import FullySequential


def test_looks_lie_twice_as_far_apart_each_time_and_spend_half_as_much() -> None:
    screen = ClearCut(5, 0.01, 10)
    looks = [r for r in range(1, 200) if screen.threshold(r) is not None]
    assert looks == [10, 20, 40, 80, 160]
    for number, look in enumerate(looks, 1):
        expected = t.ppf(1 - 0.01 / 2**number / 4, look - 1)
        assert screen.threshold(look) == pytest.approx(expected)
    assert ClearCut(5, 0.0, 10).threshold(10) is None


def test_a_difference_without_chance_is_clear_however_small() -> None:
    chance = np.random.default_rng(1).integers(0, 99, (10, 1)).astype(float)
    table = chance + np.array([0.0, 1.0, 1.0])
    assert ClearCut(3, 0.01, 10).worse(table) == {0: 1}


def test_the_best_is_lost_no_more_often_than_promised() -> None:
    """All alike is the hardest case: any system may be called the best."""
    rng, screen, lost, runs = np.random.default_rng(2), ClearCut(4, 0.2, 5), 0, 1500
    for _ in range(runs):
        table = rng.normal(size=(40, 4)) + rng.normal(size=(40, 1))
        lost += any(0 in screen.worse(table[:look]) for look in (5, 10, 20, 40))
    assert 0.05 < lost / runs <= 0.2


def selected(table, difference, **more):
    procedure = FullySequential(
        "abcde"[: table.shape[1]], difference, higher_is_better=True, clear_cut=0.2, **more
    )
    while needed := procedure.needed():
        for system, r in needed:
            procedure.feed(system, r, float(table[r, "abcde".index(system)]))
    return procedure.selection()


def test_an_obvious_choice_takes_the_first_replications_whatever_difference_matters() -> None:
    rng = np.random.default_rng(3)
    table = rng.normal(size=(4000, 3)) + np.array([0.0, 5.0, 12.0])
    for difference in (1e-6, 0.1, None):
        found = selected(table, difference, maximum=4000)
        assert (found.best, found.replications, found.clear) == ("c", 10, True)
    kn = FullySequential("abc", 0.01, higher_is_better=True)
    while needed := kn.needed():
        for system, r in needed:
            kn.feed(system, r, float(table[r, "abc".index(system)]))
    assert kn.selection().replications > 40  # what the screening saves


def test_without_a_difference_it_ends_within_its_maximum_and_tells_what_it_took_for_alike() -> None:
    table = np.random.default_rng(4).normal(size=(100, 3))
    found = selected(table, None, maximum=100)
    assert found.guaranteed
    assert not found.clear
    assert found.replications <= 100
    largest = max(np.var(table[:10, i] - table[:10, j], ddof=1) for i in (0, 1) for j in (1, 2))
    assert found.difference == pytest.approx(math.sqrt(2 * 9 * _eta() * largest / 99.5))


def _eta() -> float:
    return 0.5 * ((2 * 0.04 / 2) ** (-2 / 9) - 1)


def test_what_would_be_enough_is_enough() -> None:
    table = np.random.default_rng(7).normal(size=(4000, 2)) * 3
    short = selected(table, 0.5, maximum=40)
    assert not short.guaranteed
    assert short.enough > 40
    assert selected(table, 0.5, maximum=short.enough).guaranteed
    assert selected(table, short.told_apart, maximum=40).guaranteed


@pytest.mark.parametrize("difference", [0.8, None])
def test_the_best_is_found_as_often_as_promised_where_it_is_hardest(difference) -> None:
    """Slippage: all others equally far behind; without a difference, as far as is told apart."""
    rng, runs, wrong = np.random.default_rng(9), 250, 0
    for _ in range(runs):
        table = rng.normal(size=(300, 4)) + rng.normal(size=(300, 1))
        table[:, 2] += 0.8
        found = selected(table, difference, maximum=300 if difference else 60)
        wrong += found.best != "c" and found.difference <= 0.8
    assert wrong / runs <= 0.05 + 2.33 * math.sqrt(0.95 * 0.05 / runs)


def test_a_difference_of_next_to_nothing_ends_at_the_maximum() -> None:
    table = np.random.default_rng(1).normal(size=(30, 2))
    found = selected(table, 5e-324, maximum=30)
    assert (found.guaranteed, found.replications) == (False, 30)
    assert found.enough > 1e11
