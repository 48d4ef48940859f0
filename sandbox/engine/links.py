"""Links: transmission first in, first out, then a latency.

In: messages with their sizes. Out: one event per hop, because a link remembers when it is free. A
link that is down holds what it has not yet transmitted until it is up again.
"""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.engine.clock import Clock
from sandbox.engine.token import Token
from sandbox.flows.laws import TICKS
from sandbox.flows.program import Link


@dataclass(frozen=True)
class Reading:
    """A link's meters at one moment; times in ticks."""

    bytes: int
    busy: int
    up: int


class Wire:
    """The state of one direction of a link."""

    __slots__ = (
        "_bytes", "_clock", "_down", "_free", "_held", "_late", "_outages", "_sent", "_since",
        "_up_moments", "bandwidth", "gateway", "latency", "name", "up",
    )  # fmt: skip

    def __init__(self, link: Link, clock: Clock) -> None:
        self.name = link.name
        self.latency = link.latency
        self.bandwidth = link.bandwidth
        self.gateway = link.gateway
        self.up = True
        self._clock = clock
        self._free = 0  # when the last transmission ends
        self._sent = 0  # ticks of transmission accepted
        self._bytes = 0
        self._held: list[Token] = []  # messages that came while down
        self._late: list[tuple[Token, int]] = []  # transmissions whose event came while down
        self._outages: list[tuple[int, int]] = []
        self._down = 0
        self._since = 0
        self._up_moments = 0

    def send(self, token: Token, size: int) -> bool:
        """Take a message; False when it has arrived at once (no transmission, no latency)."""
        if not self.up:
            self._held.append(token)
            return True
        now = self._clock.time
        self._bytes += size
        arrival = now + self.latency
        if self.bandwidth:
            begin = self._free if self._free > now else now
            work = int(size * TICKS / self.bandwidth + 0.5)
            self._sent += work
            self._free = begin + work
            arrival = self._free + self.latency
        if arrival == now:
            return False
        token.lost = len(self._outages)
        self._clock.wake(token, arrival)
        return True

    def arrived(self, token: Token) -> bool:
        """A message's event fires; False when an outage has held its transmission up."""
        if token.lost == len(self._outages) and self.up:
            return True
        end = sent = self._clock.time - self.latency
        for start, until in self._outages[token.lost :]:
            if start >= end:
                break
            end += until - start
        if not self.up and self._since < end:
            self._late.append((token, end))
            return False
        token.lost = len(self._outages)
        if end == sent:
            return True
        self._clock.wake(token, end + self.latency)
        return False

    def set_up(self, up: bool) -> list[Token]:
        """Break down or come back (breakdowns nest); the messages held that can now be sent."""
        now = self._clock.time
        self._down += -1 if up else 1
        if not up and self._down == 1:
            self.up = False
            self._since = now
            self._up_moments += now
        elif up and self._down == 0:
            self.up = True
            self._up_moments -= now
            self._outages.append((self._since, now))
            if self._free > self._since:
                self._free += now - self._since
            late, self._late = self._late, []
            for token, end in late:
                token.lost = len(self._outages)
                self._clock.wake(token, end + now - self._since + self.latency)
            held, self._held = self._held, []
            return held
        return []

    def read(self) -> Reading:
        """The meters now."""
        now = self._clock.time
        left = max(0, self._free - (now if self.up else self._since))
        return Reading(self._bytes, self._sent - left, self._up_moments + (now if self.up else 0))
