"""The table of a sweep says where the best model changes, in the factor's own unit."""

import io
import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from rich.console import Console

from sandbox.language import speak
from sandbox.report.sweep_table import sweep_rows, sweep_table
from sandbox.scenario import load
from sandbox.study.designs.answers import sweep_json
from sandbox.study.designs.experiment import Origin, Outcome
from sandbox.study.designs.factor_files import factors
from sandbox.study.designs.sweep import Sweep


@pytest.fixture(autouse=True)
def _in_english():
    speak("en")
    yield
    speak("en")


def swept(values: str, slope: float, replications: int = 12) -> Sweep:
    """Two models: one is satisfied half of the time, the other by `slope` more at each point."""
    document = load("textbook/mm1")
    settings = factors(document, [f"needs.asking.rate={values}"])
    chance = np.random.default_rng(1).normal(0, 0.01, (2, replications))
    points = tuple((level,) for level in settings[0].factor.values)
    outcomes = tuple(
        Outcome(
            {
                "flat": {"satisfied": tuple(0.5 + chance[0])},
                "rising": {"satisfied": tuple(0.3 + slope * place + chance[1])},
            },
            {},
        )
        for place in range(len(points))
    )
    origin = Origin("told", "d", "v", 1, "none", replications, 0.95, "flat")
    return Sweep(origin, "full", settings, ("flat", "rising"), points, outcomes)


def written(sweep: Sweep, columns: int = 78, names: Sequence[str] = ("satisfied",)) -> str:
    console = Console(width=columns, record=True, file=io.StringIO(), no_color=True)
    console.print(sweep_table(sweep, load("textbook/mm1").scenario.title.render(), names, columns))
    return " ".join(console.export_text().split())


def test_a_crossing_is_told_in_the_unit_that_was_written() -> None:
    words = written(swept("50/h,100/h,150/h", 0.15))
    assert "At needs.asking.rate = 11" in words
    assert "/h rising takes over from flat (between" in words
    assert re.search(r" 50/h [\d.]+ ±[\d.]+% ✓ [\d.]+ ±[\d.]+% 100/h ", words)
    assert re.search(r" 150/h [\d.]+ ±[\d.]+% [\d.]+ ±[\d.]+% ✓ ", words)


def test_a_crossing_that_cannot_be_placed_says_so() -> None:
    assert "goes beyond the points" in written(swept("50/h,100/h", 0.205))


def test_no_change_names_the_best() -> None:
    assert "No change of the best model: flat." in written(swept("50/h,100/h", 0.0))


def test_one_replication_shows_no_change() -> None:
    words = written(swept("50/h,100/h", 0.3, replications=1))
    assert "Where the best model changes: 1 of 1 replications have every measure defined" in words


def test_rows_and_json_say_who_is_best_and_where_that_changes() -> None:
    sweep = swept("50/h,100/h,150/h", 0.15)
    header, *rows = sweep_rows(sweep, ["satisfied"])
    assert header[:4] == ["point", "needs.asking.rate", "model", "measure"]
    assert [row[-1] for row in rows] == ["yes", "no", "yes", "no", "no", "yes"]
    (change,) = sweep_json(sweep, ["satisfied"])["changes"]["satisfied"]
    assert change["unit"] == "/h"
    assert 100 < change["low"] < change["at"] < change["high"] < 150


def test_a_best_mean_that_unfinished_requests_may_explain_is_marked() -> None:
    sweep = swept("50/h,100/h", 0.0)
    times = {
        model: {"response_time.mean": values["satisfied"]}
        for model, values in sweep.outcomes[0].values.items()
    }
    outcomes = (Outcome(times, {"rising": 0.04}), Outcome(times, {"flat": 0.04}))
    doubted = replace(sweep, outcomes=outcomes)
    words = written(doubted, names=["response_time.mean"])
    assert re.search(r" 50/h [^✓?]* ms \? 100/h [^✓?]* ms ✓ ", words)
    assert "could be the reason" in words
    _, *rows = sweep_rows(doubted, ["response_time.mean"])
    assert [row[-1] for row in rows] == ["no", "doubtful", "no", "yes"]
