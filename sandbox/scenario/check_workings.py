"""Checks of stations, calendar, costs and disturbances.

In: a `Draft`. Out: findings: stations for nobody, hours that overlap, disturbances of two kinds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sandbox.language import Message
from sandbox.scenario.draft import Draft
from sandbox.scenario.explain import Finding
from sandbox.scenario.problems import Path
from sandbox.scenario.suggest import unknown
from sandbox.scenario.workings import (
    AGENCY_ROLES,
    EVENTS,
    ROLES,
    CalendarSpec,
    OutageEvent,
    TheftEvent,
)

_HOURS = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)", re.ASCII)


def check_workings(draft: Draft) -> Iterator[Finding]:
    """All findings about how work is done and what disturbs it."""
    yield from _stations(draft)
    calendar = draft.valid.get("calendar")
    if calendar is not None:
        yield from _calendar(calendar)
    costs = draft.valid.get("costs")
    if costs is not None:
        for role in costs.build:
            if role not in ROLES:
                yield ("costs", "build", role), unknown(Message("role"), role, ROLES), True
        if not costs.build_years:
            yield ("costs", "build_years"), Message("expected more than 0 years"), False
    yield from _disturbances(draft)


def _station_key(draft: Draft, path: Path, key: str, *, mark_key: bool) -> Iterator[Finding]:
    """Findings about a name such as `database@police@330102` or `router@330000`.

    Stations and outages use the same names.
    """
    role, *places = key.split("@")
    if role not in ROLES:
        yield path, unknown(Message("role"), role, ROLES), mark_key
    elif role not in AGENCY_ROLES and places:
        yield from _platform(draft, path, role, places, mark_key)
        return
    departments = draft.names("departments")
    if len(places) > 2:
        message = Message(
            "`{key}` names too many places; write role, role@department, role@region "
            "or role@department@region",
            {"key": key},
        )
        yield path, message, mark_key
    elif len(places) == 2:
        if departments is not None and places[0] not in departments:
            yield path, unknown(Message("department"), places[0], departments), mark_key
        if not draft.is_region(places[1]):
            yield path, draft.unknown_region(places[1]), mark_key
    elif places and departments is not None and places[0] not in departments:
        if draft.is_region(places[0]):
            return
        known = [*departments, *draft.region_codes()]
        yield path, unknown(Message("department or region"), places[0], known), mark_key


def _platform(
    draft: Draft, path: Path, role: str, places: list[str], mark_key: bool
) -> Iterator[Finding]:
    """Findings about the places of a platform's station: `region` or `network@region`."""
    *network, region = places
    networks = draft.names("networks")
    if len(places) > 2 or {*places} & {*(draft.names("departments") or ())}:
        message = Message(
            "a station of the role `{role}` stands on the platform of a region and belongs to no "
            "department; write {role}@region or {role}@network@region",
            {"role": role},
        )
        yield path, message, mark_key
        return
    if network and networks is not None and network[0] not in networks:
        yield path, unknown(Message("network"), network[0], networks), mark_key
    if not draft.is_region(region):
        yield path, draft.unknown_region(region), mark_key


def _stations(draft: Draft) -> Iterator[Finding]:
    for key in draft.names("stations") or ():
        yield from _station_key(draft, ("stations", key), key, mark_key=True)
    for key, station in draft.stations.items():
        here = ("stations", key)
        if station.elastic is not None:
            if station.elastic.maximum < station.elastic.minimum:
                message = Message("`maximum` is below `minimum`")
                yield (*here, "elastic", "maximum"), message, False
            if not station.elastic.target:
                message = Message("the utilisation aimed at must be more than 0")
                yield (*here, "elastic", "target"), message, False
        if key in ROLES:
            for name in ("servers", "service", "discipline", "hours", "when_down"):
                if getattr(station, name) is None:
                    message = Message("the station of a role needs `{key}`", {"key": name})
                    yield (*here, name), message, True
    names = draft.names("stations")
    for role in ROLES if names is not None else ():
        if role not in (names or ()):
            message = Message("the role `{role}` has no station", {"role": role})
            yield ("stations", role), message, True


def _calendar(calendar: CalendarSpec) -> Iterator[Finding]:
    end = -1
    if not calendar.hours:
        yield ("calendar", "hours"), Message("at least one span of hours is needed"), False
    for number, span in enumerate(calendar.hours):
        path = ("calendar", "hours", number)
        match = _HOURS.fullmatch(span)
        numbers = [int(text) for text in match.groups()] if match else [99, 99, 99, 99]
        first, last = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
        if max(numbers[1], numbers[3]) > 59 or max(first, last) > 24 * 60:
            message = Message(
                "`{written}` is no span of hours such as 09:00-12:00", {"written": span}
            )
            yield path, message, False
        elif last <= first:
            yield path, Message("the hours end before they begin"), False
        elif first < end:
            message = Message("the hours overlap those before, or come before them")
            yield path, message, False
        else:
            end = last


def _disturbances(draft: Draft) -> Iterator[Finding]:
    written = draft.data.get("disturbances")
    for name, said in written.items() if isinstance(written, dict) else ():
        kinds = said if isinstance(said, dict) else {"outage": said}
        if sum(kinds.get(kind) is not None for kind in EVENTS) != 1:
            message = Message("expected exactly one of `outage`, `surge`, `cut` and `theft`")
            yield ("disturbances", name), message, True
    for name, disturbance in draft.disturbances.items():
        here = ("disturbances", name)
        outage, surge, cut = disturbance.outage, disturbance.surge, disturbance.cut
        if outage is not None:
            yield from _outage(draft, (*here, "outage"), outage)
        if surge is not None:
            path = (*here, "surge")
            yield from draft.refer_all((*path, "needs"), Message("need"), surge.needs, "needs")
            if not surge.needs:
                yield (*path, "needs"), Message("at least one need is needed"), False
            yield from draft.refer_regions((*path, "regions"), surge.regions)
        if cut is not None:
            path = (*here, "cut")
            yield from draft.refer((*path, "network"), Message("network"), cut.network, "networks")
            yield from draft.refer_regions((*path, "regions"), cut.regions)
        if disturbance.theft is not None:
            yield from _theft(draft, (*here, "theft"), disturbance.theft)


def _theft(draft: Draft, here: Path, theft: TheftEvent) -> Iterator[Finding]:
    department, _, code = theft.agency.partition("@")
    departments = draft.names("departments")
    if not code:
        message = Message("`{written}` is no agency: department@region", {"written": theft.agency})
        yield (*here, "agency"), message, False
    elif departments is not None and department not in departments:
        message = unknown(Message("department"), department, departments)
        yield (*here, "agency"), message, False
    yield from draft.refer_all((*here, "needs"), Message("need"), theft.needs, "needs")
    if not theft.rate:
        yield (*here, "rate"), Message("nothing is taken at a rate of 0"), False


def _outage(draft: Draft, here: Path, outage: OutageEvent) -> Iterator[Finding]:
    if not outage.stations and not outage.links:
        yield here, Message("an outage needs `stations` or `links`"), True
    planned = (outage.from_ is not None) + (outage.for_ is not None)
    random = (outage.mtbf is not None) + (outage.mttr is not None)
    if (planned, random) not in ((2, 0), (0, 2)):
        message = Message("expected `from` and `for`, or `mtbf` and `mttr`")
        yield here, message, True
    for number, key in enumerate(outage.stations):
        path = (*here, "stations", number)
        yield from _station_key(draft, path, key, mark_key=False)
    for number, link in enumerate(outage.links):
        for side, place in enumerate(link):
            yield from _end(draft, (*here, "links", number, side), place)


def _end(draft: Draft, path: Path, place: str) -> Iterator[Finding]:
    """Findings about one end of a link: `department@region` or `network@region`."""
    if draft.valid.get("graph") is not None:
        return  # an imported graph names its own nodes
    owner, _, code = place.partition("@")
    departments, networks = draft.names("departments"), draft.names("networks")
    if departments is None or networks is None:
        return
    if owner not in departments and owner not in networks:
        known = [*departments, *networks]
        yield path, unknown(Message("department or network"), owner, known), False
    elif not code:
        message = Message(
            "`{place}` names no place; write department@region or network@region", {"place": place}
        )
        yield path, message, False
    elif not draft.is_region(code):
        yield path, draft.unknown_region(code), False
