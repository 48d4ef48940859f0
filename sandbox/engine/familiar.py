"""What earlier runs found out about a program, for further replications of it.

In: a program. Out: its compiled form, and how many rows the tables of its runs grew to, so that
the next run begins with as many instead of growing to them step by step. No result depends on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.flows.compiled import Compiled, compile
from sandbox.flows.program import Program


@dataclass
class Familiar:
    """A program's compiled form and the rooms that its tables need."""

    compiled: Compiled
    room: Mapping[str, int] = field(default_factory=dict)


def familiar(program: Program) -> Familiar:
    """What is known of this very program.

    Raises:
        ValueError: for a program that does not fit together.
    """
    found = program.found_out.get("familiar")
    if not isinstance(found, Familiar):
        found = program.found_out["familiar"] = Familiar(compile(program))
    return found
