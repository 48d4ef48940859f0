"""Tokens on their way: how many, where from, what they have done so far and when.

In: nothing. Out: the records that walks make and pass on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sandbox.flows import Outcome
from sandbox.flows import operations as op
from sandbox.language import Message
from sandbox.theory.nodes import Node, Service


@dataclass(frozen=True)
class Mark:
    """Something done to copies on the way, and the time that had passed by then.

    `things` are positions: of one copy, or of a list's. `delay` is the mean of all times other
    than those at stations and before links among `nodes`; `constant` says that it is always the
    same.
    """

    operation: op.Operation
    things: tuple[int, ...]
    delay: float
    nodes: tuple[Node, ...]
    constant: bool


@dataclass(frozen=True)
class Token:
    """Tokens of one kind on one way, as far as they have come.

    Attributes:
        rate: of them, per second.
        origin: the stream or timetable that they are of.
        priority: of them.
        misuse: share of them that ask outside their scope; nan once that is settled.
        last: the node that they have come from (None: none yet).
        doubt: why they do not come at random, as far as that is not due to `last`.
        unsure: why their rate is not known.
        provided: what has to be so for their rate to be what it is.
        uneven: whether their rate changes in time.
        branch: which of several parts of one token they are.
        delay, nodes, constant: the time that has passed, as in `Mark`.
        untimed: why that is not known.
        decided: draws that are known, by purpose.
        served: purposes of the draws of services so far.
        marks: what was done.
    """

    rate: float
    origin: str
    priority: int = 0
    misuse: float = 0.0
    last: Node | None = None
    doubt: Message | None = None
    unsure: Message | None = None
    provided: Message | None = None
    uneven: bool = False
    branch: tuple[int, ...] = ()
    delay: float = 0.0
    nodes: tuple[Node, ...] = ()
    constant: bool = True
    untimed: Message | None = None
    decided: tuple[tuple[str, bool], ...] = ()
    served: frozenset[str] = frozenset()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class End:
    """Tokens that have come to an end; `apart`: parts of others that nothing waited for."""

    outcome: Outcome
    token: Token
    apart: bool = False


class Arrivals(Protocol):
    """Whoever wants to know what arrives where."""

    def arrive(self, node: Node, token: Token, service: Service) -> None:
        """Tokens arrive at a node, there to be served for such a time."""
