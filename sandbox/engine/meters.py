"""Meters: readings at the beginning and end of the window, and the counters they give.

In: the traffic plane at warm-up and at the horizon. Out: `Counters` restricted to that window.
"""

from __future__ import annotations

import numpy as np

from sandbox.engine import ages, links, stations
from sandbox.engine.counters import Copies, Counters, Floats, Links, Stations
from sandbox.engine.traffic import Traffic
from sandbox.flows import TICKS


class Meters:
    """Reads stations, links, copies and gates twice."""

    def __init__(self, traffic: Traffic) -> None:
        self._traffic = traffic
        self._first: _Readings
        self._last: _Readings

    def begin(self, now: int) -> None:
        """Read at the warm-up; queue maxima start anew."""
        self._traffic.clock.time = now
        for station in self._traffic.stations:
            station.waiting_most = station.waiting
        self._first = _Readings(self._traffic, now)

    def end(self, now: int) -> None:
        """Read at the horizon."""
        self._traffic.clock.time = now
        self._last = _Readings(self._traffic, now)

    def counters(self, engine: str, seed: int, replication: int) -> Counters:
        """The counters of the replication."""
        traffic, horizon = self._traffic, self._traffic.horizon
        needs = traffic.tally.needs()
        return Counters(
            model=traffic.program.model,
            engine=engine,
            seed=seed,
            replication=replication,
            window=(horizon.end - horizon.warm_up) / TICKS,
            interval=horizon.interval / TICKS,
            needs=needs,
            stations=self._stations(),
            links=self._links(),
            copies=self._copies(),
            gates=np.array([b - a for a, b in zip(self._first.gates, self._last.gates)], np.float64)
            / TICKS,
            events=traffic.clock.traffic,
            unfinished=traffic.open_requests,
            begins=horizon.warm_up / TICKS,
            notes=traffic.notes,
        )

    def _stations(self) -> Stations:
        pairs = list(zip(self._first.stations, self._last.stations))
        return Stations(
            busy=_seconds([b.busy - a.busy for a, b in pairs]),
            capacity=_seconds([b.capacity - a.capacity for a, b in pairs]),
            queue=_seconds([b.queue - a.queue for a, b in pairs]),
            queue_max=np.array(self._last.waiting_most, np.int64),
            served=np.array([b.served - a.served for a, b in pairs], np.int64),
            up=_seconds([b.up - a.up for a, b in pairs]),
        )

    def _links(self) -> Links:
        pairs = list(zip(self._first.links, self._last.links))
        back = list(zip(self._first.back, self._last.back))
        size = np.array([[b.bytes - a.bytes for a, b in way] for way in (pairs, back)], np.float64)
        busy = [_seconds([b.busy - a.busy for a, b in way]) for way in (pairs, back)]
        return Links(
            bytes=size.sum(axis=0),
            busy=np.maximum(*busy),
            up=_seconds([b.up - a.up for a, b in pairs]),
        )

    def _copies(self) -> Copies:
        pairs = list(zip(self._first.copies, self._last.copies))
        counted = [copy.outside and copy.sensitive for copy in self._traffic.program.copies]
        exposure = _seconds([b.exposure - a.exposure for a, b in pairs])
        return Copies(
            age=np.array([b.age - a.age for a, b in pairs], np.float64),
            aged=_seconds([b.aged - a.aged for a, b in pairs]),
            age_peak=np.array([b.peaks - a.peaks for a, b in pairs], np.float64),
            renewals=np.array([b.renewals - a.renewals for a, b in pairs], np.int64),
            exposure=np.where(counted, exposure, 0.0) if counted else exposure,
            records=np.array(self._last.held, np.int64),
        )


class _Readings:
    """All meters at one moment."""

    def __init__(self, traffic: Traffic, now: int) -> None:
        self.stations: list[stations.Reading] = [one.read() for one in traffic.stations]
        self.links: list[links.Reading] = [one.read() for one in traffic.links]
        for copy in traffic.copies:
            copy.settle()
        self.copies: list[ages.Reading] = [ages.read_meter(one.meter) for one in traffic.copies]
        self.held = [one.meter.held for one in traffic.copies]
        self.back: list[links.Reading] = [one.read() for one in traffic.back]
        self.gates = [gate.open_ticks(now) for gate in traffic.gates]
        self.waiting_most = [one.waiting_most for one in traffic.stations]


def _seconds(ticks: list[int]) -> Floats:
    return np.array(ticks, np.float64) / TICKS
