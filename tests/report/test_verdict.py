"""A selection says who is best, or who is too close and what would tell them apart."""

import numpy as np
import pytest

from sandbox.language import speaking
from sandbox.report.verdict import verdict
from sandbox.scenario import load
from sandbox.study.designs.selecting import selecting
from tests.study.designs.small import Told


@pytest.fixture(scope="module")
def mm1():
    return load("textbook/mm1")


def said(mm1, spread: float, gap: float, **more) -> str:
    draws = np.random.default_rng(5).normal(0, spread, (2, 300))

    def values(there, model, replication):
        place = ("hub", "feed").index(model)
        return {"satisfied": 0.5 + place * gap + draws[place][replication]}

    chosen = selecting(Told(mm1, ("hub", "feed"), values), "satisfied", **more)
    with speaking("en"):
        return verdict(chosen)


def test_a_clear_choice_takes_nothing_for_alike(mm1) -> None:
    assert said(mm1, 0.001, 0.1, difference=0.02) == "feed is the best, with a confidence of 95%."


def test_models_that_are_close_are_named_with_what_would_tell_them_apart(mm1) -> None:
    words = said(mm1, 0.05, 0.0, difference=0.001, most=40)
    assert "hub, feed are too close to be told apart with a confidence of 95%" in words
    assert "for a difference of 0.1 pp up to " in words
    assert "With 40, a difference of " in words


def test_a_difference_that_was_taken_for_nothing_is_said(mm1) -> None:
    words = said(mm1, 0.05, 0.03, most=200)
    assert "if it is better than the others by " in words
    assert "pp or more" in words


def test_models_that_never_differ_are_as_good_as_each_other(mm1) -> None:
    assert "hub, feed came to the same in every one of 10 replications" in said(mm1, 0.0, 0.0)
