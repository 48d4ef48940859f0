"""Bars stand where they should, cell by cell, and differ by shape and not by colour alone."""

import itertools
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.report.lifelines import GRAVEST, PHASES, Lifeline, Span
from sandbox.tui import bars
from sandbox.tui.bars import bar
from sandbox.tui.calendar_axis import GAP, calendar_ticks
from sandbox.tui.window import LEAST, Window

LIFE = Lifeline(
    (
        Span(10.0, 20.0, "waiting"),
        Span(20.0, 30.0, "work"),
        Span(30.0, 60.0, "there"),
        Span(60.0, 70.0, "ended"),
        Span(70.0, 100.0, "there"),
    ),
    ((22.0, "refusal"), (50.0, "amendment"), (60.0, "expiry"), (70.0, "renewal")),
)
PLAIN = Lifeline(LIFE.spans, ())


def signs(life, begin, end, width):
    return "".join(sign for sign, _ in bar(life, begin, end, width))


def test_each_cell_shows_its_phase() -> None:
    assert signs(PLAIN, 0.0, 100.0, 10) == " .-===_==="
    assert signs(PLAIN, 0.0, 100.0, 20) == "  ..--======__======"


def test_a_mark_stands_in_the_cell_of_its_time() -> None:
    assert signs(LIFE, 0.0, 100.0, 10) == " .x==~!+=="
    assert signs(LIFE, 20.0, 30.0, 10) == "--x-------"


def test_of_marks_in_one_cell_the_gravest_is_shown() -> None:
    assert signs(LIFE, 0.0, 100.0, 2) == "x!"
    both = Lifeline(LIFE.spans, ((31.0, "amendment"), (32.0, "cut"), (33.0, "renewal")))
    assert signs(both, 30.0, 40.0, 1) == "v"


def test_a_window_shows_its_part_of_the_whole() -> None:
    whole = signs(LIFE, 0.0, 100.0, 100)
    assert signs(LIFE, 15.0, 65.0, 50) == whole[15:65]


def test_a_cell_shows_what_takes_most_of_it_and_a_short_beginning_too() -> None:
    life = Lifeline((Span(9.0, 14.0, "waiting"), Span(14.0, 20.0, "there")), ())
    assert signs(life, 0.0, 20.0, 2) == ".="  # one second of the first cell, six of the second
    assert signs(life, 0.0, 20.0, 1) == "="
    even = Lifeline((Span(0.0, 5.0, "waiting"), Span(5.0, 10.0, "work")), ())
    assert signs(even, 0.0, 10.0, 1) == "-"  # of equals the later


def test_shapes_differ_and_every_terminal_draws_them() -> None:
    shapes = [sign for sign, _ in (*bars.phases().values(), *bars.marks().values())]
    assert len(set(shapes)) == len(shapes)
    assert all(len(sign) == 1 and sign.isascii() for sign in shapes)
    assert list(bars.phases()) == list(PHASES)
    assert list(bars.marks()) == list(GRAVEST)


@given(
    turns=st.lists(st.integers(0, 63), min_size=1, max_size=6, unique=True),
    phases=st.lists(st.sampled_from(PHASES), min_size=6, max_size=6),
    marks=st.lists(st.tuples(st.integers(0, 63), st.sampled_from(GRAVEST)), max_size=6),
)
def test_two_halves_side_by_side_are_the_whole(turns, phases, marks) -> None:
    ends = [*sorted(turns), 64]
    spans = tuple(Span(float(a), float(b), phase) for a, b, phase in zip(ends, ends[1:], phases))
    life = Lifeline(spans, tuple((float(time), what) for time, what in marks))
    whole = bar(life, 0.0, 64.0, 16)
    assert bar(life, 0.0, 32.0, 8) + bar(life, 32.0, 64.0, 8) == whole
    finest = signs(Lifeline(spans, ()), 0.0, 64.0, 64)
    for phase, (sign, _) in bars.phases().items():  # a cell a second: nothing is lost
        assert finest.count(sign) == sum(s.end - s.begin for s in spans if s.phase == phase)


DAY = 86400.0
START = datetime(2024, 1, 1)


@pytest.mark.parametrize(
    ("begin", "end", "width", "labels"),
    [
        (0.0, 731 * DAY, 44, ["2024-01", "2024-07", "2025-01", "2025-07", "2026-01"]),
        (0.0, 731 * DAY, 14, ["2024", "2025", "2026"]),
        (0.0, 28 * DAY, 30, ["2024-01-01", "2024-01-15", "2024-01-29"]),
        (30 * DAY, 32 * DAY, 30, ["2024-01-31", "2024-02-01", "2024-02-02"]),
        (0.0, DAY, 30, ["01-01 00:00", "01-01 12:00", "01-02 00:00"]),
    ],
)
def test_ticks_are_the_beginnings_of_calendar_periods(begin, end, width, labels) -> None:
    assert [label for _, label in calendar_ticks(START, begin, end, width)] == labels


@given(begin=st.floats(0, 5000), length=st.floats(0.05, 9000), width=st.integers(1, 240))
def test_labels_never_meet_and_ticks_are_inside_the_window(begin, length, width) -> None:
    first, last = begin * DAY, (begin + length) * DAY
    found = calendar_ticks(START, first, last, width)
    assert all(first <= seconds <= last for seconds, _ in found)
    scale = (last - first) / width
    for (here, label), (there, _) in itertools.pairwise(found):
        assert (there - here) / scale >= len(label) + GAP - 1  # a calendar year may be 365 days


def test_a_window_never_leaves_the_whole_and_zooming_keeps_the_place_pointed_to() -> None:
    window = Window(100 * DAY)
    window.zoom(0.5, 0.25)
    assert (window.begin, window.end) == (12.5 * DAY, 62.5 * DAY)  # 25 days stay a quarter in
    window.pan(1)
    assert (window.begin, window.end) == (50 * DAY, 100 * DAY)
    window.pan(1)
    assert (window.begin, window.end) == (50 * DAY, 100 * DAY)
    window.zoom(0.0001, 0.5)
    assert window.length == pytest.approx(LEAST)
    window.zoom(1e9)
    assert (window.begin, window.end) == (0.0, 100 * DAY)
    window.show(40 * DAY, 50 * DAY)
    assert window.begin == pytest.approx(39.5 * DAY)
    assert window.end == pytest.approx(50.5 * DAY)


def test_a_window_on_all_stays_on_all_when_the_whole_grows_and_inside_when_it_shrinks() -> None:
    window = Window(1.0)
    window.extend(100 * DAY)
    assert (window.begin, window.end) == (0.0, 100 * DAY)
    window.show(80 * DAY, 90 * DAY)
    window.extend(50 * DAY)
    assert window.end == 50 * DAY
    assert window.length == pytest.approx(11 * DAY)
