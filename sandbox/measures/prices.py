"""Prices: what an hour, a gigabyte, a letter or a building costs.

In: nothing; whoever knows a scenario's costs fills one in. Out: `Prices`, plain numbers in CNY.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Prices:
    """Prices in CNY. The default is a world in which everything is free.

    `build` prices one station of a role; `staffed` are the roles whose servers are people, who
    are paid by the letter and not by the server hour.
    """

    staff_hour: float = 0.0
    citizen_hour: float = 0.0
    collection_hours: float = 0.0
    letter_hours: float = 0.0
    negotiation_days: float = 0.0
    server_hour: float = 0.0
    gigabyte_moved: float = 0.0
    build: Mapping[str, float] = field(default_factory=dict)
    build_years: float = 1.0
    charge: float = 0.0  # of an answer, by the model in question
    staffed: tuple[str, ...] = ("clerk",)
