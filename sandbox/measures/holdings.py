"""Measures of what is held and agreed: age of copies, copies, exposure, agreements.

In: counters per copy and per gate, and a grouping. Out: one array per measure, a value for each
group; agreements are counted for the whole only, since they belong to no single need.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.counters import Counters
from sandbox.flows import Program
from sandbox.measures import governance
from sandbox.measures.grouping import Grouping
from sandbox.measures.prices import Prices
from sandbox.measures.summing import over, total

DAY = 86400.0

Floats = NDArray[np.float64]


def copies(program: Program, counters: Counters, grouping: Grouping) -> dict[str, Floats]:
    """Measures of the copies outside their source, for each group of copies."""
    outside = np.array([copy.outside for copy in program.copies], bool)
    groups, size = np.where(outside, grouping.copies, -1), grouping.size
    held = counters.copies
    # caches and own entries are as old as each of their entries: they have no one age
    aged, renewed = held.aged > 0, held.renewals > 0
    mean = over(held.age, held.aged)
    peak = over(held.age_peak, held.renewals.astype(np.float64))
    return {
        "age.copy": over(total(np.where(aged, mean, 0.0), groups, size), total(aged, groups, size)),
        "age.copy_peak": over(
            total(np.where(renewed, peak, 0.0), groups, size), total(renewed, groups, size)
        ),
        "copies_held": total(held.records > 0, groups, size),
        "exposure": total(held.exposure, groups, size) / DAY,
    }


def documents(program: Program) -> Floats:
    """How many agreements each gate stands for."""
    stated = program.agreements.documents
    return np.array(
        [stated.get(i, 1 if gate.counted else 0) for i, gate in enumerate(program.gates)],
        np.float64,
    )


def agreements(program: Program, counters: Counters, prices: Prices) -> dict[str, Floats]:
    """Agreements in force and the work of agreeing on them, for the whole."""
    count = documents(program)
    if counters.window > 0:
        in_force = float((count * counters.gates).sum()) / counters.window
    else:
        in_force = np.nan
    reached = float(count[counters.gates > 0].sum())
    worked = governance.negotiation(counters)
    return {
        "agreements": np.array([in_force]),
        "negotiation": np.array([reached * prices.negotiation_days if worked is None else worked]),
    }
