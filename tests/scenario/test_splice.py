"""Entries are spliced into a scenario's text; comments, order and layout stay as they are."""

import pytest

from sandbox.scenario import Refused
from sandbox.scenario.splice import spliced
from sandbox.scenario.text import compose

ENTRY = {"outage": {"stations": ["router@330000"], "from": "36000 s", "for": "1 h"}}
HERE = ("disturbances", "hand-1")
TEXTS = {
    "no section": "a: 1  # one\n# the end\n",
    "no newline at the end": "a: 1",
    "entries": "disturbances:   # these\n    flood:  # this\n      cut: {x: 1}  # so\n"
    "    # a last word\n\nb: 2 # two\n",
    "entries at the end": "b: 2\ndisturbances:\n  flood:\n    list:\n    - 1\n    - 2",
    "nothing under it": "disturbances:  # none yet\nb: 2\n",
    "null": "disturbances: null # none\nb: 2\n",
    "empty braces": "disturbances: {}  # none\nb: 2\n",
    "braces": "disturbances: {flood: {cut: {x: 1}}}\nb: 2\n",
    "braces with a comma": "disturbances: {flood: 1, }\nb: 2\n",
    "a block of text": "disturbances:\n  flood:\n    about: |\n      so\n      it is\n\nb: 2\n",
    "JSON": '{"a": 1, "disturbances": {"flood": {"x": "ü"}}}\n',
    "windows": "a: 1\r\ndisturbances:\r\n  flood: 1 # x\r\nb: 2\r\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_an_entry_is_added_and_nothing_else_is_touched(text) -> None:
    found = spliced(text, "file", {HERE: ENTRY})
    before, after = compose(text, "file").plain(), compose(found, "file").plain()
    assert after.pop("disturbances") == {
        **(before.pop("disturbances", None) or {}),
        "hand-1": ENTRY,
    }
    assert after == before
    comments = [line.split("#", 1)[1] for line in text.splitlines() if "#" in line]
    assert [line.split("#", 1)[1] for line in found.splitlines() if "#" in line] == comments
    kept = [line for line in text.splitlines() if "{" not in line and "null" not in line]
    assert [line for line in found.splitlines() if line in kept] == kept


@pytest.mark.parametrize(
    "text",
    [
        "agreements:\n  one: {provider: a, until: 2026-01-01}  # term\n",
        "agreements:\n  one:\n    until: 2026-01-01  # term\n    provider: a\n",
        "agreements:\n  one:\n    provider: a  # term\n",
        "agreements:\n  one: {provider: a}  # term\n",
        "b: 1  # term\n",
    ],
)
def test_a_value_takes_the_place_of_the_old_one(text) -> None:
    found = spliced(text, "file", {("agreements", "one", "until"): "36000.5 s"})
    assert compose(found, "file").plain()["agreements"]["one"]["until"] == "36000.5 s"
    assert "# term\n" in found
    assert "2026" not in found


def test_several_entries_follow_one_another() -> None:
    found = spliced("a: 1\n", "file", {("d", f"hand-{n}"): {"x": n} for n in range(3)})
    assert list(compose(found, "file").plain()["d"]) == ["hand-0", "hand-1", "hand-2"]


def test_what_an_alias_shares_is_left_alone() -> None:
    text = "one: &it {a: 1}\ntwo: *it\n"
    with pytest.raises(Refused) as told:
        spliced(text, "file", {("two", "b"): 2})
    assert "cannot be added here" in told.value.problems[0].message.render("en")
