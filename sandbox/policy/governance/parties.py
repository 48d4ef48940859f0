"""Parties: who speaks for a department.

In: a world, a department. Out: an agency.
"""

from __future__ import annotations

from sandbox.scenario.part import LEVELS
from sandbox.world.world import World


def lead(world: World, department: str) -> str:
    """The agency that speaks for a department: the first of its highest level."""
    own = [agency for agency in world.agencies.values() if agency.department == department]
    return min(own, key=lambda agency: (LEVELS.index(agency.level), agency.id)).id
