"""Stolen credentials: whose they are, and which needs they open.

In: disturbances, agencies, demands. Out: problems: agencies that the world does not have, needs
that the agency does not have.
"""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.language import Message
from sandbox.scenario.scenario import Scenario
from sandbox.scenario.suggest import listed, unknown
from sandbox.scenario.workings import TheftEvent
from sandbox.world.planting import Refuse
from sandbox.world.world import Agency, Demand


def opened_by(theft: TheftEvent, demands: Mapping[str, Demand]) -> list[Demand]:
    """The demands whose information a thief gets at: those of the agency, or some of them."""
    return [
        demand
        for demand in demands.values()
        if demand.consumer == theft.agency and demand.need in (theft.needs or (demand.need,))
    ]


def check_thefts(
    scenario: Scenario,
    agencies: Mapping[str, Agency],
    demands: Mapping[str, Demand],
    refuse: Refuse,
) -> None:
    """Refuse credentials of nobody, and credentials that open nothing."""
    for name, disturbance in scenario.disturbances.items():
        theft = disturbance.theft
        if theft is None:
            continue
        here = ("disturbances", name, "theft")
        if theft.agency not in agencies:
            department, _, code = theft.agency.partition("@")
            like = [a for a in agencies if a.startswith(f"{department}@") or a.endswith(f"@{code}")]
            refuse((*here, "agency"), unknown(Message("agency"), theft.agency, sorted(like)))
            continue
        own = sorted({d.need for d in demands.values() if d.consumer == theft.agency})
        if not own:
            message = Message(
                "{agency} asks nobody for anything, so its credentials open nothing",
                {"agency": theft.agency},
            )
            refuse((*here, "agency"), message)
            continue
        for number, need in enumerate(theft.needs):
            if need in scenario.needs and need not in own:
                said = {"agency": theft.agency, "need": need, "own": listed(own)}
                message = Message("{agency} has no need `{need}`; its needs: {own}", said)
                refuse((*here, "needs", number), message)
