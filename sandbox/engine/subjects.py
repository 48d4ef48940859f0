"""Who a request or change is, found again without running anything.

In: a program, the base of a replication's randomness, a stream and an index as a trace tells them.
Out: the identity that its draws belong to, and its subject in [0, 1): the same share of every
register's records. The engines draw both for whole windows at once; these are the same bits.
"""

from __future__ import annotations

from sandbox.engine.draws import SUBJECT
from sandbox.engine.sources import SHIFT, Pace, sources_of, surge_name
from sandbox.flows.program import Program
from sandbox.randomness import bits, identity, key, unit

_COPY = SHIFT >> 8
"""Where a surge multiplies given times, indices of its n-th further request begin at n times this
(see `arrivals.given_times`)."""


class Subjects:
    """Finds identities and subjects of one replication."""

    def __init__(self, program: Program, origin: int, end: int, last: int) -> None:
        """`end` and `last` as `Arrivals` has them, in ticks."""
        self._program, self._origin = program, origin
        self._places = {stream.name: place for place, stream in enumerate(program.streams)}
        sources = sources_of(program, [Pace(one) for one in program.rhythms], end, max(end, last))
        self._names = {
            (int(stream), int(shift)): int(name)
            for stream, shift, name in zip(sources.stream, sources.shift, sources.name)
        }

    def identity(self, stream: str, index: int) -> int:
        """What the draws of a request or change belong to.

        Raises:
            KeyError: for a stream that the program does not have, or an index of no source.
        """
        place = self._places[stream]
        part, within = divmod(index, SHIFT)
        spec = self._program.streams[place]
        if spec.times is None:
            return identity(self._origin, self._names[place, part * SHIFT], within)
        if not part:
            return identity(self._origin, key(stream), within)
        copy, within = divmod(within, _COPY)
        name = surge_name(stream, spec.surges[part - 1].name)
        return identity(self._origin, key(f"{name}|{copy}"), within)

    def subject(self, stream: str, index: int) -> float:
        """Which share of any register's records it is about; the popular ones come first."""
        drawn = unit(bits(self.identity(stream, index), SUBJECT))
        records, requests = self._program.streams[self._places[stream]].popular
        if not requests:
            return drawn
        if drawn < requests:
            return drawn / requests * records
        rest = 1.0 - requests if requests < 1 else 1.0
        return records + (drawn - requests) / rest * (1.0 - records)

    def record(self, stream: str, index: int, register: int) -> int:
        """The record of a register, by position, that it is about."""
        records = self._program.registers[register].records
        return max(0, min(int(self.subject(stream, index) * records), records - 1))
