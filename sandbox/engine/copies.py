"""Copies: what every holder believes of a register, and how old that is.

In: values written, snapshots applied. Out: values read; ages go to meters (see `ages`). A
source keeps a log of its changes; a replica is a position in that log (and whatever was written
to it directly), so a batch costs the same however many records it brings, and never delivers a
change made after its snapshot.
"""

from __future__ import annotations

from array import array
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


class Entries:
    """Record by record: caches, own entries, feeds.

    A complete one (a feed in order) vouches for every record as of its newest message; another
    holds only what was written, each value as of its own time.
    """

    def __init__(self, copy: Copy, records: int, clock: Clock, truth: Truth) -> None:
        self._complete = copy.complete
        self._register = copy.register
        self._first_error = truth.first_error
        self._values: dict[int, Value] = {}
        self._log: list[Value] = []
        self.logged = False  # kept only when some batch takes snapshots of this copy
        self.meter = Meter(clock, records if copy.complete else 0, known=copy.complete)

    def read(self, record: int) -> Value | None:
        """The value held, if any."""
        value = self._values.get(record)
        if not self._complete:
            return value
        time = self.meter.as_of
        if value is None:
            return Value(self._register, record, 0, self._first_error(self._register, record), time)
        return value._replace(time=time)

    def write(self, value: Value) -> None:
        """Take in a value, unless a newer one is held."""
        if newer(value, self._values.get(value.record)):
            if self.logged:
                self._log.append(value)
            self._values[value.record] = value
            if not self._complete and len(self._values) != self.meter.held:
                self.meter.hold(len(self._values))
        self.meter.renew(value.time)

    def hear(self, time: int) -> None:
        """A heartbeat."""
        self.meter.renew(time)

    def state(self) -> State:
        """All that was written so far."""
        return State(self, self._complete, 0, len(self._log), self.meter.as_of)

    def written_since(self, start: int, end: int) -> list[Value]:
        """A stretch of what was written."""
        return self._log[start:end]


class Replica:
    """A position in the source's log, moved by batches, and what was written directly."""

    def __init__(self, copy: Copy, records: int, clock: Clock, source: Source) -> None:
        self._source = source
        self._records = records
        self._complete = copy.complete
        self._position = 0
        self._values: dict[int, Value] = {}
        self._log: list[Value] = []
        self.logged = False
        self._taken: dict[Holding, int] = {}  # sender → how much of what it was told we have
        self.meter = Meter(clock, records if copy.complete else 0, known=copy.complete)

    def read(self, record: int) -> Value | None:
        """The value as of the last batch, or what was written since."""
        own = self._values.get(record)
        if not self._complete:
            return own
        base = self._source.at(record, self._position, self.meter.as_of)
        if own is None or own.version < base.version:
            return base
        if own.version == base.version and own.time <= base.time:
            return base
        return own

    def write(self, value: Value) -> None:
        """Take in a value directly, unless a newer one is held."""
        if not newer(value, self.read(value.record)):
            return
        self._values[value.record] = value
        if self.logged:
            self._log.append(value)
        if not self._complete and len(self._values) != self.meter.held:
            self.meter.hold(len(self._values))

    def hear(self, time: int) -> None:
        """A heartbeat: a batch without changes."""
        if self._complete:
            self.meter.renew(time)

    def state(self) -> State:
        """The position and what was written so far, as of the source's snapshot."""
        return State(self, self._complete, self._position, len(self._log), self.meter.as_of)

    def written_since(self, start: int, end: int) -> list[Value]:
        """A stretch of what was written directly."""
        return self._log[start:end]

    def apply(self, state: State) -> None:
        """Come to the state of a snapshot; never back to an older one."""
        if state.complete:
            if not self._complete:
                self._complete = True
                self.meter.hold(self._records)
            self._position = max(self._position, state.position)
            self.meter.renew(state.time)
        if state.written:
            taken = self._taken.get(state.holder, 0)
            for value in state.holder.written_since(taken, state.written):
                self.write(value)
            self._taken[state.holder] = max(taken, state.written)


def holdings(program: Program, truth: Truth, clock: Clock, snapped: set[int]) -> list[Holding]:
    """The state of every copy; `snapped` are those of which batches take snapshots.

    Raises:
        ValueError: for a replica without a source, or a register with two sources.
    """
    sources: dict[int, Source] = {}
    records = [register.records for register in program.registers]
    for copy in program.copies:
        if copy.kind is CopyKind.SOURCE:
            if copy.register in sources:
                raise ValueError(f"copy {copy.name!r} is a second source of its register")
            sources[copy.register] = Source(copy, records[copy.register], clock, truth)
    result: list[Holding] = []
    for place, copy in enumerate(program.copies):
        held = records[copy.register]
        if copy.kind is CopyKind.SOURCE:
            result.append(sources[copy.register])
        elif copy.kind is CopyKind.REPLICA:
            source = sources.get(copy.register)
            if source is None:
                raise ValueError(f"copy {copy.name!r} is a replica of a register without source")
            replica = Replica(copy, held, clock, source)
            replica.logged = place in snapped
            result.append(replica)
        else:
            entries = Entries(copy, held, clock, truth)
            entries.logged = place in snapped
            result.append(entries)
    return result
