"""Measures: what the counters of a run mean, with names, units and exact definitions.

In: raw counters of one replication. Out: measures for the whole, by group, and over time.
Knows neither scenarios nor worlds.
"""

from sandbox.measures.catalogue import ARTICLES, CATALOGUE, MeasureInfo, info
from sandbox.measures.evaluation import Breakdown, breakdown, evaluate, series
from sandbox.measures.grouping import BREAKDOWNS
from sandbox.measures.prices import Prices

__all__ = [
    "ARTICLES",
    "BREAKDOWNS",
    "CATALOGUE",
    "Breakdown",
    "MeasureInfo",
    "Prices",
    "breakdown",
    "evaluate",
    "info",
    "series",
]
