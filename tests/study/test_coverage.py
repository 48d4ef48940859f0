"""Over many studies of a system with a known mean, intervals cover it as often as they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.scenario import load
from sandbox.study import compare
from sandbox.theory import mm1_time

STUDIES = 200
QUEUE = """
scenario: queue
extends: textbook/mm1
study: {warm_up: 200 s, horizon: 1700 s, drain: 2000 s, replications: 10, series: 1700 s}
expect: null
"""
MEASURE = "response_time.mean"


@pytest.mark.slow
def test_two_hundred_studies_cover_the_mean(tmp_path: Path):
    """Ten replications each: 92 to 98 % of the 95 % intervals."""
    path = tmp_path / "queue.yaml"
    path.write_text(QUEUE, encoding="utf-8")
    document, exact = load(path), mm1_time(0.5, 1.0)
    covered = 0
    for seed in range(1, STUDIES + 1):
        found = compare(document, seed=seed, jobs=1).models["bilateral"][MEASURE]
        covered += found.low <= exact <= found.high
    assert 0.92 <= covered / STUDIES <= 0.98
