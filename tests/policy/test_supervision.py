"""Sharing that is not kept up loses funding, and less funding serves less (article 11)."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.flows import Law, Outcome
from sandbox.flows.laws import ticks
from sandbox.flows.operations import Done, Flow
from sandbox.flows.program import (
    GateState,
    Program,
    ProgramBuilder,
    Rhythm,
    Station,
    Stream,
    StreamKind,
)
from sandbox.theory import mmc_wait_exceeds
from tests.policy.stage import DAY, Stage, planned, play, world_with

SERVERS = 10


def program() -> Program:
    """Requests of tax for what police provides, and the provider's database."""
    builder = ProgramBuilder("stage")
    builder.gate(GateState("when: all", False, "8"))
    builder.station(
        Station(
            "database@police@330102",
            Law.constant(1.0),
            servers=SERVERS,
            labels={"role": "database", "department": "police", "agency": "police@330102"},
        )
    )
    flow = builder.flow(Flow("ask", (Done(Outcome.ANSWERED),)))
    row = builder.row("row", {})
    rhythm = builder.rhythm(Rhythm("plain", (0, ticks(DAY)), (0.0, float(ticks(DAY)))))
    labels = {"agency": "tax@330102", "provider": "police", "department": "tax"}
    builder.stream(
        Stream("need", StreamKind.NEED, flow, (row,), (1.0,), 1.0, rhythm, labels=labels)
    )
    return builder.build()


class Desk:
    """A provider whose requests are satisfied as an M/M/c queue has it: P(wait ≤ deadline)."""

    def __init__(self, load: float, deadline: float) -> None:
        self.load, self.deadline = load, deadline
        self.ended = self.good = 0.0

    def share(self, servers: int) -> float:
        if servers <= self.load:
            return 0.0
        return 1.0 - mmc_wait_exceeds(self.load, 1.0, servers, self.deadline)

    def __call__(self, stage: Stage) -> tuple[int, int]:
        servers = stage.servers[-1][2] if stage.servers else SERVERS
        self.ended += 10_000
        self.good += 10_000 * self.share(servers)
        return int(self.ended), int(self.good)


def supervised(desk: Desk, days: float = 1500, **spec: Any) -> Stage:
    world = world_with({"supervision": spec}, days)
    plan = planned()
    plan.streams["need"] = plan.uses
    return play(world, plan, days, program=program(), outcome=desk)


def fixed_point(desk: Desk, due: float, cut: float, lowest: float, added: int) -> float:
    """The map of funding to funding, iterated: what the loop must settle at."""
    funding = 1.0
    for _ in range(100):
        servers = max(1, int(SERVERS * funding + 0.5)) + added
        met = desk.share(servers) >= due
        funding = min(1.0, funding + cut) if met else max(lowest, funding - cut)
    return funding


@pytest.mark.parametrize(
    ("load", "cut", "lowest", "reinforcement"),
    [
        (6.0, 0.2, 0.4, 0),  # enough servers: never cut
        (9.5, 0.2, 0.4, 0),  # too few from the start: cut again and again
        (9.5, 0.1, 0.7, 0),
        (9.5, 0.2, 0.4, 3),  # what rectification adds is enough
        (9.5, 0.2, 0.4, 1),
    ],
)
def test_the_loop_of_funding_settles_at_its_fixed_point(
    load: float, cut: float, lowest: float, reinforcement: int
) -> None:
    desk = Desk(load, deadline=0.5)
    spec = {"satisfied": 0.9, "cut": cut, "lowest": lowest, "reinforcement": reinforcement}
    stage = supervised(Desk(load, 0.5), **spec)
    failing = desk.share(SERVERS) < 0.9
    added = reinforcement if failing else 0
    settled = fixed_point(desk, 0.9, cut, lowest, added)
    servers = stage.servers[-1][2] if stage.servers else SERVERS
    assert servers == max(1, int(SERVERS * settled + 0.5)) + added
    assert stage.repairs.get(0, 1.0) == pytest.approx(1 / settled)
    if not failing:
        assert not stage.servers


def test_rectification_has_a_time_limit_and_cuts_come_after_it() -> None:
    stage = supervised(Desk(9.5, 0.5), days=400, rectifying={"constant": "70 h"}, trial="30 days")
    assert stage.times("supervision", "acceptance refused") == [30 * DAY]
    assert stage.times("supervision", "rectification ordered") == [30 * DAY]
    assert stage.judged("rectification") == [(True, 0.0)]
    assert stage.times("supervision", "funding cut") == [120 * DAY, 210 * DAY, 300 * DAY]
    funding = [n.detail["funding"] for n in stage.notes if n.event == "funding cut"]
    assert funding == pytest.approx([0.8, 0.6, 0.4])


def test_rectification_that_takes_too_long_is_a_violation() -> None:
    """Thirty working days of seven hours; the work takes thirty-one, begun the day before."""
    stage = supervised(Desk(9.5, 0.5), days=200, rectifying={"constant": "224 h"})
    ((met, late),) = stage.judged("rectification")
    assert not met
    assert late > 0


def test_funding_is_restored_when_sharing_recovers() -> None:
    """The load falls from 9.5 to 2 after a year."""

    class Falling(Desk):
        def __call__(self, stage: Stage) -> tuple[int, int]:
            self.load = 9.5 if stage.environment.now < ticks(365 * DAY) else 2.0
            return super().__call__(stage)

    stage = supervised(Falling(9.5, 0.5))
    assert stage.times("supervision", "funding restored")
    (accepted,) = stage.times("supervision", "accepted")
    assert accepted > 365 * DAY
    assert not any(met for met, _ in stage.judged("acceptance")[:-1])
    assert all(met for met, _ in stage.judged("sharing sustained"))
    assert stage.servers[-1][2] == SERVERS


def test_too_few_requests_are_not_judged() -> None:
    stage = supervised(Desk(9.5, 0.5), fewest=50_000)
    assert stage.judged("acceptance")[0] == (False, 0.0)
    assert stage.times("supervision", "acceptance refused") == [5 * 30 * DAY]
