"""One thing of a scenario as a sheet: what it is, who uses it and by which article, how it fares.

In: a world, a kind and a name; for stations and links the programs of models that have them; where
runs were made, their measures of the thing. Out: a sheet of text.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from sandbox.language import numeral, say
from sandbox.language.figures import figure
from sandbox.measures import CATALOGUE
from sandbox.policy import decide
from sandbox.policy.agreements import in_force_intervals
from sandbox.report.catalogue_words import one_agreement, one_resource, rate_words
from sandbox.report.paragraphs import width
from sandbox.report.sheet import Sheet, listed
from sandbox.report.terms import measure_term, term
from sandbox.report.thing_names import (
    agency_name,
    link_name,
    moment,
    need_title,
    region_name,
    register_name,
    station_name,
)
from sandbox.world.world import World

if TYPE_CHECKING:
    from sandbox.flows import Program
    from sandbox.study.explaining.passing import Passing

AGENCY, AGREEMENT, RESOURCE, STATION, LINK = "agency", "agreement", "resource", "station", "link"
KINDS = (AGENCY, AGREEMENT, RESOURCE, STATION, LINK)
BROKEN_DOWN = (AGENCY, RESOURCE, STATION, LINK)
"""Kinds that measures are broken down by."""
_MOST = 12
"""streams that are named one by one"""

Measures = Mapping[str, Mapping[str, float]]
"""model → measure → value"""


def thing_sheet(
    world: World,
    kind: str,
    name: str,
    columns: int = 80,
    *,
    program: Program | None = None,
    passes: Passing | None = None,
    measures: Measures | None = None,
) -> str:
    """All that is to be said of a thing.

    Raises:
        KeyError: for a name that no thing of this kind has.
    """
    sheet = Sheet(columns)
    sheet.heading(title(world, kind, name))
    if kind == AGENCY:
        _agency(sheet, world, name)
    elif kind == AGREEMENT:
        one_agreement(sheet, world, name, world.scenario.agreements[name])
        _in_force(sheet, world, name)
    elif kind == RESOURCE:
        one_resource(sheet, world, name, world.resources[name])
        _agreements_on(sheet, world, name)
    elif program is not None and passes is not None:
        _part_of_program(sheet, world, kind, name, program, passes)
    if kind in (AGENCY, AGREEMENT, RESOURCE):
        _uses(sheet, world, kind, name)
    _measured(sheet, measures or {})
    return sheet.text()


def title(world: World, kind: str, name: str) -> str:
    """What a thing is called."""
    if kind == AGENCY:
        return agency_name(world, name)
    if kind == AGREEMENT:
        spec = world.scenario.agreements[name]
        return spec.name.render() if spec.name is not None else name
    if kind == RESOURCE:
        return world.resources[name].name.render()
    return link_name(world, name) if kind == LINK else station_name(world, name)


def names_of(world: World, kind: str) -> Sequence[str]:
    """The names of a kind that the world alone knows."""
    return list(
        {
            AGENCY: world.agencies,
            AGREEMENT: world.scenario.agreements,
            RESOURCE: world.resources,
        }[kind]
    )


def _agency(sheet: Sheet, world: World, name: str) -> None:
    agency = world.agencies[name]
    sheet.entry(say("name"), name, indent=2)
    sheet.entry(say("level"), term(agency.level), indent=2)
    sheet.entry(say("region"), region_name(world, agency.region), indent=2)
    sheet.entry(say("networks"), listed(map(term, agency.networks)), indent=2)
    own = [part for part in world.partitions.values() if part.source == name]
    sheet.entry(
        say("keeps"),
        listed(
            say("{register} ({n} records)", register=register_name(world, p.id), n=f"{p.records:,}")
            for p in own
        ),
        indent=2,
    )
    for demand in world.demands.values():
        if demand.consumer == name:
            sheet.entry(
                say("needs"),
                say(
                    "{need} ({name}): {rate}, within {deadline}",
                    need=need_title(world, demand.need),
                    name=demand.id,
                    rate=rate_words(demand.spec.rate),
                    deadline=figure(demand.spec.deadline, "s"),
                ),
                indent=2,
            )


def _in_force(sheet: Sheet, world: World, name: str) -> None:
    start, end = in_force_intervals(world, name)
    horizon = float(world.scenario.study.horizon)
    words = say("not in the time of the study")
    if start < min(end, horizon):
        until = say("the end of the study")
        if end < horizon:
            until = moment(world, end)
        words = say("{start} to {end}", start=moment(world, start), end=until)
    sheet.entry(say("in force"), words)


def _agreements_on(sheet: Sheet, world: World, resource: str) -> None:
    found = [
        title(world, AGREEMENT, name) + f" ({name})"
        for name, spec in world.scenario.agreements.items()
        if resource in spec.resources
    ]
    sheet.entry(say("agreements"), listed(found))


def _uses(sheet: Sheet, world: World, kind: str, name: str) -> None:
    """Who uses it, by which article: needs, with the pairs of agency and register."""
    found: Counter[tuple[str, str, bool, str, str, str]] = Counter()
    for demand in world.demands.values():
        for register in {part for one in demand.subjects for part in one.partitions}:
            partition = world.partitions[register]
            decision = decide(world, demand, register)
            concerned = {
                AGENCY: name in (demand.consumer, partition.source),
                AGREEMENT: name in decision.agreements,
                RESOURCE: partition.resource == name,
            }[kind]
            if concerned:
                reason = listed(decision.agreements) or decision.reason.render()
                other = "" if kind != AGENCY or demand.consumer == name else say("as provider")
                resource = world.resources[partition.resource].name.render()
                permitted, article = decision.permitted, decision.article
                found[demand.need, resource, permitted, article, reason, other] += 1
    sheet.gap()
    if not found:
        sheet.line(say("No need uses it."), 2)
        return
    sheet.line(say("Who uses it, and by which article:"), 2)
    for (need, resource, permitted, article, reason, other), count in sorted(found.items()):
        spec = world.scenario.needs[need]
        said = {
            "need": need_title(world, need),
            "department": world.scenario.departments[spec.consumer].name,
            "resource": resource,
            "article": numeral(article),
            "reason": reason,
            "pairs": f"{count:,}",
        }
        if permitted:
            words = say(
                "✓ {need} ({department}): {resource}, permitted under article {article}: {reason} "
                "(pairs of agency and register: {pairs})",
                **said,
            )
        else:
            words = say(
                "✗ {need} ({department}): {resource}, refused under article {article}: {reason} "
                "(pairs of agency and register: {pairs})",
                **said,
            )
        sheet.line(f"{words} {other}".rstrip(), 4, 2)


def _part_of_program(
    sheet: Sheet, world: World, kind: str, name: str, program: Program, passes: Passing
) -> None:
    sheet.entry(say("name"), name, indent=2)
    sheet.entry(say("under the model"), program.model, indent=2)
    if kind == STATION:
        station = next(one for one in program.stations if one.name == name)
        sheet.entry(say("servers"), f"{station.servers:,}", indent=2)
        sheet.entry(say("mean service time"), figure(station.law.mean, "s"), indent=2)
        hours = say("working hours") if station.hours >= 0 else say("always")
        sheet.entry(say("open"), hours, indent=2)
        sheet.entry(say("most urgent first"), term("yes" if station.priority else "no"), indent=2)
        _passing(sheet, world, passes.stations[name])
        return
    link = next(one for one in program.links if one.name == name)
    sheet.entry(say("network"), term(link.name.partition(":")[0]), indent=2)
    sheet.entry(say("latency"), figure(link.latency / 1e9, "s"), indent=2)
    bandwidth = say("not limited")
    if link.bandwidth:
        bandwidth = say("{bytes} a second", bytes=figure(link.bandwidth, "B"))
    sheet.entry(say("bandwidth"), bandwidth, indent=2)
    sheet.entry(say("gateway between networks"), term("yes" if link.gateway else "no"), indent=2)
    _passing(sheet, world, passes.links[name])


def _passing(sheet: Sheet, world: World, streams: Iterable[str]) -> None:
    """Needs with the agencies that ask; how many streams of changes and of batches."""
    streams = list(streams)
    asking = Counter(name.partition("@")[0] for name in streams if name in world.demands)
    agencies: dict[str, list[str]] = {}
    for name in streams:
        if name in world.demands:
            agencies.setdefault(name.partition("@")[0], []).append(world.demands[name].consumer)
    changes = sum(name.startswith("changes:") for name in streams)
    others = len(streams) - changes - asking.total()
    sheet.gap()
    if not streams:
        sheet.line(say("Nothing passes here under this model."), 2)
        return
    sheet.line(say("What passes here:"), 2)
    for need in asking:
        names = [agency_name(world, agency) for agency in agencies[need][:_MOST]]
        more = len(agencies[need]) - len(names)
        words = " · ".join(names) + (say(" and {n} more", n=more) if more else "")
        sheet.line(say("{need}: {agencies}", need=need_title(world, need), agencies=words), 4, 2)
    if changes:
        sheet.line(say("changes of registers: {n}", n=changes), 4, 2)
    if others:
        sheet.line(say("batches and messages by timetable: {n}", n=others), 4, 2)


def _measured(sheet: Sheet, measures: Measures) -> None:
    for model, values in measures.items():
        known = {
            name: value
            for name, value in values.items()
            if name in CATALOGUE and math.isfinite(value) and value
        }
        sheet.gap()
        sheet.line(say("Its measures under {model}:", model=model), 2)
        if not known:
            sheet.line(say("nothing was counted"), 4)
        column = min(48, 6 + max((width(measure_term(name)) for name in known), default=0))
        for name, value in known.items():
            sheet.entry(measure_term(name), figure(value, CATALOGUE[name].unit), 4, column)
