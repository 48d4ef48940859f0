"""The catalogue, standards and waves: what else sharing waits for (articles 9, 5, 12)."""

from __future__ import annotations

import math

import pytest

from sandbox.policy.governance import Condition
from sandbox.policy.governance.rollout import begins
from tests.policy.stage import AT_ONCE, DAY, HOURS, planned, play, world_with

TAX, POLICE = "tax@330102", "police@330102"
DONE = {"compiling": AT_ONCE, "publishing": AT_ONCE}


def test_comments_are_waited_for_until_their_day() -> None:
    """Five working days from Monday, 4 March, end on Monday the 11th; the comment comes later."""
    in_time = {"catalogue": DONE | {"comment": {"constant": "21 h"}, "comment_days": 5}}
    stage = play(world_with(in_time, 60), planned(), 60)
    assert stage.times("catalogue", "published") == [2 * DAY + 17.5 * HOURS]
    assert stage.judged("comment") == [(True, 0.0)]
    late = {"catalogue": DONE | {"comment": {"constant": "49 h"}, "comment_days": 5}}
    stage = play(world_with(late, 60), planned(), 60)
    assert stage.times("catalogue", "published") == [7 * DAY + 17.5 * HOURS]
    assert stage.judged("comment") == [(False, DAY)]


def test_entries_are_brought_up_to_date_again_and_again() -> None:
    spec = {
        "catalogue": DONE | {"comment": AT_ONCE, "update_every": "30 days", "updating": AT_ONCE}
    }
    stage = play(world_with(spec, 100), planned(), 100)
    assert stage.times("catalogue", "updated") == [30 * DAY, 60 * DAY, 90 * DAY]


def test_a_share_of_the_sources_conforms_and_the_others_by_the_deadline() -> None:
    spec = {"standards": {"conforming": 0.7, "departments": {"tax": 1}, "deadline": "50 days"}}
    plan = planned()
    police = [f"police@{number}" for number in range(400)]
    plan.conforming = dict(enumerate([*police, "tax@330102"]))
    stage = play(world_with(spec, 100), plan, 100)
    at_first = {note.subject for note in stage.notes if note.event == "conforms" and note.time == 0}
    assert "tax@330102" in at_first
    share = (len(at_first) - 1) / len(police)
    assert abs(share - 0.7) < 3.29 * math.sqrt(0.7 * 0.3 / len(police))
    assert len(stage.times("standards", "conforms")) == len(police) + 1
    assert max(stage.times("standards", "conforms")) == 50 * DAY
    met = [met for met, _ in stage.judged("standards")]
    assert met == [True] * (len(police) + 1 - len(at_first))
    assert {gate for _, gate, open in stage.gates if open} == set(plan.conforming)


def test_sources_are_adapted_by_effort() -> None:
    spec = {"standards": {"conforming": 0, "adapting": {"constant": "21 h"}, "deadline": "1 day"}}
    plan = planned()
    plan.conforming = {7: POLICE}
    stage = play(world_with(spec, 30), plan, 30)
    assert stage.gates == [(round((2 * DAY + 17.5 * HOURS) * 1e9), 7, True)]
    ((met, late),) = stage.judged("standards")
    assert (met, late) == (False, DAY + 17.5 * HOURS)


WAVES = [
    {"from": "10 days", "regions": ["330100"], "departments": ["tax"], "demonstration": True},
    {"from": "20 days", "regions": ["330100"]},
    {"from": "40 days", "departments": ["police"]},
]


@pytest.mark.parametrize(
    ("agency", "day"),
    [
        ("tax@330102", 10),
        ("tax@330100", 10),
        ("police@330102", 20),
        ("police@330000", 20),  # who serves a region from above takes part with it
        ("police@330203", 40),
        ("tax@330203", math.inf),
    ],
)
def test_agencies_begin_with_the_first_wave_that_comes_to_them(agency: str, day: float) -> None:
    assert begins(world_with({"waves": WAVES}), agency) == day * DAY


def test_a_use_begins_when_the_waves_of_both_have_come() -> None:
    plan = planned()
    plan.gates[0] = (Condition(f"wave:{TAX}", "12"), Condition(f"wave:{POLICE}", "12"))
    stage = play(world_with({"waves": WAVES}, 60), plan, 60)
    assert stage.times("sharing", "starts") == [20 * DAY]
    assert stage.times("wave", "demonstration") == [10 * DAY]
    opened = [(time / 1e9 / DAY, open) for time, gate, open in stage.gates if gate == 0]
    assert opened == [(0, False), (10, False), (20, True)]
