"""Measures of stations and links: utilisation, queues, availability, bytes.

In: counters per station and link, and a grouping. Out: one array per measure, a value for each
group.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.counters import Counters
from sandbox.flows import Program
from sandbox.measures.grouping import Grouping
from sandbox.measures.summing import greatest, over, total

Floats = NDArray[np.float64]


def stations(counters: Counters, grouping: Grouping) -> dict[str, Floats]:
    """Utilisation and queues for each group of stations."""
    at, groups, size = counters.stations, grouping.stations, grouping.size
    window = counters.window if counters.window > 0 else np.nan
    return {
        "utilisation.mean": over(total(at.busy, groups, size), total(at.capacity, groups, size)),
        "utilisation.peak": greatest(over(at.busy, at.capacity), groups, size),
        "queue.mean": total(at.queue, groups, size) / window,
        "queue.peak": greatest(at.queue_max, groups, size),
    }


def availability(counters: Counters, grouping: Grouping) -> dict[str, Floats]:
    """Share of time in which stations and links were up, for each group of them."""
    size, window = grouping.size, counters.window
    up, things = np.zeros(size), np.zeros(size)
    for column, groups in (
        (counters.stations.up, grouping.stations),
        (counters.links.up, grouping.links),
    ):
        up += total(column, groups, size)
        things += total(np.ones(len(column)), groups, size)
    return {"availability.time": over(up, things * window)}


def links(program: Program, counters: Counters, grouping: Grouping) -> dict[str, Floats]:
    """Bytes and utilisation for each group of links."""
    at, groups, size = counters.links, grouping.links, grouping.size
    limited = np.array([link.bandwidth > 0 for link in program.links], bool)
    busy = over(at.busy, np.where(limited, counters.window, 0.0))
    return {
        "bytes": total(at.bytes, groups, size),
        "utilisation.links": greatest(busy, groups, size),
    }
