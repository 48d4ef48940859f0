"""Disturbances in words: what happens, to what, where, when, for how long, how strongly.

In: a world. Out: a section of a sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.policy.laws import law
from sandbox.report.catalogue_words import rate_words
from sandbox.report.sheet import Sheet, listed
from sandbox.report.terms import term
from sandbox.scenario.workings import CutEvent, OutageEvent, SurgeEvent, TheftEvent
from sandbox.world.world import World


def disturbances(sheet: Sheet, world: World) -> None:
    """Every disturbance of the scenario."""
    sheet.heading(say("Disturbances"))
    if not world.scenario.disturbances:
        sheet.line(say("none"), 2)
    for key, spec in world.scenario.disturbances.items():
        sheet.line(f"{key} · {spec.name.render()}" if spec.name else key, 2)
        if spec.outage is not None:
            _outage(sheet, world, spec.outage)
        if spec.surge is not None:
            _surge(sheet, world, spec.surge)
        if spec.cut is not None:
            _cut(sheet, world, spec.cut)
        if spec.theft is not None:
            _theft(sheet, world, spec.theft)
        sheet.gap()


def _outage(sheet: Sheet, world: World, event: OutageEvent) -> None:
    sheet.entry(say("what happens"), say("outage"))
    sheet.entry(say("stations"), listed(event.stations))
    sheet.entry(say("links"), listed(f"{one} – {other}" for one, other in event.links))
    if event.from_ is not None and event.for_ is not None:
        _span(sheet, world, event.from_, event.for_)
    if event.mtbf is not None and event.mttr is not None:
        sheet.entry(
            say("when"),
            say(
                "at random: on average after {mtbf} of work, for {mttr}",
                mtbf=figure(event.mtbf, "s"),
                mttr=figure(event.mttr, "s"),
            ),
        )


def _surge(sheet: Sheet, world: World, event: SurgeEvent) -> None:
    factor = float(event.factor)
    if factor > 1:
        kind = say("demand surge")
    elif factor == 1:
        kind = say("demand unchanged")
    else:
        kind = say("demand drop") if factor > 0 else say("demand stops")
    sheet.entry(say("what happens"), kind)
    sheet.entry(say("demand"), say("times {factor}", factor=f"{factor:g}"))
    needs = world.scenario.needs
    names = {key: spec.name.render() for key, spec in needs.items() if spec.name}
    sheet.entry(say("needs concerned"), listed(names.get(need, need) for need in event.needs))
    sheet.entry(say("where"), _where(world, event.regions))
    _span(sheet, world, event.from_, event.for_)


def _cut(sheet: Sheet, world: World, event: CutEvent) -> None:
    network = world.scenario.networks.get(event.network)
    sheet.entry(say("what happens"), say("network cut"))
    sheet.entry(
        say("network"),
        event.network if network is None else f"{term(network.kind)} ({event.network})",
    )
    sheet.entry(say("where"), _where(world, event.regions))
    _span(sheet, world, event.from_, event.for_)


def _theft(sheet: Sheet, world: World, event: TheftEvent) -> None:
    needs = world.scenario.needs
    names = {key: spec.name.render() for key, spec in needs.items() if spec.name}
    opened = listed(names.get(need, need) for need in event.needs)
    sheet.entry(say("what happens"), say("credentials stolen"))
    sheet.entry(say("whose credentials"), event.agency)
    sheet.entry(say("needs that they open"), opened or say("all of its needs"))
    sheet.entry(say("records asked for"), rate_words(float(event.rate)))
    if event.for_ is not None:
        _span(sheet, world, event.from_, event.for_)
    else:
        begun, after = _begun(world, event.from_)
        sheet.entry(
            say("when"),
            say("from {moment} on ({time} after the start)", moment=begun, time=after),
        )
    found = say("by an audit at the latest, if there is any")
    if event.noticed is not None:
        mean = figure(law(event.noticed).mean, "s")
        found = say("on average {time} after the theft", time=mean)
    sheet.entry(say("found out"), found)


def _where(world: World, regions: Sequence[str] | None) -> str:
    if regions is None:
        return say("everywhere")
    known = world.regions
    return listed(
        f"{known[code].name.render()} {code}" if code in known else code for code in regions
    )


def _span(sheet: Sheet, world: World, start: date | float, length: float) -> None:
    begun, after = _begun(world, start)
    sheet.entry(
        say("when"),
        say(
            "from {moment} ({time} after the start), for {length}",
            moment=begun,
            time=after,
            length=figure(length, "s"),
        ),
    )


def _begun(world: World, start: date | float) -> tuple[str, str]:
    """When something begins: by the calendar, and after the start."""
    first = datetime.combine(world.scenario.study.start, time())
    begun = (
        datetime.combine(start, time())
        if isinstance(start, date)
        else first + timedelta(seconds=float(start))
    )
    return begun.isoformat(" ", "minutes"), figure((begun - first).total_seconds(), "s")
