"""Working time passes in office hours only, and working days end at closing time."""

from __future__ import annotations

import random

import pytest

from sandbox.flows import Law
from sandbox.flows.program import GateState, ProgramBuilder, Station
from sandbox.policy.governance.scene import Scene
from sandbox.policy.governance.working import NEVER, Working
from tests.policy.stage import DAY, HOURS, paper, planned, play, world_with
from tests.world.small_world import small, world_of

SECOND = 1_000_000_000


def test_work_is_done_when_enough_minutes_of_office_hours_have_passed() -> None:
    """Held against counting minute by minute."""
    draw = random.Random(3)
    minutes = sorted(draw.sample(range(3_000), 40))
    hours = list(zip(minutes[::2], minutes[1::2]))
    working = Working([(60 * SECOND * a, 60 * SECOND * b) for a, b in hours])
    office = [any(a <= minute < b for a, b in hours) for minute in range(3_000)]
    for _ in range(500):
        now, work = draw.randrange(3_000), draw.randrange(0, 900)
        minute, left = now, work
        while left and minute < 3_000:
            left -= office[minute]
            minute += 1
        expected = NEVER if left else minute * 60 * SECOND
        assert working.after(now * 60 * SECOND, work * 60 * SECOND) == expected
        assert working.passed(now * 60 * SECOND) == sum(office[:now]) * 60 * SECOND


def test_working_days_leave_out_holidays_and_take_in_shifted_weekends() -> None:
    """Spring Festival of 2024: off from 10 to 17 February, worked on Sundays 4 and 18."""
    world = world_of(**small(governance={}))
    working = Working.of(world)  # from Monday, 5 February

    def closing(day: int) -> float:
        return (day * DAY + 17.5 * HOURS) * SECOND

    monday = round(10 * HOURS * SECOND)
    assert [working.deadline(monday, days) for days in (1, 4, 5, 6)] == [
        closing(day) for day in (1, 4, 13, 14)
    ]
    assert working.deadline(monday, 100) == NEVER


STAFF = {role: {"people": 1} for role in ("leader", "responsible", "business", "secrecy")}


@pytest.mark.parametrize(
    ("willingness", "ends"),
    [
        ({}, [(0, 14.5), (0, 14.5), (1, 10.0)]),
        ({"everyone": 0.5}, [(0, 14.5), (0, 14.5), (1, 10.0)]),
        ({"police": 1.0, "everyone": 0.0}, [(0, 11.0), (0, 11.0), (0, 14.5)]),
        ({"police@330102": 0.0}, [(1, 10.0), (1, 10.0), (2, 11.0)]),
    ],
)
def test_three_tasks_of_four_hours_wait_for_two_people(
    willingness: dict[str, float], ends: list[tuple[int, float]]
) -> None:
    """From Monday morning, office hours 9 to 12 and 13:30 to 17:30; the third waits its turn.

    At willingness 0 each takes 8 h: to the next morning at 10, as does the third a day later.
    """
    spec = {
        "staff": STAFF | {"support": {"people": 2}},
        "willingness": willingness,
        "standards": {"conforming": 0, "adapting": {"constant": "4 h"}},
    }
    plan = planned()
    plan.conforming = {0: "police@330102"}
    world = world_with(spec)
    stage = play(world_with({}), planned(), days=0.001)
    scene = Scene(stage.environment, stage, world, plan, Working.of(world))  # type: ignore[arg-type]
    effort = world.scenario.governance.standards.adapting  # type: ignore[union-attr]
    assert effort is not None
    found: list[tuple[int, float]] = []

    def task(number: int):  # type: ignore[no-untyped-def]
        yield from scene.office.work("police@330102", "support", effort, f"task {number}", "work")
        found.append(divmod(int(scene.env.now) / 1e9 / 3600, 24))  # type: ignore[arg-type]

    for number in range(3):
        scene.env.process(task(number))
    stage.environment.run(until=round(10 * DAY * SECOND))
    assert [(int(day), hour) for day, hour in found] == ends
    hours = [note.detail["hours"] for note in stage.notes if note.kind == "staff"]
    assert len(set(hours)) == 1


def test_who_works_on_agreements_writes_no_letters_meanwhile() -> None:
    """The clerk's desk has as many servers as people of the business bureau are free."""
    builder = ProgramBuilder("stage")
    builder.gate(GateState("when: all", False, "8"))
    labels = {"role": "clerk", "agency": "tax@330102", "department": "tax"}
    builder.station(Station("clerk@tax@330102", Law.constant(1.0), servers=2, labels=labels))
    spec = {
        "staff": STAFF | {"support": {"people": 1}, "business": {"people": 2}},
        "agreements": {"drafting": {"constant": "2 h"}, "rounds": 0},
    }
    papers = [paper("tax@330102", "police@330102", key=number) for number in range(3)]
    stage = play(world_with(spec), planned(papers), days=2, program=builder.build())
    changes = [(time / 1e9 / 3600, servers) for time, _, servers in stage.servers]
    assert changes[0] == (0.0, 0)  # both begin at once
    assert [servers for time, servers in changes if time == 11.0][-1] == 1
    assert changes[-1] == (14.5, 2)
