"""Colours of YAML mark keys, texts, numbers and comments, and nothing inside a block of text."""

import pytest

from sandbox.scenario import shipped
from sandbox.scenario.library import library
from sandbox.tui.highlighting import COMMENT, KEY, NUMBER, SIGN, TEXT, block_lines, coloured


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("rate: 40/day  # often", [("rate", KEY), ("40/day", NUMBER), ("# often", COMMENT)]),
        ('  - {code: "330000"}', [("code", KEY), ('"330000"', TEXT)]),
        ("  tax: &x {value: 3%}", [("tax", KEY), ("&x", SIGN), ("value", KEY), ("3%", NUMBER)]),
        ("about: >-", [("about", KEY), (">-", SIGN)]),
        ("name: {zh: 公安局, en: a#b}", [("name", KEY), ("zh", KEY), ("en", KEY)]),
        ("horizon: 2 days", [("horizon", KEY), ("2 days", NUMBER)]),
    ],
)
def test_the_parts_of_a_line_have_their_colours(line, parts) -> None:
    assert [(line[start:end], colour) for start, end, colour in coloured(line)] == parts


def test_lines_of_a_block_of_text_are_known() -> None:
    lines = ["a: >-  # why", "  key: no key", "", "  more", "b: |", "   x", "c: 1"]
    assert block_lines(lines) == {1, 2, 3, 5}


def test_colours_never_overlap_in_what_is_shipped() -> None:
    for name in shipped():
        for line in (library() / f"{name}.yaml").read_text(encoding="utf-8").split("\n"):
            ends = 0
            for start, end, _ in coloured(line):
                assert ends <= start < end <= len(line)
                ends = end
