"""What is stored comes back bit for bit, whatever the numbers are."""

import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.measures import Breakdown
from sandbox.measures.chronicle import Chronicle, Demanded, Life, Moment
from sandbox.scenario import load
from sandbox.study import RunResult, run_one
from sandbox.study.store.form import packed, unpacked

FLOATS = st.integers(0, 2**64 - 1).map(lambda bits: struct.unpack("<d", struct.pack("<Q", bits))[0])
"""every pattern of bits: zeros of both signs, infinities and all nans among them"""


def bits(run: RunResult) -> list[bytes]:
    """Every float of a result in its binary form."""
    mappings = [run.measures, *run.selected.values()]
    curves = [*run.series.values(), *(c for g in run.series_by.values() for c in g.values())]
    lists = [list(found.values()) for found in mappings] + curves + [[run.wall]]
    return [
        *(np.array(values, dtype="<f8").tobytes() for values in lists),
        *(table.table.tobytes() for table in run.breakdowns.values()),
    ]


@given(st.lists(FLOATS, min_size=6, max_size=6))
def test_a_result_comes_back_bit_for_bit(numbers: list[float]) -> None:
    a, b, c, d, e, f = numbers
    run = RunResult(
        model="m",
        seed=7,
        replication=3,
        engine="simpy",
        measures={"satisfied": a, "fresh": b},
        breakdowns={"need": Breakdown(("x", "y"), ("fresh",), np.array([[c], [d]]))},
        selected={(("need", "x"),): {"fresh": e}},
        series={"time": [0.0, 1.0], "fresh": [f, a]},
        events=12,
        unfinished=0,
        wall=0.5,
        series_by={"x": {"time": [0.0], "fresh": [b]}},
    )
    back = unpacked(packed(run))
    assert bits(back) == bits(run)
    assert list(back.measures) == ["satisfied", "fresh"]
    assert (back.events, back.unfinished, back.seed, back.replication) == (12, 0, 7, 3)
    assert back.breakdowns["need"].groups == ("x", "y")


def test_a_chronicle_comes_back_with_its_types() -> None:
    told = Chronicle(
        (Life("agreement", "甲", (Moment(0.1, "signed", {"hours": 2, "by": "x", "rate": 0.1}),)),),
        (Demanded("8", "fields", 3, 2, (1.5, "甲"), (2.5, "乙", 1e-300)),),
    )
    run = RunResult("m", 1, 0, "simpy", {}, {}, {}, {}, 0, 0, 0.0, chronicle=told)
    assert repr(unpacked(packed(run)).chronicle) == repr(told)


@pytest.mark.parametrize("name", ["textbook/batch-age", "textbook/majority"])
def test_a_real_run_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    document = load(name)
    run = run_one(document, next(iter(document.scenario.models)), engine="simpy")
    back = unpacked(packed(run))
    assert bits(back) == bits(run)
    assert back.selected.keys() == run.selected.keys()
    assert {by: (t.groups, t.measures) for by, t in back.breakdowns.items()} == {
        by: (t.groups, t.measures) for by, t in run.breakdowns.items()
    }
