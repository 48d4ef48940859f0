"""Events of a trace as they are kept for explaining.

In: what an engine tells. Out: `Event`, one line of a trace; `Asked`, which requests are meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

SLOWEST, REFUSED, FAILED, STALE, WRONG = "slowest", "refused", "failed", "stale", "wrong"
PICKS = (SLOWEST, REFUSED, FAILED, STALE, WRONG)
"""Ways to pick a measured request: the one with the longest response time, or the first (as they
were made) that was refused; that failed or timed out; whose answer was not the register's current
version; whose answer carried an error."""


class Event(NamedTuple):
    """One event of a request's life, in ticks; `child` is empty for the request itself."""

    time: int
    name: str
    child: str
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """Which request is meant: one that is picked, or one by its place or by its name.

    Attributes:
        need: a need, or a need of one agency (`need@department@region`).
        pick: one of `PICKS`; empty: not picked.
        index: the how-manieth request made of `need`, from 0.
        stream: with `number`, the name of a request as a trace has it; goes before the others.
    """

    need: str
    pick: str = ""
    index: int = 0
    stream: str = ""
    number: int = 0

    def covers(self, stream: str) -> bool:
        """Whether a stream is of the need."""
        return stream == self.need or stream.partition("@")[0] == self.need


@dataclass
class Tallied:
    """What became of the measured requests of a need under a model; shares are of these."""

    requests: int = 0
    answered: int = 0
    refused: int = 0
    failed: int = 0
    timed_out: int = 0
    unfinished: int = 0
    stale: int = 0
    wrong: int = 0
    late: int = 0
    """answered, but after the deadline"""
