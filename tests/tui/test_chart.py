"""The chart shows every line in a scale in which it can be seen."""

import math

import pytest

from sandbox.measures import CATALOGUE
from sandbox.tui.axis import logarithmic_ticks, ticks
from sandbox.tui.outcome import change
from sandbox.tui.trails import Trails
from sandbox.tui.widgets.live_chart import Line, LiveChart


def rows(chart, width=60, height=16):
    chart._paint(width, height)
    return ["".join(segment.text for segment in row) for row in chart._rows]


def test_models_of_very_different_size_are_shown_on_a_logarithmic_axis() -> None:
    chart = LiveChart()
    days, moment = [8e5, 9e5], [0.2, 0.3]
    chart.draw([Line("A", "red", [0, 1e6], days), Line("B", "blue", [0, 1e6], moment)], "s", 1e6)
    assert chart.is_logarithmic
    drawn = rows(chart)
    top, bottom = (next(i for i, r in enumerate(drawn) if letter in r) for letter in "AB")
    assert bottom - top > 6
    chart.logarithmic = False
    chart.draw([Line("A", "red", [0, 1e6], days), Line("B", "blue", [0, 1e6], moment)], "s", 1e6)
    assert not chart.is_logarithmic


def test_lines_that_end_together_keep_their_letters() -> None:
    chart = LiveChart()
    chart.draw([Line(letter, "red", [0, 9], [1.0, 1.0]) for letter in "ABC"], "share", 10)
    assert any("ABC" in row for row in rows(chart))


def test_values_that_are_undefined_are_left_out() -> None:
    chart = LiveChart()
    chart.draw([Line("A", "red", [0, 5, 9], [math.nan, 0.5, math.inf])], "share", 10)
    assert any("A" in row for row in rows(chart))


@pytest.mark.parametrize("lines", [[], [Line("A", "red", [], [])], [Line("A", "red", [1], [0.0])]])
def test_a_chart_with_next_to_nothing_is_drawn(lines) -> None:
    chart = LiveChart()
    chart.draw(lines, "count", 0.0)
    assert len(rows(chart)) == 16


def test_nine_lines_are_drawn_in_one_frame() -> None:
    chart = LiveChart()
    times = [t * 1e4 for t in range(120)]
    lines = [
        Line(
            "ABCDEFGHI"[i],
            "red",
            times,
            [10 ** (i - 4) * (1.5 + math.sin(t / 9)) for t in range(120)],
        )
        for i in range(9)
    ]
    chart.draw(lines, "s", 1.2e6)
    chart._paint(80, 20)
    assert len(rows(chart)) == 16


@pytest.mark.parametrize("unit", sorted({info.unit for info in CATALOGUE.values()}))
@pytest.mark.parametrize(("low", "high"), [(0, 1e-3), (0, 1), (0.2, 0.9), (0, 7e6), (3e4, 3.1e4)])
def test_ticks_lie_in_the_range_and_fit(unit, low, high) -> None:
    found = ticks(low, high, unit, 6)
    assert 2 <= len(found) <= 8
    assert all(low - 1e-9 * high <= tick <= high * (1 + 1e-9) for tick in found)
    found = logarithmic_ticks(max(low, 1e-6), high, unit, 6)
    assert len(found) <= 6
    assert all(low <= tick <= high for tick in found)


def test_a_trail_averages_the_replications_that_have_come_so_far() -> None:
    trails = Trails()
    trails.note("m", 0, 0.5, {"age.mean": 2.0})
    trails.note("m", 1, 0.5, {"age.mean": 4.0})
    trails.note("m", 0, 1.0, {"age.mean": 5.0})
    trails.note("other", 0, 1.0, {"age.mean": math.nan})
    assert trails.line("m", "age.mean", 100.0) == ([50.0, 100.0], [3.0, 5.0])
    assert trails.line("other", "age.mean", 100.0) == ([], [])


@pytest.mark.parametrize(
    ("mean", "base", "words"),
    [
        (2.0, 1.0, "▲100%"),
        (12.0, 1.0, "▲×12"),
        (1.0, 50.0, "▼÷50"),
        (1e8, 1.0, "▲×>9,999"),
        (0.75, 1.0, "▼25%"),
        (1.0, 1.0, "="),
        (3.0, 0.0, "▲"),
        (0.0, 2.0, "▼100%"),
        (math.nan, 2.0, ""),
    ],
)
def test_a_change_is_said_in_percent_or_as_a_factor(mean, base, words) -> None:
    assert change(mean, base, mean - base, "s") == words


@pytest.mark.parametrize(
    ("mean", "base", "words"),
    [
        (0.52, 0.508, "▲1.2 pp"),
        (0.01, 0.85, "▼84 pp"),
        (0.3, 0.0, "▲30 pp"),
        (0.5, 0.5, "="),
        (0.0, 0.000492, "▼0.049 pp"),
        (0.827, 0.8139, "▲1.3 pp"),
    ],
)
def test_a_change_of_a_share_is_said_in_points(mean, base, words) -> None:
    assert change(mean, base, mean - base, "share") == words


@pytest.mark.parametrize("logarithmic", [True, False])
@pytest.mark.parametrize(
    ("unit", "values"),
    [("share", [0.98, 1.0]), ("share", [1.0, 1.0]), ("share", [0.001, 1.0]), ("s", [0.02, 0.03])],
)
def test_the_axis_ends_where_the_measure_must(unit, values, logarithmic) -> None:
    chart = LiveChart()
    chart.logarithmic = logarithmic
    chart.draw([Line("A", "red", [0, 9], values)], unit, 10)
    assert chart._low >= 0
    assert unit != "share" or chart._high == 1
