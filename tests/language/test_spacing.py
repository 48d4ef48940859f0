"""Chinese stands without spaces beside Chinese, and apart from Latin letters and digits."""

import pytest

from sandbox.language import Message, Text, say

FOUND = "found {written}; expected {expected}"


@pytest.mark.parametrize(
    ("written", "expected", "said"),
    [
        (Message("a list"), Message("true or false"), "这里写的是列表；应为 true 或 false"),
        (Message("`{value}`", {"value": 3}), Message("a text"), "这里写的是 `3`；应为文字"),
        ("列表", "true", "这里写的是 列表；应为true"),
        (Text("列表", "a list"), Text("甲", "A"), "这里写的是 列表；应为甲"),
    ],
    ids=["our own words", "a sign", "a name", "a text of a scenario"],
)
def test_only_our_own_words_are_set_apart_or_joined(written, expected, said) -> None:
    assert say(FOUND, "zh", written=written, expected=expected) == said
    message = Message(FOUND, {"written": written, "expected": expected})
    assert message.render("zh") == said
    assert "  " not in message.render("en")
