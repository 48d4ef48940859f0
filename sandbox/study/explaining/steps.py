"""Steps: what a request did, one after the other, and what each step's time went to.

In: a placed thread, the draws of its program. Out: steps whose durations add up exactly to the
response time, each split into being served, under way, before closed doors and waiting. A service
takes what its draw says; a message what its links' bandwidth and latency say; a station that keeps
hours is closed outside them; all else is waiting: in a queue, or for an outage to end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sandbox.engine.draws import Drawer
from sandbox.engine.hours import Hours
from sandbox.flows import TICKS
from sandbox.flows.assembly import Code
from sandbox.flows.compiled import Compiled
from sandbox.study.explaining.placing import Placed, Thread

SERVED, UNDER_WAY, WAITED, CLOSED, LOST = "served", "under way", "waited", "closed", "lost"
PARTS = (SERVED, UNDER_WAY, WAITED, CLOSED, LOST)
"""What a step's time goes to; `LOST`: to what was given up, or was not over at the end."""


@dataclass(frozen=True)
class Step:
    """One step, in ticks.

    Attributes:
        begin, end: when.
        kind: the operation, as a trace tells it.
        slot: what the flow calls the thing: `authentication`, `back`, `their_clerk`.
        what: the station, copy, gate or register, the tally or the outcome; empty: nothing.
        links: those of a message, in order; `ends`: where it sets out and where it arrives.
        passed: whether it went as hoped; False: the station turned it away, the gate refused, the
            copy had nothing.
        parts: its duration by what it went to.
        article: of a refusal.
        children: what it scattered into.
    """

    begin: int
    end: int
    kind: str
    slot: str = ""
    what: str = ""
    links: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    passed: bool = True
    parts: Mapping[str, int] = field(default_factory=dict)
    article: str = ""
    children: tuple[Branch, ...] = ()

    @property
    def took(self) -> int:
        """How long."""
        return self.end - self.begin


@dataclass(frozen=True)
class Branch:
    """The steps of a child that answers for a part of the request, or of a push."""

    row: str
    steps: tuple[Step, ...]
    outcome: str

    @property
    def end(self) -> int:
        """When it ended."""
        return self.steps[-1].end


class Telling:
    """Tells the steps of a program's threads."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled, self._program = compiled, compiled.program
        self._drawer = Drawer(compiled)
        self._hours = [Hours(intervals) for intervals in self._program.hours]
        self._code: list[list[int]] = compiled.code.tolist()
        self._rows: list[list[int]] = compiled.matrix.tolist()

    def steps(self, thread: Thread, until: int) -> tuple[Step, ...]:
        """The steps of a thread that ended, or was given up or still open, at `until` at most."""
        placed = thread.steps
        found = []
        for number, step in enumerate(placed):
            following = placed[number + 1] if number + 1 < len(placed) else None
            end = min(following.event.time, until) if following is not None else until
            if step.event.name == "end":
                end = step.event.time
            children = tuple(
                self._branch(one, end) for one in thread.children.get(number, ()) if one.steps
            )
            found.append(self._step(thread, step, following, end, children))
        return tuple(found)

    def _branch(self, thread: Thread, until: int) -> Branch:
        last = thread.steps[-1].event
        outcome = str(last.detail["outcome"]) if last.name == "end" else "unfinished"
        return Branch(thread.child, self.steps(thread, until), outcome)

    def _step(
        self,
        thread: Thread,
        step: Placed,
        following: Placed | None,
        end: int,
        children: tuple[Branch, ...],
    ) -> Step:
        event = step.event
        passed, lost = self._went(step, following)
        what = event.detail.get("row", "")
        for name in ("station", "copy", "gate", "register", "what", "outcome"):
            what = what or str(event.detail.get(name, ""))
        article = str(event.detail.get("article", ""))
        return Step(
            begin=event.time,
            end=end,
            kind=event.name,
            slot=step.slot,
            what=what,
            links=tuple(event.detail.get("links", ())),
            ends=self._ends(thread, step),
            passed=passed,
            parts=self._parts(thread, step, end - event.time, lost=lost or not passed),
            article=article,
            children=children,
        )

    def _went(self, step: Placed, following: Placed | None) -> tuple[bool, bool]:
        """Whether a step went as hoped, and whether it was cut off."""
        if step.place < 0:
            return True, False
        if following is None or following.event.name == "timeout":
            return True, True
        kind = Code(self._code[step.place][0])
        if kind is Code.SCOPE or kind in (Code.VISIT, Code.GATE, Code.READ, Code.SCATTER):
            return following.place == step.place + 1, False
        return True, False

    def _parts(self, thread: Thread, step: Placed, took: int, *, lost: bool) -> Mapping[str, int]:
        """What the duration went to."""
        if not took:
            return {}
        kind = Code(self._code[step.place][0]) if step.place >= 0 else None
        if lost:
            return {LOST: took}
        if kind is Code.VISIT:
            closed = self._closed(thread, step, step.event.time + took)
            return _split(took, {SERVED: self._work(thread, step), CLOSED: closed})
        if kind is Code.SEND:
            return _split(took, {UNDER_WAY: self._passage(thread, step)})
        if kind is Code.DELAY:
            return {UNDER_WAY: took}
        return {WAITED: took}

    def _ends(self, thread: Thread, step: Placed) -> tuple[str, ...]:
        """From where to where a message goes: nodes of the network."""
        if step.event.name != "send":
            return ()
        route = self._program.routes[self._rows[thread.row][self._code[step.place][1]]]
        nodes = []
        for number in route:
            link = self._program.links[number if number >= 0 else ~number]
            here, _, there = link.name.partition(":")[2].partition("--")
            nodes += [here, there] if number >= 0 else [there, here]
        return (nodes[0], nodes[-1]) if nodes else ()

    def _work(self, thread: Thread, step: Placed) -> int:
        """The service that a visit brings."""
        every = self._code[step.place][4]
        return self._drawer.one(every, step.identity, self._rows[thread.row])

    def _closed(self, thread: Thread, step: Placed, end: int) -> int:
        """How long of a visit its station kept its doors closed."""
        number = self._rows[thread.row][self._code[step.place][1]]
        station = self._program.stations[number]
        if station.hours < 0:
            return 0
        hours, begin = self._hours[station.hours], step.event.time
        return end - begin - (hours.passed(end) - hours.passed(begin))

    def _passage(self, thread: Thread, step: Placed) -> int:
        """Transmission and latency of a message, were it alone."""
        _, route, size, *_ = self._code[step.place]
        row, total = self._rows[thread.row], 0
        for number in self._program.routes[row[route]]:
            link = self._program.links[number if number >= 0 else ~number]
            total += link.latency
            if link.bandwidth:
                total += int(row[size] * TICKS / link.bandwidth + 0.5)
        return total


def _split(took: int, known: Mapping[str, int]) -> Mapping[str, int]:
    """The parts that are known, and the rest, which was spent waiting."""
    parts = {**known, WAITED: took - sum(known.values())}
    return {name: time for name, time in parts.items() if time}


def path(steps: tuple[Step, ...]) -> Iterator[Step]:
    """The steps that the end waited for: of children, those of the last one to end.

    Their durations add up to those of `steps`.
    """
    for step in steps:
        last = max(step.children, key=lambda one: one.end, default=None) if step.took else None
        if last is not None and last.end == step.end:
            yield from path(last.steps)
        else:
            yield step


def spent(steps: tuple[Step, ...]) -> dict[str, int]:
    """What the time from the first step to the end of the last went to, in ticks."""
    found = dict.fromkeys(PARTS, 0)
    for step in path(steps):
        for part, time in step.parts.items():
            found[part] += time
    return found
