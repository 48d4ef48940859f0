"""Text in columns of a terminal, where a Chinese character is two columns wide.

In: text and a width. Out: lines that fit, padded cells, text without control characters. Uses
the standard library only, because the help pages need it before anything heavy is loaded.
"""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_PIECES = re.compile(r"\s+|[^\s\u2e80-\uffef]+|[\u2e80-\uffef]")
_JOINTS = re.compile(r"[^._\-\[=,\s]*[._\-\[=,\s]|[^._\-\[=,\s]+$")
_FOLDED = re.compile(r"(?<=[\u2e80-\uffef]) (?=[\u2e80-\uffef])")  # YAML folds lines into spaces
_NEVER_FIRST = frozenset(
    "\uff0c\u3002\u3001\uff1b\uff1a\uff01\uff1f\uff09\u300b\u300d\u300f\u3011\u201d\u2019\uff05,.;:!?)]}%\u2026"
)
_NEVER_LAST = frozenset("\uff08\u300a\u300c\u300e\u3010\u201c\u2018([{")


def plain(text: object) -> str:
    """`text` without characters that could steer a terminal (a file's author wrote it)."""
    return _CONTROL.sub("\ufffd", str(text))


def width(text: str) -> int:
    """Columns that `text` takes."""
    columns = 0
    for character in text:
        if unicodedata.combining(character):
            continue
        columns += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return columns


def pad(text: str, columns: int) -> str:
    """`text` filled up with spaces to `columns`."""
    return text + " " * max(columns - width(text), 0)


def _pieces(text: str) -> list[str]:
    """What may not be broken: words, single Chinese characters with their punctuation, spaces."""
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        piece = " " if piece.isspace() else piece
        glued = pieces and (
            piece[0] in _NEVER_FIRST or (pieces[-1][-1] in _NEVER_LAST and piece != " ")
        )
        if glued and pieces[-1] != " ":
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def jointed(name: str, columns: int) -> str:
    """A long name in lines that end at its joints (`.`, `_`, `-`, `[`, `=`, `,`), not mid-word."""
    lines = [""]
    for piece in _JOINTS.findall(name):
        if lines[-1] and width(lines[-1] + piece) > columns:
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)


def wrap(text: str, columns: int, first: str = "", rest: str = "") -> list[str]:
    """Lines of `text` at most `columns` wide, the first after `first`, the others after `rest`."""
    lines: list[str] = []
    line, used, empty = first, width(first), True
    for piece in _pieces(_FOLDED.sub("", text.strip())):
        long = width(piece)
        if used + long > columns and not empty:
            lines.append(line.rstrip())
            line, used, empty = rest, width(rest), True
        if piece == " " and empty:
            continue
        while used + long > columns and long > columns - width(rest) > 0:
            room = columns - used
            cut = 0
            while cut < len(piece) and width(piece[: cut + 1]) <= room:
                cut += 1
            cut = max(cut, 1)
            lines.append(line + piece[:cut])
            piece = piece[cut:]
            line, used, long = rest, width(rest), width(piece)
        line, used, empty = line + piece, used + long, False
    lines.append(line.rstrip())
    return lines
