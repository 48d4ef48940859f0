"""What people get while sharing comes about: benefits over calendar time.

In: a run's time series, its first day and length. Out: for each benefit a row with a sign for each
span of weeks, as tall as its share, with the first and the last span's share in figures.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.measures import CATALOGUE
from sandbox.report.paragraphs import pad
from sandbox.report.sheet import Sheet

BENEFITS = ("satisfied", "by_letter", "fresh")
"""Shares of requests (or of answers) whose course tells when sharing pays."""

SIGNS = "▁▂▃▄▅▆▇█"
WEEK = 7 * 86400.0


def benefits(
    sheet: Sheet, series: Mapping[str, Sequence[float]], seconds: float, label: int
) -> None:
    """A row for each benefit, on the same scale of weeks as the rows of things."""
    room = max(10, sheet.columns - label - 1)
    weeks = max(1, math.ceil(seconds / WEEK))
    width = math.ceil(weeks / room) * WEEK
    cells = math.ceil(seconds / width)
    sheet.gap()
    sheet.line(say("What people got meanwhile, shares of the requests of each span:"))
    for name in BENEFITS:
        shares = spans(series, name, width, cells)
        bar = "".join(" " if math.isnan(one) else _sign(one) for one in shares)
        sheet.lines.append(pad(CATALOGUE[name].title.render(), label) + " " + bar.rstrip())
        known = [one for one in shares if not math.isnan(one)]
        if known:
            words = say(
                "first {first}, last {last}",
                first=figure(known[0], "share"),
                last=figure(known[-1], "share"),
            )
            sheet.line(words, 4)


def spans(
    series: Mapping[str, Sequence[float]], name: str, width: float, cells: int
) -> list[float]:
    """A share over each span of `width` seconds: the mean of its intervals, by their requests.

    Nan where nothing was asked. An interval counts to the span in which it begins.
    """
    hits, asked = [0.0] * cells, [0.0] * cells
    for time, share, requests in zip(series["time"], series[name], series["requests"]):
        if math.isnan(share):
            continue
        cell = min(int(time / width), cells - 1)
        hits[cell] += share * requests
        asked[cell] += requests
    return [hit / number if number else math.nan for hit, number in zip(hits, asked)]


def _sign(share: float) -> str:
    return SIGNS[min(int(share * len(SIGNS)), len(SIGNS) - 1)]
