"""The interpreter: takes tokens through their flows, step by step, until they wait or end.

In: tokens, and the state of stations, links, copies and gates. Out: changes of that state, events,
and ends of requests for the tally. Every operation of the flow language is one method here (or in
`attempts`, `gathering` and `passages`); it returns whether the token goes on at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox.engine.attempts import Attempts
from sandbox.engine.gathering import Scattering
from sandbox.engine.passages import Passages
from sandbox.engine.tally import ERROR, FRESH, VALUED
from sandbox.engine.token import Block, Snapshot, Token, Value
from sandbox.flows import Outcome, Tally
from sandbox.flows.assembly import Code

if TYPE_CHECKING:
    from sandbox.engine.traffic import Traffic

Step = tuple[Callable[[Token, int, int, int, int], bool], int, int, int, int]
"""An operation's method and its operands."""

_SCOPE_ARTICLE = "2"
_ANSWERED, _REFUSED, _FAILED = int(Outcome.ANSWERED), int(Outcome.REFUSED), int(Outcome.FAILED)


class Interpreter:
    """Executes the steps of one replication's tokens."""

    def __init__(self, traffic: Traffic) -> None:
        self._traffic = traffic
        self._clock = traffic.clock
        self._stations = traffic.stations
        self._copies = traffic.copies
        self._gates = traffic.gates
        self._lists = traffic.lists
        self._register_of = [copy.register for copy in traffic.program.copies]
        self._truth = traffic.truth
        self._tally = traffic.tally
        self._one = traffic.drawer.one
        self._is_need = traffic.is_need
        self._end = traffic.horizon.end  # requests made later only keep the world busy
        self.passages = Passages(self, traffic)
        self.attempts = Attempts(self, traffic.clock)
        self.scattering = Scattering(self, traffic)
        methods = self._methods()
        self.steps: list[Step] = [
            (methods[Code(code)], a, b, c, d) for code, a, b, c, d in traffic.compiled.code.tolist()
        ]

    def _methods(self) -> dict[Code, Callable[[Token, int, int, int, int], bool]]:
        return {
            Code.DELAY: self.delay,
            Code.VISIT: self.visit,
            Code.SEND: self.passages.send,
            Code.GATE: self.gate,
            Code.SCOPE: self.scope,
            Code.COLLECT: self.collect,
            Code.READ: self.read,
            Code.WRITE: self.write,
            Code.STAMP: self.stamp,
            Code.SNAPSHOT: self.snapshot,
            Code.APPLY: self.apply,
            Code.CHECK: self.check,
            Code.SCATTER: self.scattering.scatter,
            Code.ATTEMPT: self.attempts.attempt,
            Code.SETTLE: self.attempts.settle,
            Code.COUNT: self.count,
            Code.LETTER: self.letter,
            Code.JUMP: self.jump_to,
            Code.DONE: self.done,
        }

    def go(self, token: Token) -> None:
        """Take the token on until it waits or ends."""
        steps = self.steps
        while True:
            execute, a, b, c, d = steps[token.position]
            token.position += 1
            if not execute(token, a, b, c, d):
                return

    begin = go
    """A request, change or batch sets out."""

    def gave_up(self, block: Block) -> None:
        """A block's time is up: told where there is a trace."""

    def jump(self, token: Token, goal: int) -> bool:
        """Go on at `goal`; time-out blocks that it lies behind are settled."""
        if token.blocks:
            self.attempts.leave(token, goal)
        token.position = goal
        return True

    def fail(self, token: Token, goal: int) -> bool:
        """Go on at `goal`, or end as failed where there is none."""
        if goal >= 0:
            return self.jump(token, goal)
        return self.end(token, _FAILED)

    def turn_away(self, token: Token) -> None:
        """An outage fails the job of a token that waits at a station."""
        goal = self.steps[token.position - 1][3]
        if self.fail(token, goal):
            self.go(token)

    def end(self, token: Token, outcome: int) -> bool:
        """The token's flow is over."""
        token.alive = False
        if token.blocks:
            self.attempts.leave(token, 1 << 62)
        if token.place >= 0:
            self.scattering.gather(token, outcome)
        elif self._is_need[token.stream] and token.made < self._end:
            self._finish(token, outcome)
        return False

    def _finish(self, token: Token, outcome: int) -> None:
        """A request ends: hand it to the tally."""
        now = self._clock.time
        marks = 0
        age = 0
        if outcome == _ANSWERED:
            oldest = now
            current = True
            for register, record, version, error, time in token.values:
                marks |= VALUED
                oldest = min(oldest, time)
                if error:
                    marks |= ERROR
                if current and self._truth.version(register, record) != version:
                    current = False
            if current and marks & VALUED:
                marks |= FRESH
            age = now - oldest
        elif outcome == _REFUSED:
            self._tally.refuse(token.stream, token.article, token.made)
        self._traffic.open_requests -= 1
        self._tally.end(token.stream, token.made, now, outcome, marks, age)

    # operations

    def _drawn(self, token: Token, draw: int, every: int) -> int:
        draws = token.draws
        return self._one(every, token.identity, token.row) if draws is None else draws[draw]

    def delay(self, token: Token, draw: int, every: int, _c: int, _d: int) -> bool:
        """Delay."""
        self._clock.wake(token, self._clock.time + self._drawn(token, draw, every))
        return False

    def visit(self, token: Token, column: int, draw: int, failed: int, every: int) -> bool:
        """Visit."""
        draws = token.draws
        work = self._one(every, token.identity, token.row) if draws is None else draws[draw]
        if self._stations[token.row[column]].enter(token, work):
            return False
        return self.fail(token, failed)

    def gate(self, token: Token, column: int, refused: int, _c: int, _d: int) -> bool:
        """Gate."""
        gate = self._gates[token.row[column]]
        if gate.open:
            return True
        token.article = gate.article
        return self.jump(token, refused)

    def scope(self, token: Token, enforced: int, refused: int, _c: int, _d: int) -> bool:
        """Scope."""
        if not token.misuse:
            return True
        self._note(token, Tally.OUT_OF_SCOPE)
        if enforced:
            token.article = _SCOPE_ARTICLE
            return self.jump(token, refused)
        self._note(token, Tally.MISUSE)
        return True

    def _note(self, token: Token, what: Tally) -> None:
        """Count something that a request does once, however many children do it."""
        request = _request(token)
        if not request.noted & 1 << what:
            request.noted |= 1 << what
            self._tally.count(request.stream, what, request.made)

    def collect(self, token: Token, column: int, share: int, draw: int, every: int) -> bool:
        """Collect."""
        register = token.row[column]
        record = self._truth.record(register, token.subject)
        error = int(self._drawn(token, draw, every) < token.row[share])
        now = self._clock.time
        version = self._truth.version(register, record)
        token.values = (Value(register, record, version, error, now),)
        token.stamp = now
        return True

    def read(self, token: Token, column: int, missing: int, greatest: int, _d: int) -> bool:
        """Read."""
        place = token.row[column]
        record = self._truth.record(self._register_of[place], token.subject)
        value = self._copies[place].read(record)
        if value is not None and greatest >= 0:
            most = token.row[greatest]
            if most >= 0 and self._clock.time - value.time > most:
                value = None
        if value is None:
            return self.fail(token, missing)
        token.values = (value,)
        token.stamp = value.time
        return True

    def write(self, token: Token, column: int, _b: int, _c: int, _d: int) -> bool:
        """Write."""
        place = token.row[column]
        copy, register = self._copies[place], self._register_of[place]
        if not token.values:
            copy.hear(token.stamp)
        for value in token.values:
            if value.register == register:
                copy.write(value)
        return True

    def stamp(self, token: Token, _a: int, _b: int, _c: int, _d: int) -> bool:
        """Stamp."""
        now = self._clock.time
        token.stamp = now
        token.values = tuple(value._replace(time=now) for value in token.values)
        return True

    def snapshot(self, token: Token, column: int, to: int, _c: int, _d: int) -> bool:
        """Snapshot."""
        copies = self._lists[token.row[column]]
        targets = self._lists[token.row[to]]
        self._traffic.fit(copies, targets)
        states = tuple(self._copies[copy].state() for copy in copies)
        changes = sum(self._copies[target].lacks(state) for target, state in zip(targets, states))
        token.snapshot = Snapshot(copies, states, changes)
        return True

    def apply(self, token: Token, column: int, _b: int, _c: int, _d: int) -> bool:
        """Apply."""
        if token.snapshot is not None:
            self._traffic.apply(token.snapshot, self._lists[token.row[column]])
        return True

    def check(self, token: Token, share: int, draw: int, yes: int, every: int) -> bool:
        """Check."""
        if self._drawn(token, draw, every) < token.row[share]:
            return self.jump(token, yes)
        return True

    def count(self, token: Token, what: int, _b: int, _c: int, _d: int) -> bool:
        """Count."""
        self._tally.count(token.stream, what, token.made)
        return True

    def letter(self, token: Token, _a: int, _b: int, _c: int, _d: int) -> bool:
        """Go by letter; a request is counted when its first letter is written."""
        request = _request(token)
        if not request.letter:
            request.letter = True
            if self._is_need[request.stream]:
                self._tally.letter(request.stream, request.made)
        token.letter = True
        return True

    def jump_to(self, token: Token, goal: int, _b: int, _c: int, _d: int) -> bool:
        """Jump."""
        return self.jump(token, goal)

    def done(self, token: Token, outcome: int, _b: int, _c: int, _d: int) -> bool:
        """Done."""
        return self.end(token, outcome)


def _request(token: Token) -> Token:
    """The request that a token is, or that it is a child of."""
    while token.parent is not None:
        token = token.parent.parent
    return token
