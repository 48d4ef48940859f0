"""Ways through the tree of regions: who is above whom, and which hubs lie between two regions.

In: a world and region codes. Out: codes.
"""

from __future__ import annotations

from functools import lru_cache

from sandbox.world.world import World


class Tree:
    """The administrative tree, as cascades climb it."""

    def __init__(self, world: World) -> None:
        self._regions = world.regions
        self.up = lru_cache(maxsize=None)(self._up)
        self.home = lru_cache(maxsize=None)(self._home)
        self.between = lru_cache(maxsize=None)(self._between)

    def _up(self, code: str) -> tuple[str, ...]:
        """The region and all above it, nearest first."""
        found = []
        here: str | None = code
        while here is not None:
            found.append(here)
            here = self._regions[here].parent
        return tuple(found)

    def _home(self, code: str) -> str:
        """Where the platform of a region stands: its province, else the top of its tree."""
        above = self.up(code)
        for region in above:
            if self._regions[region].level == "province":
                return region
        return above[-1]

    def _between(self, a: str, b: str) -> tuple[str, ...]:
        """Regions from a to b, both included: up to the nearest common one, and down."""
        up, down = self.up(a), self.up(b)
        shared = set(up) & set(down)
        if not shared:
            return (*up, *reversed(down))
        climb = next(number for number, region in enumerate(up) if region in shared)
        top = up[climb]
        return (*up[: climb + 1], *reversed(down[: down.index(top)]))

    def within(self, code: str, region: str) -> bool:
        """Whether `code` is `region` or lies in it."""
        return region in self.up(code)

    def level(self, code: str) -> str:
        """The level of a region."""
        return self._regions[code].level
