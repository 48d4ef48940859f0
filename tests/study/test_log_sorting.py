"""Logs longer than memory are sorted on disk, and what is kept of them does not grow."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sandbox.study.calibration import Options, calibrate
from sandbox.study.calibration.sorting import Sorter
from tests.study.xroad import call, write

KIND = np.dtype([("key", "u8"), ("value", "i8")])


@pytest.mark.parametrize("keys", [3, 50, 10**9])
def test_a_sorter_gives_back_what_it_took_in_order(keys: int) -> None:
    draws = np.random.default_rng(keys)
    rows = np.zeros(5000, KIND)
    rows["key"], rows["value"] = draws.integers(0, keys, 5000), draws.permutation(5000)
    with Sorter(KIND, run=256) as sorter:
        sorter.many(rows[:1000])
        for row in rows[1000:1100]:
            sorter.one((row["key"], row["value"]))
        sorter.many(rows[1100:])
        blocks = list(sorter.blocks())
    assert np.array_equal(np.concatenate(blocks), np.sort(rows))
    for one, other in pairwise(blocks):
        assert one["key"][-1] < other["key"][0]  # equal keys are never parted


def test_a_sorter_of_nothing_gives_nothing() -> None:
    with Sorter(KIND) as sorter:
        assert list(sorter.blocks()) == []


def test_memory_does_not_grow_with_the_log(tmp_path: Path) -> None:
    """What is kept: rows of one run while sorting, and sums by who asks whom for what."""
    held, kept = [], []
    for size in (10_000, 60_000):
        file = tmp_path / f"{size}.jsonl"
        write(file, (part for k in range(size) for part in call(k, k * 50, 20 + k * 7919 % 500)))
        found = calibrate(file, Options(run=4096))
        assert found.calls == size
        held.append(found.most_held)
        kept.append(len(found.providers[0].service.durations.histogram))
    assert max(held) <= 2 * 4096  # a run, and as much again of all runs together
    assert kept[1] == kept[0] < 400
