"""Tracing: every step of every token, told to a trace.

In: the steps that tokens take. Out: events named after operations, with what their slots stand
for. Runs without a trace do not pay for this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.engine.interpreter import Interpreter
from sandbox.engine.token import Block, Token
from sandbox.engine.trace_words import BOUND, detail
from sandbox.flows import Outcome
from sandbox.flows.assembly import Code

if TYPE_CHECKING:
    from sandbox.engine.interface import Trace
    from sandbox.engine.traffic import Traffic


class TracingInterpreter(Interpreter):
    """An interpreter that tells what it does."""

    def __init__(self, traffic: Traffic, trace: Trace) -> None:
        super().__init__(traffic)
        self._trace = trace
        self._program = traffic.program
        self._codes: list[list[int]] = traffic.compiled.code.tolist()
        self._names = [stream.name for stream in traffic.program.streams] + ["batch"]
        self.quiet = False
        """Whether nothing is told for the time being."""

    def begin(self, token: Token) -> None:
        """Tell that it sets out."""
        self._tell(token, "made", {"row": self._program.rows[token.row_number].key})
        self.go(token)

    def go(self, token: Token) -> None:
        """Take the token on, telling each step before it is taken."""
        if self.quiet:
            super().go(token)
            return
        while True:
            execute, a, b, c, d = self.steps[token.position]
            code = Code(self._codes[token.position][0])
            what = token.row[a] if code in BOUND else a
            self._tell(token, code.name.lower(), detail(self._program, code, what))
            token.position += 1
            if not execute(token, a, b, c, d):
                return

    def gave_up(self, block: Block) -> None:
        """A time-out."""
        self._tell(block.token, "timeout", {"tried": block.tried + 1})

    def end(self, token: Token, outcome: int) -> bool:
        """Tell the end, with the outcome."""
        if self.quiet:
            return super().end(token, outcome)
        said: dict[str, Any] = {"outcome": Outcome(outcome).name.lower()}
        if outcome == Outcome.REFUSED:
            said["article"] = token.article
        if token.values:
            said["values"] = [list(value) for value in token.values]
        self._tell(token, "end", said)
        return super().end(token, outcome)

    def _tell(self, token: Token, event: str, detail: dict[str, Any]) -> None:
        if self.quiet or (self._is_need[token.stream] and token.made >= self._end):
            return
        if token.place >= 0:
            detail["child"] = self._program.rows[token.row_number].key
        self._trace(self._clock.time, self._names[token.stream], token.index, event, detail)
