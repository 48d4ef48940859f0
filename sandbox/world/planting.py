"""What the entries of `regions` bring into the tree, one after the other.

In: entries and the GB/T 2260 table. Out: nodes that know their parent's code, not yet a tree; what
is wrong with an entry goes to `refuse`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sandbox.language import Message, Text
from sandbox.scenario.part import Level
from sandbox.scenario.places import RegionSpec
from sandbox.scenario.suggest import unknown
from sandbox.world.regions import NATION, Place, gbt2260

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
class Node:
    """A region while the tree grows."""

    code: str
    name: Text
    level: Level
    parent: str | None
    spec: int
    children: list[str] = field(default_factory=list)


def plant(specs: Sequence[RegionSpec], refuse: Refuse) -> dict[str, Node]:
    """Every region that the entries name, count or imply, by code."""
    nodes: dict[str, Node] = {}
    for index, spec in enumerate(specs):
        if spec.code in gbt2260():
            _take_from_table(nodes, index, spec, refuse)
        else:
            _take_explicit(nodes, index, spec, refuse)
    return nodes


def _put(nodes: dict[str, Node], place: Place, spec: int) -> Node:
    if place.code not in nodes:
        parent = place.parent if place.parent != NATION else None
        nodes[place.code] = Node(place.code, place.name, place.level, parent, spec)
    return nodes[place.code]


def _strange(
    code: str, index: int, key: str, position: int, level: Level, known: Sequence[str]
) -> tuple[tuple[str | int, ...], Message]:
    """Why a listed code is none of those that can be chosen."""
    table = gbt2260()
    there = table.get(code)
    said = {"code": code, "level": level_name(level)}
    path = ("regions", index, key, position)
    if there is None:
        return path, unknown(level_name(level), code, known)
    said |= {"name": there.name, "is": level_name(there.level)}
    if there.level != level:
        return path, Message("{code} ({name}) is a {is}, not a {level}", said)
    lies = {"there": there.parent, "its": table[there.parent or NATION].name}
    return path, Message(
        "{code} ({name}) lies in {there} ({its}), which is not chosen here", said | lies
    )


def _take_from_table(nodes: dict[str, Node], index: int, spec: RegionSpec, refuse: Refuse) -> None:
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
                known = sorted(codes)
                refuse(*_strange(code, index, "prefectures", position, "prefecture", known))
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
                near = sorted(known)
                refuse(*_strange(code, index, "counties", position, "county", near))
        yield from (code for code in wanted if code in known)
        return
    for codes in available.values():
        yield from codes if wanted is None else codes[: int(wanted)]


def _take_explicit(nodes: dict[str, Node], index: int, spec: RegionSpec, refuse: Refuse) -> None:
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
    nodes[spec.code] = Node(spec.code, spec.name, spec.level, spec.parent, index)
