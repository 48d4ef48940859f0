"""The world as lists: regions, agencies, catalogue, needs, agreements.

In: a world. Out: column titles and rows of words for a table, in the language in force.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache

from sandbox.language import Text, current, say
from sandbox.language.figures import figure
from sandbox.report.terms import term
from sandbox.tui.widgets.listing import Row
from sandbox.world import Region, World

Lines = tuple[list[str], list[Row]]


def _said(words: Text | None, otherwise: str = "") -> str:
    return (words.render() if words is not None else "") or otherwise


def joined(names: Iterable[str]) -> str:
    """Names one after the other, as the language in force separates them."""
    return ("、" if current() == "zh" else ", ").join(names)


def labelled(name: str) -> str:
    """A name with the colon of the language in force after it."""
    return say("{name}: ", name=name)


def department_name(world: World, key: str) -> str:
    """A department's name."""
    spec = world.scenario.departments.get(key)
    return spec.name.render() if spec is not None else key


def region_path(world: World, code: str) -> str:
    """A region's name after those of the regions above it."""
    names: list[str] = []
    region: Region | None = world.regions.get(code)
    while region is not None:
        names.append(region.name.render())
        region = world.regions.get(region.parent) if region.parent else None
    return " ".join(reversed(names))


def need_name(world: World, key: str) -> str:
    """A need's name, else its key."""
    spec = world.scenario.needs.get(key)
    return _said(spec.name if spec is not None else None, key)


def resource_name(world: World, key: str) -> str:
    """A resource's name."""
    spec = world.resources.get(key)
    return spec.name.render() if spec is not None else key


def regions(world: World) -> Lines:
    """Regions in the order of the tree, indented."""
    count = Counter(agency.region for agency in world.agencies.values())
    word = cache(term)  # looking a term up takes longer than all the rest of a line
    rows: list[Row] = []

    def visit(region: Region, depth: int) -> None:
        rows.append(
            (
                region.code,
                [
                    "  " * depth + region.name.render(),
                    region.code,
                    word(region.level),
                    f"{region.population:,.0f}",
                    str(count[region.code]),
                ],
            )
        )
        for child in region.children:
            visit(world.regions[child], depth + 1)

    for region in world.regions.values():
        if region.parent not in world.regions:
            visit(region, 0)
    titles = [say("Region"), say("Code"), say("Level"), say("Inhabitants"), say("Agencies there")]
    return titles, rows


def agencies(world: World) -> Lines:
    """Agencies in the world's order."""
    needs = Counter(demand.consumer for demand in world.demands.values())
    provides = Counter(partition.source for partition in world.partitions.values())
    word = cache(term)
    rows: list[Row] = [
        (
            agency.id,
            [
                agency.name.render(),
                department_name(world, agency.department),
                world.regions[agency.region].name.render(),
                word(agency.level),
                joined(map(word, agency.networks)),
                str(needs[agency.id]),
                str(provides[agency.id]),
            ],
        )
        for agency in world.agencies.values()
    ]
    titles = [
        say("Agency"),
        say("Department"),
        say("Region"),
        say("Level"),
        say("Networks"),
        say("Needs"),
        say("Provides"),
    ]
    return titles, rows


def catalogue(world: World) -> Lines:
    """Catalogue entries."""
    rows: list[Row] = [
        (
            key,
            [
                spec.name.render(),
                department_name(world, spec.provider),
                term(spec.level),
                term(spec.class_),
                term(spec.kind),
                joined(map(term, spec.modes)),
                term(spec.secrecy),
                f"{spec.records:,.0f}",
            ],
        )
        for key, spec in world.resources.items()
    ]
    titles = [
        say("Resource"),
        say("Provider"),
        say("Level"),
        say("Class"),
        say("Kind"),
        say("Modes"),
        say("Secrecy"),
        say("Records"),
    ]
    return titles, rows


def needs(world: World) -> Lines:
    """Needs, with how many agencies have each."""
    asking = Counter(demand.need for demand in world.demands.values())
    rows: list[Row] = [
        (
            key,
            [
                _said(spec.name, key),
                department_name(world, spec.consumer),
                joined(resource_name(world, each) for each in spec.resources),
                term(spec.mode),
                say("{n} a day", n=f"{spec.rate * 86400:,.3g}"),
                figure(spec.deadline, "s"),
                f"{spec.priority:.0f}",
                str(asking[key]),
            ],
        )
        for key, spec in world.scenario.needs.items()
    ]
    titles = [
        say("Need"),
        say("Consumer"),
        say("Resources"),
        say("Mode"),
        say("Rate each"),
        say("Deadline"),
        say("Priority"),
        say("Agencies asking"),
    ]
    return titles, rows


def agreements(world: World) -> Lines:
    """Agreements on sharing."""

    def when(value: object, otherwise: str) -> str:
        if value is None:
            return otherwise
        return figure(float(value), "s") if isinstance(value, float) else str(value)

    rows: list[Row] = [
        (
            key,
            [
                _said(spec.name, key),
                department_name(world, spec.provider),
                joined(department_name(world, each) for each in spec.consumers),
                joined(resource_name(world, each) for each in spec.resources),
                joined(map(term, spec.modes)),
                when(spec.from_, say("start")),
                when(spec.until, say("end")),
            ],
        )
        for key, spec in world.scenario.agreements.items()
    ]
    titles = [
        say("Agreement"),
        say("Provider"),
        say("Consumers"),
        say("Resources"),
        say("Modes"),
        say("From"),
        say("Until"),
    ]
    return titles, rows


LISTS: dict[str, Callable[[World], Lines]] = {
    "regions": regions,
    "agencies": agencies,
    "catalogue": catalogue,
    "needs": needs,
    "agreements": agreements,
}
