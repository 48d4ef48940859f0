"""Bench: how fast the engines are, against programs written by hand for the same work.

In: names of benchmarks and how many rounds. Out: scores, whose ratios are taken within one round,
because only these mean anything on a shared machine. Nothing here knows of scenarios but `shipped`.
"""

from sandbox.bench.contest import Contender, Contest, Lap, LeftOut, Ratio, Score, Spread
from sandbox.bench.machine import Machine
from sandbox.bench.suite import NAMES, Results, hold

__all__ = [
    "NAMES",
    "Contender",
    "Contest",
    "Lap",
    "LeftOut",
    "Machine",
    "Ratio",
    "Results",
    "Score",
    "Spread",
    "hold",
]
