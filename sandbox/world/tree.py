"""The administrative tree of a scenario: its regions with names, levels and inhabitants.

In: the `regions` section and whether the world needs a nation above its provinces. Out: `Region`
nodes by code, parents before children, with problems told to `refuse`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sandbox.language import Message
from sandbox.scenario.part import LEVELS
from sandbox.scenario.places import RegionSpec
from sandbox.world.planting import Node, Refuse, level_name, plant
from sandbox.world.regions import NATION, gbt2260
from sandbox.world.world import Region

HOME_POPULATION = 1_411_780_000 / 2_843
"""Inhabitants of a county when nobody says: the mean of the 2020 census (1,411.78 million people
in 2,843 counties), an assumption for any single county. It does not depend on what is said of
other counties, so that adding a region changes no other."""


def grow(specs: Sequence[RegionSpec], nation: bool, refuse: Refuse) -> dict[str, Region]:
    """The tree of `specs`.

    A code of the table brings the regions above it, up to its province, and those below it as
    counted or listed (all of them when not said). A nation is put on top when `nation` is true or
    when there would be several trees.
    """
    nodes = plant(specs, refuse)
    _adopt(nodes, nation, refuse)
    order = _parents_first(nodes)
    for code in set(nodes) - set(order):
        refuse(
            ("regions", nodes[code].spec, "parent"),
            Message("region {code} lies in itself", {"code": code}),
        )
    people = _inhabitants(nodes, order, specs, refuse)
    return {
        code: Region(
            code,
            nodes[code].name,
            nodes[code].level,
            nodes[code].parent,
            tuple(sorted(nodes[code].children)),
            people[code],
        )
        for code in order
    }


def ancestry(regions: Mapping[str, Region], code: str) -> Iterator[Region]:
    """The region itself, then those it lies in, up to the top."""
    region: Region | None = regions[code]
    while region is not None:
        yield region
        region = regions[region.parent] if region.parent is not None else None


def homes(regions: Mapping[str, Region]) -> dict[str, tuple[str, ...]]:
    """By region: the regions without parts (counties, as a rule) in it, where people live."""
    found: dict[str, list[str]] = {code: [] for code in regions}
    for code, region in regions.items():
        if not region.children:
            for above in ancestry(regions, code):
                found[above.code].append(code)
    return {code: tuple(sorted(below)) for code, below in found.items()}


def within(regions: Mapping[str, Region], codes: Sequence[str] | None) -> frozenset[str]:
    """All regions that are one of `codes` or lie below one; all when `codes` is None."""
    if codes is None:
        return frozenset(regions)
    inside: set[str] = set()
    for code in regions:
        region = regions[code]
        if code in codes or (region.parent is not None and region.parent in inside):
            inside.add(code)
    return frozenset(inside)


def _adopt(nodes: dict[str, Node], nation: bool, refuse: Refuse) -> None:
    """Hang every node under its parent, and the tops under a nation where one is needed."""
    for node in nodes.values():
        if node.parent is None:
            continue
        above = nodes.get(node.parent)
        if above is None:
            refuse(
                ("regions", node.spec, "parent"),
                Message("no region {code} in this scenario", {"code": node.parent}),
            )
            node.parent = None
        elif LEVELS.index(above.level) >= LEVELS.index(node.level):
            refuse(
                ("regions", node.spec, "parent"),
                Message(
                    "a {below} cannot lie in a {above}",
                    {"below": level_name(node.level), "above": level_name(above.level)},
                ),
            )
            node.parent = None
    tops = [node for node in nodes.values() if node.parent is None]
    nations = [node for node in tops if node.level == "nation"]
    if len(nations) > 1:
        refuse(
            ("regions", nations[1].spec),
            Message("a world has one nation at most", {}),
        )
    if tops and not nations and (nation or len(tops) > 1):
        top = gbt2260()[NATION]
        nodes[NATION] = Node(NATION, top.name, "nation", None, tops[0].spec)
        nations = [nodes[NATION]]
    if nations:
        for node in tops:
            if node.level != "nation":
                node.parent = nations[0].code
    for node in nodes.values():
        if node.parent is not None:
            nodes[node.parent].children.append(node.code)


def _parents_first(nodes: Mapping[str, Node]) -> list[str]:
    order = sorted(code for code, node in nodes.items() if node.parent is None)
    for code in order:  # grows while it is read
        order.extend(sorted(nodes[code].children))
    return order


def _inhabitants(
    nodes: Mapping[str, Node], order: Sequence[str], specs: Sequence[RegionSpec], refuse: Refuse
) -> dict[str, float]:
    """Inhabitants by region: as given, shared equally among the homes below, else the mean's."""
    below: dict[str, list[str]] = {code: [] for code in order}
    for code in order:
        if not nodes[code].children:
            above: str | None = code
            while above is not None:
                below[above].append(code)
                above = nodes[above].parent
    depth = {code: position for position, code in enumerate(order)}
    given = [
        (spec.code, float(spec.population), index)
        for index, spec in enumerate(specs)
        if spec.population is not None and spec.code in depth
    ]
    known: dict[str, float] = {}
    for code, people, index in sorted(given, key=lambda item: -depth[item[0]]):
        open_homes = [home for home in below[code] if home not in known]
        rest = people - sum(known.get(home, 0.0) for home in below[code])
        if rest < 0:
            refuse(
                ("regions", index, "population"),
                Message("{code} has fewer inhabitants than the regions in it", {"code": code}),
            )
        known.update({home: max(rest, 0.0) / len(open_homes) for home in open_homes})
    found = {
        code: sum((known.get(home, HOME_POPULATION) for home in below[code]), 0.0) for code in order
    }
    if order and not any(found.values()):
        refuse(("regions",), Message("nobody lives in these regions", {}))
    return found
