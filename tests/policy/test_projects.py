"""Projects pass two gates at every stage, and are submitted again until they do (article 10)."""

from __future__ import annotations

import math
from typing import Any

import pytest

from sandbox.policy.governance import Condition, Plan, System, Use
from tests.policy.stage import AT_ONCE, DAY, HOURS, QUICK, Stage, paper, planned, play, world_with

TAX, POLICE = "tax@330102", "police@330102"
STAGES = ("proposal", "feasibility", "design", "budget")
FAST = dict.fromkeys((*STAGES, "construction"), AT_ONCE)
REVIEW = {"reviewing": AT_ONCE, "incomplete": 0, "rejected": 0, "revision": {"constant": "7 h"}}


def governance(systems: dict[str, Any], **review: Any) -> dict[str, Any]:
    return {"projects": {"systems": systems, "review": REVIEW | review}}


def built(spec: dict[str, Any], *systems: System, days: float = 400) -> Stage:
    return play(world_with(spec, days), planned(systems=systems), days)


@pytest.mark.parametrize(("incomplete", "rejected"), [(0.0, 0.5), (0.5, 0.0), (0.3, 0.4)])
def test_submissions_until_approval_are_geometric(incomplete: float, rejected: float) -> None:
    """P(n) = (1 − p) pⁿ⁻¹ with p = 1 − (1 − a)(1 − r): mean and variance of 4 × 200 stages."""
    systems = [System("front_end", f"place {number}") for number in range(200)]
    review = {"incomplete": incomplete, "rejected": rejected, "required": {}}
    plan = planned(systems=systems)
    stage = play(world_with(governance({"front_end": FAST}, **review), 400), plan, 399)
    counts = [
        float(note.detail["submissions"])
        for note in stage.notes
        if (note.kind, note.event) == ("project", "approved")
    ]
    assert len(counts) == 4 * len(systems)
    passed = (1 - incomplete) * (1 - rejected)
    mean, variance = 1 / passed, (1 - passed) / passed**2
    average = sum(counts) / len(counts)
    assert abs(average - mean) < 3.29 * math.sqrt(variance / len(counts))
    ones = sum(count == 1 for count in counts) / len(counts)
    assert abs(ones - passed) < 3.29 * math.sqrt(passed * (1 - passed) / len(counts))
    for event, share in (("not accepted", incomplete), ("not approved", rejected)):
        assert bool(stage.times("project", event)) == (share > 0)


def test_the_stages_take_their_working_time_one_after_the_other() -> None:
    """4 × 7 h and four reviews of 3.5 h are six days, construction of 35 h five more."""
    efforts = {name: {"constant": "7 h"} for name in STAGES}
    efforts["construction"] = {"constant": "35 h"}
    spec = governance({"hub": efforts}, reviewing={"constant": "3.5 h"}, required={})
    stage = built(spec, System("hub", "330000"))
    weekends = 4
    assert stage.times("project", "built") == [(10 + weekends) * DAY + 17.5 * HOURS]
    assert stage.times("sharing", "starts") == stage.times("project", "built")


def test_a_system_waits_for_those_it_is_built_on() -> None:
    hub = FAST | {"construction": {"constant": "7 h"}}
    spec = governance({"hub": hub, "cloud": FAST | {"after": ["hub"]}}, required={})
    stage = built(spec, System("cloud", "330000"), System("hub", "330000"), System("hub", "330100"))
    assert stage.times("project", "begins", "cloud@330000") == [17.5 * HOURS]


def test_a_system_for_agencies_that_no_wave_comes_to_is_never_begun() -> None:
    plan = planned(systems=[System("hub", "330000")], begins=math.inf)
    stage = play(world_with(governance({"hub": FAST}), 60), plan, 60)
    assert not stage.times("project", "begins")


def test_a_project_without_signed_agreements_is_not_approved() -> None:
    """Agreements take two days; once they are signed the project is submitted again."""
    spec = governance({"hub": FAST}, required={"agreement": 1}) | {
        "agreements": QUICK | {"rounds": 0, "drafting": {"constant": "14 h"}}
    }
    plan = planned([paper(TAX, POLICE)], [System("hub", "330000")])
    stage = play(world_with(spec, 60), plan, 60)
    assert stage.times("project", "not approved") == [0.0]
    assert stage.times("project", "approved") == [DAY + 17.5 * HOURS] * 4
    short = [note.detail["short"] for note in stage.notes if note.event == "not approved"]
    assert short == ["agreement"]


def test_a_project_that_can_never_have_what_is_required_is_given_up() -> None:
    """A front-end node alone uses no shared infrastructure, whatever its owner waits for."""
    spec = governance({"front_end": FAST}, required={"infrastructure": 1})
    stage = built(spec, System("front_end", TAX), days=60)
    assert stage.times("project", "given up") == [17.5 * HOURS]
    assert not stage.times("project", "built")
    assert not stage.times("sharing", "starts")


def test_the_five_items_are_scored_from_what_is_there() -> None:
    """Three agreements of which one is signed, one of two resources catalogued, and so on."""
    from sandbox.policy.governance.projects import Project
    from sandbox.policy.governance.scene import Scene
    from sandbox.policy.governance.working import Working

    spec = governance({"front_end": FAST}) | {
        "agreements": QUICK,
        "catalogue": {},
        "standards": {},
    }
    world = world_with(spec)
    plan = Plan(shared=True)
    plan.systems = {s.name: s for s in (System("front_end", TAX), System("hub", "330000"))}
    uses = [
        Use(TAX, POLICE, "population", ("a", "b"), ("front_end@" + TAX, "hub@330000"), 0.0),
        Use(TAX, "police@330103", "income", ("c",), ("front_end@" + TAX,), 0.0),
        Use(TAX, "police@330104", "income", ("d",), ("front_end@" + TAX,), 1e9),  # later
    ]
    plan.gates = {0: (Condition("signed:a", "8"),)}
    stage = play(world_with({}), planned(), days=0.001)
    scene = Scene(stage.environment, stage, world, plan, Working.of(world))  # type: ignore[arg-type]
    for name in ("signed:a", "catalogue:income", f"standard:{POLICE}"):
        scene.ledger.hold(name)
    assert world.scenario.governance is not None
    projects = world.scenario.governance.projects
    assert projects is not None
    project = Project(scene, projects, plan.systems["front_end@" + TAX], dict.fromkeys(uses))
    assert project.scores() == {
        "agreement": pytest.approx(1 / 3),
        "catalogue": 0.5,
        "infrastructure": 0.5,
        "aggregation": 1.0,
        "technical": 0.5,
    }
