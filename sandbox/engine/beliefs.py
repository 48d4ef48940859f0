"""Beliefs: what every copy held of one record, and since when, as the reference engine runs.

In: a register and a record; the plane and the trace of a run of the SimPy engine. Out: the record's
versions with their times, each copy's beliefs with theirs, and every answer that spoke of it. It
only looks: the run is the same with it and without it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import simpy

from sandbox.engine.clock import NEVER
from sandbox.engine.interface import Plane
from sandbox.engine.traffic import Traffic
from sandbox.flows.program import CopyKind, Program, StreamKind


class Belief(NamedTuple):
    """What a copy holds from `time` on, in ticks; `version` −1: nothing of this record.

    `as_of`: its source vouched for it then; −1: the source's own, vouched for at any time.
    """

    time: int
    version: int
    error: int
    as_of: int


class Use(NamedTuple):
    """An answer that spoke of the record, in ticks."""

    time: int
    stream: str
    number: int
    """its index in the stream"""
    version: int
    error: int
    as_of: int
    true_version: int
    copy: str
    """the copy read last for it; empty: none was"""
    read_at: int


@dataclass
class Beliefs:
    """A record's history under a model, in ticks.

    Attributes:
        changed: when it came to version 1, 2, …
        copies: by name, what each held and since when, the first from time 0.
        keep: by name, how long a copy keeps what it was told (−1: for ever).
        uses: answers, in order.
        until: how far the run went.
    """

    register: str
    record: int
    changed: list[int] = field(default_factory=list)
    copies: dict[str, list[Belief]] = field(default_factory=dict)
    keep: dict[str, int] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)
    until: int = 0

    def version(self, time: int) -> int:
        """The true version at a time."""
        return bisect_right(self.changed, time)

    def belief(self, copy: str, time: int) -> Belief | None:
        """What a copy held at a time; None: nothing."""
        known = self.copies[copy]
        found = known[bisect_right(known, time, key=lambda one: one.time) - 1]
        keep = self.keep[copy]
        gone = 0 <= keep < time - found.as_of
        if found.version < 0 or (gone and found.as_of >= 0):
            return None
        return found._replace(as_of=time) if found.as_of < 0 else found


class Watching:
    """A control process that gets hold of the plane, and a trace that writes beliefs down."""

    def __init__(self, program: Program, register: str, record: int, until: int = NEVER) -> None:
        """`until`: what happens later (ticks) is passed over.

        Raises:
            ValueError: when the program has no such register.
        """
        self._until = until
        names = [one.name for one in program.registers]
        self._register, self._record = names.index(register), record
        self.beliefs = Beliefs(register, record)
        self._places = {
            copy.name: place
            for place, copy in enumerate(program.copies)
            if copy.register == self._register
        }
        self._sources = {
            copy.name for copy in program.copies if copy.kind is CopyKind.SOURCE
        } & set(self._places)
        self.beliefs.keep = {name: program.copies[at].keep for name, at in self._places.items()}
        self._needs = {one.name for one in program.streams if one.kind is StreamKind.NEED}
        self._changes = {
            one.name
            for one in program.streams
            if one.kind is StreamKind.CHANGE and one.register == self._register
        }
        self._read: dict[tuple[str, int], tuple[str, int]] = {}
        self._pending: set[str] = set()
        self._pending_after_apply = False
        self._states: dict[str, tuple[bool, int, int]] = {}
        self._since = 0
        self._traffic: Traffic | None = None

    def process(self, _: simpy.Environment, plane: Plane) -> Generator[Any, Any, None]:
        """Look at the copies as they are filled at the start."""
        if not isinstance(plane, Traffic):
            raise TypeError("beliefs can be watched in the SimPy engine only")
        self._traffic = plane
        for name in self._places:
            self._look(name, 0)
        return
        yield  # a process of SimPy is a generator

    def __call__(
        self, time: int, stream: str, index: int, event: str, detail: dict[str, Any]
    ) -> None:
        """Take in an event, which is told before it takes effect: what came before has by now."""
        assert self._traffic is not None
        self.settle()
        if time > self._until:
            return
        self._since = self.beliefs.until = time
        if event == "write" and detail["copy"] in self._places:
            self._pending.add(detail["copy"])
        elif event == "apply":
            self._pending_after_apply = True
        elif event == "read" and detail["copy"] in self._places:
            self._read[stream, index] = (detail["copy"], time)
        elif event == "collect":
            self._read.pop((stream, index), None)  # whoever asks anew has no use for what was read
        elif event == "made" and stream in self._changes:
            version = self._traffic.truth.version(self._register, self._record)
            if version > len(self.beliefs.changed):
                self.beliefs.changed.append(time)
        elif event == "end" and stream in self._needs and "child" not in detail:
            copy, read_at = self._read.pop((stream, index), ("", -1))
            if detail["outcome"] == "answered":
                self._use(time, stream, index, detail, copy, read_at)

    def _use(
        self, time: int, stream: str, index: int, detail: dict[str, Any], copy: str, read_at: int
    ) -> None:
        for register, record, version, error, as_of in detail.get("values", ()):
            if (register, record) == (self._register, self._record):
                true = len(self.beliefs.changed)
                use = Use(time, stream, index, version, error, as_of, true, copy, read_at)
                self.beliefs.uses.append(use)

    def settle(self) -> None:
        """Look at the copies that the event before has changed."""
        if self._pending_after_apply:
            self._pending_after_apply = False
            self._pending.update(self._moved())
        if self._pending:
            for name in self._pending:
                self._look(name, self._since)
            self._pending.clear()

    def _moved(self) -> set[str]:
        """The copies that a batch has brought to another state: of any register, so few have.

        A batch that carries values one by one changes copies whose position stays.
        """
        assert self._traffic is not None
        moved, written = set(), False
        for name, place in self._places.items():
            state = self._traffic.copies[place].state()
            written = written or state.written > 0
            now = (state.complete, state.position, state.time)
            if name not in self._sources and self._states.get(name) != now:
                self._states[name] = now
                moved.add(name)
        return set(self._places) if written else moved

    def _look(self, name: str, time: int) -> None:
        assert self._traffic is not None
        value = self._traffic.copies[self._places[name]].read(self._record)
        if value is None:
            now = Belief(time, -1, 0, 0)
        else:
            as_of = -1 if name in self._sources else value.time
            now = Belief(time, value.version, value.error, as_of)
        known = self.beliefs.copies.setdefault(name, [])
        if not known or known[-1][1:] != now[1:]:
            known.append(now)
