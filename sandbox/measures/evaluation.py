"""From counters to measures: the whole, breakdowns, selections, time series.

In: a program, the counters of one replication, prices. Out: measures by name (see `CATALOGUE`),
for the whole or for every group of a breakdown.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.counters import SERIES, Counters
from sandbox.flows import Program
from sandbox.measures import capacity, costs, governance, holdings, requests, thefts
from sandbox.measures.catalogue import CATALOGUE
from sandbox.measures.grouping import Grouping, by_label, everything, having
from sandbox.measures.prices import Prices
from sandbox.measures.summing import over

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Breakdown(Mapping[str, dict[str, float]]):
    """Measures of every group: reads as a mapping of mappings, is kept as one array."""

    groups: tuple[str, ...]
    measures: tuple[str, ...]
    table: Floats  # [group, measure]

    def __getitem__(self, group: str) -> dict[str, float]:
        try:
            row = self.table[self.groups.index(group)]
        except ValueError:
            raise KeyError(group) from None
        return dict(zip(self.measures, row.tolist()))

    def column(self, measure: str) -> list[float]:
        """A measure of every group, nan where it is not defined."""
        if measure not in self.measures:
            return [math.nan] * len(self.groups)
        column: list[float] = self.table[:, self.measures.index(measure)].tolist()
        return column

    def __iter__(self) -> Iterator[str]:
        return iter(self.groups)

    def __len__(self) -> int:
        return len(self.groups)


def evaluate(
    program: Program,
    counters: Counters,
    prices: Prices,
    where: Mapping[str, str] | None = None,
) -> dict[str, float]:
    """Every measure of the whole, or of what carries the labels of `where`, by name.

    A measure that `where` leaves nothing to be counted over is absent; one that is a share or
    mean of nothing is nan.

    Raises:
        ValueError: for a label that is no breakdown.
    """
    grouping = having(program, where) if where else everything(program)
    return {
        name: float(column[0])
        for name, column in _measures(program, counters, prices, grouping).items()
    }


def breakdown(program: Program, counters: Counters, prices: Prices, by: str) -> Breakdown:
    """Every measure for every value of label `by` that it can be laid to.

    Raises:
        ValueError: for a label that is no breakdown.
    """
    grouping = by_label(program, by)
    columns = _measures(program, counters, prices, grouping)
    values = np.column_stack(list(columns.values())) if columns else np.empty((grouping.size, 0))
    return Breakdown(grouping.names, tuple(columns), values)


def series(
    program: Program, counters: Counters, where: Mapping[str, str] | None = None
) -> dict[str, list[float]]:
    """Measures by interval of time; `time` is an interval's start in seconds.

    Raises:
        ValueError: for a label that is no breakdown.
    """
    grouping = having(program, where) if where else everything(program)
    rows = counters.needs.series[:, grouping.streams == 0, :]
    sums = dict(zip(SERIES, rows.sum(axis=1)))
    made, answered = sums["made"], sums["answered"]
    curves: dict[str, Floats] = {
        "time": counters.interval * np.arange(counters.needs.series.shape[2], dtype=np.float64),
        "requests": made,
        "response_time.mean": over(sums["response_time"], answered),
        "age.mean": over(sums["age"], answered),
        "fresh": over(sums["fresh"], answered),
        "correct": over(sums["correct"], answered),
        "error_rate": over(sums["error"], answered),
    }
    for name in ("satisfied", "refused", "failed", "timed_out", "by_letter"):
        curves[name] = over(sums[name], made)
    return {name: curve.tolist() for name, curve in curves.items()}


def _measures(
    program: Program, counters: Counters, prices: Prices, grouping: Grouping
) -> dict[str, Floats]:
    """The measures that the grouping allows, in the catalogue's order."""
    values: dict[str, Floats] = {}
    if "streams" in grouping.kept:
        values |= requests.measure(counters, grouping)
    if "copies" in grouping.kept:
        values |= holdings.copies(program, counters, grouping)
    if grouping.whole:
        values |= holdings.agreements(program, counters, prices)
    if "stations" in grouping.kept:
        values |= capacity.stations(counters, grouping)
    if "stations" in grouping.kept or "links" in grouping.kept:
        values |= capacity.availability(counters, grouping)
    if "links" in grouping.kept:
        values |= capacity.links(program, counters, grouping)
    values |= costs.measure(program, counters, prices, grouping)
    if grouping.whole:
        values |= governance.measure(counters)
        missed = governance.violations(counters)
        values |= {f"compliance.{name}": np.array([count]) for name, count in missed.items()}
        values["compliance.total"] = values["compliance.total"] + sum(missed.values())
        values |= thefts.measure(program, counters)
    return {name: values[name] for name in CATALOGUE if name in values}
