"""What a model charges for (against article 2): every answer that is not one's own and no letter.

In: a leg. Out: the same leg, which counts its answers as charged for.
"""

from __future__ import annotations

from sandbox.flows import Outcome, Tally
from sandbox.flows.operations import ByLetter, Count, Done, Operation
from sandbox.models.legs import Leg, Path


def charged(leg: Leg) -> Leg:
    """The leg, with every answer counted that comes before its way leads to a letter."""
    operations: list[Operation] = []
    free = False
    for operation in leg.path.operations:
        free = free or isinstance(operation, ByLetter)
        if operation == Done(Outcome.ANSWERED) and not free:
            operations.append(Count(Tally.CHARGED))
        operations.append(operation)
    return Leg(Path(f"{leg.path.name}, charged", tuple(operations)), leg.bindings)
