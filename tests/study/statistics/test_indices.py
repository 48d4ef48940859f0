"""Intervals of Sobol's indices that say nothing are told, and how many samples would say more."""

import pytest

from sandbox.study.intervals import Interval
from sandbox.study.statistics.factors import Span
from sandbox.study.statistics.indices import CLOSE, Indices, enough_samples, widest
from sandbox.study.statistics.sensitivity import sobol_indices, sobol_plan


def index(*, first, total, n=64) -> Indices:
    return Indices("x", Interval(0.3, *first, "", n), Interval(0.5, *total, "", n))


def test_an_interval_as_wide_as_everything_says_nothing() -> None:
    assert index(first=(0.1, 0.5), total=(0.2, 0.8)).known == (True, True)
    assert index(first=(-0.6, 1.2), total=(0.2, 1.3)).known == (False, False)
    assert index(first=(-0.4, -0.1), total=(1.1, 1.4)).known == (False, False)
    nan = float("nan")
    assert index(first=(nan, nan), total=(0.4, 0.6)).known == (False, True)


def test_four_times_the_samples_halve_an_interval() -> None:
    found = [index(first=(0.1, 0.5), total=(0.3, 0.7))]
    assert widest(found) == pytest.approx(0.2)
    assert enough_samples(found) == 256
    assert enough_samples([index(first=(0.25, 0.35), total=(0.4, 0.6))]) == 64


def test_what_is_said_to_be_enough_is_enough() -> None:
    spans = [Span("a", 0.0, 1.0), Span("b", 0.0, 1.0)]

    def found(base):
        plan = sobol_plan(spans, base, 3)
        a, b = plan.points.T
        return sobol_indices(plan, 3 * a + b + a * b, confidence=0.95, seed=3)

    few = found(16)
    assert widest(few) > CLOSE
    assert widest(found(enough_samples(few))) < 1.25 * CLOSE
