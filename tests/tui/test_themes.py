"""Every theme can be read, and models are told apart by eyes without green-sensitive cones."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from sandbox.tui import colours
from sandbox.tui.themes import THEMES, Look, textual_theme

WORDS = ("text", "strong", "label", "accent", "better", "worse", "same", "place", "field")
GROUNDS = ("background", "zebra", "head", "cursor", "cursor_aside")
# Deuteranopia: Machado, Oliveira and Fernandes (2009), "A physiologically-based model for
# simulation of color vision deficiency", IEEE TVCG 15(6), deuteranomaly of severity 1.0; on
# linear RGB.
DEUTERANOPIA = np.array(
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]
)
# sRGB to XYZ under D65 (IEC 61966-2-1)
XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = XYZ.sum(axis=1)
APART = 15.0
"""CIE 1976 colour difference; about 2.3 is just noticeable (Mahy et al. 1994)"""


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(linear(colour) @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE 1976 L*a*b* of linear RGB."""
    t = XYZ @ rgb / WHITE
    f = np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one: str, other: str, *, deuteranopic: bool) -> float:
    seen = DEUTERANOPIA if deuteranopic else np.eye(3)
    first, second = (lab(np.clip(seen @ linear(colour), 0, 1)) for colour in (one, other))
    return float(np.linalg.norm(first - second))


def test_the_measures_of_colour_are_right() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)  # WCAG's own example
    assert apart("#000000", "#FFFFFF", deuteranopic=False) == pytest.approx(100, abs=1e-3)
    # a pair that is told apart by hue alone comes together without green-sensitive cones
    assert apart("#C46210", "#6B8E23", deuteranopic=False) > 50
    assert apart("#C46210", "#6B8E23", deuteranopic=True) < APART


@pytest.mark.parametrize("look", THEMES.values(), ids=THEMES)
def test_words_stand_out_from_every_ground(look: Look) -> None:
    for ground in (getattr(look, name) for name in GROUNDS):
        for role in WORDS:
            assert contrast(getattr(look, role), ground) >= 4.5, (role, ground)
        for sign in (*look.phases, *look.marks):  # of lives
            assert contrast(sign, ground) >= 4.5, (sign, ground)
    for ground in (look.background, *look.tints):
        for sign in (*look.series, *look.levels, look.label, look.path):
            assert contrast(sign, ground) >= 4.5, (sign, ground)
        for drawing in (look.axis, look.link, look.faded, look.bar):
            assert contrast(drawing, ground) >= 3, (drawing, ground)  # WCAG 1.4.11
    assert contrast(look.background, look.path) >= 4.5  # the agency under the cursor


@pytest.mark.parametrize("look", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("deuteranopic", [False, True], ids=["all cones", "deuteranopia"])
def test_models_and_levels_are_told_apart(look: Look, deuteranopic: bool) -> None:
    for family in (look.series, look.levels):
        for one, other in combinations(family, 2):
            assert apart(one, other, deuteranopic=deuteranopic) >= APART, (one, other)


@pytest.mark.parametrize("look", THEMES.values(), ids=THEMES)
def test_better_and_worse_are_told_apart_without_green(look: Look) -> None:
    assert apart(look.better, look.worse, deuteranopic=True) >= APART


@pytest.mark.parametrize("name", THEMES)
def test_textual_wears_the_same_colours(name: str) -> None:
    look, theme = THEMES[name], textual_theme(name)
    variables = theme.to_color_system().generate() | theme.variables
    assert variables["block-cursor-background"] == look.cursor
    assert theme.background == look.background
    assert theme.dark == look.dark == (luminance(look.background) < 0.5)
    for button in ("primary", "warning"):
        ground = getattr(theme, button)
        assert max(contrast(ground, "#000000"), contrast(ground, "#FFFFFF")) >= 4.5


def test_a_colour_is_named_by_its_role_and_nowhere_else() -> None:
    package = Path(colours.__file__).parent
    assert not [
        f"{file.name}: {found}"
        for file in [*package.rglob("*.py"), *package.rglob("*.tcss")]
        if file.name not in ("themes.py", "serving.py")  # a browser's page before the app is there
        for found in re.findall(
            r'"[^"]*#[0-9A-Fa-f]{6}\b[^"]*"|: #[0-9A-Fa-f]{6}', file.read_text()
        )
    ]


def test_roles_follow_the_theme_in_force() -> None:
    colours.wear("daylight")
    try:
        assert THEMES["daylight"].text == colours.TEXT
        assert colours.series_colour(1) == THEMES["daylight"].series[1]
        assert colours.paint("#000000").bgcolor.name == "#ffffff"
    finally:
        colours.wear("dusk")
    with pytest.raises(AttributeError):
        colours.NO_SUCH_ROLE  # noqa: B018 - looking is the point
