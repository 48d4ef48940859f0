"""What a trace says of a step: the thing that it is about, by name.

In: a program, the code of an operation, what its slot or operand stands for. Out: the event's
detail, the same from both engines.
"""

from __future__ import annotations

from typing import Any

from sandbox.flows import Tally
from sandbox.flows.assembly import Code
from sandbox.flows.program import Program

_THINGS = {
    Code.VISIT: ("station", "stations"),
    Code.GATE: ("gate", "gates"),
    Code.COLLECT: ("register", "registers"),
    Code.READ: ("copy", "copies"),
    Code.WRITE: ("copy", "copies"),
}

BOUND = frozenset((*_THINGS, Code.SEND))
"""Operations whose first operand is a slot that says what they are about."""


def detail(program: Program, code: Code, what: int) -> dict[str, Any]:
    """What a step is about: `what` is what its slot is bound to, or its operand."""
    if code in _THINGS:
        word, shelf = _THINGS[code]
        return {word: getattr(program, shelf)[what].name}
    if code is Code.SEND:
        links = program.routes[what]
        return {"links": [program.links[one if one >= 0 else ~one].name for one in links]}
    if code is Code.COUNT:
        return {"what": Tally(what).name.lower()}
    return {}
