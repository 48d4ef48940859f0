"""Colours of the theme in force, by role.

In: a position in a scenario's order, or the name of a role. Out: a hex colour. Colour never stands
alone: lines have letters, levels have shapes, verdicts have signs. Roles are read when they are
used (`colours.LABEL`), never kept: the theme can change at any moment.
"""

from __future__ import annotations

from functools import lru_cache

from rich.style import Style

from sandbox.tui.themes import FIRST, LEVELS, THEMES, Look

# Roles, declared here for the type checker and answered by `__getattr__` from the theme in force.
BACKGROUND: str
ZEBRA: str
HEAD: str
CURSOR: str
CURSOR_ASIDE: str
TINTS: tuple[str, str]
TEXT: str
STRONG: str
LABEL: str
ACCENT: str
BETTER: str
WORSE: str
SAME: str
PLACE: str
FIELD: str
BAR: str
AXIS: str
LINK: str
PATH: str
FADED: str
SERIES: tuple[str, ...]
LEVEL_COLOURS: dict[str, str]

_worn = [FIRST]


def wear(name: str) -> None:
    """Put a theme in force; raises KeyError for one that is not known."""
    _worn[:] = [name if THEMES[name] else FIRST]


def look() -> Look:
    """The theme in force."""
    return THEMES[_worn[0]]


def __getattr__(name: str) -> object:
    if name == "LEVEL_COLOURS":
        return dict(zip(LEVELS, look().levels))
    if name in __annotations__:
        return getattr(look(), name.lower())
    raise AttributeError(name)


def paint(colour: str | None, ground: str | None = None, *, bold: bool = False) -> Style:
    """A style; `ground` is the theme's background where none is given."""
    return _style(colour, ground if ground is not None else look().background, bold)


@lru_cache(maxsize=1024)
def _style(colour: str | None, ground: str, bold: bool) -> Style:
    """Made once for each combination, because making one costs more than using it."""
    return Style(color=colour, bgcolor=ground, bold=bold or None)


def series_colour(position: int) -> str:
    """The colour of the thing at this position."""
    series = look().series
    return series[position % len(series)]


def letter(position: int) -> str:
    """The letter that stands for the model at this position, besides its colour."""
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[position % 26]


def dimmed(colour: str, share: float = 0.45) -> str:
    """The colour mixed with the theme's background, of which it keeps `share`."""
    return _mixed(colour, look().background, share)


@lru_cache(maxsize=64)
def _mixed(colour: str, ground: str, share: float) -> str:
    pairs = ((colour[at : at + 2], ground[at : at + 2]) for at in (1, 3, 5))
    parts = (round(int(own, 16) * share + int(back, 16) * (1 - share)) for own, back in pairs)
    return "#" + "".join(f"{part:02X}" for part in parts)
