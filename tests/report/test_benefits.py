"""Benefits over calendar time: shares of all requests of a span, drawn to scale."""

from __future__ import annotations

import math

import pytest

from sandbox.language import speak
from sandbox.report.benefits import benefits, spans
from sandbox.report.sheet import Sheet

WEEK = 7 * 86400.0


@pytest.fixture(autouse=True)
def _english():
    speak("en")
    yield
    speak("en")


def test_a_span_holds_the_share_of_all_requests_made_in_it() -> None:
    """100 requests of which half, and 300 of which a tenth, are 80 of 400."""
    series = {
        "time": [0.0, WEEK, 2 * WEEK, 3 * WEEK],
        "requests": [100.0, 300.0, 0.0, 50.0],
        "satisfied": [0.5, 0.1, math.nan, 1.0],
    }
    assert spans(series, "satisfied", 2 * WEEK, 2) == [pytest.approx(0.2), 1.0]
    assert spans(series, "satisfied", WEEK, 4)[:2] == [0.5, 0.1]
    assert math.isnan(spans(series, "satisfied", WEEK, 4)[2])


def test_rows_are_as_long_as_the_study_and_as_tall_as_the_share() -> None:
    times = [week * WEEK for week in range(10)]
    grown = [week / 10 for week in range(10)]
    series = {"time": times, "requests": [10.0] * 10}
    series |= {"satisfied": grown, "by_letter": [0.0] * 10, "fresh": [1.0] * 10}
    sheet = Sheet(80)
    benefits(sheet, series, 10 * WEEK, 30)
    rows = [line for line in sheet.lines if "▁" in line or "█" in line]
    assert rows[0].split()[-1] == "▁▁▂▃▄▅▅▆▇█"
    assert rows[1].split()[-1] == "▁" * 10
    assert rows[2].split()[-1] == "█" * 10
    assert "    first 0%, last 90%" in sheet.lines
