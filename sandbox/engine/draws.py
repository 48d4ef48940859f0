"""Draws: everything random that the arrivals of a window will need, drawn at once.

In: a window of arrivals. Out: their rows, subjects and misuse marks, and one list with all times
and chances of their flows' steps, grouped by law so that numpy draws them. What is not known
beforehand (children, repeated attempts) is drawn one by one, from the same keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.arrivals import Window
from sandbox.engine.sampling import chance, chances, sample, sampler
from sandbox.flows.assembly import CHANCE, STATION_LAW
from sandbox.flows.compiled import Compiled
from sandbox.randomness import arrays, child, key
from sandbox.randomness.arrays import Bits

Integers = NDArray[np.int64]

_LARGE = 300  # draws from which numpy is quicker, most of a flow's draws being for nothing

ROW, SUBJECT, MISUSE = key("row"), key("subject"), key("misuse")


@dataclass(frozen=True)
class Crowd:
    """A window's arrivals, ready to be made into tokens; one entry each.

    `draws` is one list for all; an arrival's own begin at `draw_start`.
    """

    time: list[int]
    stream: list[int]
    index: list[int]
    identity: list[int]
    row: list[int]
    subject: list[float]
    misuse: list[bool]
    draw_start: list[int]
    draws: list[int]


class Drawer:
    """Draws for the tokens of one replication."""

    def __init__(self, compiled: Compiled) -> None:
        program = compiled.program
        self._compiled = compiled
        streams = program.streams
        self._flow = np.array([stream.flow for stream in streams], np.int64)
        counts = np.array([len(stream.rows) for stream in streams], np.int64)
        self._row_start = np.cumsum(counts) - counts
        self._row_count = counts
        self._rows = np.array([row for stream in streams for row in stream.rows], np.int64)
        self._shares = shares_of([stream.weights for stream in streams])
        self._misuse = np.array([stream.misuse for stream in streams])
        self._records = np.array([stream.popular[0] for stream in streams])
        self._requests = np.array([stream.popular[1] for stream in streams])
        self._per_flow = np.diff(compiled.draw_start)
        self._samplers = [sampler(law) for law in compiled.laws]
        self._keys: list[int] = compiled.row_key.tolist()
        self._purposes = compiled.draw_purpose.tolist()
        self._laws: list[int] = compiled.draw_law.tolist()
        self._columns = compiled.draw_column.tolist()
        self._station_law = compiled.station_law.tolist()

    def one(self, every: int, identity: int, row: list[int]) -> int:
        """A single draw: number `every` among all, for one identity with its bound row."""
        law = self._laws[every]
        if law == CHANCE:
            return chance(identity, self._purposes[every])
        if law == STATION_LAW:
            law = self._station_law[row[self._columns[every]]]
        return self._samplers[law](identity, self._purposes[every])

    def crowd(self, window: Window) -> Crowd:
        """Everything that a window's arrivals draw."""
        stream = window.stream
        row = self._choose_rows(window)
        draw_start, draws = self._draw(self._flow[stream], window.identity, row)
        if self._misuse.any():
            mark = arrays.unit(arrays.bits(window.identity, MISUSE))
            misuse = (mark < self._misuse[stream]).tolist()
        else:
            misuse = list(repeat(False, len(stream)))
        return Crowd(
            time=window.time.tolist(),
            stream=stream.tolist(),
            index=window.index.tolist(),
            identity=window.identity.tolist(),
            row=row.tolist(),
            subject=self._subjects(window).tolist(),
            misuse=misuse,
            draw_start=draw_start,
            draws=draws,
        )

    def _choose_rows(self, window: Window) -> Integers:
        """The row of each arrival: where its subject is at home."""
        stream = window.stream
        first = self._row_start[stream]
        row: Integers = self._rows[first]
        several = np.flatnonzero(self._row_count[stream] > 1)
        if len(several):
            drawn = (arrays.bits(window.identity[several], ROW) >> np.uint64(32)).astype(np.int64)
            place = np.searchsorted(self._shares, (stream[several] << 32) + drawn, side="right")
            row[several] = self._rows[place]
        return row

    def _subjects(self, window: Window) -> NDArray[np.float64]:
        """The subject of each arrival in [0, 1): the popular share of records comes first."""
        drawn = arrays.unit(arrays.bits(window.identity, SUBJECT))
        requests, records = self._requests[window.stream], self._records[window.stream]
        if not requests.any():
            return drawn
        popular = drawn < requests
        often = drawn / np.where(requests > 0, requests, 1.0) * records
        rest = np.where(requests < 1, 1.0 - requests, 1.0)
        seldom = records + (drawn - requests) / rest * (1.0 - records)
        return np.where(requests > 0, np.where(popular, often, seldom), drawn)

    def family(
        self, flow: int, parent: int, rows: tuple[int, ...]
    ) -> list[tuple[int, list[int] | None]]:
        """Identity and draws of a token's children; only large families are drawn at once."""
        count = int(self._per_flow[flow])
        if len(rows) * count < _LARGE:
            return [(child(parent, self._keys[row]), None) for row in rows]
        row = np.array(rows, np.int64)
        identity = arrays.children(parent, self._compiled.row_key[row])
        starts, draws = self._draw(np.full(len(rows), flow, np.int64), identity, row)
        return [
            (one, draws[start : start + count]) for one, start in zip(identity.tolist(), starts)
        ]

    def _draw(
        self, flow: Integers, identity_of: Bits, row: Integers
    ) -> tuple[list[int], list[int]]:
        """Where each token's draws begin, and all draws, given flows, identities and rows."""
        compiled = self._compiled
        count = self._per_flow[flow]
        starts = np.cumsum(count) - count
        total = int(count.sum())
        owner = np.repeat(np.arange(len(flow)), count)
        every = np.arange(total) - starts[owner] + compiled.draw_start[flow[owner]]
        law = compiled.draw_law[every]
        visit = np.flatnonzero(law == STATION_LAW)
        station = compiled.matrix[row[owner[visit]], compiled.draw_column[every[visit]]]
        law[visit] = compiled.station_law[station]
        identity = identity_of[owner]
        purpose = compiled.draw_purpose[every]
        drawn = np.empty(total, np.int64)
        order = np.argsort(law, kind="stable")
        values, first = np.unique(law[order], return_index=True)
        for one, group in zip(values.tolist(), np.split(order, first[1:])):
            if one == CHANCE:
                drawn[group] = chances(identity[group], purpose[group])
            else:
                drawn[group] = sample(compiled.laws[one], identity[group], purpose[group])
        return starts.tolist(), drawn.tolist()


def shares_of(weights: list[tuple[float, ...]]) -> Integers:
    """Cumulative weights of all streams' rows in one ascending list.

    A stream's shares of 2³² are added to its position times 2³², so one search finds the row.
    """
    result: list[int] = []
    for place, shares in enumerate(weights):
        total = 0.0
        for share in shares[:-1]:
            total += share
            result.append((place << 32) + min(int(total * (1 << 32)), 1 << 32))
        result.append((place + 1) << 32)
    return np.array(result, np.int64)


def guide_of(count: Integers, shares: Integers) -> Integers:
    """Where in `shares_of` the search for a row begins: an entry for each part of [0, 1).

    Entry `j` of a stream with `n` rows is the first row whose cumulative share of 2³² is greater
    than the least draw in part `j`, ⌈j·2³²/n⌉ (a guide table: Chen and Asau, 1974; Devroye 1986,
    III.2.4). A search between two entries finds what a search of all would.
    """
    first = np.repeat(np.cumsum(count) - count, count)
    part = np.arange(len(first)) - first
    least = -(-(part << 32) // np.repeat(count, count))
    goal = np.repeat(np.arange(len(count)) << 32, count) + least
    found: Integers = np.searchsorted(shares, goal, side="right").astype(np.int64)
    return found
