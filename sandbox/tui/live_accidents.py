"""What can be done by hand to the thing under the cursor.

In: a world, a program, the spot under the cursor, what was done already. Out: choices in words,
each with the act that it stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sandbox.flows.program import Program
from sandbox.language import say
from sandbox.report.paragraphs import plain
from sandbox.report.terms import term
from sandbox.study.live import Act, Cut, Expiry, Failure, Surge
from sandbox.tui.lists import need_name
from sandbox.tui.live_places import Spots, ends_of
from sandbox.tui.live_words import link_name, place_name, station_name
from sandbox.world.world import World

FACTORS = (3, 10)
"""how a surge by hand multiplies demand"""


@dataclass(frozen=True)
class Choice:
    """One thing to do: an act that begins at a moment, or the end of one (by its name)."""

    key: str
    title: str
    begin: Callable[[float], Act] | None = None
    ends: str = ""


def choices(
    world: World, program: Program, spots: Spots, spot: str, lasting: Mapping[str, Act]
) -> list[Choice]:
    """Everything that can be done here; first what mends."""
    found = [
        Choice(f"end:{name}", say("End: {what}", what=described(world, act)), ends=name)
        for name, act in lasting.items()
    ]
    for act in _acts(world, program, spots, spot):
        make = _beginning(act)
        found.append(Choice(f"{len(found)}", said(world, act), begin=make))
    return found


def _beginning(act: Act) -> Callable[[float], Act]:
    from dataclasses import replace

    return lambda moment: replace(act, start=moment)


def _acts(world: World, program: Program, spots: Spots, spot: str) -> Iterator[Act]:
    places = {place for place, home in spots.homes.items() if home == spot}
    for name in _stations(program, spots, spot, places):
        yield Failure(0.0, stations=(name,))
    region = world.agencies[spot].region if spot in world.agencies else spot
    if not spots.whole:
        ends = ends_of(world)
        for link in program.links:
            a, b = ends.get(link.name, ("", ""))
            if spot in (spots.place(a), spots.place(b)):
                yield Failure(0.0, links=((a, b),))
    networks = list(dict.fromkeys(link.labels["network"] for link in program.links))
    for network in networks:
        yield Cut(0.0, network, (region,))
    for network in networks:
        yield Cut(0.0, network)
    asking = [
        demand
        for demand in world.demands.values()
        if demand.consumer in places or spots.homes.get(demand.consumer) == spot
    ]
    for need in dict.fromkeys(demand.need for demand in asking):
        for factor in FACTORS:
            yield Surge(0.0, (need,), factor, regions=(region,))
    parties = {demand.consumer.partition("@")[0] for demand in asking}
    if spot in world.agencies:
        parties.add(world.agencies[spot].department)
    for name, agreement in world.scenario.agreements.items():
        if spots.whole or parties & {agreement.provider, *agreement.consumers}:
            yield Expiry(0.0, name)


def _stations(program: Program, spots: Spots, spot: str, places: set[str]) -> Iterator[str]:
    """Names of stations here; of a whole region, all of a role together."""
    seen = set()
    for station in program.stations:
        agency, region = station.labels.get("agency"), station.labels.get("region", "")
        if spots.homes.get(agency or region) != spot and not {agency, region} & places:
            continue
        whole = spots.whole and agency is not None
        name = f"{station.labels['role']}@{spot}" if whole else station.name
        if name not in seen:
            seen.add(name)
            yield name


def said(world: World, act: Act) -> str:
    """What would be done, as a choice."""
    match act:
        case Failure(stations=(_, *_)):
            return say("Fail: {what}", what=described(world, act))
        case Failure():
            return say("Break the link: {what}", what=described(world, act))
        case Cut():
            return say("Cut: {what}", what=described(world, act))
        case Surge():
            return say("Surge: {what}", what=described(world, act))
        case Expiry():
            return say("Revoke: {what}", what=described(world, act))


def described(world: World, act: Act) -> str:
    """What an act strikes."""
    match act:
        case Failure(stations=(_, *_)):
            return say(", ").join(station_name(world, name) for name in act.stations)
        case Failure():
            ends = {f"{a}--{b}": (a, b) for a, b in act.links}
            return say(", ").join(link_name(world, name, ends) for name in ends)
        case Cut():
            where = say(", ").join(place_name(world, code) for code in act.regions)
            what, where = network_name(act.network), where or say("everywhere")
            return say("{what}, {where}", what=what, where=where)
        case Surge():
            needs = say(", ").join(plain(need_name(world, need)) for need in act.needs)
            where = say(", ").join(place_name(world, code) for code in act.regions)
            words = f"{needs} ×{act.factor:g}"
            return say("{what}, {where}", what=words, where=where) if where else words
        case Expiry():
            agreement = world.scenario.agreements[act.agreement]
            name = act.agreement if agreement.name is None else agreement.name.render()
            return plain(name)


def network_name(network: str) -> str:
    """A network in words; a gateway's is that of the two that it joins."""
    parts = network.split("-")
    kinds = {"intranet", "extranet", "internet"}
    return "–".join(map(term, parts)) if kinds.issuperset(parts) else term(network)
