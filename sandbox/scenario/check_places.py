"""Checks of regions, departments, networks, gateways and graphs.

In: a `Draft`. Out: findings: unknown places, codes that clash, names that ids cannot hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sandbox.language import Message
from sandbox.scenario.draft import Draft
from sandbox.scenario.explain import Finding
from sandbox.scenario.part import LEVELS
from sandbox.scenario.suggest import unknown

_NAME = re.compile(r"[^\s@+:\[\]]+")
NAMED = ("departments", "networks", "gateways", "catalogue", "profiles", "needs", "agreements")


def check_places(draft: Draft) -> Iterator[Finding]:
    """All findings about where things are."""
    yield from _names(draft)
    yield from _regions(draft)
    for name, department in draft.departments.items():
        here = ("departments", name)
        if not department.levels:
            yield (*here, "levels"), Message("at least one level is needed"), False
        networks = (*here, "networks")
        yield from draft.refer_all(networks, Message("network"), department.networks, "networks")
        if not department.networks:
            yield networks, Message("at least one network is needed"), False
        yield from draft.refer_regions((*here, "regions"), department.regions)
    yield from _gateways(draft)
    graph = draft.valid.get("graph")
    if graph is not None:
        whole = graph.graphml is not None, graph.nodes is not None and graph.edges is not None
        if sum(whole) != 1 or (whole[0] and (graph.nodes or graph.edges)):
            message = Message("expected either `graphml`, or both `nodes` and `edges`")
            yield ("graph",), message, True
        for key, file in (
            ("graphml", graph.graphml),
            ("nodes", graph.nodes),
            ("edges", graph.edges),
        ):
            yield from draft.refer_file(("graph", key), file)
        yield from draft.refer(("graph", "network"), Message("network"), graph.network, "networks")


def _names(draft: Draft) -> Iterator[Finding]:
    for section in NAMED:
        for name in draft.names(section) or ():
            if not _NAME.fullmatch(name):
                message = Message(
                    "the name `{name}` is used in ids; write it without spaces and @ + : [ ]",
                    {"name": name},
                )
                yield (section, name), message, True


def _regions(draft: Draft) -> Iterator[Finding]:
    if draft.data.get("regions") == []:
        yield ("regions",), Message("at least one region is needed"), True
    seen: set[str] = set()
    for number, region in draft.regions.items():
        here = ("regions", number)
        if region.code in seen:
            message = Message("the region `{code}` is listed twice", {"code": region.code})
            yield (*here, "code"), message, False
        seen.add(region.code)
        own = not (region.code.isdecimal() and region.code.isascii() and len(region.code) == 6)
        if own and not _NAME.fullmatch(region.code):
            message = Message(
                "the name `{name}` is used in ids; write it without spaces and @ + : [ ]",
                {"name": region.code},
            )
            yield (*here, "code"), message, False
        if own:
            for key, value in (("name", region.name), ("level", region.level)):
                if value is None:
                    message = Message(
                        "`{code}` is no GB/T 2260 code of six digits; a region with an own code "
                        "needs `{key}`",
                        {"code": region.code, "key": key},
                    )
                    yield (*here, "code"), message, False
                    break
        if own and (region.prefectures is not None or region.counties is not None):
            message = Message("only regions with a GB/T 2260 code can say how many lie below them")
            key = "prefectures" if region.prefectures is not None else "counties"
            yield (*here, key), message, True
        for key, chosen in (("prefectures", region.prefectures), ("counties", region.counties)):
            codes = chosen if isinstance(chosen, tuple) else ()
            for place, code in enumerate(codes):
                if code in codes[:place]:
                    message = Message("the region `{code}` is listed twice", {"code": code})
                    yield (*here, key, place), message, False
        if region.parent is not None and not draft.is_region(region.parent):
            message = unknown(Message("region"), region.parent, draft.region_codes())
            yield (*here, "parent"), message, False
        elif region.parent == region.code:
            yield (*here, "parent"), Message("a region cannot lie in itself"), False


def _gateways(draft: Draft) -> Iterator[Finding]:
    for name, gateway in draft.gateways.items():
        here = ("gateways", name)
        yield from draft.refer_all(
            (*here, "between"), Message("network"), gateway.between, "networks"
        )
        if gateway.between[0] == gateway.between[1]:
            yield (*here, "between"), Message("a gateway joins two different networks"), False
        for number, place in enumerate(gateway.at):
            if place not in LEVELS and not draft.is_region(place):
                known = [*draft.region_codes(), *LEVELS]
                message = unknown(Message("region or level"), place, known)
                yield (*here, "at", number), message, False
        if not gateway.at:
            yield (*here, "at"), Message("at least one region or level is needed"), False
