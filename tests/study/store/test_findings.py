"""What a study found comes back from its bytes as it was, and nothing else comes out of them."""

import json
import math
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.language import Message
from sandbox.study.intervals import Interval
from sandbox.study.store import findings
from sandbox.study.store.opening import watched
from sandbox.study.trouble import Trouble

PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)
)  # fmt: skip
INTERVALS = st.builds(
    Interval, st.floats(), st.floats(), st.floats(), st.sampled_from(["s", ""]), st.integers(0, 9)
)
TREES = st.recursive(
    st.one_of(PLAIN, INTERVALS),
    lambda inside: st.one_of(
        st.lists(inside, max_size=3),
        st.lists(inside, max_size=3).map(tuple),
        st.dictionaries(st.one_of(st.text(max_size=3), st.integers()), inside, max_size=3),
        st.builds(Message, st.text(max_size=3), st.dictionaries(st.text(max_size=3), inside)),
    ),
    max_leaves=12,
)


@given(TREES)
def test_every_tree_comes_back(tree: object) -> None:
    """Told by `repr`, because nan is unlike itself; it shows signs of zero too."""
    assert repr(findings.read(findings.written(tree))) == repr(tree)


def test_numbers_of_numpy_come_back_as_those_of_python() -> None:
    found = findings.read(findings.written((np.float64(0.1), np.int64(3), np.bool_(True))))
    assert found == (0.1, 3, True)
    assert [type(one) for one in found] == [float, int, bool]
    assert math.isnan(findings.read(findings.written(np.float64("nan"))))


def test_what_is_no_part_of_a_finding_is_not_written() -> None:
    for other in (object(), {1, 2}, b"bytes", Interval):
        with pytest.raises(TypeError, match="no part of a conclusion"):
            findings.written((other,))


@pytest.mark.parametrize(
    "plain",
    [
        {"is": "os:system", "fields": {}},
        {"is": "sandbox.study.store.findings:written", "fields": {"found": 1}},
        {"is": "sandbox.study.runs:Workshop", "fields": {}},
        {"is": "sandbox.study.intervals:Gone", "fields": {}},
        {"is": "sandbox.nowhere:Interval", "fields": {}},
        {"is": "sandbox.study.intervals:Interval", "fields": {"mean": 1.0}},
        {"strange": 1},
    ],
)
def test_nothing_but_dataclasses_of_the_sandbox_is_made(plain: dict[str, object]) -> None:
    with pytest.raises(Trouble, match=r"damaged|损坏"), watched(Path("s.sqlite")):
        findings.read(zlib.compress(json.dumps(plain).encode()))
