"""Agreements are negotiated in Erlang stages, kept up, and end when they are not (article 8)."""

from __future__ import annotations

import math
from typing import Any

import pytest

from sandbox.flows import Outcome
from sandbox.flows.laws import ticks
from sandbox.flows.operations import Done, Flow
from sandbox.flows.program import GateState, ProgramBuilder, Rhythm, Stream, StreamKind
from sandbox.policy.governance import PLATFORM, Paper
from sandbox.policy.governance.negotiation import rounds_of
from sandbox.policy.governance.parties import lead
from sandbox.scenario.governance import NegotiationSpec
from tests.policy.stage import (
    AT_ONCE,
    DAY,
    HOURS,
    QUICK,
    Stage,
    paper,
    planned,
    play,
    worked,
    world_with,
)

TAX, POLICE = "tax@330102", "police@330102"


def agreed(days: float = 400, seed: int = 1, papers: int = 1, **spec: Any) -> Stage:
    world = world_with({"agreements": QUICK | spec}, days)
    plan = planned([paper(TAX, POLICE, key=number) for number in range(papers)])
    return play(world, plan, days, seed)


def test_three_rounds_of_two_parties_are_an_erlang_time_of_six_stages() -> None:
    """Mean k·m and variance k·m² of the working time, at 99.9 % confidence."""
    mean, stages, number = 5.0, 6, 1500
    stage = agreed(
        papers=number, rounds=3, round={"exponential": f"{mean} h"}, days=200, review=AT_ONCE
    )
    world = world_with({"agreements": {}}, 200)
    times = [worked(world, time) / HOURS for time in stage.times("agreement", "signed")]
    assert len(times) == number
    average = sum(times) / number
    spread = sum((time - average) ** 2 for time in times) / (number - 1)
    variance = stages * mean**2
    assert abs(average - stages * mean) < 3.29 * math.sqrt(variance / number)
    excess = 6 / stages
    assert abs(spread / variance - 1) < 3.29 * math.sqrt((2 + excess) / number)


@pytest.mark.parametrize(
    ("parties", "form", "secrecy", "spec", "rounds"),
    [
        (2, "bilateral", "public", {}, 2),
        (2, "bilateral", "sensitive", {}, 3),
        (2, "bilateral", "secret", {"coordination": False}, 6),
        (5, "multilateral", "public", {}, 5),
        (5, "joint", "public", {}, 2),
        (2, "bilateral", "public", {"unnamed": ["tax", "police"]}, 4),
        (3, "multilateral", "internal", {"rounds": 1, "rounds_per_party": 3}, 4),
    ],
)
def test_rounds_follow_from_parties_secrecy_and_organisation(
    parties: int, form: str, secrecy: str, spec: dict[str, Any], rounds: int
) -> None:
    names = ("tax@1", "police@1", "a@1", "b@1", "c@1")[:parties]
    document = Paper("key", form, names, "population")
    assert rounds_of(NegotiationSpec.model_validate(spec), document, secrecy) == rounds


def test_a_reply_after_eleven_working_days_is_a_day_late() -> None:
    """Ten working days of 7 h from Monday, 4 March, end on Monday the 18th at 17:30."""
    fine = agreed(days=60, answering={"constant": "70 h"})
    late = agreed(days=60, answering={"constant": "77 h"})
    later = agreed(days=60, answering={"constant": "84 h"})
    assert fine.judged("reply") == [(True, 0.0)]
    assert late.judged("reply") == [(True, 0.0)]  # the day it was asked does not count
    assert later.judged("reply") == [(False, DAY)]


def test_it_is_in_force_from_signature_and_shared_from_delivery() -> None:
    stage = agreed(days=30, delivery={"constant": "14 h"})
    assert stage.times("agreement", "signed") == [0.0]
    assert stage.times("agreement", "delivered") == [DAY + 17.5 * HOURS]
    assert stage.times("sharing", "starts") == [DAY + 17.5 * HOURS]
    assert stage.judged("delivery") == [(True, 0.0)]


def test_an_agreement_that_is_renewed_in_time_never_lapses() -> None:
    stage = agreed(
        days=400, term="100 days", renewal="20 days", round={"constant": "7 h"}, rounds=0
    )
    assert len(stage.times("agreement", "renewed")) == 4
    assert not stage.times("agreement", "expired")
    assert not stage.times("sharing", "stops")


def test_an_agreement_that_is_renewed_too_late_lapses_at_its_term() -> None:
    """A renewal of two parties takes 2 × 70 h, twenty working days, and begins a week before."""
    stage = agreed(days=150, term="91 days", renewal="7 days", round={"constant": "70 h"}, rounds=0)
    assert stage.times("agreement", "expired") == [91 * DAY]
    assert stage.times("sharing", "stops") == [91 * DAY]
    (renewed,) = stage.times("agreement", "renewed")
    assert stage.times("sharing", "starts")[1] == renewed
    assert renewed == (84 + 25) * DAY + 17.5 * HOURS
    assert stage.judged("term") == [(False, 0.0)]


def test_business_changes_come_as_a_poisson_process() -> None:
    """Amendments that take no time: their number in a year is Poisson."""
    years, rate, number = 1.0, 6.0, 60
    stage = agreed(days=365, papers=number, rounds=0, changes="6/year", amendment_rounds=0)
    counted = len(stage.times("agreement", "amended"))
    expected = years * rate * number
    assert abs(counted - expected) < 3.29 * math.sqrt(expected)


def test_what_is_agreed_by_one_pair_does_not_depend_on_the_others() -> None:
    alone = agreed(rounds=2, round={"exponential": "8 h"}, changes="4/year")
    among = agreed(rounds=2, round={"exponential": "8 h"}, changes="4/year", papers=5)
    own = [note for note in alone.notes if note.kind == "agreement"]
    same = [note for note in among.notes if note.subject == own[0].subject]
    assert [note for note in same if note.kind == "agreement"] == own


def test_detected_misuse_revokes_and_after_a_suspension_it_is_negotiated_anew() -> None:
    """Audits every 30 days look at every use; from day 45 on there has been one."""
    stage = misused_at_45_days([paper(TAX, POLICE)])
    assert stage.times("audit", "misuse") == [60 * DAY]
    assert stage.times("agreement", "revoked") == stage.times("sharing", "stops") == [60 * DAY]
    assert stage.times("agreement", "signed") == [0.0, 90 * DAY]
    assert stage.judged("scope of use") == [(False, 0.0)]


def test_misuse_revokes_what_the_misuser_signed_not_what_its_source_did() -> None:
    """Both deal with the platform; the source's agreement serves others, who did nothing."""
    theirs, own = paper(POLICE, PLATFORM, key=1), paper(TAX, PLATFORM, key=2)
    stage = misused_at_45_days([theirs, own])
    assert stage.times("audit", "misuse") == [60 * DAY]
    assert stage.times("agreement", "revoked", own.name) == [60 * DAY]
    assert stage.times("agreement", "revoked", theirs.name) == []
    assert stage.judged("scope of use") == [(False, 0.0)]


def test_misuse_revokes_what_the_misuser_s_department_signed_for_all_of_its_agencies() -> None:
    """In a multilateral agreement the first agency of its highest level speaks for all."""
    world = world_with({"agreements": QUICK}, 150)
    speaker = lead(world, "tax")
    assert speaker != TAX
    stage = misused_at_45_days([paper(speaker, POLICE)])
    assert stage.times("agreement", "revoked") == [60 * DAY]


def misused_at_45_days(papers: list[Paper]) -> Stage:
    """Tax uses what waits for these papers; after 45 days it has done so outside its scope once."""
    builder = ProgramBuilder("stage")
    builder.gate(GateState("when: all", False, "8"))
    flow = builder.flow(Flow("ask", (Done(Outcome.ANSWERED),)))
    row = builder.row("row", {})
    rhythm = builder.rhythm(Rhythm("plain", (0, ticks(DAY)), (0.0, float(ticks(DAY)))))
    labels = {"agency": TAX, "provider": "police", "department": "tax"}
    stream = Stream(
        "need", StreamKind.NEED, flow, (row,), (1.0,), 1.0, rhythm, misuse=0.1, labels=labels
    )
    builder.stream(stream)
    plan = planned(papers)
    plan.streams["need"] = plan.uses
    return play(
        world_with({"agreements": QUICK, "audit": {"sampled": 1}}, 150),
        plan,
        150,
        program=builder.build(),
        misuses=lambda it: int(it.environment.now > 45 * DAY * 1e9),
    )


def test_an_uncatalogued_resource_is_not_negotiated() -> None:
    world = world_with({"agreements": QUICK, "catalogue": {"compiling": {"constant": "14 h"}}}, 60)
    stage = play(world, planned([paper(TAX, POLICE)]), 60)
    (published,) = stage.times("catalogue", "published")
    (proposed,) = stage.times("agreement", "proposed")
    assert published == proposed > DAY
