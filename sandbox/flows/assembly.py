"""Assembly: the operations of all flows as rows of codes and operands.

In: flows. Out: one flat list of codes, with labels turned into positions, slots into columns and
random draws into numbered places; and which kinds of things every flow's slots stand for.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from sandbox.flows import operations as op
from sandbox.flows.laws import Law
from sandbox.flows.operations import Flow, Operation

STATION_LAW = -1
CHANCE = -2
ABSENT = -1


class Code(IntEnum):
    """Operation codes; the comments name the operands a, b, c, d (absent ones are -1).

    `column` is a column of the matrix, `draw` a draw's number within its flow, `goal` a position
    in the code, `all` a draw's number among those of all flows.
    """

    DELAY = 0  # draw, all
    VISIT = 1  # column, draw, goal when failed, all
    SEND = 2  # column of route, column of size, batch
    GATE = 3  # column, goal when refused
    SCOPE = 4  # enforced, goal when refused
    COLLECT = 5  # column of register, column of share, draw, all
    READ = 6  # column of copy, goal when missing, column of greatest age
    WRITE = 7  # column of copy
    STAMP = 8
    SNAPSHOT = 9  # column of list; of the list it is for
    APPLY = 10  # column of list
    CHECK = 11  # column of share, draw, goal, all
    SCATTER = 12  # column of rows, flow, join, goal when failed
    ATTEMPT = 13  # column of time-out, column of retries, goal when failed, goal of its settle
    SETTLE = 14
    COUNT = 15  # tally
    LETTER = 16
    JUMP = 17  # goal
    DONE = 18  # outcome


class Kind(IntEnum):
    """What a slot stands for."""

    STATION = 0
    ROUTE = 1
    COPY = 2
    GATE = 3
    REGISTER = 4
    ROWS = 5
    COPIES = 6
    NUMBER = 7


class Assembler:
    """Turns flows into codes; the results are its attributes."""

    def __init__(self, flows: Sequence[Flow]) -> None:
        self.code: list[tuple[int, ...]] = []
        self.flow_start = [0]
        self.columns: dict[str, int] = {}
        self.draw_start = [0]
        self.draw_purposes: list[str] = []
        self.draw_laws: list[int | Law] = []
        self.draw_columns: list[int] = []
        self.slots: list[dict[str, Kind]] = []  # per flow
        self.scatters: list[list[tuple[str, int]]] = []  # per flow: slot of rows, child's flow
        self._flows = {flow.name: position for position, flow in enumerate(flows)}
        for flow in flows:
            self._assemble(flow)

    def _assemble(self, flow: Flow) -> None:
        """Append one flow's codes."""
        self._flow = flow.name
        self._goals = self._places(flow)
        self._settles = self._blocks(flow)
        self._kinds: dict[str, Kind] = {}
        self._children: list[tuple[str, int]] = []
        real = [one for one in flow.operations if not isinstance(one, op.Label)]
        if not real or not isinstance(real[-1], op.Done | op.Jump):
            raise ValueError(f"flow {flow.name!r} runs past its end: close it with Done")
        for operation in real:
            codes = self._encode(operation)
            self.code.append(codes + (ABSENT,) * (5 - len(codes)))
        self.flow_start.append(len(self.code))
        self.draw_start.append(len(self.draw_purposes))
        self.slots.append(self._kinds)
        self.scatters.append(self._children)

    def _places(self, flow: Flow) -> dict[str, int]:
        """Where each label of the flow is."""
        places: dict[str, int] = {}
        here = len(self.code)
        for operation in flow.operations:
            if not isinstance(operation, op.Label):
                here += 1
            elif operation.name in places:
                raise ValueError(f"flow {flow.name!r} has label {operation.name!r} twice")
            else:
                places[operation.name] = here
        if any(place == here for place in places.values()):
            raise ValueError(f"flow {flow.name!r} has a label after its last operation")
        return places

    def _blocks(self, flow: Flow) -> dict[int, int]:
        """Position of each attempt → position of the settle that ends its block."""
        settles: dict[int, int] = {}
        opened: list[int] = []
        here = len(self.code)
        for operation in flow.operations:
            if isinstance(operation, op.Attempt):
                opened.append(here)
            elif isinstance(operation, op.Settle):
                if not opened:
                    raise ValueError(f"flow {flow.name!r} settles without an attempt")
                settles[opened.pop()] = here
            here += not isinstance(operation, op.Label)
        if opened:
            raise ValueError(f"flow {flow.name!r} has an attempt that is never settled")
        return settles

    def _encode(self, one: Operation) -> tuple[int, ...]:
        """Code and operands of one operation."""
        match one:
            case op.Delay():
                return (Code.DELAY, *self._draw(one.purpose, one.law))
            case op.Visit():
                column = self._slot(one.station, Kind.STATION)
                draw, every = self._draw(one.purpose, STATION_LAW, column)
                return (Code.VISIT, column, draw, self._goal(one.failed), every)
            case op.Send():
                route, size = self._slot(one.route, Kind.ROUTE), self._number(one.size)
                return (Code.SEND, route, size, int(one.batch))
            case op.Gate():
                return (Code.GATE, self._slot(one.gate, Kind.GATE), self._goal(one.refused))
            case op.Scope():
                return (Code.SCOPE, int(one.enforced), self._goal(one.refused))
            case op.Collect():
                register, share = self._slot(one.register, Kind.REGISTER), self._number(one.error)
                return (Code.COLLECT, register, share, *self._draw(one.purpose, CHANCE))
            case op.Read():
                age = ABSENT if one.max_age is None else self._number(one.max_age)
                return (Code.READ, self._slot(one.copy, Kind.COPY), self._goal(one.missing), age)
            case op.Write():
                return (Code.WRITE, self._slot(one.copy, Kind.COPY))
            case op.Stamp():
                return (Code.STAMP,)
            case op.Snapshot():
                return (
                    Code.SNAPSHOT,
                    self._slot(one.copies, Kind.COPIES),
                    self._slot(one.to, Kind.COPIES),
                )
            case op.Apply():
                return (Code.APPLY, self._slot(one.copies, Kind.COPIES))
            case op.Check():
                share = self._number(one.share)
                draw, every = self._draw(one.purpose, CHANCE)
                return (Code.CHECK, share, draw, self._goal(one.yes), every)
            case op.Scatter():
                return self._scatter(one)
            case op.Attempt():
                block = self._settles[len(self.code)]
                timeout, retries = self._number(one.timeout), self._number(one.retries)
                return (Code.ATTEMPT, timeout, retries, self._goal(one.failed, block), block)
            case op.Settle():
                return (Code.SETTLE,)
            case op.Count():
                return (Code.COUNT, int(one.what))
            case op.ByLetter():
                return (Code.LETTER,)
            case op.Jump():
                return (Code.JUMP, self._goal(one.to))
            case op.Done():
                return (Code.DONE, int(one.outcome))
            case _:
                raise ValueError(f"flow {self._flow!r} holds {one!r}, which is no operation")

    def _scatter(self, one: op.Scatter) -> tuple[int, ...]:
        rows = self._slot(one.rows, Kind.ROWS)
        flow = self._flows.get(one.flow)
        if flow is None:
            raise ValueError(f"flow {self._flow!r} scatters into unknown flow {one.flow!r}")
        self._children.append((one.rows, flow))
        return (Code.SCATTER, rows, flow, int(one.join), self._goal(one.failed))

    def _slot(self, name: str, kind: Kind) -> int:
        """The column of a slot."""
        if self._kinds.setdefault(name, kind) != kind:
            raise ValueError(
                f"flow {self._flow!r} uses slot {name!r} both as {self._kinds[name].name.lower()}"
                f" and as {kind.name.lower()}"
            )
        return self.columns.setdefault(name, len(self.columns))

    def _number(self, name: str) -> int:
        return self._slot(name, Kind.NUMBER)

    def _goal(self, label: str | None, after: int | None = None) -> int:
        """The position of a label; it must lie after this operation (and after `after`)."""
        if label is None:
            return ABSENT
        place = self._goals.get(label)
        if place is None:
            raise ValueError(f"flow {self._flow!r} has no label {label!r}")
        if place <= (len(self.code) if after is None else after):
            raise ValueError(
                f"flow {self._flow!r} goes back to label {label!r}: flows only go forward,"
                " Attempt repeats"
            )
        return place

    def _draw(self, purpose: str, law: int | Law, column: int = ABSENT) -> tuple[int, int]:
        """A new draw's number within its flow, and among all."""
        every = len(self.draw_purposes)
        self.draw_purposes.append(purpose)
        self.draw_laws.append(law)
        self.draw_columns.append(column)
        return every - self.draw_start[-1], every
