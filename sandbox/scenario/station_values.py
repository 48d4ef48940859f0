"""What a station is like: the values of all keys that fit it, the most special one for each.

In: a scenario, and the names that a station is called by, its role first, its own name last.
Out: a `StationSpec`.
"""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.scenario.scenario import Scenario
from sandbox.scenario.workings import StationSpec


def resolve_station(scenario: Scenario, names: Sequence[str]) -> StationSpec:
    """The station called by names such as `["clerk", "clerk@police", "clerk@police@330102"]`.

    Raises:
        KeyError: for a role, the first name, that the scenario has no station for.
    """
    role, *others = names
    values = dict(scenario.stations[role])
    for name in others:
        special = scenario.stations.get(name)
        if special is not None:
            values |= {name: value for name, value in special if value is not None}
    return StationSpec.model_construct(**values)
