"""Requests as dots that move over the live map.

In: log entries as they come, and where stations and agencies stand. Out: positions between spots,
frame by frame. Only some requests are shown, and a leg takes a second of wall time whatever it
takes in the run, or it would never be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sandbox.study.live.log import Entry

MOST = 24
"""dots at the same time"""
FRAMES = 10
"""frames that a leg takes"""
_REMEMBERED = 400  # requests whose last place is known


@dataclass
class Flight:
    """A request on its way from spot to spot."""

    path: tuple[str, ...]
    frame: int = 0

    @property
    def over(self) -> bool:
        """Whether it has arrived."""
        return self.frame >= FRAMES * (len(self.path) - 1)

    def leg(self) -> tuple[str, str, float]:
        """From where, to where, and how far it is between them (0 to 1)."""
        number = min(self.frame // FRAMES, len(self.path) - 2)
        part = min(self.frame - number * FRAMES, FRAMES) / FRAMES
        return self.path[number], self.path[number + 1], part


class Dots:
    """All dots of a map."""

    def __init__(
        self,
        spot_of_station: Callable[[str], str | None],
        spot_of_agency: Callable[[str], str | None],
    ) -> None:
        self._station, self._agency = spot_of_station, spot_of_agency
        self._last: dict[tuple[str, int], str] = {}
        self.flights: list[Flight] = []

    def clear(self) -> None:
        """Forget everything."""
        self._last.clear()
        self.flights.clear()

    def take(self, entries: Iterable[Entry]) -> None:
        """Let requests fly to where they have come."""
        paths: dict[tuple[str, int], list[str]] = {}
        for entry in entries:
            if entry.kind != "request":
                continue
            spot = self._spot(entry)
            if spot is None:
                continue
            who = (entry.name, entry.index)
            path = paths.get(who)
            if path is None:
                path = paths[who] = [self._last[who]] if who in self._last else []
            if not path or path[-1] != spot:
                path.append(spot)
        for who, path in paths.items():
            if not path:
                continue
            self._last.pop(who, None)
            self._last[who] = path[-1]
            if len(path) > 1 and len(self.flights) < MOST:
                self.flights.append(Flight(tuple(path)))
        while len(self._last) > _REMEMBERED:
            del self._last[next(iter(self._last))]

    def _spot(self, entry: Entry) -> str | None:
        if entry.event == "visit":
            return self._station(str(entry.detail["station"]))
        if entry.event == "made" or (entry.event == "end" and "child" not in entry.detail):
            return self._agency(entry.name.partition("@")[2])
        return None

    def move(self) -> list[tuple[str, str, float]]:
        """The dots of the next frame."""
        shown = [flight.leg() for flight in self.flights]
        for flight in self.flights:
            flight.frame += 1
        self.flights = [flight for flight in self.flights if not flight.over]
        return shown


def between(
    cells: Mapping[str, tuple[int, int]], dots: Iterable[tuple[str, str, float]]
) -> list[tuple[int, int]]:
    """Where dots are, in dots of braille cells: two to a column, four to a row."""
    found = []
    for start, end, part in dots:
        if start in cells and end in cells:
            (x0, y0), (x1, y1) = cells[start], cells[end]
            found.append(
                (round(2 * (x0 + (x1 - x0) * part)), round(4 * (y0 + (y1 - y0) * part)) + 1)
            )
    return found
