"""Ages: how old a copy is and how much it exposes, as integrals over the window.

In: renewals of a copy and how many records it holds. Out: readings of its age and exposure.
"""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.engine.clock import Clock
from sandbox.flows.laws import TICKS


class Meter:
    """Age and exposure of one copy, as integrals over the window.

    A copy that is not filled yet has no age, nor has a cache. `peaks` sums the ages just before
    each renewal.
    """

    __slots__ = (
        "_clock", "_held", "_last", "_moments", "age", "aged", "as_of", "known", "peaks",
        "renewals",
    )  # fmt: skip

    def __init__(self, clock: Clock, held: int, known: bool) -> None:
        self._clock = clock
        self._held = held
        self._moments = 0  # exposure as a sum of moments, see `stations`
        self._last = 0
        self.as_of = 0
        self.known = known
        self.age = 0.0  # s²
        self.aged = 0  # ticks in which it had an age
        self.peaks = 0.0  # s
        self.renewals = 0

    def flush(self) -> None:
        """Integrate the age up to now."""
        now = self._clock.time
        if self.known:
            low, high = float(self._last - self.as_of) / TICKS, float(now - self.as_of) / TICKS
            self.age += (high * high - low * low) / 2
            self.aged += now - self._last
        self._last = now

    def renew(self, time: int) -> None:
        """The copy is now as of `time`, unless it was newer already."""
        if self.known and time <= self.as_of:
            return
        self.flush()
        if self.known:
            self.peaks += float(self._clock.time - self.as_of) / TICKS
            self.renewals += 1
        self.known = True
        self.as_of = time

    def hold(self, records: int, time: int) -> None:
        """The copy holds so many records from `time` on."""
        self._moments += (self._held - records) * time
        self._held = records

    @property
    def held(self) -> int:
        """Records held now."""
        return self._held

    def exposure(self) -> int:
        """Record-ticks so far."""
        return self._moments + self._held * self._clock.time


@dataclass(frozen=True)
class Reading:
    """A copy's meters at one moment."""

    age: float
    aged: int
    peaks: float
    renewals: int
    exposure: int


def read_meter(meter: Meter) -> Reading:
    """The meters now."""
    meter.flush()
    return Reading(meter.age, meter.aged, meter.peaks, meter.renewals, meter.exposure())
