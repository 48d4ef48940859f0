"""The themes: for each, what colour every role has.

In: nothing. Out: `THEMES` by name. A role says what something is (a heading, a cursor, the third
model), never how it looks; tests hold every text role readable on every ground, and models' colours
apart for eyes without green-sensitive cones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.language import Message

if TYPE_CHECKING:
    from textual.theme import Theme


@dataclass(frozen=True)
class Look:
    """A theme: a colour for each role, all as `#RRGGBB`."""

    title: Message
    dark: bool
    # grounds
    background: str
    zebra: str  # every second row
    head: str  # of tables, and the lines at the top and at the bottom
    cursor: str  # the row under the cursor where keys go
    cursor_aside: str  # and where they do not go
    tints: tuple[str, str]  # of regions on the map
    # words
    text: str
    strong: str
    label: str
    accent: str
    better: str
    worse: str
    same: str
    place: str  # of a mistake: file, line, column
    field: str  # of a mistake: the part of the scenario
    # drawings
    bar: str
    axis: str
    link: str
    path: str  # from the agency under the cursor to the top of the tree
    faded: str
    levels: tuple[str, str, str, str]  # nation, province, prefecture, county
    phases: tuple[str, str, str, str]  # waiting, under work, there, ended
    marks: tuple[str, str, str]  # bad, good, changed
    series: tuple[str, ...]


LEVELS = ("nation", "province", "prefecture", "county")
PHASES = ("waiting", "work", "there", "ended")

# Models' colours start from the palette of Okabe and Ito (2008) where that is bright enough for
# the ground; the others were searched for so that any two stay apart under deuteranopia too.
THEMES: dict[str, Look] = {
    "dusk": Look(
        title=Message("dark"),
        dark=True,
        background="#11151C",
        zebra="#161B24",
        head="#24303F",
        cursor="#1F3850",
        cursor_aside="#24303F",
        tints=("#151A22", "#1B222D"),
        text="#D8DEE9",
        strong="#FFFFFF",
        label="#AEB9C7",
        accent="#F0E442",
        better="#00D09C",
        worse="#FF9068",
        same="#AEB9C7",
        place="#56B4E9",
        field="#E69F00",
        bar="#56B4E9",
        axis="#66778E",
        link="#627085",
        path="#F0E442",
        faded="#667182",
        levels=("#F0E442", "#FF9068", "#56B4E9", "#00C493"),
        phases=("#A5B1BF", "#E69F00", "#00D09C", "#E6A0C4"),
        marks=("#FF9068", "#6FC3F2", "#F0E442"),
        series=(
            "#E69F00", "#56B4E9", "#00C493", "#F0E442", "#CC79A7", "#3388FF",
            "#FFFFCC", "#669911", "#DDFFFF", "#CCFF88", "#55EEFF", "#FF8877",
        ),
    ),
    "daylight": Look(
        title=Message("light"),
        dark=False,
        background="#FFFFFF",
        zebra="#F4F5F7",
        head="#E3E8EE",
        cursor="#CFE3F5",
        cursor_aside="#E3E8EE",
        tints=("#FFFFFF", "#F1F1EC"),
        text="#1F2630",
        strong="#000000",
        label="#4A5563",
        accent="#6B3FA0",
        better="#00613F",
        worse="#A33A00",
        same="#4A5563",
        place="#00578F",
        field="#7A4B00",
        bar="#0072B2",
        axis="#7C8794",
        link="#7C8797",
        path="#6B3FA0",
        faded="#7E8895",
        levels=("#CC2200", "#995577", "#0033AA", "#224422"),
        phases=("#4A5563", "#7A4B00", "#00613F", "#8A2D66"),
        marks=("#A33A00", "#00578F", "#6B3FA0"),
        series=(
            "#0000FF", "#CC2200", "#224422", "#BB22AA", "#995577", "#004488",
            "#772200", "#4455FF", "#CC2255", "#004455", "#AA22DD", "#0033AA",
        ),
    ),
    "contrast": Look(
        title=Message("high contrast"),
        dark=True,
        background="#000000",
        zebra="#0D0D0D",
        head="#1F1F1F",
        cursor="#003C78",
        cursor_aside="#333333",
        tints=("#000000", "#1A1A1A"),
        text="#FFFFFF",
        strong="#FFFFFF",
        label="#E6E6E6",
        accent="#FFFF00",
        better="#80E5FF",
        worse="#FFB38A",
        same="#E6E6E6",
        place="#8AD4FF",
        field="#FFD166",
        bar="#8AD4FF",
        axis="#B3B3B3",
        link="#8C8C8C",
        path="#FFFF00",
        faded="#8C8C8C",
        levels=("#FFFF00", "#EE5511", "#6677FF", "#FFFFFF"),
        phases=("#E6E6E6", "#FFD166", "#66FF99", "#FF9EFF"),
        marks=("#FFB38A", "#8AD4FF", "#FFFF00"),
        series=(
            "#FFFF00", "#55EEFF", "#EE5511", "#99FF55", "#EE66FF", "#6677FF",
            "#FFFFFF", "#009933", "#EEAA99", "#6688AA", "#FFFFAA", "#009977",
        ),
    ),
    "okabe-ito": Look(
        title=Message("for colour-blind eyes (Okabe and Ito)"),
        dark=True,
        background="#000000",
        zebra="#0E0E10",
        head="#26262B",
        cursor="#10426B",
        cursor_aside="#26262B",
        tints=("#000000", "#161616"),
        text="#F2F2F2",
        strong="#FFFFFF",
        label="#C4C4C8",
        accent="#F0E442",
        better="#56B4E9",
        worse="#F09A4A",
        same="#C4C4C8",
        place="#56B4E9",
        field="#E69F00",
        bar="#56B4E9",
        axis="#85858C",
        link="#6E6E75",
        path="#F0E442",
        faded="#6E6E75",
        levels=("#F0E442", "#F09A4A", "#56B4E9", "#FFFFFF"),
        phases=("#C4C4C8", "#E69F00", "#6FC3F2", "#E6A0C4"),
        marks=("#F09A4A", "#6FC3F2", "#F0E442"),
        series=(
            "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#D55E00", "#CC79A7",
            "#FFFFFF", "#5577FF", "#DDFF99", "#BB8855", "#77EEFF", "#55EEAA",
        ),
    ),
}  # fmt: skip
FIRST = "dusk"


def textual_theme(name: str) -> Theme:
    """The same colours as Textual's own widgets want them."""
    from textual.theme import Theme

    look = THEMES[name]
    return Theme(
        name=name,
        primary=look.bar,
        secondary=look.label,
        accent=look.accent,
        warning=look.worse,
        error=look.worse,
        success=look.better,
        foreground=look.text,
        background=look.background,
        surface=look.zebra,
        panel=look.head,
        dark=look.dark,
        variables={
            "label": look.label,
            "block-cursor-background": look.cursor,
            "block-cursor-foreground": look.strong,
            "block-cursor-blurred-background": look.cursor_aside,
            "block-cursor-blurred-foreground": look.text,
            "input-selection-background": f"{look.bar} 40%",
        },
    )
