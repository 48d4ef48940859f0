"""Engines: execute programs, with control processes, and count what happens.

In: a program, a seed and a replication, control processes. Out: raw counters of one replication.
An engine knows neither agencies nor articles.
"""

from sandbox.engine.choice import EngineUnavailable, arrivals_of, choose
from sandbox.engine.counters import SERIES, Counters
from sandbox.engine.histogram import RELATIVE_ERROR, edges
from sandbox.engine.interface import (
    Cancelled,
    ControlProcess,
    Engine,
    Horizon,
    Observer,
    Plane,
    Progress,
    Trace,
)

__all__ = [
    "RELATIVE_ERROR",
    "SERIES",
    "Cancelled",
    "ControlProcess",
    "Counters",
    "Engine",
    "EngineUnavailable",
    "Horizon",
    "Observer",
    "Plane",
    "Progress",
    "Trace",
    "arrivals_of",
    "choose",
    "edges",
]
