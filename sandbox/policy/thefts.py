"""Stolen credentials (articles 2 and 4): they serve a thief until somebody finds out.

In: thefts of a program, each with the gate that its credentials open. Out: a control process that
opens the gate when they are stolen, and closes it once an audit has found one of the uses on
record, or somebody has noticed, or the thief has enough.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

import simpy

from sandbox.engine.interface import ControlProcess, Plane
from sandbox.engine.sampling import chance, sampler
from sandbox.flows import PPB, Tally, ticks
from sandbox.policy.laws import law
from sandbox.randomness import child, identity, key
from sandbox.scenario.workings import TheftEvent
from sandbox.world.world import World

ARTICLE = "2"
"""Closes the gate: use is within the authorised scope, by those who are authorised."""

_NOTICED, _USE, _SAMPLED = key("noticed"), key("use on record"), key("sampled")


@dataclass(frozen=True)
class Theft:
    """A theft in a program."""

    name: str
    event: TheftEvent
    stream: int  # the thief's requests
    gate: int  # open while the credentials serve
    begins: int  # ticks
    ends: int


def stealing(world: World, thefts: Sequence[Theft]) -> tuple[ControlProcess, ...]:
    """The control processes of thefts."""
    return tuple(_life(world, theft) for theft in thefts)


def _life(world: World, theft: Theft) -> ControlProcess:
    governance = world.scenario.governance
    audit = None if governance is None else governance.audit

    def process(env: simpy.Environment, plane: Plane) -> Generator[Any, Any, None]:
        owner = identity(plane.origin, key(f"theft|{theft.name}"), 0)
        yield env.timeout(theft.begins)
        plane.set_gate(theft.gate, True)
        plane.note("theft", theft.name, "begins", agency=theft.event.agency)
        noticed = 1 << 62
        if theft.event.noticed is not None:
            noticed = theft.begins + sampler(law(theft.event.noticed))(owner, _NOTICED)
        every = 1 << 62 if audit is None else ticks(float(audit.every))
        share = 0 if audit is None else round(float(audit.sampled) * PPB)
        over = min(noticed, theft.ends)
        event = "noticed" if noticed < theft.ends else "ends"
        look, seen = every * (theft.begins // every + 1), 0
        while look <= over:
            yield env.timeout(look - int(env.now))
            logged = plane.counted(theft.stream, Tally.LOGGED)
            uses = (child(owner, _USE, number) for number in range(seen, logged))
            if any(chance(use, _SAMPLED) < share for use in uses):
                over, event = look, "detected"
                break
            look, seen = look + every, logged
        yield env.timeout(over - int(env.now))
        plane.set_gate(theft.gate, False, ARTICLE)
        plane.note("theft", theft.name, event, agency=theft.event.agency)

    return process
