"""What counts as a change, and which way it goes."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.study.changes import Change, Tolerance, changes
from sandbox.study.intervals import Interval
from sandbox.study.outcomes import Outcomes

NAN = math.nan


def one(mean: float, half: float = 0.0, n: int = 2) -> Interval:
    return Interval(mean, mean - half, mean + half, "s", n)


def outcomes(**models: dict[str, Interval]) -> Outcomes:
    return Outcomes("s", "d", "1", 1, 2, 0.95, (), {}, models)


numbers = st.floats() | st.sampled_from([0.0, 1.0, NAN])
intervals = st.builds(Interval, numbers, numbers, numbers, st.just("s"), st.integers(0, 2))
models = st.dictionaries(
    st.sampled_from("ABC"), st.dictionaries(st.sampled_from("xyz"), intervals), max_size=3
)


@given(models=models)
def test_nothing_has_changed_from_itself(models) -> None:
    assert changes(outcomes(**models), outcomes(**models)).none


@given(here=models, there=models)
def test_backwards_everything_is_the_other_way_round(here, there) -> None:
    turned = {"added": "removed", "removed": "added", "up": "down", "down": "up"}
    forth = changes(outcomes(**here), outcomes(**there))
    back = changes(outcomes(**there), outcomes(**here))
    assert (forth.added, forth.removed) == (back.removed, back.added)
    assert forth.models.keys() == back.models.keys()
    for model, found in forth.models.items():
        for key, change in found.items():
            other = back.models[model][key]
            assert other.kind == turned.get(change.kind, change.kind)
            assert other.direction == turned.get(change.direction, change.direction)


@given(here=models, there=models, rel=st.floats(0, 1), more=st.floats(0, 1))
def test_more_tolerance_never_finds_more(here, there, rel, more) -> None:
    def count(tolerance: Tolerance) -> int:
        found = changes(outcomes(**here), outcomes(**there), tolerance)
        return sum(map(len, found.models.values()))

    assert count(Tolerance(rel + more, more)) <= count(Tolerance(rel)) <= count(Tolerance())


@pytest.mark.parametrize(
    ("old", "new", "rel", "abs", "same"),
    [
        (one(100), one(100), 0, 0, True),
        (one(100), one(math.nextafter(100, 101)), 0, 0, False),
        (one(100), one(101), 0.01, 0, True),
        (one(100), one(101.01), 0.01, 0, False),
        (one(100), one(101), 0, 1, True),
        (one(100), one(101.01), 0, 1, False),
        (one(0), one(0.1), 0.5, 0, False),
        (one(0), one(0.1), 0.5, 0.1, True),
        (one(100, 1), one(100, 3), 0.01, 0, False),
        (one(100, 1), one(100, 2), 0.01, 0, True),
        (one(100, n=2), one(100, n=3), 1, 1e9, False),
        (one(NAN, n=0), one(NAN, n=0), 0, 0, True),
        (one(NAN, n=0), one(1.0, n=0), 1, 1e9, False),
        (one(math.inf), one(math.inf), 0, 0, False),  # inf − inf: its interval is undefined
        (Interval(math.inf, NAN, NAN, "s", 2), Interval(math.inf, NAN, NAN, "s", 2), 0, 0, True),
    ],
)
def test_the_tolerance_is_the_larger_of_both(old, new, rel, abs, same) -> None:
    if math.isinf(old.mean) and not math.isnan(old.low):
        new = replace(new, low=-math.inf)
    found = changes(outcomes(A={"x": old}), outcomes(A={"x": new}), Tolerance(rel, abs))
    assert found.none is same


@pytest.mark.parametrize(
    ("old", "new", "direction", "relative"),
    [
        (one(4), one(5), "up", 0.25),
        (one(4), one(3), "down", -0.25),
        (one(-4), one(-3), "up", 0.25),
        (one(0), one(3), "up", NAN),
        (one(4, 1), one(4, 2), "interval", 0.0),
        (one(NAN), one(3), "", NAN),
        (one(3), one(NAN), "", NAN),
        (None, one(3), "", NAN),
        (one(math.inf), one(3), "down", NAN),
    ],
)
def test_a_change_has_a_direction_and_a_size(old, new, direction, relative) -> None:
    change = Change(old, new)
    assert change.direction == direction
    assert change.relative == pytest.approx(relative, nan_ok=True)


def test_what_was_added_or_removed_and_what_the_studies_differ_in_is_told() -> None:
    old = outcomes(A={"x": one(1), "y": one(2)}, B={"x": one(1)})
    new = replace(outcomes(A={"x": one(1), "z": one(2)}, C={}), seed=2, digest="e")
    found = changes(old, new)
    assert {key: change.kind for key, change in found.models["A"].items()} == {
        "y": "removed",
        "z": "added",
    }
    assert (found.added, found.removed, found.facts) == (("C",), ("B",), ("digest", "seed"))
    assert changes(old, replace(old, seed=2)).none
