"""Attempts: blocks of steps with a time limit, tried again when it runs out.

In: tokens that begin, end or leave blocks, and the events of time-outs. Out: tokens given up (what
they occupy goes on to no avail) and fresh ones that take their place.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from sandbox.engine.clock import Clock
from sandbox.engine.token import Block, Token
from sandbox.randomness import child, key

if TYPE_CHECKING:
    from sandbox.engine.interpreter import Interpreter

_RETRY = key("retry")


class Attempts:
    """The time-out blocks of one replication."""

    def __init__(self, interpreter: Interpreter, clock: Clock) -> None:
        self._interpreter = interpreter
        self._clock = clock

    def attempt(self, token: Token, timeout: int, retries: int, failed: int, settle: int) -> bool:
        """Attempt: open a block."""
        limit, left = token.row[timeout], token.row[retries]
        block = Block(self._interpreter, token, limit, left, failed, settle)
        token.blocks = [*(token.blocks or ()), block]
        if limit > 0:
            self._clock.wake(block, self._clock.time + limit)
        return True

    def settle(self, token: Token, _a: int, _b: int, _c: int, _d: int) -> bool:
        """Settle: close the innermost block; draws are the first attempt's again."""
        self.leave(token, token.position)
        return True

    def leave(self, token: Token, goal: int) -> None:
        """Close all blocks that end before `goal`."""
        blocks = token.blocks
        while blocks and blocks[-1].settle < goal:
            block = blocks.pop()
            block.due = -1
            token.identity, token.draws = block.identity, block.draws

    def give_up(self, block: Block) -> None:
        """A block's time is up: try again, or go on where its flow says."""
        self._interpreter.gave_up(block)
        old = block.token
        around = old.blocks or []
        depth = around.index(block)
        for inner in around[depth + 1 :]:
            inner.due = -1
        self._abandon(old)
        fresh = self._fresh(old, block)
        fresh.blocks = around[:depth]
        if block.left > 0:
            block.left -= 1
            block.tried += 1
            fresh.blocks.append(block)
            fresh.identity = child(block.identity, _RETRY, block.tried)
            fresh.draws = None
            fresh.position = block.position
            self._clock.wake(block, self._clock.time + block.timeout)
        else:
            self._interpreter.jump(fresh, block.failed)
        for outer in fresh.blocks:
            outer.token = fresh
        self._interpreter.go(fresh)

    def _fresh(self, old: Token, block: Block) -> Token:
        """A token in the place of one given up, with what it knew when the block began."""
        fresh = copy(old)
        fresh.alive = True
        fresh.due = -1
        fresh.station = None
        fresh.waiting = False
        fresh.links = ()
        fresh.children = None
        fresh.identity, fresh.draws = block.identity, block.draws
        fresh.values, fresh.snapshot = block.values, block.snapshot
        if fresh.parent is not None:
            fresh.parent.members[fresh.place] = fresh
        return fresh

    def _abandon(self, token: Token) -> None:
        """Give a token up, and the children it waits for."""
        token.alive = False
        if token.waiting and token.station is not None:
            token.station.leave(token)
        if token.children is not None:
            for member in token.children.members:
                if member.alive:
                    for block in member.blocks or ():
                        block.due = -1
                    self._abandon(member)
            token.children = None
