"""Bars of lives: a character a cell, told apart by shape as well as by colour.

In: a lifeline, a window of time and a width in cells. Out: characters and colours.
"""

from __future__ import annotations

import math

from sandbox.report.lifelines import GRAVEST, Lifeline
from sandbox.tui import colours

# Characters that every terminal draws one cell wide.
_PHASES = {"waiting": ".", "work": "-", "there": "=", "ended": "_"}
_MARKS = {
    "expiry": ("!", 0),
    "cut": ("v", 0),
    "refusal": ("x", 0),
    "restored": ("^", 1),
    "amendment": ("~", 2),
    "renewal": ("+", 1),
}
Sign = tuple[str, str]


def phases() -> dict[str, Sign]:
    """Character and colour of each phase, in the theme in force."""
    return {name: (_PHASES[name], shade) for name, shade in zip(_PHASES, colours.look().phases)}


def marks() -> dict[str, Sign]:
    """Character and colour of each mark, in the theme in force."""
    shades = colours.look().marks
    return {name: (sign, shades[which]) for name, (sign, which) in _MARKS.items()}


def bar(life: Lifeline, begin: float, end: float, width: int) -> list[tuple[str, str]]:
    """Character and colour of each of `width` cells from `begin` to `end`.

    A cell shows the gravest mark in it, else the phase that takes most of it: of phases that take
    as long the later one.
    """
    scale = width / (end - begin)
    shapes, blank = phases() | marks(), (" ", colours.LABEL)
    held: list[dict[str, float]] = [{} for _ in range(width)]
    for span in life.spans:
        first = max(0.0, (span.begin - begin) * scale)
        last = min(float(width), (span.end - begin) * scale)
        for place in range(int(first), math.ceil(last)):
            part = min(last, place + 1.0) - max(first, float(place))
            held[place][span.phase] = held[place].pop(span.phase, 0.0) + part
    cells = [
        shapes[max(reversed(times), key=times.__getitem__)] if times else blank for times in held
    ]
    gravest: dict[int, int] = {}
    for time, what in life.marks:
        place = math.floor((time - begin) * scale)
        if 0 <= place < width:
            gravest[place] = min(gravest.get(place, len(GRAVEST)), GRAVEST.index(what))
    for place, rank in gravest.items():
        cells[place] = shapes[GRAVEST[rank]]
    return cells
