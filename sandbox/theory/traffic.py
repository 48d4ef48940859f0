"""Traffic: what arrives at every node of a program, and where it arrives at random.

In: a program, the window, the gates that move. Out: a `Traffic`: arrivals by node, the ends of
every stream's and timetable's tokens, and which nodes behave as in a network of product form.

A station's arrivals are as good as a Poisson process when every token reaches it from outside at
random, or from stations that are themselves so and serve exponential times first in, first out:
then the number at each is as in M/M/c by itself, loops and common customers included (Jackson,
Operations Research 5, 1957; Baskett, Chandy, Muntz & Palacios, J. ACM 22, 1975). A station whose
tokens all come so, and that is not in a loop, may serve other times: what leaves exponential
stations of a network without loops is Poisson (Burke, Operations Research 4, 1956; Beutler &
Melamed, Operations Research 26, 1978).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.flows import Program
from sandbox.flows.program import StreamKind
from sandbox.language import Message
from sandbox.theory.nodes import Node, Place, Service, objection, servers_of
from sandbox.theory.rates import Rate, Window, rate_of, rate_of_batches
from sandbox.theory.tokens import End, Token
from sandbox.theory.walk import Walk


@dataclass
class Arriving:
    """What arrives at one node, all tokens together."""

    rate: float = 0.0
    work: float = 0.0  # rate times mean service time: the load, in servers
    second: float = 0.0  # rate times second moment of the service time
    exponential: bool = True
    sources: set[Node] = field(default_factory=set)
    priorities: set[int] = field(default_factory=set)
    origins: set[str] = field(default_factory=set)
    doubt: Message | None = None
    unsure: Message | None = None
    provided: Message | None = None
    uneven: bool = False
    late: float = 0.0  # greatest mean time from a token's start to its arrival, nodes apart

    @property
    def service(self) -> Service:
        """The service time of an arrival, whichever it is."""
        mean, second = self.work / self.rate, self.second / self.rate
        return Service(mean, second, self.exponential)


@dataclass(frozen=True)
class Journey:
    """Where the tokens of one stream or timetable come from, and how they end."""

    index: int
    rate: Rate
    ends: tuple[End, ...]


class Traffic:
    """What arrives where under one program."""

    def __init__(self, program: Program, window: Window, moving: frozenset[int]) -> None:
        self.program = program
        self.window = window
        self.at: dict[Node, Arriving] = {}
        self._branches: dict[Node, tuple[int, ...]] = {}
        self._walk = Walk(program, moving, self)
        self.streams = tuple(self._streams())
        self.batches = tuple(self._batches())
        self._good = self._settled()

    def arrive(self, node: Node, token: Token, service: Service) -> None:
        """Tokens arrive at a node."""
        here = self.at.setdefault(node, Arriving())
        here.rate += token.rate
        here.work += token.rate * service.mean
        here.second += token.rate * service.second
        here.exponential &= service.exponential
        if token.last is not None:
            here.sources.add(token.last)
        here.priorities.add(token.priority)
        here.origins.add(token.origin)
        here.doubt = here.doubt or token.doubt
        here.unsure = here.unsure or token.unsure
        here.provided = here.provided or token.provided
        here.uneven |= token.uneven
        here.late = max(here.late, token.delay)
        if self._branches.setdefault(node, token.branch) != token.branch:
            here.doubt = here.doubt or Message("several parts of one request meet there")

    def _streams(self) -> Iterator[Journey]:
        for index, stream in enumerate(self.program.streams):
            rate = rate_of(self.program, stream, self.window)
            ends: list[End] = []
            for row, weight in zip(stream.rows, stream.weights, strict=True):
                if rate.mean * weight <= 0:
                    continue
                self._branches.clear()
                token = Token(
                    rate.mean * weight,
                    stream.name,
                    priority=stream.priority,
                    misuse=stream.misuse if stream.kind is not StreamKind.CHANGE else 0.0,
                    doubt=rate.doubt,
                    uneven=rate.uneven,
                )
                ends += self._walk.follow(stream.flow, row, token)
            yield Journey(index, rate, tuple(ends))

    def _batches(self) -> Iterator[Journey]:
        for index, timetable in enumerate(self.program.timetables):
            rate = rate_of_batches(timetable)
            self._branches.clear()
            token = Token(rate.mean, timetable.name, doubt=rate.doubt)
            if timetable.offset >= self.window.end:  # it never comes
                yield Journey(index, rate, ())
                continue
            yield Journey(
                index, rate, tuple(self._walk.follow(timetable.flow, timetable.row, token))
            )

    # which nodes are of product form

    def product(self, node: Node) -> bool:
        """Whether the number at a node is as in M/M/c by itself, and what leaves it is as good."""
        return node in self._good

    def random(self, node: Node) -> Message | None:
        """Why arrivals at a node are not as good as at random; None: they are."""
        here = self.at[node]
        if here.doubt is not None:
            return here.doubt
        for source in sorted(here.sources, key=lambda one: one.name(self.program)):
            if source in self._good:
                continue
            name = source.name(self.program)
            if source == node:
                return Message("what leaves it comes back, and not at random")
            if source.place is Place.STATION:
                return Message(
                    "what comes from {station} does not come at random", {"station": name}
                )
            return Message("what comes over {link} does not come at random", {"link": name})
        return None

    def _settled(self) -> frozenset[Node]:
        """The greatest set of nodes whose arrivals come from outside at random or from itself."""
        good = {node for node, here in self.at.items() if self._may(node, here)}
        while True:
            stays = {node for node in good if self.at[node].sources <= good}
            if stays == good:
                return frozenset(good)
            good = stays

    def _may(self, node: Node, here: Arriving) -> bool:
        if node.place is not Place.STATION or objection(self.program, node) is not None:
            return False
        station = self.program.stations[node.index]
        in_order = not station.priority or len(here.priorities) == 1
        settled = here.doubt is None and here.unsure is None
        return (
            settled
            and in_order
            and here.exponential
            and station.places < 0
            and here.work < servers_of(self.program, node)
        )
