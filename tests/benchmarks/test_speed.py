"""The engine is as fast as it must be, in ratios of one run."""

from __future__ import annotations

import importlib.util
import statistics
from pathlib import Path
from types import ModuleType

import pytest


def program(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_the_tandem_runs_at_least_twice_as_fast_as_idiomatic_simpy() -> None:
    tandem = program("tandem")
    ratios = [tandem.ours(15_000)[0] / tandem.idiomatic(15_000)[0] for _ in range(3)]
    assert statistics.median(ratios) > 2


@pytest.mark.slow
def test_a_request_costs_the_same_among_3000_agencies_as_among_100() -> None:
    streams = program("streams")
    ratios = [streams.cost(3_000, 60_000) / streams.cost(100, 60_000) for _ in range(3)]
    assert statistics.median(ratios) < 2
