"""Numbers are scaled, rounded to what is known, and carry their unit in either language."""

import math

import pytest

from sandbox.language import speak
from sandbox.language.figures import figure, interval


@pytest.fixture(autouse=True)
def _in_english():
    speak("en")
    yield
    speak("en")


@pytest.mark.parametrize(
    ("value", "unit", "half_width", "words"),
    [
        (0.0131, "s", math.nan, "13.1 ms"),
        (0.0, "s", math.nan, "0 s"),
        (2.5e-6, "s", math.nan, "2.5 µs"),
        (59.99, "s", math.nan, "1 min"),
        (7200.0, "s", 60.0, "2.000 ±0.017 h"),
        (183600.0, "s", 8640.0, "2.12 ±0.10 d"),
        (0.955, "share", 0.0123, "95.5 ±1.2%"),
        (1.0, "share", 0.0, "100%"),
        (6.44, "count", 0.072, "6.44 ±0.07"),
        (3.742e8, "count", 431.0, "374.2 M"),
        (0.0000171, "share", math.nan, "0.0017%"),
        (598.3, "count", 24.0, "598 ±24"),
        (1234567.0, "count", math.nan, "1.23 M"),
        (265856.0, "CNY", 3314.0, "265,856 ±3,314 CNY"),
        (2.5e6, "B", math.nan, "2.5 MB"),
        (12.0, "record-days", math.nan, "12 record-days"),
        (math.nan, "s", math.nan, "–"),
        (math.inf, "s", math.nan, "∞"),
        (-90.0, "s", math.nan, "−1.5 min"),
        (-1e-12, "share", math.nan, "0%"),
        (1e-300, "count", math.nan, "0"),
        (1e300, "count", math.nan, "1.00e+291 G"),
    ],
)
def test_a_number_is_written_as_people_read_it(value, unit, half_width, words) -> None:
    assert figure(value, unit, half_width) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (0.0131, "s", "13.1毫秒"),
        (7200.0, "s", "2小时"),
        (265856.0, "CNY", "26.6万元"),
        (3.2e8, "CNY", "3.2亿元"),
        (12.0, "record-days", "12条·天"),
        (0.5, "share", "50%"),
    ],
)
def test_units_are_chinese_in_chinese(value, unit, words) -> None:
    speak("zh")
    assert figure(value, unit) == words


@pytest.mark.parametrize(
    ("value", "half_width", "english", "chinese"),
    [
        (43316.0, 3.0, "43,316 ±3 CNY", "43,316 ±3元"),
        (-999499.0, 40.0, "−999,499 ±40 CNY", "−999,499 ±40元"),
        (43316.0, 0.3, "43,316 CNY", "4.332万元"),
        (43316.0, 8005.0, "43,316 ±8,005 CNY", "4.3 ±0.8万元"),
        (3.742e8, 431.0, "374.2 M CNY", "3.742亿元"),
        (2345678.0, 600.0, "2.346 ±0.001 M CNY", "234.6 ±0.1万元"),
    ],
)
def test_what_is_known_shows_in_both_languages(value, half_width, english, chinese) -> None:
    assert figure(value, "CNY", half_width, language="en") == english
    assert figure(value, "CNY", half_width, language="zh") == chinese


def test_an_interval_is_a_mean_with_its_half_width() -> None:
    assert interval(1.0, 0.9, 1.1, "s") == "1.00 ±0.10 s"
    assert interval(1.0, math.nan, math.nan, "s") == "1 s"


def test_units_said_beside_a_column_are_left_out_of_it() -> None:
    assert figure(26.5, "record-days", bare=True) == "26.5"
    assert figure(26.5, "s", bare=True) == "26.5 s"
