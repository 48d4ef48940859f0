"""Tokens: requests, changes, batches and their children on their way through a flow.

In: what the interpreter puts into them. Out: nothing; a token is a place for state, and at the
same time the event that the clock fires when its waiting is over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sandbox.engine.copies import State
    from sandbox.engine.interpreter import Interpreter
    from sandbox.engine.links import Wire
    from sandbox.engine.stations import ServingStation


class Value(NamedTuple):
    """What some copy says of one record."""

    register: int
    record: int
    version: int
    error: int
    time: int  # vouched for as of then


class Token:
    """One thing that moves through a flow."""

    __slots__ = (
        "alive",  # False: given up; what it still occupies goes on to no avail
        "article",  # of the last refusal
        "blocks",  # open time-out blocks, innermost last
        "children",  # the gathering it waits for
        "draws",  # numbers drawn beforehand, or None: drawn when needed
        "due",
        "hop",  # which of its links it is on
        "identity",  # what its draws belong to
        "index",
        "interpreter",
        "letter",
        "links",  # of the route that it is on
        "lost",  # downtime of its station when its service was scheduled
        "made",
        "misuse",
        "noted",  # what was counted of it already, a bit each
        "parent",  # the gathering that waits for it
        "place",  # its place among its siblings; -1: it is no child
        "position",  # the next step
        "priority",
        "row",  # what its slots are bound to
        "row_number",
        "size",  # of its message, in bytes
        "snapshot",
        "stamp",  # when it was last vouched for
        "station",  # where it waits or is served
        "stream",
        "subject",  # in [0, 1): which record of any register it is about
        "values",  # what it has been told
        "waiting",  # in the station's queue
        "work",  # of its service, in ticks
    )

    def __init__(
        self,
        interpreter: Interpreter,
        stream: int,
        index: int,
        made: int,
        position: int,
        row_number: int,
        row: list[int],
        identity: int,
        subject: float,
        priority: int,
        draws: list[int] | None,
    ) -> None:
        self.interpreter = interpreter
        self.stream = stream
        self.index = index
        self.made = made
        self.position = position
        self.row_number = row_number
        self.row = row
        self.identity = identity
        self.subject = subject
        self.priority = priority
        self.draws = draws
        self.alive = True
        self.due = -1
        self.values: tuple[Value, ...] = ()
        self.stamp = made
        self.station: ServingStation | None = None
        self.waiting = False
        self.parent: Gathering | None = None
        self.children: Gathering | None = None
        self.blocks: list[Block] | None = None
        self.links: tuple[Wire, ...] = ()
        self.snapshot: Snapshot | None = None
        self.letter = False
        self.misuse = False
        self.noted = 0
        self.article = ""
        self.place = -1
        self.lost = 0
        self.work = 0
        self.hop = 0
        self.size = 0

    def fire(self) -> None:
        """Its waiting is over: leave the station or link that it was at, and go on."""
        station = self.station
        if station is not None and not station.finish(self):
            return
        if self.links and not self.interpreter.passages.arrived(self):
            return
        if self.alive:
            self.interpreter.go(self)


class Snapshot(NamedTuple):
    """The remembered states of copies, and how many changes came since the last snapshot."""

    copies: tuple[int, ...]
    states: tuple[State, ...]
    changes: int


class Gathering:
    """A parent that waits for its children."""

    __slots__ = ("ended", "failed", "failure", "join", "members", "missing", "parent", "starting")

    def __init__(self, parent: Token, join: int, failed: int, size: int) -> None:
        self.parent = parent
        self.join = join
        self.failed = failed
        self.missing = size
        self.members: list[Token] = []
        self.ended: list[tuple[Value, ...]] = [()] * size
        self.failure: tuple[int, int, str] | None = None  # place, outcome, article
        self.starting = True


class Block:
    """An open time-out block, and at the same time the event of its time-out."""

    __slots__ = (
        "draws", "due", "failed", "identity", "interpreter", "left", "position", "settle",
        "snapshot", "timeout", "token", "tried", "values",
    )  # fmt: skip

    def __init__(
        self, interpreter: Interpreter, token: Token, timeout: int, left: int, failed: int,
        settle: int,
    ) -> None:  # fmt: skip
        self.interpreter = interpreter
        self.token = token
        self.timeout = timeout
        self.left = left
        self.failed = failed
        self.settle = settle
        self.tried = 0
        self.due = -1
        self.position = token.position
        self.identity = token.identity
        self.draws = token.draws
        self.values = token.values
        self.snapshot = token.snapshot

    def fire(self) -> None:
        """The time is up."""
        self.interpreter.attempts.give_up(self)
