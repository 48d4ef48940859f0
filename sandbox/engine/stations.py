"""Stations: servers, a queue, working hours and outages.

In: jobs with the work they bring. Out: one event per service, at its completion. Areas (jobs
waiting, servers busy, servers available) are kept as sums of moments: an area up to now is
level × now − Σ moments of entering + Σ moments of leaving, exact in integers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush

from sandbox.engine.clock import NEVER, Clock
from sandbox.engine.hours import Hours
from sandbox.engine.token import Token
from sandbox.flows.program import Station


@dataclass(frozen=True)
class Reading:
    """A station's meters at one moment, in ticks."""

    busy: int
    capacity: int
    queue: int
    up: int
    served: int


class ServingStation:
    """The state of one station.

    First in, first out; with `priority`, the most urgent first (larger is more urgent), equals in
    order of coming; a service once begun is never pushed aside. While the station is closed or
    down, services stand still and go on afterwards where they stopped.
    """

    __slots__ = (
        "_again",
        "_asleep",
        "_busy_moments",
        "_capacity_moments",
        "_clock",
        "_down",
        "_entered",
        "_inside",
        "_line",
        "_lost",
        "_paused",
        "_queue_moments",
        "_since",
        "_turn_away",
        "busy",
        "fails",
        "hours",
        "name",
        "places",
        "priority",
        "served",
        "servers",
        "up",
        "up_moments",
        "waiting",
        "waiting_most",
    )  # fmt: skip

    def __init__(
        self,
        station: Station,
        hours: Hours | None,
        clock: Clock,
        turn_away: Callable[[Token], None],
    ) -> None:
        self.name = station.name
        self.servers = station.servers
        self.places = station.places if station.places >= 0 else NEVER
        self.priority = station.priority
        self.fails = station.fails_when_down
        self.hours = hours
        self.busy = 0
        self.waiting = 0
        self.waiting_most = 0
        self.served = 0
        self.up = True
        self.up_moments = 0
        self._clock = clock
        self._turn_away = turn_away
        self._line: deque[Token] = deque()
        self._again: list[tuple[int, int, Token]] = []  # the line of a priority station
        self._entered = 0
        self._inside: dict[Token, None] = {}  # in service, where an outage fails its jobs
        self._paused: list[tuple[Token, int]] = []  # services whose end came while down, and when
        self._down = 0
        self._since = 0
        self._lost = 0  # open time lost to outages so far
        self._asleep = False  # an opening is scheduled
        self._busy_moments = 0  # sums of moments: busy and capacity in open time, queue in time
        self._capacity_moments = 0
        self._queue_moments = 0

    # jobs

    def enter(self, token: Token, work: int) -> bool:
        """A job comes; False when it is turned away."""
        now = self._clock.time
        hours = self.hours
        if self.up and not self.waiting and self.busy < self.servers:
            if hours is None or hours.is_open(now):
                self._begin(token, work, now)
                return True
        elif not self.up and self.fails:
            return False
        if self.waiting >= self.places:
            return False
        token.station = self
        token.work = work
        token.waiting = True
        if self.priority:
            self._entered += 1
            heappush(self._again, (-token.priority, self._entered, token))
        else:
            self._line.append(token)
        self.waiting += 1
        if self.waiting > self.waiting_most:
            self.waiting_most = self.waiting
        self._queue_moments -= now
        if hours is not None:
            self._sleep(hours, now)
        return True

    def finish(self, token: Token) -> bool:
        """A service's event fires: the server takes the next job. False: it was held up."""
        now = self._clock.time
        if not self.up:
            self._paused.append((token, self._open_time()))
            return False
        if token.lost != self._lost:
            self._make_up(token, self._open_time())
            return False
        token.station = None
        self.served += 1
        hours = self.hours
        if self.fails:
            del self._inside[token]
        if hours is None and self.waiting and self.busy <= self.servers:
            following = self._next()
            self.waiting -= 1
            self._queue_moments += now
            following.lost = self._lost
            if self.fails:
                self._inside[following] = None
            self._clock.wake(following, now + following.work)
            return True
        self.busy -= 1
        opened = now if hours is None else hours.passed(now)
        self._busy_moments += opened
        if self.busy >= self.servers:  # a server taken away is gone when its service is over
            self._capacity_moments += opened
        if self.waiting:
            self._serve()
        return True

    def leave(self, token: Token) -> None:
        """A waiting job is given up."""
        token.waiting = False
        self.waiting -= 1
        self._queue_moments += self._clock.time

    def _begin(self, token: Token, work: int, now: int) -> None:
        hours = self.hours
        self.busy += 1
        token.station = self
        token.lost = self._lost
        if self.fails:
            self._inside[token] = None
        if hours is None:
            self._busy_moments -= now
            self._clock.wake(token, now + work)
        else:
            self._busy_moments -= hours.passed(now)
            self._clock.wake(token, hours.after(now, work))

    def _next(self) -> Token:
        """The next job of the line; those given up are passed over."""
        while True:
            token = heappop(self._again)[2] if self.priority else self._line.popleft()
            if token.waiting:
                token.waiting = False
                return token

    def _serve(self) -> None:
        """Put waiting jobs to free servers, if the station works."""
        now = self._clock.time
        hours = self.hours
        if not self.up or not self.waiting:
            return
        if hours is not None and not hours.is_open(now):
            self._sleep(hours, now)
            return
        while self.waiting and self.busy < self.servers:
            token = self._next()
            self.waiting -= 1
            self._queue_moments += now
            self._begin(token, token.work, now)

    def _make_up(self, token: Token, end: int) -> None:
        """Put a service's end off by what outages held it up; `end` is in open time."""
        now = self._clock.time
        end += self._lost - token.lost
        token.lost = self._lost
        hours = self.hours
        time = end if hours is None else hours.after(now, end - hours.passed(now))
        self._clock.wake(token, time)

    # openings

    def _sleep(self, hours: Hours, now: int) -> None:
        """See to it that waiting jobs are served when the station opens."""
        if self._asleep or hours.is_open(now):
            return
        opening = hours.next_opening(now)
        if opening < NEVER:
            self._asleep = True
            self._clock.wake(Opening(self), opening)

    def open(self) -> None:
        """The station opens."""
        self._asleep = False
        self._serve()

    # changes from the control plane

    def set_servers(self, servers: int) -> None:
        """Change the number of servers; services under way go on, and their servers with them."""
        before = self._there()
        self.servers = servers
        if self.up:
            self._capacity_moments += (before - self._there()) * self._open_time()
        self._serve()

    def set_up(self, up: bool) -> None:
        """Break down or come back; breakdowns nest."""
        now = self._clock.time
        self._down += -1 if up else 1
        if up and self._down == 0:
            opened = self._open_time()
            self._lost += opened - self._since
            self._busy_moments -= self.busy * opened
            self._capacity_moments -= self._there() * opened
            self.up_moments -= now
            self.up = True
            paused, self._paused = self._paused, []
            for token, end in paused:
                self._make_up(token, end)
            self._serve()
        elif not up and self._down == 1:
            self._since = opened = self._open_time()
            self._busy_moments += self.busy * opened
            self._capacity_moments += self._there() * opened
            self.up_moments += now
            self.up = False
            if self.fails:
                self._fail_all()

    def _fail_all(self) -> None:
        """An outage fails all jobs: those in service, then those waiting, in order."""
        inside, self._inside = list(self._inside), {}
        self.busy -= len(inside)
        line = []
        while self.waiting:
            line.append(self._next())
            self.waiting -= 1
            self._queue_moments += self._clock.time
        for token in inside + line:
            token.due = -1
            token.station = None
            if token.alive:
                self._turn_away(token)

    # meters

    def _there(self) -> int:
        """Servers that are there: those it has, and those that finish a last service."""
        return max(self.servers, self.busy)

    def _open_time(self) -> int:
        """Now, on the clock that only runs while the station is open."""
        return self._clock.time if self.hours is None else self.hours.passed(self._clock.time)

    def busy_ticks(self) -> int:
        """Server-ticks of service so far."""
        return self._busy_moments + (self.busy * self._open_time() if self.up else 0)

    def read(self) -> Reading:
        """The meters now."""
        now, opened = self._clock.time, self._open_time()
        return Reading(
            busy=self.busy_ticks(),
            capacity=self._capacity_moments + (self._there() * opened if self.up else 0),
            queue=self._queue_moments + self.waiting * now,
            up=self.up_moments + (now if self.up else 0),
            served=self.served,
        )


class Opening:
    """The event of a station's opening."""

    __slots__ = ("_station", "due")

    def __init__(self, station: ServingStation) -> None:
        self._station = station
        self.due = -1

    def fire(self) -> None:
        """Open."""
        self._station.open()
