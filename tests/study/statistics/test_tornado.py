"""A tornado's bars are paired changes from the base, the longest first."""

import math

import pytest

from sandbox.study.intervals import interval
from sandbox.study.statistics.tornado import Subject, Swing, tornado

BASE = [10.0, 20.0, 30.0]
SUBJECT = Subject("response_time.mean", "hub_exchange", against="letters")


def _shifted(by):
    return [value + by for value in BASE]


def test_effects_are_paired_with_the_base():
    found = tornado(
        SUBJECT, BASE, [Swing("rate", 1, 9, _shifted(-1), _shifted(2))], confidence=0.95, unit="s"
    )
    (bar,) = found.bars
    assert (bar.low_effect.low, bar.low_effect.high) == (-1, -1)
    assert (bar.high_effect.mean, bar.swing.mean, bar.swing.unit) == (2, 3, "s")
    assert found.base == interval(BASE, 0.95, "s")
    assert found.subject.against == "letters"


def test_bars_are_ordered_by_length_with_the_base_between_or_beyond():
    swings = [
        Swing("small", 0, 1, _shifted(-1), _shifted(1)),
        Swing("both worse", 0, 1, _shifted(5), _shifted(5.5)),
        Swing("undefined", 0, 1, [math.nan] * 3, _shifted(99)),
        Swing("large", 0, 1, _shifted(4), _shifted(-3)),
    ]
    found = tornado(SUBJECT, BASE, swings, confidence=0.95)
    assert [bar.factor for bar in found.bars] == ["large", "both worse", "small", "undefined"]


def test_replications_must_pair():
    with pytest.raises(ValueError, match="rate"):
        tornado(SUBJECT, BASE, [Swing("rate", 0, 1, [1.0], _shifted(0))], confidence=0.95)
