"""Bars are as long as their numbers, to an eighth of a column."""

import math

import pytest

from sandbox.report.bars import around, bar


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (8, "████████"),
        (4, "████"),
        (1.5, "█▌"),
        (0.125, "▏"),
        (100, "████████"),
        (0, ""),
        (-3, ""),
        (math.nan, ""),
    ],
)
def test_a_bar_is_as_long_as_its_number(value, words) -> None:
    assert bar(value, 8, 8) == words


def test_nothing_is_drawn_beside_nothing() -> None:
    assert bar(1, 0, 8) == ""
    assert around(0, 0, 0, 0, 8) == ""
    assert around(math.nan, 1, 0, 1, 8) == ""


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (-2, 4, "░░│████"),
        (4, -2, "██│░░░░"),
        (0, 4, "  │████"),
        (4, 2, "  │██░░"),
        (-1, -2, "█░│"),
    ],
)
def test_two_bars_go_from_the_middle_line(low, high, words) -> None:
    assert around(low, high, -2, 4, 6) == words
