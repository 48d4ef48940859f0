"""The form in which a run's result is stored: the same bits come back, whatever numbers they are.

In: a `RunResult`. Out: bytes, and from bytes the result. The bytes are JSON (UTF-8), compressed by
zlib; a list of floats is base64 of their IEEE 754 double form, little-endian, so that infinities
and every nan survive. A list with other numbers in it is a JSON list.
"""

from __future__ import annotations

import base64
import json
import sqlite3
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from sandbox.measures import Breakdown
from sandbox.measures.chronicle import Chronicle, Demanded, Life, Moment
from sandbox.study.runs import RunResult

FORM = 1
"""Number of this form; stored beside every result."""
FATES = 100
"""Numbers of forms from here on are of fates: what became of single requests."""


class Done(Protocol):
    """What every result of a run says of the run."""

    @property
    def model(self) -> str: ...
    @property
    def seed(self) -> int: ...
    @property
    def replication(self) -> int: ...
    @property
    def engine(self) -> str: ...
    @property
    def wall(self) -> float: ...


Result = TypeVar("Result", bound=Done)


@dataclass(frozen=True)
class Form(Generic[Result]):
    """How one kind of result is stored. `name` tells its runs from those of other kinds."""

    number: int
    name: str
    packed: Callable[[Result], bytes]
    unpacked: Callable[[bytes], Result]


def packed(result: RunResult) -> bytes:
    """The result as bytes."""
    plain = {
        "model": result.model,
        "seed": result.seed,
        "replication": result.replication,
        "engine": result.engine,
        "events": int(result.events),
        "unfinished": int(result.unfinished),
        "wall": result.wall,
        "measures": _mapping(result.measures),
        "breakdowns": {by: _table(table) for by, table in result.breakdowns.items()},
        "selected": [[where, _mapping(found)] for where, found in result.selected.items()],
        "series": _curves(result.series),
        "series_by": {group: _curves(curves) for group, curves in result.series_by.items()},
        "lives": [
            [life.kind, life.name, [[one.time, one.event, one.detail] for one in life.moments]]
            for life in result.chronicle.lives
        ],
        "demands": [
            [one.article, one.rule, one.demanded, one.met, one.first, one.worst]
            for one in result.chronicle.demands
        ],
    }
    return zlib.compress(json.dumps(plain, ensure_ascii=False, default=_scalar).encode())


def unpacked(data: bytes) -> RunResult:
    """The result that was packed.

    Raises:
        sqlite3.DatabaseError: when the bytes are not those of a result: the store is damaged.
    """
    try:
        return _result(json.loads(zlib.decompress(data)))
    except (zlib.error, ValueError, KeyError, TypeError):
        damaged = sqlite3.DatabaseError("malformed result")
        damaged.sqlite_errorname = "SQLITE_CORRUPT"
        raise damaged from None


def _result(plain: dict[str, Any]) -> RunResult:
    return RunResult(
        model=plain["model"],
        seed=plain["seed"],
        replication=plain["replication"],
        engine=plain["engine"],
        measures=_mapped(plain["measures"]),
        breakdowns={by: _tabled(table) for by, table in plain["breakdowns"].items()},
        selected={
            tuple((by, group) for by, group in where): _mapped(found)
            for where, found in plain["selected"]
        },
        series={name: _floats(curve) for name, curve in plain["series"].items()},
        series_by={
            group: {name: _floats(curve) for name, curve in curves.items()}
            for group, curves in plain["series_by"].items()
        },
        events=plain["events"],
        unfinished=plain["unfinished"],
        wall=plain["wall"],
        chronicle=Chronicle(
            tuple(
                Life(kind, name, tuple(Moment(*moment) for moment in moments))
                for kind, name, moments in plain["lives"]
            ),
            tuple(
                Demanded(article, rule, demanded, met, _pair(first), _pair(worst))
                for article, rule, demanded, met, first, worst in plain["demands"]
            ),
        ),
    )


def _pair(written: list[Any] | None) -> Any:
    return None if written is None else tuple(written)


def _scalar(number: Any) -> Any:
    """Numbers of numpy as those of Python."""
    return number.item()


def _numbers(values: Sequence[float]) -> str | list[float]:
    if all(isinstance(value, float) for value in values):
        return base64.b64encode(np.array(values, dtype="<f8").tobytes()).decode()
    return list(values)


def _floats(written: str | list[float]) -> list[float]:
    if isinstance(written, list):
        return written
    values: list[float] = np.frombuffer(base64.b64decode(written), dtype="<f8").tolist()
    return values


def _mapping(values: Mapping[str, float]) -> list[Any]:
    return [list(values), _numbers(list(values.values()))]


def _mapped(written: list[Any]) -> dict[str, float]:
    names, numbers = written
    return dict(zip(names, _floats(numbers)))


def _curves(curves: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    return {name: _numbers(curve) for name, curve in curves.items()}


def _table(table: Breakdown) -> list[Any]:
    return [table.groups, table.measures, _numbers(table.table.ravel().tolist())]


def _tabled(written: list[Any]) -> Breakdown:
    groups, measures, numbers = written
    cells = np.array(_floats(numbers), dtype=np.float64).reshape(len(groups), len(measures))
    return Breakdown(tuple(groups), tuple(measures), cells)


RUN = Form(FORM, "", packed, unpacked)
"""The form of the results that comparisons are made of."""
