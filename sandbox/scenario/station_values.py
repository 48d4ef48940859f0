"""What a station is like: the values of all keys that fit it, the most special one for each.

In: a scenario, a role, and the names of the station's places from general to special.
Out: a `StationSpec`.
"""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.scenario.scenario import Scenario
from sandbox.scenario.workings import StationSpec


def resolve_station(scenario: Scenario, role: str, places: Sequence[str]) -> StationSpec:
    """The station of `role` at places such as `["police", "330000", "330102", "police@330102"]`.

    Raises:
        KeyError: for a role that the scenario has no station for.
    """
    values = dict(scenario.stations[role])
    for place in places:
        special = scenario.stations.get(f"{role}@{place}")
        if special is not None:
            values |= {name: value for name, value in special if value is not None}
    return StationSpec.model_construct(**values)
