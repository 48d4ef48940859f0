"""Walks: the ways that the tokens of a stream or timetable can take through its flow.

In: a program, a flow, a row, and how many tokens come. Out: the ends of all ways, each with its
rate, what it did on the way and when; and every node's arrivals, told to a `Traffic`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from sandbox.flows import PPB, TICKS, Family, Join, Outcome, Program
from sandbox.flows import operations as op
from sandbox.flows.program import CopyKind
from sandbox.language import Message
from sandbox.language.figures import Figure
from sandbox.theory.nodes import (
    Node,
    Place,
    Service,
    service_of,
    takes_no_time,
    transmission,
)
from sandbox.theory.tokens import Arrivals, End, Mark, Token


class Walk:
    """Walks through the flows of one program.

    `moving` are the gates that something opens or closes during the run.
    """

    def __init__(self, program: Program, moving: frozenset[int], arrivals: Arrivals) -> None:
        self._program = program
        self._moving = moving
        self._arrivals = arrivals

    def follow(self, flow: int, row: int, token: Token) -> list[End]:
        """All ends that the tokens come to."""
        return _Flow(self, flow, row).follow(token)

    @cached_property
    def places(self) -> list[dict[str, int]]:
        """Where each label of each flow is."""
        return [
            {
                one.name: place
                for place, one in enumerate(flow.operations)
                if isinstance(one, op.Label)
            }
            for flow in self._program.flows
        ]

    @cached_property
    def flows(self) -> dict[str, int]:
        """Positions of flows by name."""
        return {flow.name: place for place, flow in enumerate(self._program.flows)}

    @property
    def program(self) -> Program:
        """The program."""
        return self._program

    def moves(self, gate: int) -> bool:
        """Whether a gate opens or closes during the run."""
        return gate in self._moving

    def arrive(self, node: Node, token: Token, service: Service) -> Token:
        """Tokens come to a node; what they are when they have left it."""
        self._arrivals.arrive(node, token, service)
        return replace(token, last=node, doubt=None, nodes=(*token.nodes, node), constant=False)


class _Flow:
    """One flow with one row's bindings."""

    def __init__(self, walk: Walk, flow: int, row: int) -> None:
        self._walk = walk
        self._program = walk.program
        self._operations = self._program.flows[flow].operations
        self._places = walk.places[flow]
        self._bound = self._program.rows[row].bindings
        self._open: list[tuple[int, Token]] = []
        self._ends: list[End] = []

    def follow(self, token: Token) -> list[End]:
        self._open.append((0, token))
        while self._open:
            here, token = self._open.pop()
            self._step(here, token)
        return self._ends

    def _go(self, label: str | None, token: Token) -> None:
        """On to a label, or the end as failed where there is none."""
        if label is None:
            self._ends.append(End(Outcome.FAILED, token))
        else:
            self._open.append((self._places[label], token))

    def _step(self, here: int, token: Token) -> None:
        operation, on = self._operations[here], here + 1
        match operation:
            case op.Delay():
                fixed = operation.law.family is Family.CONSTANT
                delay = token.delay + operation.law.mean
                token = replace(token, delay=delay, constant=token.constant and fixed)
            case op.Visit():
                token = self._visit(operation, token)
            case op.Send():
                token = self._send(operation, token)
            case op.Gate():
                self._gate(operation, on, token)
                return
            case op.Scope():
                self._scope(operation, on, token)
                return
            case op.Check():
                self._check(operation, on, token)
                return
            case op.Read():
                self._read(operation, on, token)
                return
            case op.Scatter():
                self._scatter(operation, on, token)
                return
            case op.Attempt():
                token = self._attempt(operation, token)
            case op.Jump():
                self._go(operation.to, token)
                return
            case op.Done():
                self._ends.append(End(operation.outcome, token))
                return
            case op.Collect():
                token = self._marked(operation, token, (self._bound[operation.register],))
            case op.Write():
                token = self._marked(operation, token, (self._bound[operation.copy],))
            case op.Stamp():
                token = self._marked(operation, token, ())
            case op.Snapshot() | op.Apply():
                copies = self._program.lists[self._bound[operation.copies]]
                token = self._marked(operation, token, copies)
            case op.Settle() | op.Count() | op.ByLetter() | op.Label():
                pass
        self._open.append((on, token))

    def _marked(self, operation: op.Operation, token: Token, things: tuple[int, ...]) -> Token:
        mark = Mark(operation, things, token.delay, token.nodes, token.constant)
        return replace(token, marks=(*token.marks, mark))

    def _visit(self, operation: op.Visit, token: Token) -> Token:
        place = self._bound[operation.station]
        station = self._program.stations[place]
        if takes_no_time(station):
            return token
        node = Node(Place.STATION, place)
        if operation.purpose in token.served:
            words = Message("one request's times of service are alike at several stations")
            token = replace(token, doubt=token.doubt or words)
        token = self._walk.arrive(node, token, service_of(station.law))
        token = replace(token, served=token.served | {operation.purpose})
        loses = station.places >= 0 or (
            station.fails_when_down and bool(station.breakdowns or station.outages)
        )
        stops = bool(station.breakdowns or station.outages) or station.hours >= 0
        if loses or (stops and token.provided is not None):
            words = Message("some fail at {station}", {"station": station.name})
            token = replace(token, unsure=token.unsure or words)
        return token

    def _send(self, operation: op.Send, token: Token) -> Token:
        size = self._bound[operation.size]
        for where in self._program.routes[self._bound[operation.route]]:
            index = where if where >= 0 else ~where
            link = self._program.links[index]
            node = Node(Place.LINK if where >= 0 else Place.BACK, index)
            if link.bandwidth > 0 and (size > 0 or operation.batch):
                takes = transmission(size, link.bandwidth)
                arriving = token
                if operation.batch and token.unsure is None:
                    words = Message("batches are as large as what has changed")
                    arriving = replace(token, unsure=words)
                token = replace(
                    self._walk.arrive(node, arriving, Service(takes, takes**2)),
                    unsure=token.unsure,
                    untimed=token.untimed or arriving.unsure,
                    delay=token.delay + takes,
                )
            if link.breakdowns or link.outages:
                token = self._held(token, link.name)
            token = replace(token, delay=token.delay + link.latency / TICKS)
        return token

    def _held(self, token: Token, link: str) -> Token:
        """What becomes of tokens over a link that is down now and then."""
        if token.provided is not None:
            words = Message("some are given up while {link} is down", {"link": link})
            return replace(token, unsure=token.unsure or words)
        words = Message("{link} holds messages while it is down", {"link": link})
        return replace(token, doubt=token.doubt or words, untimed=token.untimed or words)

    def _gate(self, operation: op.Gate, on: int, token: Token) -> None:
        gate = self._bound[operation.gate]
        if self._walk.moves(gate):
            words = Message("access to it begins or ends during the run")
            token = replace(token, unsure=token.unsure or words)
            self._open.append((on, token))
            self._go(operation.refused, token)
        elif self._program.gates[gate].open:
            self._open.append((on, token))
        else:
            self._go(operation.refused, token)

    def _scope(self, operation: op.Scope, on: int, token: Token) -> None:
        share = token.misuse
        if operation.enforced and share > 0:
            misused = replace(token, rate=token.rate * share, misuse=1.0)
            self._go(operation.refused, misused)
            token = replace(token, rate=token.rate * (1 - share), misuse=0.0)
        if token.rate > 0:
            self._open.append((on, token))

    def _check(self, operation: op.Check, on: int, token: Token) -> None:
        share = self._bound[operation.share] / PPB
        known = dict(token.decided).get(operation.purpose)
        if known is not None:
            share = float(known)
        for yes, part in ((True, share), (False, 1 - share)):
            if part <= 0:
                continue
            decided = token.decided
            if part < 1:
                decided = (*decided, (operation.purpose, yes))
            split = replace(token, rate=token.rate * part, decided=decided)
            if yes:
                self._go(operation.yes, split)
            else:
                self._open.append((on, split))

    def _read(self, operation: op.Read, on: int, token: Token) -> None:
        place = self._bound[operation.copy]
        copy = self._program.copies[place]
        limit = -1 if operation.max_age is None else self._bound[operation.max_age]
        found = copy.kind is CopyKind.SOURCE or (copy.complete and limit < 0 and copy.keep < 0)
        if not found:
            words = Message("whether {copy} can answer depends on the past", {"copy": copy.name})
            token = replace(token, unsure=token.unsure or words)
            self._go(operation.missing, token)
        self._open.append((on, self._marked(operation, token, (place,))))

    def _attempt(self, operation: op.Attempt, token: Token) -> Token:
        limit = self._bound[operation.timeout]
        if limit <= 0:
            return token
        words = Message(
            "no request takes longer than {time}, and is tried again",
            {"time": Figure(limit / TICKS, "s")},
        )
        return replace(token, provided=token.provided or words)

    def _scatter(self, operation: op.Scatter, on: int, token: Token) -> None:
        rows = self._program.lists[self._bound[operation.rows]]
        flow = self._walk.flows[operation.flow]
        if len(rows) == 1 and operation.join is not Join.NONE:
            for end in self._walk.follow(flow, rows[0], token):
                if end.apart:
                    self._ends.append(end)
                elif end.outcome is Outcome.ANSWERED:
                    self._open.append((on, end.token))
                elif operation.failed is not None:
                    self._go(operation.failed, end.token)
                else:
                    self._ends.append(end)
            return
        every = True
        for child, row in enumerate(rows):
            part = replace(token, branch=(*token.branch, child))
            ends = self._walk.follow(flow, row, part)
            every &= all(end.apart or end.outcome is Outcome.ANSWERED for end in ends)
            if operation.join is Join.NONE:
                self._ends += [replace(end, apart=True) for end in ends]
        if rows and operation.join is Join.NONE:
            token = replace(token, branch=(*token.branch, -1))
        elif rows:
            words = Message("it goes on when the last of several answers is there")
            token = replace(token, last=None, doubt=words, untimed=token.untimed or words)
            if not every:
                words = Message("one of several answers may fail")
                token = replace(token, unsure=token.unsure or words)
                self._go(operation.failed, token)
        self._open.append((on, token))
