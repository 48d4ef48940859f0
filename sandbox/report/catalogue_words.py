"""Catalogue, needs and agreements of a world in words, field by field.

In: a world. Out: sections of a sheet: entries with the fields of the 2017 catalogue guide and of
articles 8 and 9, needs with demand and deadline, agreements with the ten fields of article 8.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sandbox.language import Text, say
from sandbox.language.figures import figure
from sandbox.report.agreement_fields import term_words
from sandbox.report.sheet import Sheet, listed
from sandbox.report.terms import term
from sandbox.scenario.information import AgreementSpec, NeedSpec, ResourceSpec
from sandbox.scenario.units import DAY, HOUR, YEAR
from sandbox.world.world import Demand, World

WEEK = 7 * DAY
_MANY = 200  # a day: from here on people count by the hour
_VERY_MANY = 5000  # an hour: from here on they count by the second


def _words(text: Text | None) -> str:
    return text.render() if text is not None else ""


def _yes(value: bool) -> str:
    return say("yes") if value else say("no")


def department(world: World, key: str) -> str:
    """A department's name."""
    spec = world.scenario.departments.get(key)
    return spec.name.render() if spec is not None else key


def rate_words(rate: float) -> str:
    """A rate in the unit in which it is a number people can picture: some a day, if it can be."""
    if rate <= 0:
        return say("never")
    if rate * DAY >= _MANY:
        if rate * HOUR >= _VERY_MANY:
            return say("{number} a second", number=_number(rate))
        return say("{number} an hour", number=_number(rate * HOUR))
    if rate * DAY >= 1:
        return say("{number} a day", number=_number(rate * DAY))
    if rate * WEEK >= 1:
        return say("{number} a week", number=_number(rate * WEEK))
    return say("{number} a year", number=_number(rate * YEAR))


def _number(value: float) -> str:
    return f"{value:,.3g}" if value < 1000 else f"{value:,.0f}"


def one_resource(sheet: Sheet, world: World, key: str, spec: ResourceSpec) -> None:
    """A catalogue entry, field by field."""
    sheet.line(f"{key} · {spec.name.render()}", 2)
    fields = listed(
        field.name.render() + (f" {field.type}({int(field.length)})" if field.length else "")
        for field in spec.fields
    )
    parts = [p for p in world.partitions.values() if p.resource == key]
    sheet.entry(say("code"), spec.code)
    sheet.entry(say("abstract"), _words(spec.abstract))
    sheet.entry(
        say("provider"),
        listed(
            part
            for part in (department(world, spec.provider), term(spec.level), spec.provider_code)
            if part
        ),
    )
    sheet.entry(say("class and kind"), listed((term(spec.class_), term(spec.kind))))
    sheet.entry(say("modes of sharing"), listed(map(term, spec.modes)))
    sheet.entry(say("sharing type"), term(spec.sharing))
    sheet.entry(say("condition"), _words(spec.condition))
    sheet.entry(say("open to society"), _yes(spec.open))
    sheet.entry(say("items"), fields)
    sheet.entry(say("format"), spec.format)
    sheet.entry(say("update cycle"), _words(spec.update_cycle))
    sheet.entry(say("released"), spec.released.isoformat() if spec.released else "")
    sheet.entry(say("related entries"), listed(spec.related))
    sheet.entry(say("technical interface"), _words(spec.interface))
    sheet.entry(say("processing"), _words(spec.processing))
    sheet.entry(say("traceability"), _yes(spec.traceable))
    sheet.entry(say("secrecy"), term(spec.secrecy))
    sheet.entry(
        say("need-to-know scope"), listed(department(world, name) for name in spec.need_to_know)
    )
    sheet.entry(
        say("records"),
        say(
            "{records}, each of {size}; registers: {parts}",
            records=f"{sum(part.records for part in parts):,}",
            parts=len(parts),
            size=figure(spec.record_size, "B"),
        ),
    )
    sheet.entry(say("changes"), say("{rate} for each record", rate=rate_words(spec.changes)))
    sheet.entry(say("entered with an error"), figure(spec.collection.error, "share"))
    sheet.entry(
        say("cross-checked by"),
        listed(department(world, verifier.department) for verifier in spec.verifiers),
    )
    sheet.gap()


def catalogue(sheet: Sheet, world: World) -> None:
    """The sharing catalogue."""
    sheet.heading(say("Sharing catalogue"))
    for key, spec in world.resources.items():
        one_resource(sheet, world, key, spec)


def _need(sheet: Sheet, world: World, key: str, spec: NeedSpec) -> None:
    sheet.line(f"{key} · {spec.name.render()}" if spec.name else key, 2)
    demands = [demand for demand in world.demands.values() if demand.need == key]
    reach = spec.reach
    sheet.entry(
        say("consumer"),
        listed((department(world, spec.consumer), *map(term, spec.levels))),
    )
    sheet.entry(say("agencies asking"), f"{len(demands):,}")
    if spec.aggregate is not None:
        said = say("as one stream in each region of level {level}", level=term(spec.aggregate))
        sheet.entry(say("aggregated"), said)
    sheet.entry(
        say("resources"),
        listed(
            world.resources[name].name.render() if name in world.resources else name
            for name in spec.resources
        ),
    )
    sheet.entry(say("mode of sharing"), term(spec.mode))
    for line in _arrivals(spec, demands):
        sheet.entry(say("demand"), line)
    if spec.arrivals is None or spec.arrivals.kind != "trace":
        sheet.entry(say("profile"), spec.profile)
    sheet.entry(say("deadline"), figure(spec.deadline, "s"))
    sheet.entry(say("priority"), f"{spec.priority:g}")
    sheet.entry(
        say("subjects at home"),
        say(
            "same region {local}, prefecture {prefecture}, province {province}, elsewhere {nation}",
            local=figure(reach.local, "share"),
            prefecture=figure(reach.prefecture, "share"),
            province=figure(reach.province, "share"),
            nation=figure(reach.nation, "share"),
        ),
    )
    if spec.timeout is not None:
        sheet.entry(
            say("given up after"),
            say(
                "{time}; further attempts: {retries}",
                time=figure(spec.timeout, "s"),
                retries=f"{spec.retries:g}",
            ),
        )
    sheet.entry(say("outside the scope"), figure(spec.out_of_scope, "share"))
    sheet.entry(say("cross-check"), _yes(spec.cross_check))
    sheet.entry(say("basis"), _words(spec.basis))
    sheet.gap()


def _arrivals(spec: NeedSpec, demands: Sequence[Demand]) -> Iterator[str]:
    """How requests come: at random, at fixed intervals, or as a file says."""
    kind = spec.arrivals.kind if spec.arrivals is not None else "poisson"
    if kind == "trace" and spec.arrivals is not None:
        times = [time for demand in demands for time in demand.times or ()]
        yield say("as the trace {file} says", file=spec.arrivals.file or "")
        if times:
            yield say(
                "requests in all: {count}, from {first} to {last} after the start",
                count=f"{len(times):,}",
                first=figure(min(times), "s"),
                last=figure(max(times), "s"),
            )
        return
    rate = say("{rate} for each agency", rate=rate_words(spec.rate))
    yield rate + (say(", at fixed intervals") if kind == "fixed" else say(", at random"))


def needs(sheet: Sheet, world: World) -> None:
    """Who needs what."""
    sheet.heading(say("Needs"))
    for key, spec in world.scenario.needs.items():
        _need(sheet, world, key, spec)


def _when(value: date | float | None, otherwise: str) -> str:
    if value is None:
        return otherwise
    if isinstance(value, date):
        return value.isoformat()
    return say("{time} after the start", time=figure(float(value), "s"))


def one_agreement(sheet: Sheet, world: World, key: str, spec: AgreementSpec) -> None:
    """An agreement with its ten fields."""
    sheet.line(key, 2)
    sheet.entry(
        say("parties"),
        say(
            "{provider} provides to {consumers}",
            provider=department(world, spec.provider),
            consumers=listed(department(world, name) for name in spec.consumers),
        ),
    )
    missing = say("not stated")
    covered = listed(
        world.resources[name].name.render() if name in world.resources else name
        for name in spec.resources
    )
    term_ = say(
        "from {start} until {end}",
        start=_when(spec.from_, say("the start")),
        end=_when(spec.until, say("further notice")),
    )
    governance = world.scenario.governance
    if (
        governance is not None
        and governance.agreements is not None
        and not (spec.from_ or spec.until)
    ):
        term_ = term_words(governance.agreements)
    for name, value in (
        (say("1 name"), _words(spec.name)),
        (say("2 content"), _words(spec.content) or covered),
        (say("3 quality"), _words(spec.quality)),
        (say("4 quantity"), _words(spec.quantity)),
        (say("5 update frequency"), _words(spec.update_frequency)),
        (say("6 scope of use"), _words(spec.scope)),
        (say("7 mode of use"), listed(map(term, spec.modes))),
        (say("8 term"), term_),
        (say("9 basis"), _words(spec.basis)),
        (say("10 progress"), _words(spec.progress)),
    ):
        sheet.entry(name, value or missing)
    sheet.gap()


def agreements(sheet: Sheet, world: World) -> None:
    """Agreements with the ten fields of article 8."""
    sheet.heading(say("Agreements"))
    if not world.scenario.agreements:
        sheet.line(say("none: business information goes by letter or is refused"), 2)
    for key, spec in world.scenario.agreements.items():
        one_agreement(sheet, world, key, spec)
