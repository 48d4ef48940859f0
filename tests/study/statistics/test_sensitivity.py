"""Sensitivity measures of functions for which they are known."""

import math
import sys

import numpy as np
import pytest

from sandbox.study.statistics.factors import Span
from sandbox.study.statistics.sensitivity import (
    elementary_effects,
    morris_plan,
    screen,
    sobol_indices,
    sobol_plan,
)
from sandbox.study.statistics.unusable import Unusable

ANGLES = [Span(name, -math.pi, math.pi) for name in ("x1", "x2", "x3")]
FIRST = (0.313905, 0.442411, 0.0)
TOTAL = (0.557589, 0.442411, 0.243684)
UNIT = [Span(name, 0, 1) for name in "abc"]


def _ishigami(points):
    x1, x2, x3 = points.T
    return np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)


def test_the_indices_of_the_ishigami_function_lie_in_their_intervals():
    plan = sobol_plan(ANGLES, 1024, seed=1)
    found = sobol_indices(plan, _ishigami(plan.points), confidence=0.99, seed=1)
    assert [one.factor for one in found] == ["x1", "x2", "x3"]
    for one, first, total in zip(found, FIRST, TOTAL):
        assert one.first.low <= first <= one.first.high
        assert one.total.low <= total <= one.total.high
        assert one.first.half_width < 0.12
        assert one.total.half_width < 0.12


@pytest.mark.slow
def test_the_intervals_of_the_ishigami_function_are_narrow_with_many_points():
    plan = sobol_plan(ANGLES, 16384, seed=2)
    found = sobol_indices(plan, _ishigami(plan.points), confidence=0.99, seed=1, resamples=200)
    for one, first, total in zip(found, FIRST, TOTAL):
        assert one.first.mean == pytest.approx(first, abs=0.01)
        assert one.total.mean == pytest.approx(total, abs=0.01)
        assert one.first.low <= first <= one.first.high
        assert one.total.low <= total <= one.total.high


def test_a_sum_has_first_indices_equal_to_total_ones():
    """Y = a + 2b: variances 1/12 and 4/12, so shares 0.2 and 0.8, and nothing for c."""
    plan = sobol_plan(UNIT, 512, seed=4)
    outputs = plan.points @ [1.0, 2.0, 0.0] + 1000
    found = sobol_indices(plan, outputs, confidence=0.95, seed=1)
    assert [one.first.mean for one in found] == pytest.approx([0.2, 0.8, 0], abs=0.02)
    assert [one.total.mean for one in found] == pytest.approx([0.2, 0.8, 0], abs=0.02)
    assert found[2].total.high == 0


def test_the_effects_of_a_linear_function_are_exact():
    """On any scale: μ = coefficient × range, σ = 0, intervals of no width."""
    factors = [Span("a", 0, 10), Span("b", -1, 1), Span("c", 5, 6)]
    plan = morris_plan(factors, 8, seed=2)
    found = screen(plan, plan.points @ [0.3, -2.0, 0.0], confidence=0.95, seed=1)
    assert [one.mu for one in found] == pytest.approx([3, -4, 0], abs=1e-9)
    assert [one.mu_star.mean for one in found] == pytest.approx([3, 4, 0], abs=1e-9)
    for one in found:
        assert one.sigma.high == pytest.approx(0, abs=1e-9)
        assert one.mu_star.half_width == pytest.approx(0, abs=1e-9)


def test_a_logarithmic_factor_has_its_effect_per_whole_range():
    plan = morris_plan([Span("a", 1, 1000, log=True)], 4, seed=2)
    (found,) = screen(plan, np.log10(plan.points[:, 0]), confidence=0.95, seed=1)
    assert found.mu == pytest.approx(3)


def test_an_interaction_shows_in_sigma():
    """Y = ab on four levels: a's effect is b, evenly one of 0, 1/3, 2/3, 1: mean 1/2."""
    plan = morris_plan(UNIT[:2], 400, seed=3)
    found = screen(plan, plan.points.prod(axis=1), confidence=0.99, seed=1)
    for one in found:
        assert one.mu_star.low <= 0.5 <= one.mu_star.high
        assert one.sigma.low <= math.sqrt(5) / 6 <= one.sigma.high
        assert one.mu_star.half_width < 0.06


def test_our_effects_are_those_that_salib_summarises():
    plan = morris_plan(ANGLES, 12, seed=5)
    outputs = _ishigami(plan.points)
    effects = elementary_effects(plan, outputs)
    for place, one in enumerate(screen(plan, outputs, confidence=0.95, seed=1)):
        column = effects[:, place]
        assert one.mu == pytest.approx(column.mean())
        assert one.mu_star.mean == pytest.approx(np.abs(column).mean())
        assert one.sigma.mean == pytest.approx(column.std(ddof=1))
        assert one.mu_star.n == 12


@pytest.mark.parametrize("seed", [0, 1])
def test_plans_and_intervals_follow_from_the_seed_alone(seed):
    for build, size in ((morris_plan, 5), (sobol_plan, 16)):
        assert (build(UNIT, size, seed).points == build(UNIT, size, seed).points).all()
        assert (build(UNIT, size, seed).points != build(UNIT, size, seed + 1).points).any()
    plan = sobol_plan(UNIT, 16, seed)
    outputs = plan.points.sum(axis=1) ** 2
    one, two = (sobol_indices(plan, outputs, confidence=0.9, seed=seed) for _ in range(2))
    assert one == two


def test_outputs_that_cannot_be_analysed_are_refused_in_both_languages():
    plan = sobol_plan(UNIT, 16, 1)
    outputs = plan.points.sum(axis=1)
    outputs[3] = math.nan
    with pytest.raises(Unusable, match="1 of 80") as caught:
        sobol_indices(plan, outputs, confidence=0.9, seed=1)
    assert "80 个试验点中有 1 个" in caught.value.render("zh")
    with pytest.raises(Unusable, match=r"every point gave 2:"):
        sobol_indices(plan, np.full(80, 2.0), confidence=0.9, seed=1)
    with pytest.raises(ValueError, match="for 80 points"):
        sobol_indices(plan, outputs[:5], confidence=0.9, seed=1)
    with pytest.raises(ValueError, match="power of two"):
        sobol_plan(UNIT, 12, 1)
    with pytest.raises(ValueError, match="2 or more"):
        morris_plan(UNIT, 1, 1)


def test_without_salib_it_says_how_to_install_it(monkeypatch):
    for name in [name for name in sys.modules if name.split(".")[0] == "SALib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "SALib", None)
    with pytest.raises(Unusable, match=r"pip install 'pilot-sandbox\[analysis\]'") as caught:
        morris_plan(UNIT, 4, 1)
    assert "当前未安装" in caught.value.render("zh")
