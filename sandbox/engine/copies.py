"""Copies: what every holder believes of a register, and how old that is.

In: values written, snapshots applied. Out: values read; ages go to meters (see `ages`). A
source keeps a log of its changes; what others hold is a position in that log and whatever was
written to them directly, so a batch never delivers a change made after its snapshot.
"""

from __future__ import annotations

from array import array
from heapq import heappop, heappush
from typing import NamedTuple, Protocol

from sandbox.engine.ages import Meter
from sandbox.engine.clock import Clock
from sandbox.engine.token import Value
from sandbox.engine.truth import Truth
from sandbox.flows.program import Copy, CopyKind, Program


class State(NamedTuple):
    """The state of a copy at the time of a snapshot."""

    holder: Holding
    complete: bool  # holds every record
    position: int  # in the source's log
    written: int  # values written to this copy directly
    time: int  # vouched for as of then


class Holding(Protocol):
    """What all kinds of copies can do."""

    meter: Meter

    def read(self, record: int) -> Value | None:
        """The value held of a record, if any."""

    def write(self, value: Value) -> None:
        """Take in a value; a newer one held is kept."""

    def hear(self, time: int) -> None:
        """A message without a value: nothing has changed up to `time`."""

    def state(self) -> State:
        """The present state."""

    def written_since(self, start: int, end: int) -> list[Value]:
        """The values written directly, from the `start`-th to before the `end`-th."""

    def settle(self) -> None:
        """Drop what has become too old, so that the meter is right now."""

    def lacks(self, state: State) -> int:
        """How many changes a snapshot would bring."""

    def apply(self, state: State) -> None:
        """Come to the state of a snapshot."""


def newer(one: Value, other: Value | None) -> bool:
    """Whether `one` replaces `other`: a later version, or the same vouched for later."""
    return other is None or (one.version, one.time) > (other.version, other.time)


class Source:
    """The source's own copy: a log of changes in the order in which they became known."""

    def __init__(self, copy: Copy, records: int, clock: Clock, truth: Truth) -> None:
        self.meter = Meter(clock, records, known=False)
        self._register = copy.register
        self._first_error = truth.first_error
        self._clock = clock
        self._latest: dict[int, int] = {}  # record → its latest place in the log
        self._versions = array("q")
        self._errors = array("b")
        self._before = array("q")  # place of the same record's entry before

    def read(self, record: int) -> Value | None:
        """The value the source knows now, vouched for as of now."""
        return self.at(record, len(self._versions), self._clock.time)

    def at(self, record: int, position: int, time: int) -> Value:
        """The value as of a position in the log."""
        place = self._latest.get(record, -1)
        while place >= position:
            place = self._before[place]
        if place < 0:
            return Value(self._register, record, 0, self._first_error(self._register, record), time)
        return Value(self._register, record, self._versions[place], self._errors[place], time)

    def write(self, value: Value) -> None:
        """A change becomes known."""
        place = self._latest.get(value.record, -1)
        if place >= 0 and self._versions[place] > value.version:
            return
        self._latest[value.record] = len(self._versions)
        self._versions.append(value.version)
        self._errors.append(value.error)
        self._before.append(place)

    def hear(self, time: int) -> None:
        """A source needs nobody to tell it the time."""

    def state(self) -> State:
        """The end of the log, as of now."""
        return State(self, True, len(self._versions), 0, self._clock.time)

    def written_since(self, start: int, end: int) -> list[Value]:
        """Nothing: all a source has is in its log."""
        del start, end
        return []

    def settle(self) -> None:
        """A source drops nothing."""

    def lacks(self, state: State) -> int:
        """A source is never filled."""
        del state
        return 0

    def apply(self, state: State) -> None:
        """A source is never filled."""
        raise AssertionError(state)


class Held:
    """What somebody outside the source holds: a base, and what was written to it since.

    The base is a position in the source's log, moved by batches, so a batch costs the same however
    many records it brings. A copy without a base (a cache, an agency's own entries) holds only
    what was written, each value as of its own time, and drops it when it is older than `keep`.
    With a base, a value of it is as of the last snapshot applied; in order (a feed) every message
    vouches for all records.
    """

    def __init__(
        self, copy: Copy, records: int, clock: Clock, source: Source | None, truth: Truth
    ) -> None:
        self._register = copy.register
        self._records = records
        self._clock = clock
        self._source = source
        self._first_error = truth.first_error
        self._in_order = copy.kind is CopyKind.ENTRIES
        self._complete = copy.complete
        self._position = 0
        self._values: dict[int, Value] = {}
        self._keep = copy.keep
        self._expiring: list[tuple[int, int]] = []  # (when dropped, record); some are outdated
        self._log: list[Value] = []
        self.logged = False  # kept only when some batch takes snapshots of this copy
        self._taken: dict[Holding, int] = {}  # sender → how much of what it was told we have
        self.meter = Meter(clock, records if copy.complete else 0, known=copy.complete)

    def read(self, record: int) -> Value | None:
        """The value held, if any."""
        if self._expiring:
            self.settle()
        own = self._values.get(record)
        if not self._complete:
            return own
        time = self.meter.as_of
        base = self._base(record, time)
        if own is None or own.version < base.version:
            return base
        if self._in_order:
            return own._replace(time=time)
        if own.version == base.version and own.time <= base.time:
            return base
        return own

    def _base(self, record: int, time: int) -> Value:
        if self._source is not None and self._position:
            return self._source.at(record, self._position, time)
        return Value(self._register, record, 0, self._first_error(self._register, record), time)

    def write(self, value: Value) -> None:
        """Take in a value directly, unless a newer one is held."""
        if self._expiring:
            self.settle()
        held = self._values.get(value.record) if self._in_order else self.read(value.record)
        if newer(value, held) and not self._too_old(value):
            if self.logged:
                self._log.append(value)
            self._values[value.record] = value
            if self._keep >= 0:
                heappush(self._expiring, (value.time + self._keep, value.record))
            if not self._complete and len(self._values) != self.meter.held:
                self.meter.hold(len(self._values), self._clock.time)
        if self._in_order:
            self.hear(value.time)

    def _too_old(self, value: Value) -> bool:
        return 0 <= self._keep < self._clock.time - value.time

    def hear(self, time: int) -> None:
        """A message without a value: nothing has changed up to `time`."""
        if self._complete:
            self.meter.renew(time)

    def settle(self) -> None:
        """Drop what has become too old, each value at its time."""
        now = self._clock.time
        while self._expiring and self._expiring[0][0] < now:
            due, record = heappop(self._expiring)
            value = self._values.get(record)
            if value is not None and value.time + self._keep == due:
                del self._values[record]
                if not self._complete:
                    self.meter.hold(len(self._values), due)

    def state(self) -> State:
        """The base's position and what was written so far, as of the newest news."""
        return State(self, self._complete, self._position, len(self._log), self.meter.as_of)

    def written_since(self, start: int, end: int) -> list[Value]:
        """A stretch of what was written directly."""
        return self._log[start:end]

    def lacks(self, state: State) -> int:
        """Changes that a snapshot would bring; all records, to one that has no base yet."""
        if not state.complete:
            fill = 0
        elif self._complete:
            fill = max(0, state.position - self._position)
        else:
            fill = self._records
        return fill + max(0, state.written - self._taken.get(state.holder, 0))

    def apply(self, state: State) -> None:
        """Come to the state of a snapshot; never back to an older one."""
        if state.complete:
            if not self._complete:
                self._complete = True
                self.meter.hold(self._records, self._clock.time)
            self._position = max(self._position, state.position)
            self.meter.renew(state.time)
        if state.written:
            taken = self._taken.get(state.holder, 0)
            for value in state.holder.written_since(taken, state.written):
                self.write(value)
            self._taken[state.holder] = max(taken, state.written)


def holdings(program: Program, truth: Truth, clock: Clock, snapped: set[int]) -> list[Holding]:
    """The state of every copy; `snapped` are those of which batches take snapshots."""
    records = [register.records for register in program.registers]
    sources = {
        copy.register: Source(copy, records[copy.register], clock, truth)
        for copy in program.copies
        if copy.kind is CopyKind.SOURCE
    }
    result: list[Holding] = []
    for place, copy in enumerate(program.copies):
        if copy.kind is CopyKind.SOURCE:
            result.append(sources[copy.register])
            continue
        held = Held(copy, records[copy.register], clock, sources.get(copy.register), truth)
        held.logged = place in snapped
        result.append(held)
    return result
