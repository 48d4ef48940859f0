"""Opening things from wherever their names stand: rows of lists, breakdowns, lives, steps.

In: a page and what its cursor stands on. Out: the page that explains it, or nothing to open.
"""

from __future__ import annotations

from sandbox.language import say
from sandbox.measures.chronicle import Life
from sandbox.report.request_words import partition_of
from sandbox.report.thing_sheet import AGREEMENT, LINK, RESOURCE, STATION
from sandbox.study.explaining.request import RequestLife
from sandbox.study.explaining.steps import Step
from sandbox.tui.page import Page


def open_row(page: Page, kind: str, name: str) -> bool:
    """Open the row of a list or of a breakdown: needs, catalogue entries, agreements, agencies."""
    from sandbox.tui.pages.agency import AgencyPage
    from sandbox.tui.pages.request import RequestPage
    from sandbox.tui.pages.thing import ThingPage

    world = page.desk.world
    if world is None:
        return False
    if kind in ("needs", "need") and name in world.scenario.needs:
        page.app.push_screen(RequestPage(name))
    elif kind in ("catalogue", RESOURCE) and name in world.resources:
        page.app.push_screen(ThingPage(RESOURCE, name))
    elif kind in ("agreements", AGREEMENT) and name in world.scenario.agreements:
        page.app.push_screen(ThingPage(AGREEMENT, name))
    elif kind == "agency" and name in world.agencies:
        page.app.push_screen(AgencyPage(name))
    else:
        return False
    return True


def open_life(page: Page, life: Life | None) -> None:
    """Open what a life of the timeline is about: an agreement of the scenario, or an entry."""
    found: list[tuple[str, str]] = []
    for moment in life.moments if life is not None else ():
        for kind, key in ((AGREEMENT, "agreements"), (RESOURCE, "resources")):
            names = str(moment.detail.get(key, "")).split(", ")
            found += [(kind, name) for name in names if name]
    if life is not None:
        found += [(RESOURCE, name) for name in (life.name, life.name.partition(":")[0])]
    if not any(open_row(page, kind, name) for kind, name in found):
        page.app.notify(say("There is nothing more to open here."))


def open_step(page: Page, life: RequestLife, step: Step, row: str) -> bool:
    """Open what a step is about: its station, its first link, its agreement, the record read."""
    from sandbox.tui.pages.record import RecordPage
    from sandbox.tui.pages.thing import ThingPage

    if step.kind == "visit":
        page.app.push_screen(ThingPage(STATION, step.what, life.model))
        return True
    if step.kind == "send" and step.links:
        page.app.push_screen(ThingPage(LINK, step.links[0], life.model))
        return True
    if step.kind == "gate":
        names = step.what.partition(":")[2].split("+")
        return any(open_row(page, AGREEMENT, name) for name in names)
    register = partition_of(page.desk.world, row) if page.desk.world is not None else ""
    if step.kind in ("read", "write", "collect", "end", "scatter") and life.records:
        known = register if register in life.records else next(iter(life.records))
        page.app.push_screen(RecordPage(known, life.records[known], step.end, life.model))
        return True
    return False
