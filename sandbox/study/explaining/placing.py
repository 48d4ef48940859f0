"""Placing: which operation of its flow each event of a request's life was.

In: a compiled program, the events of a request, its identity. Out: threads (the request, and every
child that it scattered into), whose events know their place in the code, the slot they are bound
to, and the identity that their draws belong to. A trace tells every operation that is executed, so
each is the one after the one before, or one that it jumps to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sandbox.engine.trace_words import BOUND, detail
from sandbox.flows.assembly import ABSENT, Code
from sandbox.flows.compiled import Compiled
from sandbox.randomness import child, key
from sandbox.study.explaining.events import Event

_RETRY = key("retry")
_GOALS = {
    Code.VISIT: (3,),
    Code.GATE: (2,),
    Code.SCOPE: (2,),
    Code.READ: (2,),
    Code.CHECK: (3,),
    Code.SCATTER: (4,),
    Code.JUMP: (1,),
}
"""Where among an operation's codes stand the places that it may jump to."""


class Unplaced(Exception):  # noqa: N818 - says what happened: the trace is of another program
    """Events that no way through the program gives."""


@dataclass
class Placed:
    """An event and the operation it was; `place` is −1 for what is none (made, time-out, end)."""

    event: Event
    place: int
    slot: str = ""
    identity: int = 0


@dataclass
class Thread:
    """The request itself (no `child`), or one of the children that a step scattered it into."""

    child: str
    row: int
    steps: list[Placed]
    children: dict[int, list[Thread]] = field(default_factory=dict)
    """by the number of the step that scattered"""


@dataclass
class _Block:
    attempt: int
    settle: int
    identity: int
    tried: int = 0


class Placing:
    """Places requests of one program."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._code: list[list[int]] = compiled.code.tolist()
        self._rows = {row.key: place for place, row in enumerate(compiled.program.rows)}

    def thread(self, events: Sequence[Event], flow: int, row: str, identity: int) -> Thread:
        """The request's own thread, with its children's.

        Raises:
            Unplaced: when no way through the flow gives these events.
        """
        return self._thread(list(enumerate(events)), "", flow, self._rows[row], identity)

    def _thread(
        self, all_events: Sequence[tuple[int, Event]], name: str, flow: int, row: int, who: int
    ) -> Thread:
        own = [(order, event) for order, event in all_events if event.child == name]
        places = self._places([event for _, event in own], flow, row)
        thread = Thread(name, row, [])
        blocks: list[_Block] = []
        retried = False
        for (_, event), place in zip(own, places):
            if event.name == "timeout":
                retried = True
            if place >= 0:
                who = self._at(place, blocks, who, after_timeout=retried)
                retried = False
            thread.steps.append(Placed(event, place, self._slot(place), who))
            if place >= 0 and self._code[place][0] == Code.ATTEMPT:
                blocks.append(_Block(place, self._code[place][4], who))
        self._families(thread, own, all_events)
        return thread

    def _families(
        self,
        thread: Thread,
        own: Sequence[tuple[int, Event]],
        all_events: Sequence[tuple[int, Event]],
    ) -> None:
        """Find the children of every step that scattered; a step later on may do so again."""
        scattered = [
            number
            for number, step in enumerate(thread.steps)
            if step.place >= 0 and self._code[step.place][0] == Code.SCATTER
        ]
        for turn, number in enumerate(scattered):
            begin = own[number][0]
            end = own[scattered[turn + 1]][0] if turn + 1 < len(scattered) else None
            inside = [
                (order, event)
                for order, event in all_events
                if begin < order and (end is None or order < end)
            ]
            step = thread.steps[number]
            _, column, flow, *_ = self._code[step.place]
            rows = self._compiled.program.lists[int(self._compiled.matrix[thread.row, column])]
            thread.children[number] = [
                self._thread(
                    inside,
                    self._compiled.program.rows[row].key,
                    flow,
                    row,
                    child(step.identity, int(self._compiled.row_key[row])),
                )
                for row in rows
            ]

    def _at(self, place: int, blocks: list[_Block], who: int, *, after_timeout: bool) -> int:
        """The identity at a place: blocks that lie behind are left, retried ones draw anew."""
        while blocks and blocks[-1].settle < place:
            who = blocks.pop().identity
        if after_timeout:
            depth = next((n for n, one in enumerate(blocks) if one.attempt + 1 == place), None)
            if depth is not None:
                del blocks[depth + 1 :]
                block = blocks[depth]
                block.tried += 1
                return child(block.identity, _RETRY, block.tried)
        return who

    def _slot(self, place: int) -> str:
        if place < 0 or Code(self._code[place][0]) not in BOUND:
            return ""
        return self._compiled.columns[self._code[place][1]]

    # finding the way

    def _places(self, events: Sequence[Event], flow: int, row: int) -> list[int]:
        """The place of each event, by all ways at once."""
        start = int(self._compiled.flow_start[flow])
        end = int(self._compiled.flow_start[flow + 1])
        layers: list[dict[int, int]] = []  # reachable place → the place before it
        ways = {start: -1}  # where it may be next → the place before
        for event in events:
            if event.name in ("made", "end"):
                layers.append({-1: -1})
                continue
            if event.name == "timeout":
                layers.append({-1: -1})
                last = [place for layer in layers for place in layer if place >= 0]
                ways = dict.fromkeys(self._after_timeout(start, max(last, default=start)), -2)
                continue
            layer = {
                place: before
                for place, before in ways.items()
                if start <= place < end and self._is(event, place, row)
            }
            if not layer:
                raise Unplaced(event.name)
            layers.append(layer)
            ways = {}
            for place in sorted(layer):
                for goal in self._next(place):
                    ways.setdefault(goal, place)
        return _traced_back(layers)

    def _is(self, event: Event, place: int, row: int) -> bool:
        code, a, *_ = self._code[place]
        kind = Code(code)
        if kind.name.lower() != event.name:
            return False
        what = int(self._compiled.matrix[row, a]) if kind in BOUND else a
        return detail(self._compiled.program, kind, what) == event.detail

    def _next(self, place: int) -> Iterator[int]:
        """Where the token may be next: one further, or where the operation jumps."""
        codes = self._code[place]
        kind = Code(codes[0])
        if kind not in (Code.JUMP, Code.DONE):
            yield place + 1
        for operand in _GOALS.get(kind, ()):
            if codes[operand] != ABSENT:
                yield codes[operand]

    def _after_timeout(self, start: int, last: int) -> Iterator[int]:
        """Where a token goes whose time is up: into a block again, or to where that gives up."""
        for place in range(start, last + 1):
            codes = self._code[place]
            if codes[0] == Code.ATTEMPT:
                yield place + 1
                if codes[3] != ABSENT:
                    yield codes[3]


def _traced_back(layers: Sequence[Mapping[int, int]]) -> list[int]:
    """One way through all layers, from the last to the first."""
    places: list[int] = []
    due: int | None = None
    for layer in reversed(layers):
        if -1 in layer:
            places.append(-1)
            continue
        place = due if due is not None and due in layer else min(layer)
        places.append(place)
        before = layer[place]
        due = before if before >= 0 else None
    return places[::-1]
