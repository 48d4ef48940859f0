"""What a scenario says about a study, in the words of the rooms below: prices and horizons.

In: the scenario's `costs` and `study`. Out: `Prices` for measures, `Horizon` for engines.
"""

from __future__ import annotations

from sandbox.engine.interface import Horizon
from sandbox.flows import ticks
from sandbox.measures import Prices
from sandbox.scenario.workings import CostSpec, ModelSpec, StudySpec


def prices(costs: CostSpec, model: ModelSpec) -> Prices:
    """The scenario's prices, and what a model charges, in CNY."""
    return Prices(
        staff_hour=float(costs.staff_hour),
        citizen_hour=float(costs.citizen_hour),
        collection_hours=float(costs.collection_hours),
        letter_hours=float(costs.letter_hours),
        negotiation_days=float(costs.negotiation_days),
        server_hour=float(costs.server_hour),
        gigabyte_moved=float(costs.gigabyte_moved),
        build={role: float(price) for role, price in costs.build.items()},
        build_years=float(costs.build_years),
        charge=float(model.charge or 0.0),
    )


def horizon(study: StudySpec) -> Horizon:
    """The times of each run, in ticks."""
    return Horizon(
        warm_up=ticks(study.warm_up),
        end=ticks(study.horizon),
        drain=ticks(study.drain),
        interval=ticks(study.series),
    )
