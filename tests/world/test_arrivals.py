"""Arrivals given as files are taken as they are, and wrong lines are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.scenario.problems import Refused
from tests.world.small_world import need, world_of

TRACED = {"check": need(arrivals={"kind": "trace", "file": "times.csv"})}


def test_times_are_sorted_and_rows_without_agency_hold_for_all(tmp_path: Path) -> None:
    (tmp_path / "times.csv").write_text("time,agency\n90,\n1.5 h,tax@330102\n10,\n")
    world = world_of(tmp_path, needs=TRACED)
    assert world.demands["check@tax@330102"].times == (10.0, 90.0, 5400.0)
    assert world.demands["check@tax@330105"].times == (10.0, 90.0)


def test_other_needs_have_no_given_times() -> None:
    assert {demand.times for demand in world_of().demands.values()} == {None}


def test_wrong_lines_are_told_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "times.csv").write_text(
        "time,agency\nsoon,\n-1,\n5,tax@999\n5,police@330102\ninf,\n"
    )
    with pytest.raises(Refused) as caught:
        world_of(tmp_path, needs=TRACED)
    told = [p.message.render("en") for p in caught.value.problems]
    advice = "is no time from the start, such as 90 or 1.5 h"
    assert told == [
        f"times.csv, line 2: 'soon' {advice}",
        f"times.csv, line 3: '-1' {advice}",
        "times.csv, line 4: no agency tax@999 in this scenario",
        "times.csv, line 5: agency police@330102 does not have this need",
        f"times.csv, line 6: 'inf' {advice}",
    ]
    assert {p.path for p in caught.value.problems} == {"needs.check.arrivals.file"}


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        world_of(tmp_path, needs=TRACED)
    assert caught.value.problems[0].message.render("en") == "no file times.csv"
