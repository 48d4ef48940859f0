"""What is kept of the calls of a log: for each consumer × service, and for each source.

In: blocks of calls, in the order of providers and times. Out: counts by hour of the week, endings,
durations and gaps. What is kept grows with the number of consumers and services, not of calls.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sandbox.study.calibration.arrivals import WEEK, Window
from sandbox.study.calibration.durations import Durations
from sandbox.study.calibration.failures import Gaps
from sandbox.study.calibration.record import UNKNOWN, Ending
from sandbox.study.calibration.sorting import Rows
from sandbox.study.calibration.waiting import Servers


@dataclass
class Asked:
    """Calls of one consumer for one service."""

    total: Durations  # answered calls, as the consumer sees them
    way: Durations  # of these, what was spent outside the provider
    given_up: int = UNKNOWN  # µs; the shortest of the calls that timed out
    hours: NDArray[np.int64] = field(default_factory=lambda: np.zeros(WEEK, np.int64))
    endings: list[int] = field(default_factory=lambda: [0] * len(Ending))
    request_bytes: list[int] = field(default_factory=lambda: [0, 0])  # sum, how many tell it
    response_bytes: list[int] = field(default_factory=lambda: [0, 0])

    @property
    def calls(self) -> int:
        """How many there were."""
        return sum(self.endings)


@dataclass
class Source:
    """Calls at one provider."""

    service: Durations
    server: Durations
    gaps: Gaps
    servers: Servers | None
    unplaced: int = 0  # answered calls that do not tell when they came and left


class Tally:
    """Everything that is kept of a log."""

    def __init__(self, offset: int, resolution: int, servers: int | None) -> None:
        self._offset, self._resolution, self._servers = offset, resolution, servers
        self.asked: dict[int, Asked] = {}
        self.sources: dict[int, Source] = {}
        self.first, self.last, self.calls = 2**62, -(2**62), 0

    def take(self, block: Rows) -> None:
        """Some more calls."""
        self.calls += len(block)
        self.first = min(self.first, int(block["made"].min()))
        self.last = max(self.last, int(block["made"].max()))
        answered = block["ending"] == Ending.ANSWERED
        cells = Window(0, 0, self._offset).cells(block["made"])
        for pair in np.unique(block["pair"]).tolist():
            here = block["pair"] == pair
            self._asked(pair, block[here], cells[here], answered[here])
        for provider in np.unique(block["provider"]).tolist():
            here = block["provider"] == provider
            self._source(provider, block[here])

    def _durations(self) -> Durations:
        return Durations(self._resolution)

    def _asked(
        self, pair: int, calls: Rows, cells: NDArray[np.int64], answered: NDArray[np.bool_]
    ) -> None:
        if pair not in self.asked:
            self.asked[pair] = Asked(self._durations(), self._durations())
        asked = self.asked[pair]
        asked.hours += np.bincount(cells, minlength=WEEK)
        for ending in Ending:
            asked.endings[ending] += int((calls["ending"] == ending).sum())
        fine = calls[answered]
        asked.total.add(_known(np.where(fine["total"] == UNKNOWN, fine["source"], fine["total"])))
        asked.way.add(_known(fine["way"]))
        given_up = _known(calls["total"][calls["ending"] == Ending.TIMED_OUT])
        if len(given_up):
            shortest = int(given_up.min())
            known = asked.given_up != UNKNOWN
            asked.given_up = min(shortest, asked.given_up) if known else shortest
        for kept, field_name in (
            (asked.request_bytes, "request_size"),
            (asked.response_bytes, "response_size"),
        ):
            told = fine[field_name][fine[field_name] >= 0]
            kept[0] += int(told.sum())
            kept[1] += len(told)

    def _source(self, provider: int, calls: Rows) -> None:
        source = self.sources.get(provider)
        if source is None:
            servers = None if self._servers is None else Servers(self._servers)
            source = Source(self._durations(), self._durations(), Gaps(), servers)
            self.sources[provider] = source
        fine = calls[calls["ending"] == Ending.ANSWERED]
        source.server.add(_known(fine["server"]))
        if source.servers is None:
            source.service.add(_known(fine["source"]))
        else:
            placed = (fine["enter"] != UNKNOWN) & (fine["leave"] != UNKNOWN)
            source.unplaced += int((~placed).sum())
            there = fine[placed]
            source.service.add(source.servers.services(there["enter"], there["leave"]))
        judged = calls[(calls["ending"] == Ending.ANSWERED) | (calls["ending"] == Ending.FAILED)]
        source.gaps.add(judged["time"], judged["ending"] == Ending.FAILED)


def _known(values: NDArray[np.int64]) -> NDArray[np.int64]:
    known: NDArray[np.int64] = values[values != UNKNOWN]
    return known
