"""Measures of governance: when sharing starts, what it takes, which demands were missed.

In: what control processes wrote down in a run. Out: one array per measure, for the whole only. A
run without governance has nothing written down: its counts are 0, its times undefined.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.counters import Counters
from sandbox.engine.interface import Note
from sandbox.flows import TICKS
from sandbox.measures.prices import Prices

JUDGED = ("5", "8", "9", "10", "11")
"""Articles whose demands governance judges; misuse (article 2) is counted where it happens."""

REFUSED = ("not accepted", "not approved")
"""What the two gates of a review say."""

PERSON_DAY = 8.0
"""Hours of a person-day."""

YEAR = 365 * 86400.0

FOUNDING = ("agreement", "catalogue", "standards", "project")
"""Kinds of things whose work is an investment."""

Floats = NDArray[np.float64]


def measure(counters: Counters) -> dict[str, Floats]:
    """All measures of governance."""
    starts, waiting = _starts(counters)
    end = counters.begins + counters.window
    restricted = [*starts, *[end] * waiting]
    values = {
        "sharing_starts.mean": float(np.mean(restricted)) if restricted else np.nan,
        "sharing_starts.last": float(np.max(restricted)) if restricted else np.nan,
        "sharing_started": len(starts) / len(restricted) if restricted else np.nan,
        "reviews_refused": float(sum(note.event in REFUSED for note in _of(counters, "project"))),
        "governance_work": hours(counters) / PERSON_DAY,
    }
    return {name: np.array([value]) for name, value in values.items()}


def violations(counters: Counters) -> dict[str, float]:
    """Demands that were missed, by article."""
    found = dict.fromkeys(JUDGED, 0.0)
    for note in _of(counters, "demand"):
        article = str(note.detail["article"])
        if note.event == "missed" and article in found:
            found[article] += 1.0
    return found


def hours(counters: Counters, kind: str | None = None) -> float:
    """Hours of people's work on governance, or on things of one kind: `agreement`."""
    things: set[str] | None = None
    if kind is not None:
        subjects = {note.subject for note in counters.notes if note.kind == kind}
        things = subjects | {f"{kind} {subject}" for subject in subjects}
    return sum(
        float(note.detail["hours"])
        for note in _of(counters, "staff")
        if things is None or note.detail["thing"] in things
    )


def negotiation(counters: Counters) -> float | None:
    """Person-days worked on agreements; None: none was negotiated."""
    if not any(note.kind == "agreement" for note in counters.notes):
        return None
    return hours(counters, "agreement") / PERSON_DAY


def serving(counters: Counters) -> dict[str, float]:
    """For each system that waits for governance, the share of the window in which it serves."""
    since = {note.subject: math.inf for note in counters.notes if note.kind == "system"}
    for note in counters.notes:
        if note.kind == "system" and note.event == "serves":
            since[note.subject] = note.time / TICKS
    end = counters.begins + counters.window
    return {
        name: max(0.0, end - max(begun, counters.begins)) / counters.window
        for name, begun in since.items()
    }


def cost(counters: Counters, prices: Prices) -> float:
    """People's work on governance, in CNY.

    What brings sharing about (agreements, catalogue, standards, projects) is written off like
    building, so that it compares with what is priced without governance; rectification is not.
    """
    whole = hours(counters)
    founding = sum(hours(counters, kind) for kind in FOUNDING)
    return (founding * written_off(counters, prices) + whole - founding) * prices.staff_hour


def written_off(counters: Counters, prices: Prices) -> float:
    """The part of an investment that falls on the window."""
    return counters.window / (prices.build_years * YEAR) if prices.build_years > 0 else 1.0


def _starts(counters: Counters) -> tuple[list[float], int]:
    """When each kind of use could first be shared, in seconds; how many could not by the end."""
    first: dict[str, float] = {}
    uses: dict[str, None] = {}
    for note in counters.notes:
        if note.kind != "sharing":
            continue
        uses[note.subject] = None
        if note.event == "starts" and note.time / TICKS < counters.begins + counters.window:
            first.setdefault(note.subject, note.time / TICKS)
    return list(first.values()), len(uses) - len(first)


def _of(counters: Counters, kind: str) -> Iterator[Note]:
    """The notes of a kind that fall into the window."""
    begin, end = counters.begins, counters.begins + counters.window
    for note in counters.notes:
        if note.kind == kind and begin <= note.time / TICKS < end:
            yield note
