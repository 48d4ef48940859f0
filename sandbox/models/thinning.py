"""Keeps very large worlds small: fewer far-away homes for each demand, the same on average.

In: a world. Out: for its demands, the homes that are kept, the same under every model. What is
kept of one need's homes depends on no other need. Needs of up to about 70 consumers are left as
they are, and so is a need of few consumers in the largest world.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from zlib import crc32

from sandbox.world.world import Subjects, World

ROWS = 20_000
"""Rows of a program that one need may take: about half a second to assemble."""

SCOPES = 4
"""Local, prefecture, province and nation."""

FEWEST = 4
"""Homes kept in any scope, however large the world."""


def thinned(world: World) -> dict[str, tuple[Subjects, ...]]:
    """The homes kept of demands that lose some; empty: none does.

    Of a scope with many homes a systematic sample is kept, which begins at a place of the
    demand's own, so that every source is still asked by somebody; each kept home stands for
    those around it, and the scope keeps its weight.
    """
    asking = Counter(demand.need for demand in world.demands.values())
    kept: dict[str, tuple[Subjects, ...]] = {}
    for demand in world.demands.values():
        limit = max(FEWEST, ROWS // (SCOPES * asking[demand.need]))
        if len(demand.subjects) > limit and _crowded(demand.subjects, limit):
            kept[demand.id] = _kept(demand.id, demand.subjects, limit)
    return kept


def _crowded(subjects: Sequence[Subjects], limit: int) -> bool:
    """Whether some scope has more homes than are kept."""
    return max(Counter(home.scope for home in subjects).values()) > limit


def _kept(name: str, subjects: Sequence[Subjects], limit: int) -> tuple[Subjects, ...]:
    scopes: dict[str, list[Subjects]] = {}
    for home in subjects:
        scopes.setdefault(home.scope, []).append(home)
    start = crc32(name.encode()) / 2**32
    kept: list[Subjects] = []
    for scope, homes in scopes.items():
        weight = sum(home.weight for home in homes)
        if len(homes) <= limit or weight <= 0:
            kept.extend(homes)
            continue
        step, running, marks = weight / limit, 0.0, 0
        for home in homes:
            running += home.weight
            share = 0
            while marks < limit and (marks + start) * step < running:
                marks, share = marks + 1, share + 1
            if share:
                kept.append(Subjects(home.partitions, share * step, scope))
    return tuple(kept)
