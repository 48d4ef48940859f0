"""A world in words, for `show`: what a planner would want to read before trusting a comparison.

In: a document and its world. Out: a sheet of text, whole or the parts asked for. Who may use what
is decided by the policy room; here the decisions are only put together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.models.presets import settings_of
from sandbox.models.words import axes_in_words
from sandbox.report import catalogue_words
from sandbox.report.assumptions import lines
from sandbox.report.catalogue_words import department
from sandbox.report.disturbance_words import disturbances
from sandbox.report.governance_words import governance
from sandbox.report.graph_words import imported
from sandbox.report.sheet import Sheet, listed
from sandbox.report.terms import term
from sandbox.scenario import Document
from sandbox.world.world import Region, World

PARTS = (
    "about",
    "regions",
    "networks",
    "catalogue",
    "needs",
    "agreements",
    "governance",
    "access",
    "disturbances",
    "models",
    "assumptions",
    "sources",
)
DEFAULT = PARTS[:-1]


def _about(sheet: Sheet, world: World) -> None:
    scenario = world.scenario
    sheet.heading(f"{scenario.scenario} · {scenario.title.render()}")
    sheet.line(scenario.about.render(), hang=0)
    sheet.gap()
    sheet.line(
        say(
            "regions: {regions}, departments: {departments}, agencies: {agencies}, "
            "catalogue entries: {resources}, needs: {needs}, agreements: {agreements}",
            regions=len(world.regions),
            agencies=len(world.agencies),
            departments=len(scenario.departments),
            resources=len(world.resources),
            needs=len(scenario.needs),
            agreements=len(scenario.agreements),
        ),
        hang=0,
    )
    study = scenario.study
    sheet.line(
        say(
            "study from {start} over {horizon}, the first {warm_up} of which warm up; "
            "replications: {replications}, seed {seed}, confidence {confidence}",
            start=study.start.isoformat(),
            horizon=figure(study.horizon, "s"),
            warm_up=figure(study.warm_up, "s"),
            replications=f"{study.replications:g}",
            seed=f"{study.seed:.0f}",
            confidence=figure(study.confidence, "share"),
        ),
        hang=0,
    )


def _region(
    sheet: Sheet, world: World, region: Region, there: dict[str, list[str]], deep: int
) -> None:
    names = listed(dict.fromkeys(department(world, key) for key in there.get(region.code, ())))
    sheet.line(
        say(
            "{name} {code} ({level}, inhabitants: {population})",
            name=region.name,
            code=region.code,
            level=term(region.level),
            population=f"{region.population:,.0f}",
        )
        + (say(": {what}", what=names) if names else ""),
        2 + 2 * deep,
        4,
    )
    for child in region.children:
        _region(sheet, world, world.regions[child], there, deep + 1)


def _regions(sheet: Sheet, world: World) -> None:
    sheet.heading(say("Regions and agencies"))
    there: dict[str, list[str]] = {}
    for agency in world.agencies.values():
        there.setdefault(agency.region, []).append(agency.department)
    for region in world.regions.values():
        if region.parent is None:
            _region(sheet, world, region, there, 0)


def _networks(sheet: Sheet, world: World) -> None:
    scenario = world.scenario
    sheet.heading(say("Networks"))
    if scenario.graph is not None:
        imported(sheet, world, scenario.graph)
    used = {name for agency in world.agencies.values() for name in agency.networks}
    for key, network in scenario.networks.items():
        members = sum(key in agency.networks for agency in world.agencies.values())
        if key not in used or scenario.graph is not None:
            continue
        sheet.line(
            say(
                "{network} ({kind}): agencies: {agencies}, access in {latency}",
                network=key,
                kind=term(network.kind),
                agencies=members,
                latency=figure(network.access.latency, "s"),
            ),
            2,
        )
    for key, gateway in scenario.gateways.items():
        sheet.line(
            say(
                "gateway {name} between {one} and {other} at {places}: {latency}, up to {secrecy}",
                name=key,
                one=gateway.between[0],
                other=gateway.between[1],
                places=listed(map(term, gateway.at)),
                latency=figure(gateway.latency, "s"),
                secrecy=term(gateway.secrecy),
            ),
            2,
        )
    if not scenario.gateways:
        sheet.line(say("no gateway: nothing passes from one network to another"), 2)


def _access(sheet: Sheet, world: World) -> None:
    from sandbox.report.access_words import access

    sheet.heading(say("Who may use what, and by which article"))
    access(sheet, world)


def _models(sheet: Sheet, world: World) -> None:
    sheet.heading(say("Sharing models compared"))
    scenario = world.scenario
    baseline = scenario.study.baseline or next(iter(scenario.models))
    for key, spec in scenario.models.items():
        settings = settings_of(key, spec)
        mark = say(" (baseline)") if key == baseline else ""
        sheet.line(f"{key} · {settings.preset.title.render()}{mark}", 2)
        sheet.line(axes_in_words(settings.axes), 6, 0)


def _assumptions(sheet: Sheet, document: Document) -> None:
    sheet.heading(say("Assumptions: numbers that no source vouches for"))
    assumed = [line for line in lines(document) if line.assumed]
    for line in assumed:
        source = (line.source or "").strip()
        remark = f" ({source})" if len(source) > len("assumption") else ""
        sheet.line(f"{line.path}: {line.written}{remark}", 2, 4)
    if not assumed:
        sheet.line(say("none"), 2)


def _sources(sheet: Sheet, document: Document) -> None:
    sheet.heading(say("Sources of numbers"))
    by_source: dict[str, list[str]] = {}
    for line in lines(document):
        if not line.assumed:
            by_source.setdefault(line.source or "", []).append(f"{line.path}: {line.written}")
    for source, numbers in by_source.items():
        sheet.line(source, 2)
        for words in numbers:
            sheet.line(words, 4, 4)


_WRITERS: dict[str, Callable[[Sheet, World], None]] = {
    "about": _about,
    "regions": _regions,
    "networks": _networks,
    "catalogue": catalogue_words.catalogue,
    "needs": catalogue_words.needs,
    "agreements": catalogue_words.agreements,
    "governance": governance,
    "access": _access,
    "disturbances": disturbances,
    "models": _models,
}

_FROM_DOCUMENT: dict[str, Callable[[Sheet, Document], None]] = {
    "assumptions": _assumptions,
    "sources": _sources,
}


def world_in_words(
    document: Document, world: World, parts: Sequence[str] = DEFAULT, columns: int = 80
) -> str:
    """The parts of a document's world asked for, in the language in force."""
    sheet = Sheet(columns)
    for part in parts:
        if part in _WRITERS:
            _WRITERS[part](sheet, world)
        else:
            _FROM_DOCUMENT[part](sheet, document)
    return sheet.text()
