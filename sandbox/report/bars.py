"""Bars of text: how much, beside how much at most; and two ways from a middle line.

In: numbers on one scale. Out: strings of block characters, the same width for all.
"""

from __future__ import annotations

import math

_EIGHTHS = " ▏▎▍▌▋▊▉"


def bar(value: float, most: float, columns: int) -> str:
    """A bar as long as `value` is of `most`; nothing for what is not above zero."""
    if not (most > 0 and math.isfinite(value) and value > 0):
        return ""
    eighths = round(min(value / most, 1.0) * columns * 8)
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()


def around(low: float, high: float, least: float, most: float, columns: int) -> str:
    """Two bars from a middle line: `░` what the low end of something does, `█` the high end.

    `least` (at most 0) and `most` (at least 0) are the ends of the scale. Where both go the same
    way the shorter one is drawn over the longer.
    """
    width = most - least
    if not (width > 0 and math.isfinite(width) and math.isfinite(low) and math.isfinite(high)):
        return ""
    zero = round(-least / width * columns)
    cells = [" "] * columns
    for value, sign in sorted(((low, "░"), (high, "█")), key=lambda pair: -abs(pair[0])):
        end = min(max(round((value - least) / width * columns), 0), columns)
        for place in range(min(zero, end), max(zero, end)):
            cells[place] = sign
    cells.insert(zero, "│")
    return "".join(cells).rstrip()
