"""Bars of lives: a character a cell, told apart by shape as well as by colour.

In: a lifeline, a window of time and a width in cells. Out: characters and colours.
"""

from __future__ import annotations

import math

from sandbox.report.lifelines import GRAVEST, Lifeline
from sandbox.tui import colours

# Characters that every terminal draws one cell wide.
PHASES = {
    "waiting": (".", "#8E9AA8"),
    "work": ("-", "#E69F00"),
    "there": ("=", "#00C493"),
    "ended": ("_", "#CC79A7"),
}
MARKS = {
    "expiry": ("!", "#FF7A45"),
    "cut": ("v", "#FF7A45"),
    "refusal": ("x", "#FF7A45"),
    "restored": ("^", "#56B4E9"),
    "amendment": ("~", "#F0E442"),
    "renewal": ("+", "#56B4E9"),
}
BLANK = (" ", colours.LABEL)


def bar(life: Lifeline, begin: float, end: float, width: int) -> list[tuple[str, str]]:
    """Character and colour of each of `width` cells from `begin` to `end`.

    A cell shows the gravest mark in it, else the phase that takes most of it: of phases that take
    as long the later one.
    """
    scale = width / (end - begin)
    held: list[dict[str, float]] = [{} for _ in range(width)]
    for span in life.spans:
        first = max(0.0, (span.begin - begin) * scale)
        last = min(float(width), (span.end - begin) * scale)
        for place in range(int(first), math.ceil(last)):
            part = min(last, place + 1.0) - max(first, float(place))
            held[place][span.phase] = held[place].pop(span.phase, 0.0) + part
    cells = [
        PHASES[max(reversed(phases), key=phases.__getitem__)] if phases else BLANK
        for phases in held
    ]
    gravest: dict[int, int] = {}
    for time, what in life.marks:
        place = math.floor((time - begin) * scale)
        if 0 <= place < width:
            gravest[place] = min(gravest.get(place, len(GRAVEST)), GRAVEST.index(what))
    for place, rank in gravest.items():
        cells[place] = MARKS[GRAVEST[rank]]
    return cells
