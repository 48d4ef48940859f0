"""Following: a trace that picks one request of a need and keeps its life, nobody else's.

In: the events of a run, in order. Out: the events of the request that was asked for, what was true
of its records when it ended, and what became of all measured requests of its need. Lives are kept
only while they may still be the one, so memory does not grow with the run.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.engine.interface import Horizon
from sandbox.engine.subjects import Subjects
from sandbox.flows.program import Program, StreamKind
from sandbox.study.explaining.events import (
    FAILED,
    REFUSED,
    SLOWEST,
    STALE,
    WRONG,
    Asked,
    Event,
    Tallied,
)

_FAILURES = ("failed", "timed_out")
Whole = tuple[str, int]
"""stream and index of a request"""


@dataclass(frozen=True)
class Value:
    """What an answer said of one record, beside what was true then; times in ticks."""

    register: str
    record: int
    version: int
    error: int
    as_of: int
    true_version: int
    changed: tuple[int, ...]
    """when the record came to version 1, 2, …"""

    @property
    def current(self) -> bool:
        """Whether it was the register's current version."""
        return self.version == self.true_version


@dataclass
class Followed:
    """A request under way or ended."""

    stream: str
    index: int
    place: int
    """how many requests of the need were made before it"""
    made: int
    row: str
    events: list[Event] = field(default_factory=list)
    ended: int | None = None
    outcome: str = "unfinished"
    article: str = ""
    values: tuple[Value, ...] = ()

    @property
    def order(self) -> tuple[int, str, int]:
        """As requests were made."""
        return self.made, self.stream, self.index


class Following:
    """The trace; `found` is the request asked for, once it has ended."""

    def __init__(
        self, program: Program, asked: Asked, horizon: Horizon, origin: int, registers: set[str]
    ) -> None:
        """`registers`: those whose records the need can be about."""
        self.tallied = Tallied()
        self.found: Followed | None = None
        self._asked, self._horizon = asked, horizon
        self.subjects = Subjects(program, origin, horizon.end, horizon.end + horizon.drain)
        self._registers = [register.name for register in program.registers]
        self._deadlines = {
            stream.name: stream.deadline
            for stream in program.streams
            if stream.kind is StreamKind.NEED and asked.covers(stream.name)
        }
        self._changes = {
            stream.name: stream.register
            for stream in program.streams
            if stream.kind is StreamKind.CHANGE and self._registers[stream.register] in registers
        }
        self._versions: dict[tuple[int, int], list[int]] = {}
        self._open: dict[Whole, Followed] = {}
        self._made = 0

    @property
    def over(self) -> bool:
        """Whether nothing that is still to come can matter."""
        by_name = bool(self._asked.stream) or not self._asked.pick
        return by_name and self.found is not None

    def __call__(
        self, time: int, stream: str, index: int, event: str, detail: dict[str, Any]
    ) -> None:
        """Take in an event."""
        if stream in self._deadlines:
            self._of_need(int(time), stream, int(index), event, detail)
        elif event == "made" and stream in self._changes:
            register = self._changes[stream]
            record = self.subjects.record(stream, int(index), register)
            self._versions.setdefault((register, record), []).append(int(time))

    def _of_need(
        self, time: int, stream: str, index: int, event: str, detail: dict[str, Any]
    ) -> None:
        child = detail.get("child", "")
        whole = stream, index
        if event == "made":
            one = Followed(stream, index, self._made, time, detail["row"])
            self._made += 1
            if self._may_matter(one):
                self._open[whole] = one
        found = self._open.get(whole)
        if found is None:
            return
        told = {name: value for name, value in detail.items() if name != "child"}
        found.events.append(Event(time, event, child, told))
        if event == "end" and not child:
            del self._open[whole]
            self._end(found, time, detail)

    def _may_matter(self, one: Followed) -> bool:
        asked = self._asked
        if asked.stream:
            return (one.stream, one.index) == (asked.stream, asked.number)
        if asked.pick:
            return one.made >= self._horizon.warm_up
        return one.place == asked.index

    def _end(self, found: Followed, time: int, detail: dict[str, Any]) -> None:
        found.ended, found.outcome = time, detail["outcome"]
        found.article = detail.get("article", "")
        found.values = tuple(self._value(*map(int, value)) for value in detail.get("values", ()))
        self._count(found)
        if self._matches(found) and self._better(found):
            self.found = found

    def _value(self, register: int, record: int, version: int, error: int, time: int) -> Value:
        changed = tuple(self._versions.get((register, record), ()))
        name = self._registers[register]
        return Value(name, record, version, error, time, len(changed), changed)

    def _count(self, found: Followed) -> None:
        if found.made < self._horizon.warm_up:
            return
        tallied, outcome = self.tallied, found.outcome
        tallied.requests += 1
        setattr(tallied, outcome, getattr(tallied, outcome) + 1)
        if outcome == "answered":
            assert found.ended is not None
            tallied.stale += _is_stale(found)
            tallied.wrong += _is_wrong(found)
            tallied.late += found.ended - found.made > self._deadlines[found.stream]

    def _matches(self, found: Followed) -> bool:
        if self._asked.stream or not self._asked.pick:
            return True
        answered = found.outcome == "answered"
        return {
            SLOWEST: answered,
            REFUSED: found.outcome == "refused",
            FAILED: found.outcome in _FAILURES,
            STALE: answered and _is_stale(found),
            WRONG: answered and _is_wrong(found),
        }[self._asked.pick]

    def _better(self, found: Followed) -> bool:
        best = self.found
        if best is None:
            return True
        if self._asked.pick == SLOWEST:
            assert found.ended is not None
            assert best.ended is not None
            took, record = found.ended - found.made, best.ended - best.made
            return (-took, *found.order) < (-record, *best.order)
        return found.order < best.order

    def finish(self) -> None:
        """The run is over: what is still open was not finished."""
        for found in self._open.values():
            self._count(found)
            if (self._asked.stream or not self._asked.pick) and self.found is None:
                self.found = found
        self._open.clear()


def _is_stale(found: Followed) -> bool:
    return bool(found.values) and not all(value.current for value in found.values)


def _is_wrong(found: Followed) -> bool:
    return any(value.error for value in found.values)
