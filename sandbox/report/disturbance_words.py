"""Disturbances in words: what happens, to what, where, when, for how long, how strongly.

In: a world. Out: a section of a sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.report.sheet import Sheet, listed
from sandbox.report.terms import term
from sandbox.scenario.workings import CutEvent, OutageEvent, SurgeEvent
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


def _where(world: World, regions: Sequence[str] | None) -> str:
    if regions is None:
        return say("everywhere")
    known = world.regions
    return listed(
        f"{known[code].name.render()} {code}" if code in known else code for code in regions
    )


def _span(sheet: Sheet, world: World, start: date | float, length: float) -> None:
    first = datetime.combine(world.scenario.study.start, time())
    begun = (
        datetime.combine(start, time())
        if isinstance(start, date)
        else first + timedelta(seconds=float(start))
    )
    sheet.entry(
        say("when"),
        say(
            "from {moment} ({time} after the start), for {length}",
            moment=begun.isoformat(" ", "minutes"),
            time=figure((begun - first).total_seconds(), "s"),
            length=figure(length, "s"),
        ),
    )
