"""Conversion of what does not conform to the standards (article 5), on its way from the source.

In: a scenario's standards. Out: operations between the source and the network, and the bindings of
their slots; none where nobody asks for standards.
"""

from __future__ import annotations

from sandbox.flows.operations import Check, Delay, Gate, Jump, Label, Operation
from sandbox.models.governed import Governed
from sandbox.models.numbers import ppb
from sandbox.policy.laws import law
from sandbox.world.world import World


def converting(world: World, failed: str) -> tuple[Operation, ...]:
    """What a source's answer or batch passes: at once where it conforms, else converted.

    Slots: `conforms`, `conversion fails`.
    """
    governance = world.scenario.governance
    if governance is None or governance.standards is None:
        return ()
    return (
        Gate("conforms", refused="to convert"),
        Jump("standard"),
        Label("to convert"),
        Delay(law(governance.standards.conversion), "conversion"),
        Check("conversion fails", "conversion fails", yes=failed),
        Label("standard"),
    )


def converting_bindings(governed: Governed, source: str, always: int) -> dict[str, int]:
    """The bindings of `converting`; `source` is empty where nothing comes from a source."""
    if governed.spec is None or governed.spec.standards is None:
        return {}
    gate = governed.conforming(source) if source else None
    return {
        "conforms": always if gate is None else gate,
        "conversion fails": ppb(float(governed.spec.standards.failure)),
    }
