"""Measures of stolen credentials: what was taken with them, and how long they served.

In: a program and the counters of one replication, with what was written down of thefts. Out: one
array per measure, for the whole only; without thefts nothing is stolen, and none lasts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.counters import Counters
from sandbox.flows import TICKS, Outcome, Program
from sandbox.flows.program import StreamKind


def measure(program: Program, counters: Counters) -> dict[str, NDArray[np.float64]]:
    """All measures of thefts."""
    thieves = [one.kind is StreamKind.THEFT for one in program.streams]
    begun: dict[str, float] = {}
    over: dict[str, float] = {}
    end = counters.begins + counters.window
    for note in counters.notes:
        if note.kind == "theft":
            moments = begun if note.event == "begins" else over
            moments[note.subject] = note.time / TICKS
    lasts = [min(over.get(name, end), end) - at for name, at in begun.items() if at < end]
    return {
        "stolen": np.array([float(counters.needs.outcomes[thieves, Outcome.ANSWERED].sum())]),
        "theft_lasts": np.array([float(np.mean(lasts)) if lasts else np.nan]),
    }
