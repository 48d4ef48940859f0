"""The traffic plane of one replication: its state, and what control processes may change of it.

In: a compiled program, a seed and a replication, a horizon. Out: the plane that control processes
act on; arrivals turned into tokens; meters for the counters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sandbox.engine.arrivals import Arrivals
from sandbox.engine.clock import NEVER, Clock
from sandbox.engine.copies import holdings
from sandbox.engine.draws import Crowd, Drawer
from sandbox.engine.hours import Hours
from sandbox.engine.interface import Horizon, Note, Trace
from sandbox.engine.interpreter import Interpreter
from sandbox.engine.links import Wire
from sandbox.engine.stations import ServingStation
from sandbox.engine.tally import Outcomes
from sandbox.engine.token import Snapshot, Token, Value
from sandbox.engine.truth import Truth
from sandbox.engine.watch import Totals
from sandbox.flows import TICKS, Tally
from sandbox.flows.bindings import verify_batch
from sandbox.flows.compiled import Compiled
from sandbox.flows.program import StreamKind
from sandbox.randomness import base, bits, identity, unit
from sandbox.randomness import key as key_of

_SUBJECT = key_of("subject")


class OpenGate:
    """The state of one gate; its open time is a sum of moments, see `stations`."""

    __slots__ = ("article", "moments", "open")

    def __init__(self, open: bool, article: str) -> None:
        self.open = open
        self.article = article
        self.moments = 0

    def set(self, open: bool, article: str, now: int) -> None:
        """Open or close."""
        if open != self.open:
            self.moments += -now if open else now
        self.open = open
        self.article = article or self.article

    def open_ticks(self, now: int) -> int:
        """How long it has been open so far."""
        return self.moments + (now if self.open else 0)


class Traffic:
    """State that changes, all in one place; also the `Plane` of the control processes."""

    def __init__(
        self,
        compiled: Compiled,
        seed: int,
        replication: int,
        horizon: Horizon,
        trace: Trace | None = None,
    ) -> None:
        program = compiled.program
        self.program = program
        self.compiled = compiled
        self.horizon = horizon
        self.origin = base(seed, replication)
        self.clock = Clock()
        self.clock.arrive = self._arrive
        hours = [Hours(intervals) for intervals in program.hours]
        self.stations = [
            ServingStation(
                station,
                hours[station.hours] if station.hours >= 0 else None,
                self.clock,
                self._turn_away,
            )
            for station in program.stations
        ]
        self.links = [Wire(link, self.clock) for link in program.links]  # one direction …
        self.back = [Wire(link, self.clock) for link in program.links]  # … and the other
        self.routes = [
            tuple(self.links[link] if link >= 0 else self.back[~link] for link in route)
            for route in program.routes
        ]
        self.lists = program.lists
        self.rows: list[list[int]] = compiled.matrix.tolist()
        self.truth = Truth(program.registers, self.origin)
        self.copies = holdings(program, self.truth, self.clock, compiled.snapped())
        self.gates = [OpenGate(gate.open, gate.article) for gate in program.gates]
        self.tally = Outcomes(program, horizon)
        self.drawer = Drawer(compiled)
        # one entry more: batches have stream -1 and are no needs
        self.is_need = [stream.kind != StreamKind.CHANGE for stream in program.streams] + [False]
        self._asked = [stream.kind is StreamKind.NEED for stream in program.streams]
        self.open_requests = 0
        self.notes: list[Note] = []
        self._repairs: dict[int, float] = {}
        self._fitting: set[tuple[tuple[int, ...], tuple[int, ...]]] = set()
        self._starts: list[int] = compiled.flow_start.tolist()
        self._begin = [self._starts[stream.flow] for stream in program.streams]
        self._priority = [stream.priority for stream in program.streams]
        self._register = [
            stream.register if stream.kind == StreamKind.CHANGE else -1
            for stream in program.streams
        ]
        self._slots = [
            int(compiled.draw_start[stream.flow + 1] - compiled.draw_start[stream.flow])
            for stream in program.streams
        ]
        if trace is None:
            self.interpreter = Interpreter(self)
        else:
            from sandbox.engine.tracing import TracingInterpreter

            self.interpreter = TracingInterpreter(self, trace)
        self._arrivals = Arrivals(program, self.origin, horizon.end, horizon.end + horizon.drain)
        self._crowd: Crowd
        self._at = 0
        self._next_window()

    # arrivals

    def _next_window(self) -> None:
        """Draw the next arrivals."""
        window = self._arrivals.window()
        self._at = 0
        if window is None:
            self.clock.next_arrival = NEVER
            return
        self.tally.make(window.stream, window.time)
        self._crowd = self.drawer.crowd(window)
        self.clock.next_arrival = self._crowd.time[0]

    def _arrive(self) -> None:
        """The next arrival happens."""
        crowd, at = self._crowd, self._at
        stream = crowd.stream[at]
        made = crowd.time[at]
        row = crowd.row[at]
        start = crowd.draw_start[at]
        token = Token(
            self.interpreter, stream, crowd.index[at], made, self._begin[stream], row,
            self.rows[row], crowd.identity[at], crowd.subject[at], self._priority[stream],
            crowd.draws[start : start + self._slots[stream]],
        )  # fmt: skip
        token.misuse = crowd.misuse[at]
        self._at = at = at + 1
        if at < len(crowd.time):
            self.clock.next_arrival = crowd.time[at]
        else:
            self._next_window()
        if self.is_need[stream]:
            self.open_requests += made < self.horizon.end
        else:
            self._change(token, self._register[stream])
        self.interpreter.begin(token)

    def _change(self, token: Token, register: int) -> None:
        """A life event changes a record at once."""
        if register >= 0:
            record = self.truth.record(register, token.subject)
            version = self.truth.change(register, record)
            token.values = (Value(register, record, version, 0, token.made),)

    def _turn_away(self, token: Token) -> None:
        self.interpreter.turn_away(token)

    # batches

    def start(self, flow: int, row: int, key: str, index: int) -> None:
        """Start a batch."""
        name = key_of(key)
        who = identity(self.origin, name, index)
        subject = unit(bits(who, _SUBJECT))
        token = Token(
            self.interpreter, -1, index, self.clock.time, self._starts[flow], row, self.rows[row],
            who, subject, 0, None,
        )  # fmt: skip
        self.interpreter.begin(token)

    def fit(self, taken: tuple[int, ...], given: tuple[int, ...]) -> None:
        """See to it, once, that a snapshot fits the copies it is for."""
        fitting = (taken, given)
        if fitting not in self._fitting:
            verify_batch(self.program, *fitting)
            self._fitting.add(fitting)

    def apply(self, snapshot: Snapshot, targets: tuple[int, ...]) -> None:
        """Bring copies to the states of a snapshot."""
        self.fit(snapshot.copies, targets)
        for state, target in zip(snapshot.states, targets):
            self.copies[target].apply(state)

    # the plane of the control processes

    def set_gate(self, gate: int, open: bool, article: str = "") -> None:
        """Open or close a gate; without an article it keeps the one it has."""
        self.gates[gate].set(open, article, self.clock.time)

    def set_station(self, station: int, up: bool) -> None:
        """Break a station down or repair it."""
        self.stations[station].set_up(up)

    def set_link(self, link: int, up: bool) -> None:
        """Break a link down or repair it."""
        freed = self.links[link].set_up(up) + self.back[link].set_up(up)
        for token in freed:
            self.interpreter.passages.release(token)

    def set_servers(self, station: int, servers: int) -> None:
        """Change the number of servers."""
        self.stations[station].set_servers(servers)

    def busy_seconds(self, station: int) -> float:
        """Server-seconds of service so far."""
        return self.stations[station].busy_ticks() / TICKS

    def satisfied(self, streams: Sequence[int]) -> tuple[int, int]:
        """Measured requests of some streams that have ended, and how many were satisfied."""
        return self.tally.satisfied(streams)

    def totals(self) -> Totals:
        """Totals over the measured requests so far; the tally counts those of a window at once."""
        found = self.tally.totals()
        if self.clock.next_arrival == NEVER:
            return found
        crowd, horizon = self._crowd, self.horizon
        ahead = sum(
            self._asked[stream] and horizon.warm_up <= made < horizon.end
            for stream, made in zip(crowd.stream[self._at :], crowd.time[self._at :])
        )
        return replace(found, made=found.made - ahead)

    def counted(self, stream: int, what: Tally) -> int:
        """What a stream's measured requests have counted so far."""
        return self.tally.counted(stream, what)

    def set_repair(self, station: int, factor: float) -> None:
        """Have repairs take longer or shorter."""
        self._repairs[station] = factor

    def repair(self, station: int) -> float:
        """The factor of a station's repairs."""
        return self._repairs.get(station, 1.0)

    def note(self, kind: str, subject: str, event: str, **detail: str | float) -> None:
        """Write something down."""
        self.notes.append(Note(self.clock.time, kind, subject, event, detail))
