"""Who is governed: the agencies and regions that the section `governance` names must be there.

In: a scenario, its regions and agencies. Out: problems: people and willingness of agencies that
the world does not have, waves that come to regions that it does not have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sandbox.language import Message
from sandbox.scenario.governance import GovernanceSpec
from sandbox.scenario.problems import Path
from sandbox.scenario.scenario import Scenario
from sandbox.scenario.suggest import unknown
from sandbox.world.planting import Refuse
from sandbox.world.world import Agency, Region


def check_governed(
    scenario: Scenario,
    regions: Mapping[str, Region],
    agencies: Mapping[str, Agency],
    refuse: Refuse,
) -> None:
    """Refuse agencies and regions that governance names and the world does not have."""
    spec = scenario.governance
    if spec is None:
        return
    for path, agency in _agencies(spec):
        if agency not in agencies:
            department, _, code = agency.partition("@")
            like = [a for a in agencies if a.startswith(f"{department}@") or a.endswith(f"@{code}")]
            refuse(path, unknown(Message("agency"), agency, sorted(like or agencies)))
    for number, wave in enumerate(spec.waves):
        for place, code in enumerate(wave.regions or ()):
            if code not in regions:
                here = ("governance", "waves", number, "regions", place)
                refuse(here, unknown(Message("region"), code, regions))


def _agencies(spec: GovernanceSpec) -> Iterator[tuple[Path, str]]:
    """Agencies, `department@region`, that keys name; departments alone are known already."""
    for key in spec.staff or ():
        _, _, party = key.partition("@")
        if "@" in party:
            yield ("governance", "staff", key), party
    for key in spec.willingness:
        if "@" in key:
            yield ("governance", "willingness", key), key
