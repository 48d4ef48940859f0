"""Passages: messages on their way over the links of a route.

In: tokens that send, and the events of their hops. Out: tokens that have arrived.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.engine.token import Passage, Token

if TYPE_CHECKING:
    from sandbox.engine.interpreter import Interpreter
    from sandbox.engine.traffic import Traffic


class Passages:
    """The passages of one replication."""

    def __init__(self, interpreter: Interpreter, traffic: Traffic) -> None:
        self._interpreter = interpreter
        self._routes = traffic.routes
        self._tally = traffic.tally

    def send(self, token: Token, route: int, size: int, batch: int, _d: int) -> bool:
        """Send."""
        links = self._routes[token.row[route]]
        if not links:
            return True
        number = token.row[size]
        if batch:
            number *= token.snapshot.changes if token.snapshot else 0
        return self._travel(token, Passage(links, 0, number))

    def _travel(self, token: Token, passage: Passage) -> bool:
        """From hop to hop; False when the token waits on one."""
        links, hop, size = passage
        while hop < len(links):
            link = links[hop]
            if link.gateway:
                self._tally.cross(token.stream, token.made)
            if link.send(token, size):
                token.send = Passage(links, hop, size)
                return False
            hop += 1
        token.send = None
        return True

    def arrived(self, token: Token) -> bool:
        """A message's event has fired; whether its whole passage is over."""
        passage = token.send
        if passage is None or not passage.links[passage.hop].arrived(token):
            return False
        return token.alive and self._travel(token, passage._replace(hop=passage.hop + 1))

    def release(self, token: Token, size: int) -> None:
        """A message held at a link that is up again is sent."""
        passage = token.send
        if not token.alive or passage is None or passage.links[passage.hop].send(token, size):
            return
        if self._travel(token, passage._replace(hop=passage.hop + 1)):
            self._interpreter.go(token)
