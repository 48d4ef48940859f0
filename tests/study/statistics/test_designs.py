"""Designs hold the points that they are defined by, and keep former ones where they can."""

from itertools import pairwise, product

import numpy as np
import pytest

from sandbox.study.statistics.designs import (
    full_factorial,
    latin_hypercube,
    one_at_a_time,
    sobol_points,
)
from sandbox.study.statistics.factors import Choice, Span

MODE = Choice("mode", ("hub", "query", "feed"))
RATE = Span("rate", 0.1, 10, log=True)
CLERKS = Span("clerks", 1, 4, whole=True)
DELAY = Span("delay", 0, 8)
UNIT = [Span(name, 0, 1) for name in "abcd"]


def _table(design):
    return np.array(design.points, float)


def test_a_full_factorial_is_the_product():
    design = full_factorial([MODE, DELAY, CLERKS], 3)
    assert design.points == tuple(product(MODE.values, (0, 4, 8), (1, 2, 4)))
    assert design.settings()[0] == {"mode": "hub", "delay": 0, "clerks": 1}


def test_levels_of_a_logarithmic_span_have_one_ratio_and_whole_ones_do_not_repeat():
    values = RATE.spread(5)
    assert (values[0], values[-1]) == (0.1, 10)
    assert [b / a for a, b in pairwise(values)] == pytest.approx([10**0.5] * 4)
    assert CLERKS.spread(9) == (1, 2, 3, 4)


def test_one_at_a_time_changes_one_from_the_base():
    base = {"mode": "query", "delay": 2.0}
    design = one_at_a_time([MODE, DELAY], base)
    assert design.points == (
        ("query", 2.0),
        ("hub", 2.0),
        ("feed", 2.0),
        ("query", 0.0),
        ("query", 8.0),
    )
    with pytest.raises(KeyError, match="clerks"):
        one_at_a_time([CLERKS], base)


@pytest.mark.parametrize("count", [1, 2, 7, 50])
def test_a_latin_hypercube_has_one_point_in_each_cell(count):
    table = _table(latin_hypercube(UNIT, count, seed=3))
    for column in table.T:
        assert sorted((column * count).astype(int)) == list(range(count))


def test_a_latin_hypercube_keeps_a_factors_values_when_others_come_and_not_when_points_do():
    few, more = latin_hypercube(UNIT[:2], 9, 3), latin_hypercube([UNIT[3], *UNIT[:2]], 9, 3)
    assert _table(few).tolist() == _table(more)[:, 1:].tolist()
    assert _table(few).tolist() != _table(latin_hypercube(UNIT[:2], 10, 3))[:9].tolist()


def test_sobol_points_stay_when_points_or_factors_are_added():
    few = _table(sobol_points(UNIT[:2], 13, 3))
    assert few.tolist() == _table(sobol_points(UNIT[:2], 100, 3))[:13].tolist()
    assert few.tolist() == _table(sobol_points(UNIT, 13, 3))[:, :2].tolist()


def test_sobol_points_are_a_net_after_any_shift():
    """Of 2^6 points one is in each cell 2^-i × 2^-(6-i) of the first two factors: (0, 6, 2)-net."""
    for seed in range(5):
        table = _table(sobol_points(UNIT[:2], 64, seed))
        for i in range(7):
            cells = (table * [2**i, 2 ** (6 - i)]).astype(int)
            assert len({tuple(cell) for cell in cells.tolist()}) == 64


@pytest.mark.parametrize("method", [latin_hypercube, sobol_points])
def test_the_seed_alone_decides(method):
    factors = [MODE, RATE, CLERKS]
    assert method(factors, 16, 1) == method(factors, 16, 1)
    assert method(factors, 16, 1) != method(factors, 16, 2)


@pytest.mark.parametrize("method", [latin_hypercube, sobol_points])
def test_values_lie_in_their_ranges_and_are_taken_evenly(method):
    design = method([MODE, RATE, CLERKS, DELAY], 96 if method is latin_hypercube else 64, 5)
    mode, rate, clerks, delay = zip(*design.points)
    share = len(design.points) // 4
    assert [clerks.count(n) for n in (1, 2, 3, 4)] == [share] * 4
    assert all(abs(mode.count(m) - len(mode) / 3) <= 1 for m in MODE.values)
    assert sum(r < 1 for r in rate) == len(rate) // 2
    assert min(delay) < 0.5 < 7.5 < max(delay)
    assert min(delay) >= 0
    assert max(delay) <= 8


@pytest.mark.parametrize("factor", [RATE, CLERKS, DELAY, Span("n", 1, 1000, log=True, whole=True)])
def test_the_ends_of_a_span_belong_to_it_and_places_ascend(factor):
    values = [factor.at(share) for share in np.linspace(0, 1, 101)]
    assert (values[0], values[-1]) == factor.ends
    assert values == sorted(values)


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: Span("x", 1, 1), "low < high"),
        (lambda: Span("x", 0, 1, log=True), "above 0"),
        (lambda: Span("x", 0.5, 1, whole=True), "whole numbers"),
        (lambda: Choice("x", ()), "no values"),
        (lambda: full_factorial([]), "one or more"),
        (lambda: full_factorial([DELAY, DELAY]), "of its own"),
        (lambda: full_factorial([DELAY], 1), "2 or more"),
        (lambda: latin_hypercube([DELAY], 0, 1), "at least one"),
        (lambda: sobol_points([DELAY], 0, 1), "at least one"),
    ],
)
def test_what_makes_no_sense_is_refused(build, words):
    with pytest.raises(ValueError, match=words):
        build()
