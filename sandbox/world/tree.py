"""The administrative tree of a scenario: its regions with names, levels and inhabitants.

In: the `regions` section and whether the world needs a nation above its provinces. Out: `Region`
nodes by code, parents before children, with problems told to `refuse`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sandbox.language import Message, Text
from sandbox.scenario.part import LEVELS, Level
from sandbox.scenario.places import RegionSpec
from sandbox.world.regions import NATION, Place, gbt2260
from sandbox.world.world import Region

HOME_POPULATION = 1_411_780_000 / 2_843
"""Inhabitants of a county when nobody says: the mean of the 2020 census (1,411.78 million people
in 2,843 counties), an assumption for any single county; it weighs all counties alike."""

LEVEL_NAMES: Mapping[Level, Message] = {
    "nation": Message("nation"),
    "province": Message("province"),
    "prefecture": Message("prefecture"),
    "county": Message("county"),
}

Refuse = Callable[[tuple[str | int, ...], Message], None]
"""Takes a problem: where in the scenario, and what is wrong."""


def level_name(level: Level) -> Message:
    """The level's name for use in a sentence."""
    return LEVEL_NAMES[level]


@dataclass
class _Node:
    """A region while the tree grows."""

    code: str
    name: Text
    level: Level
    parent: str | None
    spec: int
    children: list[str] = field(default_factory=list)


def grow(specs: Sequence[RegionSpec], nation: bool, refuse: Refuse) -> dict[str, Region]:
    """The tree of `specs`.

    A code of the table brings the regions above it, up to its province, and those below it as
    counted or listed (all of them when not said). A nation is put on top when `nation` is true or
    when there would be several trees.
    """
    nodes: dict[str, _Node] = {}
    for index, spec in enumerate(specs):
        if spec.code in gbt2260():
            _take_from_table(nodes, index, spec, refuse)
        else:
            _take_explicit(nodes, index, spec, refuse)
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


def _put(nodes: dict[str, _Node], place: Place, spec: int) -> _Node:
    if place.code not in nodes:
        parent = place.parent if place.parent != NATION else None
        nodes[place.code] = _Node(place.code, place.name, place.level, parent, spec)
    return nodes[place.code]


def _take_from_table(nodes: dict[str, _Node], index: int, spec: RegionSpec, refuse: Refuse) -> None:
    table = gbt2260()
    here = table[spec.code]
    if spec.level is not None and spec.level != here.level:
        refuse(
            ("regions", index, "level"),
            Message(
                "{code} is a {level} in GB/T 2260",
                {"code": spec.code, "level": level_name(here.level)},
            ),
        )
    above = table.get(here.parent or "")
    while above is not None and above.level != "nation":
        _put(nodes, above, index)
        above = table.get(above.parent or "")
    node = _put(nodes, here, index)
    if spec.name is not None:
        node.name = spec.name
    if spec.parent is not None:
        node.parent = spec.parent
    for code in _chosen(here, index, spec, refuse):
        _put(nodes, table[code], index)


def _chosen(here: Place, index: int, spec: RegionSpec, refuse: Refuse) -> Iterator[str]:
    """Codes below `here` that the entry asks for."""
    table = gbt2260()
    if here.level not in ("nation", "province") and spec.prefectures is not None:
        refuse(
            ("regions", index, "prefectures"),
            Message("{code} has no prefectures below it", {"code": here.code}),
        )
        return
    if here.level == "county":
        if spec.counties is not None:
            refuse(
                ("regions", index, "counties"),
                Message("{code} has no counties below it", {"code": here.code}),
            )
        return
    provinces = [table[code] for code in here.children] if here.level == "nation" else [here]
    if here.level == "prefecture":
        yield from _counties([here], index, spec, refuse)
        return
    for province in provinces:
        if here.level == "nation":
            yield province.code
        prefectures = [table[c] for c in province.children if table[c].level == "prefecture"]
        direct = any(table[c].level == "county" for c in province.children)
        parents = _prefectures(prefectures, index, spec, refuse)
        yield from (place.code for place in parents)
        if direct and (not prefectures or spec.prefectures is None):
            parents = [*parents, province]
        yield from _counties(parents, index, spec, refuse)


def _prefectures(
    available: list[Place], index: int, spec: RegionSpec, refuse: Refuse
) -> list[Place]:
    table, wanted = gbt2260(), spec.prefectures
    if wanted is None:
        if isinstance(spec.counties, tuple):
            named = {table[code].parent for code in spec.counties if code in table}
            return [place for place in available if place.code in named]
        return available
    if isinstance(wanted, tuple):
        codes = {place.code for place in available}
        for position, code in enumerate(wanted):
            if code not in codes and spec.code != NATION:
                refuse(
                    ("regions", index, "prefectures", position),
                    Message(
                        "{code} is no {level} of {parent} in GB/T 2260",
                        {"code": code, "level": level_name("prefecture"), "parent": spec.code},
                    ),
                )
        return [place for place in available if place.code in wanted]
    if wanted > len(available) and available and spec.code != NATION:
        refuse(
            ("regions", index, "prefectures"),
            Message(
                "{parent} has only {count} prefectures in GB/T 2260",
                {"parent": spec.code, "count": len(available)},
            ),
        )
    return available[: int(wanted)]


def _counties(parents: list[Place], index: int, spec: RegionSpec, refuse: Refuse) -> Iterator[str]:
    table, wanted = gbt2260(), spec.counties
    available = {
        place.code: [code for code in place.children if table[code].level == "county"]
        for place in parents
    }
    if isinstance(wanted, tuple):
        known = {code for codes in available.values() for code in codes}
        for position, code in enumerate(wanted):
            if code not in known and spec.code != NATION:
                refuse(
                    ("regions", index, "counties", position),
                    Message(
                        "{code} is no {level} of {parent} in GB/T 2260",
                        {"code": code, "level": level_name("county"), "parent": spec.code},
                    ),
                )
        yield from (code for code in wanted if code in known)
        return
    for codes in available.values():
        yield from codes if wanted is None else codes[: int(wanted)]


def _take_explicit(nodes: dict[str, _Node], index: int, spec: RegionSpec, refuse: Refuse) -> None:
    where = ("regions", index)
    if spec.name is None or spec.level is None:
        refuse(
            (*where, "code"),
            Message(
                "{code} is not in GB/T 2260, and an own region needs a name and a level",
                {"code": spec.code},
            ),
        )
        return
    if spec.code in nodes:
        refuse((*where, "code"), Message("region {code} is given twice", {"code": spec.code}))
        return
    for key, value in (("prefectures", spec.prefectures), ("counties", spec.counties)):
        if value is not None:
            refuse(
                (*where, key),
                Message(
                    "{code} is not in GB/T 2260: give its parts as regions of their own",
                    {"code": spec.code},
                ),
            )
    nodes[spec.code] = _Node(spec.code, spec.name, spec.level, spec.parent, index)


def _adopt(nodes: dict[str, _Node], nation: bool, refuse: Refuse) -> None:
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
        nodes[NATION] = _Node(NATION, top.name, "nation", None, tops[0].spec)
        nations = [nodes[NATION]]
    if nations:
        for node in tops:
            if node.level != "nation":
                node.parent = nations[0].code
    for node in nodes.values():
        if node.parent is not None:
            nodes[node.parent].children.append(node.code)


def _parents_first(nodes: Mapping[str, _Node]) -> list[str]:
    order = sorted(code for code, node in nodes.items() if node.parent is None)
    for code in order:  # grows while it is read
        order.extend(sorted(nodes[code].children))
    return order


def _inhabitants(
    nodes: Mapping[str, _Node], order: Sequence[str], specs: Sequence[RegionSpec], refuse: Refuse
) -> dict[str, float]:
    """Inhabitants by region: as given, shared equally among the homes below, else alike."""
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
    usual = sum(known.values()) / len(known) if known else HOME_POPULATION
    if order and known and usual == 0:
        refuse(("regions",), Message("nobody lives in these regions", {}))
    return {code: sum(known.get(home, usual) for home in below[code]) for code in order}
