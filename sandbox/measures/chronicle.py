"""The chronicle of a governed run: the life of every agreement and project, and what was demanded.

In: what control processes wrote down. Out: lives, event by event; for each condition that sharing
waited for, when it came to hold; demands of the policy by article and rule. Plain data, which
travels between processes and into files.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sandbox.engine.interface import Note
from sandbox.flows import TICKS

LIVING = (
    "wave",
    "catalogue",
    "agreement",
    "standards",
    "project",
    "sharing",
    "supervision",
    "audit",
    "theft",
)
"""Kinds of things whose lives are told, in the order in which they are."""

FULFILLED = {
    "agreement": "delivered",
    "catalogue": "published",
    "project": "built",
    "standards": "conforms",
    "sharing": "starts",
}
"""The event with which a life of a kind has reached its end for the first time."""


@dataclass(frozen=True)
class Moment:
    """One event of a life, in seconds after the start."""

    time: float
    event: str
    detail: dict[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True)
class Life:
    """What befell one thing."""

    kind: str
    name: str
    moments: tuple[Moment, ...]

    @property
    def begins(self) -> float:
        """Its first moment."""
        return self.moments[0].time

    @property
    def fulfilled(self) -> float | None:
        """When it was there for the first time: delivered, published, built."""
        wanted = FULFILLED.get(self.kind)
        return next((one.time for one in self.moments if one.event == wanted), None)


@dataclass(frozen=True)
class Demanded:
    """What the policy demanded by one rule of an article, and how often it was met."""

    article: str
    rule: str
    demanded: int
    met: int
    first: tuple[float, str] | None  # the first violation: time, parties
    worst: tuple[float, str, float] | None  # the worst one: time, parties, seconds too late


@dataclass(frozen=True)
class Chronicle:
    """All of one run."""

    lives: tuple[Life, ...] = ()
    demands: tuple[Demanded, ...] = ()

    def of(self, kind: str) -> list[Life]:
        """The lives of a kind."""
        return [life for life in self.lives if life.kind == kind]

    def plain(self) -> dict[str, Any]:
        """As it is written to JSON; times in seconds."""
        return {
            "lives": [
                {
                    "kind": life.kind,
                    "name": life.name,
                    "events": [
                        {"time": one.time, "event": one.event, **one.detail} for one in life.moments
                    ],
                }
                for life in self.lives
            ],
            "compliance": [
                {
                    "article": one.article,
                    "rule": one.rule,
                    "demanded": one.demanded,
                    "met": one.met,
                    "first": None
                    if one.first is None
                    else {"time": one.first[0], "parties": one.first[1]},
                    "worst": None
                    if one.worst is None
                    else {"time": one.worst[0], "parties": one.worst[1], "late": one.worst[2]},
                }
                for one in self.demands
            ],
        }


def chronicle(notes: Sequence[Note], end: float = math.inf) -> Chronicle:
    """What was written down before `end` (seconds), by thing and by rule.

    What happens while open requests are still waited for belongs to no measure, and is not told.
    """
    lives: dict[tuple[str, str], list[Moment]] = {}
    demands: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        if note.time / TICKS >= end:
            continue
        if note.kind == "demand":
            demands.setdefault((str(note.detail["article"]), note.subject), []).append(note)
        elif note.kind in LIVING:
            moment = Moment(note.time / TICKS, note.event, dict(note.detail))
            lives.setdefault((note.kind, note.subject), []).append(moment)
    found = [Life(kind, name, tuple(moments)) for (kind, name), moments in lives.items()]
    found.sort(key=lambda life: (LIVING.index(life.kind), life.begins, life.name))
    rows = [_demanded(*key, judged) for key, judged in demands.items()]
    return Chronicle(tuple(found), tuple(sorted(rows, key=lambda d: (int(d.article), d.rule))))


def _demanded(article: str, rule: str, judged: list[Note]) -> Demanded:
    missed = [note for note in judged if note.event == "missed"]
    first = worst = None
    if missed:
        first = (missed[0].time / TICKS, str(missed[0].detail["parties"]))
        latest = max(missed, key=lambda note: float(note.detail["late"]))
        late = float(latest.detail["late"])
        worst = (latest.time / TICKS, str(latest.detail["parties"]), late)
    return Demanded(article, rule, len(judged), len(judged) - len(missed), first, worst)
