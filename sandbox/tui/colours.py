"""Colours of models, departments and levels, chosen to stay apart for colour-blind readers.

In: a position in a scenario's order. Out: a hex colour. Colour never stands alone: lines have
letters, levels have shapes, verdicts have words.
"""

from __future__ import annotations

from functools import lru_cache

from rich.style import Style

# The palette of Okabe and Ito (2008), lightened for a dark background, and two greys.
SERIES = (
    "#E69F00",
    "#56B4E9",
    "#00C493",
    "#F0E442",
    "#CC79A7",
    "#6A8DFF",
    "#FF7A45",
    "#D0D0D0",
    "#9A8CFF",
    "#7FD6C2",
    "#C9A36A",
    "#8E9AA8",
)
LEVEL_COLOURS = {
    "nation": "#F0E442",
    "province": "#FF7A45",
    "prefecture": "#56B4E9",
    "county": "#00C493",
}
BETTER, WORSE, SAME = "#00C493", "#FF7A45", "#8E9AA8"
LINK, PATH, LABEL, FADED = "#3F4A5A", "#F0E442", "#AEB9C7", "#4A5361"
TINTS = ("#151A22", "#1B222D")
BACKGROUND = "#11151C"


@lru_cache(maxsize=512)
def paint(colour: str | None, ground: str = BACKGROUND, *, bold: bool = False) -> Style:
    """A style; made once for each combination, because making one costs more than using it."""
    return Style(color=colour, bgcolor=ground, bold=bold or None)


def series_colour(position: int) -> str:
    """The colour of the thing at this position."""
    return SERIES[position % len(SERIES)]


def letter(position: int) -> str:
    """The letter that stands for the model at this position, besides its colour."""
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[position % 26]


@lru_cache(maxsize=64)
def dimmed(colour: str, share: float = 0.45) -> str:
    """The colour mixed with the background, of which it keeps `share`."""
    pairs = ((colour[at : at + 2], BACKGROUND[at : at + 2]) for at in (1, 3, 5))
    parts = (round(int(own, 16) * share + int(back, 16) * (1 - share)) for own, back in pairs)
    return "#" + "".join(f"{part:02X}" for part in parts)
