"""Finds regions of GB/T 2260 by a code or a part of a name.

In: what is typed. Out: the regions, the largest first.
"""

from __future__ import annotations

from sandbox.world.regions import Place, gbt2260

LEVELS = ("province", "prefecture", "county")
_MOST = 60  # regions that anybody looks through


def matching(typed: str) -> list[Place]:
    """The regions whose code begins with what is typed, or whose name contains it."""
    typed = typed.strip().casefold()
    found = [
        place
        for place in gbt2260().values()
        if place.level in LEVELS
        and (
            place.code.startswith(typed)
            or typed in place.name.zh
            or typed in place.name.en.casefold()
        )
    ]
    if typed.isdecimal() or not typed:
        return sorted(found, key=lambda p: (LEVELS.index(p.level), p.code))[:_MOST]
    return sorted(
        found,
        key=lambda p: (
            not (p.name.zh.startswith(typed) or p.name.en.casefold().startswith(typed)),
            LEVELS.index(p.level),
            p.code,
        ),
    )[:_MOST]
