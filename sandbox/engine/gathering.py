"""Scattering and gathering: children of a token, and what their parent makes of their ends.

In: a parent and the rows of its children. Out: the children's values joined: all of them, or the
one that most of them give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.engine.token import Gathering, Token, Value
from sandbox.flows import Join, Outcome

if TYPE_CHECKING:
    from sandbox.engine.interpreter import Interpreter
    from sandbox.engine.traffic import Traffic


class Scattering:
    """Scatters and gathers for one replication."""

    def __init__(self, interpreter: Interpreter, traffic: Traffic) -> None:
        self._interpreter = interpreter
        self._lists = traffic.lists
        self._rows = traffic.rows
        self._family = traffic.drawer.family
        self._starts = traffic.compiled.flow_start.tolist()

    def scatter(self, token: Token, column: int, flow: int, join: int, failed: int) -> bool:
        """Scatter: start all children, in the order of the list, then wait if they are joined."""
        rows = self._lists[token.row[column]]
        if not rows:
            return True
        gathering = None
        if join != Join.NONE:
            gathering = token.children = Gathering(token, join, failed, len(rows))
        family = self._family(flow, token.identity, rows)
        children = [
            self._bear(token, flow, row, place, *drawn)
            for place, (row, drawn) in enumerate(zip(rows, family))
        ]
        if gathering is not None:
            gathering.members = children
        for one in children:
            one.parent = gathering
            self._interpreter.go(one)
        if gathering is None:
            return True
        gathering.starting = False
        return gathering.missing == 0 and self._join(gathering)

    def _bear(
        self, parent: Token, flow: int, row: int, place: int, identity: int, draws: list[int] | None
    ) -> Token:
        """A child, which inherits what its parent is about and knows."""
        one = Token(
            self._interpreter, parent.stream, parent.index, parent.made, self._starts[flow], row,
            self._rows[row], identity, parent.subject, parent.priority, draws,
        )  # fmt: skip
        one.place = place
        one.values = parent.values
        one.stamp = parent.stamp
        one.snapshot = parent.snapshot
        one.misuse = parent.misuse
        one.letter = parent.letter
        return one

    def gather(self, token: Token, outcome: int) -> None:
        """A child ends; the last one lets the parent go on."""
        gathering = token.parent
        if gathering is None:
            return
        token.parent = None
        gathering.parent.letter |= token.letter
        if outcome == Outcome.ANSWERED:
            gathering.ended[token.place] = token.values
        else:
            failure = (token.place, outcome, token.article)
            if gathering.failure is None or failure < gathering.failure:
                gathering.failure = failure
        gathering.missing -= 1
        if gathering.missing == 0 and not gathering.starting and self._join(gathering):
            self._interpreter.go(gathering.parent)

    def _join(self, gathering: Gathering) -> bool:
        """All children have ended: the parent's values, or its failure; whether it goes on."""
        parent = gathering.parent
        parent.children = None
        gathering.members = []
        heard = gathering.join == Join.MAJORITY and any(gathering.ended)
        if gathering.failure is not None and not heard:
            _, outcome, article = gathering.failure
            parent.article = article or parent.article
            if gathering.failed >= 0:
                return self._interpreter.jump(parent, gathering.failed)
            return self._interpreter.end(parent, outcome)
        values = [value for values in gathering.ended for value in values]
        if gathering.join == Join.MAJORITY:
            values = majority(values)
        if values:
            parent.values = tuple(values)
            parent.stamp = min(value.time for value in values)
        return True


def majority(values: list[Value]) -> list[Value]:
    """The value that most give, as of the oldest of those; of equally many, the first given.

    Two wrong values of the same version count as the same: the worst case for the majority.
    """
    votes: dict[tuple[int, int], list[Value]] = {}
    for value in values:
        votes.setdefault((value.version, value.error), []).append(value)
    if not votes:
        return []
    most = max(votes.values(), key=len)
    return [most[0]._replace(time=min(value.time for value in most))]
