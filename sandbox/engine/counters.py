"""Raw counters of one replication: what an engine gives and measures read.

All arrays are indexed by position in the program. Times are seconds as float64. "Measured"
requests are those made from the warm-up to the horizon; areas are integrals over that window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sandbox.engine.interface import Note

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SERIES = (
    "made",
    "answered",
    "satisfied",
    "refused",
    "failed",
    "timed_out",
    "by_letter",
    "response_time",
    "age",
    "fresh",
    "correct",
    "error",
)
"""Fields of the time series: counts, and sums in seconds over answered requests."""


@dataclass
class Needs:
    """Per stream (needs; zero for changes except `tallies`)."""

    made: Integers
    outcomes: Integers  # [stream, Outcome]
    satisfied: Integers
    by_letter: Integers
    response_time: Floats  # sum over answered
    response_time_max: Floats
    age: Floats  # sum over answered, of the oldest value in the answer
    age_max: Floats
    fresh: Integers
    correct: Integers
    error: Integers
    tallies: Integers  # [stream, Tally]
    crossings: Integers
    first_satisfied: Floats  # time of the first satisfied answer; nan: never
    refusals: dict[str, Integers]  # article → [stream]
    response_time_histogram: list[dict[int, int]]  # per stream: bucket → count
    age_histogram: list[dict[int, int]]
    series: Floats  # [len(SERIES), stream, interval]


@dataclass
class Stations:
    """Per station, over the window."""

    busy: Floats  # server-seconds of service
    capacity: Floats  # server-seconds available (open and up)
    queue: Floats  # job-seconds of waiting
    queue_max: Integers
    served: Integers
    up: Floats  # seconds not broken down


@dataclass
class Links:
    """Per link, over the window."""

    bytes: Floats  # both directions
    busy: Floats  # seconds of transmission, in the direction that has more of them
    up: Floats


@dataclass
class Copies:
    """Per copy, over the window."""

    age: Floats  # integral of age, s²
    aged: Floats  # seconds in which it had an age: it was filled, and is no cache
    age_peak: Floats  # sum of the ages just before each renewal
    renewals: Integers
    exposure: Floats  # record-seconds of sensitive records held outside their source
    records: Integers  # records held at the end


@dataclass
class Counters:
    """One replication."""

    model: str
    engine: str
    seed: int
    replication: int
    window: float  # seconds from warm-up to horizon
    interval: float  # width of a series' interval, seconds
    needs: Needs
    stations: Stations
    links: Links
    copies: Copies
    gates: Floats  # per gate: seconds open in the window
    events: int  # traffic events executed
    unfinished: int  # requests still open at the end
    begins: float = 0.0  # when the window begins, seconds after the start
    notes: Sequence[Note] = ()  # what control processes wrote down, in order
