"""Colours of YAML, line by line: keys, texts in quotes, numbers with units, comments.

In: the lines of a text. Out: for each line the characters that have a colour of their own. Light
on purpose: it looks at one line at a time, and at which lines belong to a block of text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

KEY, TEXT, NUMBER, COMMENT, SIGN = "PLACE", "BETTER", "FIELD", "SAME", "ACCENT"
"""Roles of their colours."""

_TOKEN = re.compile(
    r"""(?P<quoted>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')"""
    r"""|(?P<comment>(?:^|(?<=\s))\#.*)"""
    r"""|(?P<key>(?:(?<=[{,]\s)|(?<=[{,])|(?<=^)|(?<=\s))[^\s{}\[\],:#"'&*][^{}\[\],:#"']*?(?=:(?:\s|$)))"""
    r"""|(?P<sign>[&*][^\s,{}\[\]]+|(?<=[\s:])[|>][-+]?\d?(?=\s*$)|<<(?=:))"""
    r"""|(?P<number>(?:(?<=[\s:{,\[])|^)[-+]?\d[\d,._]*[^\s{}\[\],#]*"""
    r"""(?:\ [A-Za-z%/\u4e00-\u9fff]+)?)""",
    re.X,
)
_BLOCK = re.compile(r"(?:^|[\s:])[|>][-+]?\d?\s*(?:#.*)?$")
_COLOURS = {"quoted": TEXT, "comment": COMMENT, "key": KEY, "sign": SIGN, "number": NUMBER}


def coloured(line: str) -> list[tuple[int, int, str]]:
    """Start, end and the role of the colour of the parts of a line."""
    found = []
    for match in _TOKEN.finditer(line):
        kind = match.lastgroup or ""
        after = line[match.end() : match.end() + 1]
        colour = KEY if kind == "quoted" and after == ":" else _COLOURS[kind]
        found.append((match.start(), match.end(), colour))
    return found


def block_lines(lines: Sequence[str]) -> set[int]:
    """The lines that belong to blocks of text (`|`, `>`), which hold no keys."""
    found: set[int] = set()
    depth = -1  # of the line that began the block
    for number, line in enumerate(lines):
        bare = line.lstrip(" ")
        indent = len(line) - len(bare)
        if depth >= 0 and (not bare or indent > depth):
            found.add(number)
            continue
        depth = -1
        if bare and not bare.startswith("#") and _BLOCK.search(line):
            depth = indent
    return found
