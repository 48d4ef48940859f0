"""A chronicle tells what belongs to the study: nothing of the time in which requests run out."""

from __future__ import annotations

from sandbox.engine.interface import Note
from sandbox.measures.chronicle import chronicle

DAY = 86_400 * 10**9


def note(day: float, kind: str, subject: str, event: str, **detail: str | float) -> Note:
    return Note(round(day * DAY), kind, subject, event, detail)


NOTES = [
    note(1, "agreement", "a", "stated"),
    note(2, "demand", "reply", "missed", article="8", parties="a, b", late=5.0),
    note(9, "agreement", "a", "delivered"),
    note(11, "demand", "reply", "met", article="8", parties="a, b", late=0.0),
    note(11, "agreement", "b", "stated"),
    note(3, "staff", "tax", "support", hours=1.0, thing="a", step="work"),
]


def test_lives_and_demands_end_with_the_horizon() -> None:
    whole, cut = chronicle(NOTES), chronicle(NOTES, 10 * 86_400.0)
    assert [life.name for life in whole.of("agreement")] == ["a", "b"]
    assert [life.name for life in cut.of("agreement")] == ["a"]
    assert cut.of("agreement")[0].fulfilled == 9 * 86_400.0
    assert [(one.demanded, one.met) for one in whole.demands] == [(2, 1)]
    assert [(one.demanded, one.met) for one in cut.demands] == [(1, 0)]
    assert cut.demands[0].worst == (2 * 86_400.0, "a, b", 5.0)
