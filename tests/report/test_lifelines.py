"""Lives become spans without gaps, marks, and the time that it took to be there."""

import itertools

import pytest

from sandbox.measures.chronicle import Life, Moment
from sandbox.report.lifelines import Span, lifeline, took


def life(kind, *events, name="thing"):
    return Life(kind, name, tuple(Moment(time, event) for time, event in events))


AGREEMENT = life(
    "agreement",
    (10.0, "stated"),
    (20.0, "proposed"),
    (25.0, "answered"),
    (28.0, "round"),
    (30.0, "signed"),
    (35.0, "delivered"),
    (50.0, "amended"),
    (60.0, "expired"),
    (65.0, "round"),
    (70.0, "renewed"),
)


def test_an_agreement_waits_is_worked_on_holds_lapses_and_holds_again() -> None:
    assert lifeline(AGREEMENT, 100.0).spans == (
        Span(10.0, 20.0, "waiting"),
        Span(20.0, 30.0, "work"),
        Span(30.0, 60.0, "there"),
        Span(60.0, 70.0, "ended"),
        Span(70.0, 100.0, "there"),
    )


def test_amendment_expiry_and_renewal_are_marked_when_they_happen() -> None:
    assert lifeline(AGREEMENT, 100.0).marks == (
        (50.0, "amendment"),
        (60.0, "expiry"),
        (70.0, "renewal"),
    )


def test_what_changes_no_phase_splits_no_span() -> None:
    plain = life("agreement", (0.0, "stated"), (1.0, "proposed"), (4.0, "signed"))
    rounds = life(
        "agreement", (0.0, "stated"), (1.0, "proposed"), (2.0, "round"), (3.0, "round"),
        (4.0, "signed"), (5.0, "amended"),
    )  # fmt: skip
    assert lifeline(rounds, 9.0).spans == lifeline(plain, 9.0).spans


def test_an_event_after_the_end_of_the_time_lengthens_the_last_span() -> None:
    late = life("project", (5.0, "begins"), (12.0, "built"), (14.0, "not approved"))
    assert lifeline(late, 10.0).spans == (Span(5.0, 12.0, "work"), Span(12.0, 14.0, "there"))


def test_what_happens_at_the_same_moment_leaves_no_empty_span() -> None:
    refused = life(
        "supervision",
        (3.0, "acceptance refused"),
        (3.0, "rectification ordered"),
        (8.0, "rectified"),
    )
    found = lifeline(refused, 10.0)
    assert found.spans == (Span(3.0, 8.0, "work"), Span(8.0, 10.0, "there"))
    assert found.marks == ((3.0, "refusal"), (3.0, "refusal"))
    assert lifeline(life("wave", (10.0, "begins")), 10.0).spans == ()


def test_cut_funding_is_marked_and_given_back() -> None:
    funded = life("supervision", (1.0, "accepted"), (4.0, "funding cut"), (6.0, "funding restored"))
    assert lifeline(funded, 9.0).marks == ((4.0, "cut"), (6.0, "restored"))


@pytest.mark.parametrize("kind", ["agreement", "catalogue", "project", "sharing", "standards"])
def test_spans_follow_each_other_without_gaps_from_the_first_event_to_the_end(kind) -> None:
    events = {
        "agreement": ("stated", "proposed", "signed", "revoked", "proposed", "signed"),
        "catalogue": ("stated", "compiled", "commented", "published", "updated"),
        "project": ("begins", "not accepted", "approved", "built"),
        "sharing": ("waits", "starts", "stops", "starts"),
        "standards": ("differs", "conforms"),
    }[kind]
    spans = lifeline(life(kind, *((2.0 + i, one) for i, one in enumerate(events))), 40.0).spans
    assert spans[0].begin == 2.0
    assert spans[-1].end == 40.0
    assert all(a.end == b.begin for a, b in itertools.pairwise(spans))
    assert all(a.phase != b.phase for a, b in itertools.pairwise(spans))


def test_how_long_it_took_counts_to_the_end_where_it_never_was_there() -> None:
    assert took(AGREEMENT, 100.0) == 25.0  # until delivered
    assert took(life("project", (5.0, "begins"), (9.0, "approved")), 100.0) == 95.0
    assert took(life("project", (5.0, "begins"), (109.0, "approved")), 100.0) == 104.0
    assert took(life("supervision", (5.0, "accepted"), (9.0, "funding cut")), 100.0) == 4.0
