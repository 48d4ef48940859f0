"""Lines fit their width, in Chinese as in English, and hold nothing that steers a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.report.paragraphs import jointed, pad, plain, width, wrap


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Mn", "Me"])))
def test_no_line_is_wider_than_asked_for(text: str) -> None:
    for line in wrap(text, 20, "  ", "    "):
        # a closing mark may not begin a line: it hangs over by its own width at most
        assert width(line) <= 24


@given(st.lists(st.text("abc字、。", min_size=1, max_size=8), max_size=20))
def test_nothing_is_lost_in_wrapping(words: list[str]) -> None:
    text = " ".join(words)
    assert "".join("".join(wrap(text, 16)).split()) == "".join(text.split())


def test_a_closing_mark_does_not_begin_a_line() -> None:
    lines = wrap("一二三四五，六七八九十。", 10)
    assert not any(line.startswith(("，", "。")) for line in lines)


def test_spaces_that_folding_left_between_chinese_characters_disappear() -> None:
    assert wrap("都要用 同一份 data 登记", 80) == ["都要用同一份 data 登记"]


def test_a_chinese_character_is_two_columns_wide() -> None:
    assert width("市a") == 3
    assert pad("市", 4) == "市  "


@pytest.mark.parametrize("text", ["\x1b[2J", "\x07", "\x9b2J", "\u202etxt", "a\x00b"])
def test_control_characters_are_made_visible(text: str) -> None:
    assert "\ufffd" in plain(text)


def test_a_long_name_is_broken_at_its_joints() -> None:
    assert jointed("response_time.mean", 14) == "response_time.\nmean"
    assert jointed("satisfied[need=tax-check]", 12) == "satisfied[\nneed=tax-\ncheck]"
    assert jointed("fresh", 3) == "fresh"
    for columns in range(1, 30):
        assert jointed("age.copy_peak[need=a-b,c]", columns).replace("\n", "") == (
            "age.copy_peak[need=a-b,c]"
        )
