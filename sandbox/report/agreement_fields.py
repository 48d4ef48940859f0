"""The ten fields of article 8 on every agreement that governance brings about.

In: a world and the life of an agreement in a run. Out: what each field says, in the language in
force: as the scenario's agreement says it, else as it follows from catalogue, needs and the life.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from sandbox.language import Text, say
from sandbox.language.figures import figure
from sandbox.measures.chronicle import Life
from sandbox.policy.laws import law
from sandbox.report.sheet import Sheet, listed
from sandbox.report.terms import term
from sandbox.report.timeline_names import Names
from sandbox.report.timeline_words import event_words
from sandbox.scenario.governance import NegotiationSpec
from sandbox.scenario.information import AgreementSpec, ResourceSpec
from sandbox.world.world import World


def fields_of(world: World, life: Life) -> list[tuple[str, str]]:
    """The ten fields of an agreement, in the document's order."""
    about = life.moments[0].detail

    def names(key: str) -> list[str]:
        return [name for name in str(about.get(key, "")).split(", ") if name]

    written = [world.scenario.agreements[name] for name in names("agreements")]
    shared = [world.resources[name] for name in names("resources")]

    def said(field: Callable[[AgreementSpec], Text | None]) -> str:
        found = (field(spec) for spec in written)
        return listed(dict.fromkeys(text.render() for text in found if text is not None))

    needs = {name: world.scenario.needs[name] for name in names("needs")}
    purposes = [need.name.render() if need.name else name for name, need in needs.items()]
    departments = [world.scenario.departments[name].name.render() for name in names("consumers")]
    scope = say("{consumers}, for: {needs}", consumers=listed(departments), needs=listed(purposes))
    bases = dict.fromkeys(need.basis.render() for need in needs.values() if need.basis)
    governance = world.scenario.governance
    return [
        (say("1 name"), said(lambda spec: spec.name) or Names(world).life(life).words),
        (say("2 content"), said(lambda spec: spec.content) or listed(map(_content, shared))),
        (say("3 quality"), said(lambda spec: spec.quality) or listed(map(_quality, shared))),
        (say("4 quantity"), said(lambda spec: spec.quantity) or listed(map(_quantity, shared))),
        (
            say("5 update frequency"),
            said(lambda spec: spec.update_frequency) or _cycles(shared) or say("not stated"),
        ),
        (say("6 scope of use"), said(lambda spec: spec.scope) or scope),
        (say("7 mode of use"), listed(map(term, names("modes")))),
        (say("8 term"), term_words(governance.agreements if governance is not None else None)),
        (
            say("9 basis"),
            said(lambda spec: spec.basis)
            or listed(bases)
            or say("article 8 of the 2013 guidance on information sharing"),
        ),
        (say("10 progress"), progress(world.scenario.study.start, life)),
    ]


def progress(start: date, life: Life) -> str:
    """How far an agreement has come: its last event, and when."""
    last = life.moments[-1]
    day = (start + timedelta(seconds=last.time)).isoformat()
    return f"{event_words(last.event)} {day}"


def agreements(sheet: Sheet, world: World, lives: Iterable[Life]) -> None:
    """All agreements of a run, field by field."""
    lives, names = list(lives), Names(world)
    sheet.gap()
    sheet.line(say("Agreements and their ten fields (article 8): {count}", count=len(lives)))
    for life in lives:
        sheet.line(f"{names.form(life.name)} · {names.life(life).words}", 2)
        for name, value in fields_of(world, life):
            sheet.entry(name, value)


def _content(resource: ResourceSpec) -> str:
    items = listed(field.name.render() for field in resource.fields)
    return f"{resource.name.render()} ({items})" if items else resource.name.render()


def _quality(resource: ResourceSpec) -> str:
    return say(
        "{resource}: entered within {delay} on average, {error} with an error",
        resource=resource.name.render(),
        delay=figure(law(resource.collection.delay).mean, "s"),
        error=figure(float(resource.collection.error), "share"),
    )


def _quantity(resource: ResourceSpec) -> str:
    return say(
        "{resource}: {records} records",
        resource=resource.name.render(),
        records=f"{float(resource.records):,.0f}",
    )


def _cycles(shared: Iterable[ResourceSpec]) -> str:
    return listed(dict.fromkeys(one.update_cycle.render() for one in shared if one.update_cycle))


def term_words(spec: NegotiationSpec | None) -> str:
    """How long agreements are in force where governance negotiates them."""
    if spec is None or spec.term is None:
        return say("without limit")
    return say("{length} from signature, renewed", length=figure(float(spec.term), "s"))
