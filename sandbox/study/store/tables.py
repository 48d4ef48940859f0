"""The tables of a study: its points, and its runs in long form, one row a number.

In: points, and runs with the digests of their scenarios. Out: rows of eight tables, whose columns
are stated here; undefined numbers are `None`, all numbers in base units. `scenario` joins a run
with its point.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence

from sandbox.measures import CATALOGUE
from sandbox.study.runs import RunResult
from sandbox.study.store.rows import PointRow

Cell = str | int | float | None
Row = tuple[Cell, ...]

TEXT, WHOLE, REAL = "VARCHAR", "BIGINT", "DOUBLE"
"""Types of columns, as SQL has them."""

SHORT = 12
"""Digits of a scenario's digest in the tables and in the names of files."""

_RUN = {"scenario": TEXT, "model": TEXT, "replication": WHOLE}
_VALUE = {"measure": TEXT, "unit": TEXT, "value": REAL}

TABLES: dict[str, dict[str, str]] = {
    "runs": {**_RUN, "seed": WHOLE, "events": WHOLE, "unfinished": WHOLE},
    "measures": {**_RUN, **_VALUE},
    "breakdowns": {**_RUN, "by": TEXT, "group": TEXT, **_VALUE},
    "selections": {**_RUN, "where": TEXT, **_VALUE},
    "series": {**_RUN, "by": TEXT, "group": TEXT, "time": REAL, **_VALUE},
    "lives": {**_RUN, "kind": TEXT, "name": TEXT, "time": REAL, "event": TEXT, "detail": TEXT},
    "compliance": {**_RUN, "article": TEXT, "rule": TEXT, "demanded": WHOLE, "met": WHOLE},
}
"""Columns of every table with their types."""


def point_columns(points: Sequence[PointRow]) -> dict[str, str]:
    """Columns of the table of points: one for every path that is varied, values as written."""
    paths = dict.fromkeys(path for point in points for path in point.factors)
    return {"point": WHOLE, "scenario": TEXT, **dict.fromkeys(paths, TEXT)}


def point_rows(points: Sequence[PointRow]) -> Iterator[Row]:
    """A row for each point."""
    paths = list(point_columns(points))[2:]
    for point in points:
        values = [point.factors.get(path) or None for path in paths]
        yield (point.number, point.scenario[:SHORT], *values)


def rows(scenario: str, run: RunResult, series_by: str | None) -> Iterator[tuple[str, Row]]:
    """Every row of a run, each with the name of its table."""
    whose = (scenario[:SHORT], run.model, run.replication)
    yield "runs", (*whose, run.seed, run.events, run.unfinished)
    for value in _values(run.measures):
        yield "measures", (*whose, *value)
    for by, table in run.breakdowns.items():
        for group, line in zip(table.groups, table.table.tolist()):
            for value in _values(dict(zip(table.measures, line))):
                yield "breakdowns", (*whose, by, group, *value)
    for where, found in run.selected.items():
        said = json.dumps(dict(where), ensure_ascii=False)
        for value in _values(found):
            yield "selections", (*whose, said, *value)
    for line in _curves(run.series):
        yield "series", (*whose, None, None, *line)
    for group, curves in run.series_by.items():
        for line in _curves(curves):
            yield "series", (*whose, series_by, group, *line)
    for life in run.chronicle.lives:
        for one in life.moments:
            detail = json.dumps(one.detail, ensure_ascii=False)
            yield "lives", (*whose, life.kind, life.name, one.time, one.event, detail)
    for demand in run.chronicle.demands:
        yield (
            "compliance",
            (*whose, demand.article, demand.rule, demand.demanded, demand.met),
        )


def _values(values: Mapping[str, float]) -> Iterator[tuple[str, str, float | None]]:
    for measure, value in values.items():
        yield measure, _unit(measure), _defined(value)


def _curves(
    curves: Mapping[str, Sequence[float]],
) -> Iterator[tuple[float, str, str, float | None]]:
    times = curves.get("time", ())
    for measure, values in curves.items():
        if measure != "time":
            for time, value in zip(times, values):
                yield time, measure, _unit(measure), _defined(value)


def _unit(measure: str) -> str:
    return CATALOGUE[measure].unit if measure in CATALOGUE else ""


def _defined(value: float) -> float | None:
    return None if math.isnan(value) else value
