"""The player: brings a show forward in a thread of its own, at a pace, and does as it is told.

In: a live run, a race or a recording; orders, which never wait. Out: frames: how things stand,
as often as anybody wants to see them. Between two slices of a few milliseconds it looks at its
orders, and others get their turn.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Generic, Protocol, TypeVar

from sandbox.flows import TICKS
from sandbox.scenario import Refused
from sandbox.study.live.lane import Look
from sandbox.study.live.log import Entry, Log

FRAME = 0.1
"""seconds of wall time between two frames"""
_BREATH = 0.0005  # seconds that others get between two slices


class Showing(Protocol):
    """What lies in a lane."""

    log: Log


class Show(Protocol):
    """What can be played."""

    @property
    def lanes(self) -> Sequence[Showing]:
        """What is shown."""

    @property
    def now(self) -> int:
        """The present, in ticks."""

    @property
    def end(self) -> int:
        """The last time that can be reached."""

    @property
    def over(self) -> bool:
        """Whether there is nothing more to come."""

    @property
    def aiming(self) -> bool:
        """Whether a goal is not reached yet."""

    def go(self, until: int) -> bool:
        """Go a slice towards `until`, or the goal; whether there is more to do."""

    def step(self) -> None:
        """The next event."""

    def jump(self, time: int) -> None:
        """Aim at a time."""

    def looks(self) -> tuple[Look, ...]:
        """How things stand."""


@dataclass(frozen=True)
class Frame:
    """How things stand, and what the player is about; times in ticks."""

    number: int
    now: int
    looks: tuple[Look, ...]
    playing: bool
    aiming: bool
    over: bool
    pace: float  # simulated seconds in a second
    behind: bool  # whether the pace cannot be kept
    logs: tuple[tuple[Entry, ...], ...]  # the latest entries of each lane


Played = TypeVar("Played", bound=Show)


class Player(Generic[Played]):
    """Plays a show; all methods but `run` come back at once."""

    def __init__(self, show: Played, pace: float = 60.0) -> None:
        self.show = show
        self.frame: Frame | None = None
        """the latest"""
        self.trouble: BaseException | None = None
        """what ended the thread, if anything did"""
        self.refused: Refused | None = None
        """why the last order was not carried out"""
        self._pace, self._playing = pace, False
        self._orders: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._closed = threading.Event()
        self._number = 0
        self._behind = False

    # orders

    def order(self, what: Callable[[Played], object]) -> None:
        """Have something done to the show as soon as it can be."""
        self._orders.put(lambda: self._obey(what))

    def play(self, playing: bool) -> None:
        """Go on, or pause."""
        self._orders.put(lambda: setattr(self, "_playing", playing))

    def set_pace(self, pace: float) -> None:
        """Simulated seconds in a second of wall time."""
        self._orders.put(lambda: setattr(self, "_pace", pace))

    def step(self) -> None:
        """The next event, and pause."""
        self.play(False)
        self.order(lambda show: None if show.aiming else show.step())

    def jump(self, time: int) -> None:
        """Go to a time."""
        self.order(lambda show: show.jump(max(0, min(time, show.end))))

    def close(self) -> None:
        """Stop for good."""
        self._closed.set()
        self._orders.put(lambda: None)

    # the thread

    def run(self) -> None:
        """Play until closed."""
        try:
            self._publish()
            while not self._closed.is_set():
                if self.show.aiming or (self._playing and not self.show.over):
                    self._one_frame()
                else:
                    self._playing = False if self.show.over else self._playing
                    self._take(self._orders.get())
                self._publish()
        except BaseException as error:
            self.trouble = error

    def _one_frame(self) -> None:
        """Bring the show forward by what a frame of wall time is worth."""
        begun = time.monotonic()
        goal = min(self.show.now + round(self._pace * FRAME * TICKS), self.show.end)
        aimed = self.show.aiming
        more = True
        while more and self._orders.empty():
            more = self.show.go(goal)
            time.sleep(_BREATH)
            if time.monotonic() - begun > FRAME:
                break
        self._behind = more and not aimed
        self._take_all()
        rest = FRAME - (time.monotonic() - begun)
        if rest > 0 and self._playing and not self.show.aiming:
            self._wait(rest)

    def _wait(self, seconds: float) -> None:
        """Wait, but not for an order."""
        try:
            self._take(self._orders.get(timeout=seconds))
        except Empty:
            return

    def _take(self, order: Callable[[], None]) -> None:
        order()
        self._take_all()

    def _take_all(self) -> None:
        while not self._orders.empty():
            self._orders.get()()

    def _obey(self, what: Callable[[Played], object]) -> None:
        try:
            what(self.show)
        except Refused as refused:
            self.refused = refused

    def _publish(self) -> None:
        show = self.show
        self._number += 1
        self.frame = Frame(
            self._number, show.now, show.looks(), self._playing, show.aiming, show.over,
            self._pace, self._behind, tuple(lane.log.since(0) for lane in show.lanes),
        )  # fmt: skip
