"""The characters that maps, charts and signs are drawn with, as the terminal can draw them.

In: the name of a set. Out: characters of it: braille (eight dots a cell), blocks (four quarters a
cell), or ASCII. Every one takes one cell. Under ASCII whatever else is written is replaced too,
cell by cell: many terminals in Chinese locales draw `±`, `…` or `│` two cells wide.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from sandbox.tui.themes import LEVELS

SETS = ("braille", "blocks", "ascii")
CHOICES = ("auto", *SETS)


@dataclass(frozen=True)
class Symbols:
    """One set."""

    levels: tuple[str, str, str, str]  # of agencies: nation, province, prefecture, county
    crowd: str  # one agency in a cell, two, three, … eight and more
    bar: str  # a cell of a bar from empty to full
    grades: str  # of load: idle, half, full, a queue, a long queue


_SETS = {
    "braille": Symbols(("⣿", "⠿", "⠶", "⠒"), "⠄⠆⠦⠶⠷⠿⡿⣿", " ▏▎▍▌▋▊▉█", "⠂⠆⠶⠿⣿"),
    "blocks": Symbols(("█", "▓", "▒", "░"), "▁▂▃▄▅▆▇█", " ▏▎▍▌▋▊▉█", "▁▂▄▆█"),
    "ascii": Symbols(("#", "%", "o", "."), "12345678", " #", ".-o#@"),
}
_QUARTERS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"  # by upper left 1, upper right 2, lower left 4, lower right 8
_UPPER_LEFT, _UPPER_RIGHT, _LOWER_LEFT, _LOWER_RIGHT = 0x03, 0x18, 0x44, 0xA0
_STROKES = {
    0b0001: "'", 0b0010: "'", 0b0100: ".", 0b1000: ".", 0b0011: '"', 0b1100: "_",
    0b0101: "|", 0b1010: "|", 0b0110: "/", 0b1001: "\\",
}  # fmt: skip
_PLAIN = {
    "…": ".", "±": "~", "×": "x", "÷": "/", "·": "|", "–": "-", "—": "-", "−": "-", "≈": "=",
    "≤": "<", "≥": ">", "✓": "+", "✗": "x", "▲": "^", "▼": "v", "←": "<", "→": ">", "↑": "^",
    "↓": "v", "›": ">", "▸": ">", "•": "*", "●": "*", "“": '"', "”": '"', "‘": "'", "’": "'",
    "│": "|", "┃": "|", "─": "-", "━": "-", "⏎": "$", "⌫": "<", "°": "o", "²": "2", "≠": "#",
    "⊘": "o", "\u00a0": " ",
}  # fmt: skip
_BOXES, _BLOCKS, _BRAILLE = range(0x2500, 0x2580), range(0x2580, 0x25A0), range(0x2800, 0x2900)

_drawn = ["braille"]


def draw_with(name: str) -> None:
    """Put a set in force; raises KeyError for one that is not known."""
    _drawn[:] = [name if _SETS[name] else ""]


def drawn() -> str:
    """The name of the set in force."""
    return _drawn[0]


def symbols() -> Symbols:
    """The set in force."""
    return _SETS[_drawn[0]]


def shapes() -> dict[str, str]:
    """The shape of an agency by its level."""
    return dict(zip(LEVELS, symbols().levels))


def stroke(mask: int) -> str:
    """The character for a part of a line: which of the eight dots of a cell it goes through.

    Bits are those of a braille character (U+2800 and what is added to it).
    """
    if not mask:
        return " "
    if _drawn[0] == "braille":
        return chr(0x2800 + mask)
    quarters = sum(
        bool(mask & part) << place
        for place, part in enumerate((_UPPER_LEFT, _UPPER_RIGHT, _LOWER_LEFT, _LOWER_RIGHT))
    )
    if _drawn[0] == "blocks":
        return _QUARTERS[quarters]
    if not mask & ~0x36 and mask & 0x06 and mask & 0x30:  # the two rows in the middle
        return "-"
    return _STROKES.get(quarters, "*")


def bar(fraction: float, length: int) -> str:
    """A bar of `length` cells that is full to a fraction (0 to 1)."""
    steps = symbols().bar
    fine = len(steps) - 1
    parts = round(max(0.0, min(1.0, fraction)) * length * fine)
    full, rest = divmod(parts, fine)
    words = steps[-1] * full + (steps[rest] if rest else "")
    return words + " " * (length - len(words))


def plain(text: str) -> str:
    """A text with an ASCII character in the place of every sign that takes one cell.

    Letters and Chinese stay: they are words.
    """
    return text if text.isascii() else "".join(map(_plain, text))


def _plain(char: str) -> str:
    if char.isascii() or char.isalnum() or cell_len(char) != 1:
        return char
    if char in _PLAIN:
        return _PLAIN[char]
    code = ord(char)
    if code in _BLOCKS:
        return "#"
    if code in _BRAILLE:
        return "*"
    return "+" if code in _BOXES else _bare(char)


def _bare(char: str) -> str:
    """The ASCII character that a compatible sign stands for, else `?`."""
    found = unicodedata.normalize("NFKD", char)[:1]
    return found if found.isascii() and found.isprintable() and found else "?"


class AsciiOnly(LineFilter):
    """Replaces signs in everything that the app shows, while the ASCII set is in force."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's
        """The same segments, cell for cell."""
        return [
            segment if segment.text.isascii() else Segment(plain(segment.text), *segment[1:])
            for segment in segments
        ]
