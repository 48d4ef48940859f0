"""Passages: messages on their way over the links of a route.

In: tokens that send, and the events of their hops. Out: tokens that have arrived.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.engine.token import Token

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
        token.links = self._routes[token.row[route]]
        token.hop = 0
        token.size = token.row[size]
        if batch:
            token.size *= token.snapshot.changes if token.snapshot else 0
        return self._travel(token)

    def _travel(self, token: Token) -> bool:
        """From hop to hop; False when the token waits on one."""
        links = token.links
        for hop in range(token.hop, len(links)):
            link = links[hop]
            if link.gateway:
                self._tally.cross(token.stream, token.made)
            if link.send(token, token.size):
                token.hop = hop
                return False
        token.links = ()
        return True

    def arrived(self, token: Token) -> bool:
        """A message's event has fired; whether its whole passage is over."""
        if not token.links[token.hop].arrived(token):
            return False
        token.hop += 1
        return token.alive and self._travel(token)

    def release(self, token: Token) -> None:
        """A message held at a link that is up again is sent."""
        if not token.alive or token.links[token.hop].send(token, token.size):
            return
        token.hop += 1
        if self._travel(token):
            self._interpreter.go(token)
