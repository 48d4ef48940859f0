"""One change of a scenario moves the line of its value, and nothing else."""

import difflib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.scenario import shipped
from sandbox.scenario.editing import (
    CannotChange,
    Written,
    add,
    duplicate,
    parse,
    path_at,
    place,
    remove,
    rename,
    set_value,
)
from sandbox.scenario.library import library
from sandbox.scenario.text import compose

TEXTS = {name: (library() / f"{name}.yaml").read_text(encoding="utf-8") for name in shipped()}
STARTERS = Path(__file__).parents[2] / "sandbox" / "cli"
TEXTS |= {file.name: file.read_text(encoding="utf-8") for file in STARTERS.glob("starter.*.yaml")}


def _scalars(span, path=()):
    if span.kind == "scalar":
        yield path, span
    for entry in span.entries:
        if entry.name != "<<":
            yield from _scalars(entry.value, (*path, entry.name))
    for number, item in enumerate(span.items):
        yield from _scalars(item, (*path, number))


SCALARS = {name: list(_scalars(parse(text))) for name, text in TEXTS.items()}


def _differing(before: str, after: str) -> list[str]:
    found = difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    return [line for line in list(found)[2:] if not line.startswith("@@")]


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(sorted(TEXTS)),
    st.integers(0, 10**6),
    st.sampled_from(
        [Written("77/h"), Written("0.5"), "新的值", "a: b", "x # y", "- z", "true", "007", "'", '"']
    ),
)
def test_setting_a_value_changes_its_line_only(name, number, value) -> None:
    text = TEXTS[name]
    path, span = SCALARS[name][number % len(SCALARS[name])]
    after = set_value(text, path, value)
    lines = text[span.start : span.end].count("\n") + 1
    changed = _differing(text, after)
    assert sum(line.startswith("-") for line in changed) <= lines
    assert sum(line.startswith("+") for line in changed) <= 1
    if lines == 1:
        assert after.startswith(text[: span.start])
        assert after.endswith(text[span.end :])
    found = compose(after, "").at(*path).plain()
    assert found == value if not isinstance(value, Written) else str(found) == value


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(TEXTS)), st.integers(0, 10**6))
def test_a_copied_entry_that_is_removed_again_leaves_the_text_as_it_was(name, number) -> None:
    text = TEXTS[name]
    path, _ = SCALARS[name][number % len(SCALARS[name])]
    if len(path) < 2:
        return
    entry = path[:2]
    copy = (entry[0], "a-copy" if isinstance(entry[1], str) else entry[1] + 1)
    after = duplicate(text, entry, str(copy[1]))
    old, new = compose(text, ""), compose(after, "")
    assert new.at(*copy).plain() == old.at(*entry).plain()
    if parse(text).at(entry[:1]).flow:
        return
    assert remove(after, copy) == text


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_value_is_found_from_where_it_stands(name) -> None:
    text = TEXTS[name]
    root = parse(text)
    for path, span in SCALARS[name]:
        assert path_at(root, span.body) == path
        assert place(root, path) <= span.start


SMALL = """\
# what it is about
a: 1   # one
needs:   # who
  x:
    rate: &r {value: 5/h, source: "so"}  # often
    reach: {local: 1, nation: 0}
  y: {rate: *r}
empty: {}
list:
  - {code: "1"}
  -   code: 2
      more: z
tags: [a, b]
nothing:   # yet
text: >-
  two
  lines

last: "q"
"""


@pytest.mark.parametrize(
    ("path", "value", "before", "after"),
    [
        (("a",), Written("2"), "a: 1   # one", "a: 2   # one"),
        (("last",), "r", 'last: "q"', 'last: "r"'),
        (("needs", "x", "rate", "value"), Written("6/h"), "value: 5/h", "value: 6/h"),
        (("needs", "x", "rate"), Written("6/h"), '&r {value: 5/h, source: "so"}', "&r 6/h"),
        (("needs", "y", "rate"), Written("6/h"), "*r", "6/h"),
        (
            ("needs", "x", "reach", "province"),
            Written("1"),
            "nation: 0}",
            "nation: 0, province: 1}",
        ),
        (("empty", "b", "c"), Written("3"), "empty: {}", "empty:\n  b:\n    c: 3"),
        (("nothing",), Written("{b: 1}"), "nothing:   # yet", "nothing: {b: 1}   # yet"),
        (("nothing", "b"), Written("1"), "nothing:   # yet", "nothing: {b: 1}   # yet"),
        (("tags",), ["a", "b", "c d"], "[a, b]", "[a, b, c d]"),
        (("tags", 2), "c", "[a, b]", "[a, b, c]"),
        (("text",), "one line", ">-\n  two\n  lines", "one line"),
        (("list", 1, "new"), "v", "      more: z", "      more: z\n      new: v"),
        (("needs", "x", "mode"), "query", "nation: 0}\n", "nation: 0}\n    mode: query\n"),
        (("new", "b"), Written("1"), 'last: "q"\n', 'last: "q"\n\nnew:\n  b: 1\n'),
    ],
)
def test_a_value_is_written_where_a_person_would_write_it(path, value, before, after) -> None:
    assert before in SMALL
    assert set_value(SMALL, path, value) == SMALL.replace(before, after, 1)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (("a",), "a: 1   # one\n", ""),
        (("needs", "x", "reach", "local"), "local: 1, ", ""),
        (("needs", "x", "reach", "nation"), ", nation: 0", ""),
        (("list", 0), '  - {code: "1"}\n', ""),
        (("list", 1, "code"), "code: 2\n      more", "more"),
        (("tags", 1), ", b", ""),
        (("needs", "y", "rate"), "{rate: *r}", "{}"),
        (("text",), "text: >-\n  two\n  lines\n", ""),
    ],
)
def test_what_is_taken_away_leaves_nothing_behind(path, before, after) -> None:
    assert remove(SMALL, path) == SMALL.replace(before, after, 1)


def test_entries_are_added_and_renamed() -> None:
    assert "tags: [a, b, c]" in add(SMALL, ("tags",), "c")
    assert "\n  - {code: new}\n" in add(SMALL, ("list",), Written("{code: new}"))
    assert "nothing: {n: {}}" in add(SMALL, ("nothing", "n"), Written("{}"))
    assert "\n  z: {rate: *r}\n" in rename(SMALL, ("needs", "y"), "z")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda: set_value("a: [1", ("a",), "x"), "the YAML cannot be read"),
        (lambda: set_value(SMALL, ("needs", "y", "rate", "value"), "x"), "written once as `&r`"),
        (lambda: set_value(SMALL, ("a", "b"), "x"), "a is one value"),
        (lambda: set_value(SMALL, ("tags", "b"), "x"), "nothing is written at tags.b"),
        (lambda: remove(SMALL, ("b",)), "nothing is written at b"),
        (lambda: duplicate(SMALL, ("needs", "x"), "y"), "`y` is there already"),
        (lambda: rename(SMALL, ("needs", "x"), "y"), "`y` is there already"),
        (lambda: add(SMALL, ("needs", "x"), "y"), "`x` is there already"),
        (lambda: rename(SMALL, ("needs", "w"), "y"), "nothing is written at needs.w"),
    ],
)
def test_what_cannot_be_changed_here_says_why(change, words) -> None:
    with pytest.raises(CannotChange, match=words):
        change()


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40))
def test_any_text_is_read_back_as_it_was_typed_or_refused(typed) -> None:
    try:
        after = set_value(SMALL, ("last",), typed)
    except CannotChange:
        return
    assert compose(after, "").at("last").plain() == typed


@settings(max_examples=100, deadline=None)
@given(st.text("{}[]:,-#&*!|>'\"% \nab1", max_size=40))
def test_any_text_has_spans_or_none(text) -> None:
    root = parse(text)
    assert root is None or 0 <= root.start <= root.end <= len(text)
