"""Whatever happens to a good file, it is loaded or refused with words, and never crashes."""

import json
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.language import Message
from sandbox.scenario import Problem, Refused, reload
from sandbox.scenario.document import DEFAULTS
from sandbox.scenario.merge import lay, prune, with_entry_defaults
from sandbox.scenario.nodes import Node
from sandbox.scenario.problems import Mark
from sandbox.scenario.text import compose, decode

GOOD = (Path(__file__).with_name("good.yaml")).read_text(encoding="utf-8")
NINE = Path(__file__).with_name("nine_models.yaml").read_text(encoding="utf-8")
BASE = prune(
    with_entry_defaults(lay(compose(DEFAULTS.read_text("utf-8"), "d"), compose(GOOD, "g")))
)

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "5 s", "120/h", "-1 s", "county", "tax", "330102", "2024-02-30", "a@b"]),
    st.text(max_size=8),
)
VALUES = st.recursive(
    SCALARS,
    lambda inside: st.one_of(
        st.lists(inside, max_size=3), st.dictionaries(st.text(max_size=6), inside, max_size=3)
    ),
    max_leaves=5,
)


def judged(text: str) -> None:
    """Loads or refuses; a refusal is said in both languages without a hole."""
    problems = refused(lambda: reload(text, Path(), "x.yaml"))
    for problem in problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.render("en")
        assert problem.render("zh")


def refused(work: Callable[[], object]) -> list[Problem]:
    """The problems that `work` is refused for; none when it is not."""
    try:
        work()
    except Refused as refusal:
        return refusal.problems or [Problem("", 0, 0, "", Message("refused without a problem"))]
    return []


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_any_value_put_anywhere_is_judged_with_words(data: st.DataObject) -> None:
    tree = BASE.plain()
    place = tree
    for _ in range(data.draw(st.integers(0, 5))):
        inside = list(place.values()) if isinstance(place, dict) else place
        deeper = [each for each in inside if isinstance(each, dict | list) and each]
        if not deeper:
            break
        place = data.draw(st.sampled_from(deeper))
    keys = list(place) if isinstance(place, dict) else list(range(len(place)))
    key = data.draw(st.sampled_from(keys))
    what = data.draw(st.sampled_from(["replace", "delete", "add"]))
    if what == "delete":
        del place[key]
    elif what == "replace":
        place[key] = data.draw(VALUES)
    elif isinstance(place, dict):
        place[data.draw(st.text(max_size=6))] = data.draw(VALUES)
    else:
        place.append(data.draw(VALUES))
    judged(json.dumps(tree))


@settings(max_examples=50, deadline=None)
@given(st.integers(0, len(GOOD)), st.integers(0, 30), st.text(max_size=5), st.booleans())
def test_any_damage_to_the_text_is_judged_with_words(
    start: int, length: int, put: str, whole: bool
) -> None:
    words = NINE if whole else GOOD
    judged(words[:start] + put + words[start + length :])


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_judged_with_words(data: bytes) -> None:
    problems = refused(lambda: judged(decode(data, "x.yaml")))
    assert all(problem.render("en") for problem in problems)


@given(VALUES, VALUES)
def test_anything_can_be_laid_over_anything(below: object, above: object) -> None:
    assert isinstance(prune(lay(node(below), node(above))), Node)


def node(value: object) -> Node:
    mark = Mark("x", 1, 1)
    if isinstance(value, dict):
        return Node({k: node(v) for k, v in value.items()}, mark, dict.fromkeys(value, mark))
    if isinstance(value, list):
        return Node([node(each) for each in value], mark)
    assert value is None or isinstance(value, str | int | float)
    return Node(value, mark)
