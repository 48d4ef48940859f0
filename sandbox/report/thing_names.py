"""Names of the things that a trace tells of: stations, links, copies, registers, requests, moments.

In: a world and the names that programs give to things. Out: words in the language in force; a name
that follows no known pattern stays as it is.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from datetime import time as clock

from sandbox.language import say
from sandbox.report.terms import term
from sandbox.world.world import World

DAY = 86400.0


def agency_name(world: World, agency: str) -> str:
    """An agency's name."""
    found = world.agencies.get(agency)
    return found.name.render() if found is not None else agency


def region_name(world: World, code: str) -> str:
    """A region's name."""
    found = world.regions.get(code)
    return found.name.render() if found is not None else code


def need_title(world: World, need: str) -> str:
    """A need's name, else its key."""
    spec = world.scenario.needs.get(need)
    return spec.name.render() if spec is not None and spec.name is not None else need


def register_name(world: World, register: str) -> str:
    """`population@330102`: the resource, and whose part of it."""
    resource, _, region = register.partition("@")
    spec = world.resources.get(resource)
    if spec is None:
        return register
    name = spec.name.render()
    return say("{resource} of {region}", resource=name, region=region_name(world, region))


def holder_name(world: World, holder: str) -> str:
    """Who holds a copy or where a station stands: an agency, or a platform of a region."""
    if holder in world.agencies:
        return agency_name(world, holder)
    role, _, region = holder.partition("@")
    if region in world.regions:
        return say("{role}, {place}", role=term(role), place=region_name(world, region))
    return holder


def station_name(world: World, station: str) -> str:
    """`database@police@330102`: what it does, and whose it is."""
    role, _, owner = station.partition("@")
    if not owner:
        return station
    place = region_name(world, owner) if owner in world.regions else holder_name(world, owner)
    return say("{role}, {place}", role=term(role), place=place)


def node_name(world: World, node: str) -> str:
    """An end of a link: an agency, or the exchange point of a network in a region."""
    if node in world.agencies:
        return agency_name(world, node)
    network, _, region = node.partition("@")
    if region not in world.regions:
        return node
    spec = world.scenario.networks.get(network)
    kind = term(spec.kind if spec is not None else network)
    return say("{network} exchange point, {place}", network=kind, place=region_name(world, region))


def link_name(world: World, link: str) -> str:
    """`extranet:here--there`: from where to where."""
    _, _, ends = link.partition(":")
    here, sign, there = ends.partition("--")
    if not sign:
        return link
    return say("{here} – {there}", here=node_name(world, here), there=node_name(world, there))


def copy_words(world: World, copy: str) -> str:
    """`holder:register[:kind]`: whose copy, and of what kind."""
    holder, _, rest = copy.partition(":")
    register, _, kind = rest.partition(":")
    partition = world.partitions.get(register)
    if partition is None:
        return copy
    name = holder_name(world, holder)
    if holder == partition.source and not kind:
        return say("{holder}: its own register", holder=name)
    if kind == "entries":
        return say("{holder}: its own entries", holder=name)
    if kind == "cache":
        return say("{holder}: cache", holder=name)
    if kind == "feed":
        return say("{holder}: copy kept by messages", holder=name)
    return say("{holder}: copy", holder=name)


def copy_name(world: World, copy: str) -> str:
    """A copy, and the register that it is of."""
    register = copy.partition(":")[2].partition(":")[0]
    words = copy_words(world, copy)
    if register not in world.partitions:
        return words
    return say("{copy} ({register})", copy=words, register=register_name(world, register))


def moment(world: World, seconds: float, *, exact: bool = False) -> str:
    """A time of the study: its day, counted from 1, with date and clock."""
    start = datetime.combine(world.scenario.study.start, clock())
    when = start + timedelta(seconds=seconds)
    return say(
        "day {number} ({date}) {clock}",
        number=int(seconds // DAY) + 1,
        date=when.date().isoformat(),
        clock=when.strftime("%H:%M:%S") if exact else when.strftime("%H:%M"),
    )
