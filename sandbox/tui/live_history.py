"""What has been seen of a live run so far, for its charts.

In: frames. Out: lines of queues and of measures over simulated time. After a jump back what lies
ahead is forgotten; when there are too many points every other one goes.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sandbox.flows import TICKS
from sandbox.study.live import Look

MOST = 1200
"""points that are kept"""


@dataclass(frozen=True)
class Point:
    """The runs at a time (ticks): jobs waiting at each station, and the measures so far."""

    time: int
    waiting: tuple[NDArray[np.int32], ...]
    measures: tuple[Mapping[str, float], ...]


class History:
    """Points in order of time."""

    def __init__(self) -> None:
        self.points: list[Point] = []

    def note(self, looks: tuple[Look, ...]) -> None:
        """Take what is seen now."""
        time = max(look.standing.time for look in looks)
        while self.points and self.points[-1].time >= time:
            self.points.pop()
        waiting = tuple(np.array(look.standing.waiting, np.int32) for look in looks)
        self.points.append(Point(time, waiting, tuple(look.progress.measures for look in looks)))
        if len(self.points) > MOST:
            self.points = self.points[::2]

    def queue(self, run: int, stations: Collection[int]) -> tuple[list[float], list[float]]:
        """Times in seconds, and jobs that wait at some stations, in one of the runs."""
        chosen = list(stations)
        seen = [point for point in self.points if run < len(point.waiting)]
        values = [float(point.waiting[run][chosen].sum()) for point in seen]
        return [point.time / TICKS for point in seen], values

    def measure(self, run: int, name: str) -> tuple[list[float], list[float]]:
        """Times in seconds, and a measure so far, in one of the runs."""
        seen = [point for point in self.points if run < len(point.measures)]
        values = [point.measures[run].get(name, math.nan) for point in seen]
        return [point.time / TICKS for point in seen], values
