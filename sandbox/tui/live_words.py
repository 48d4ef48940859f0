"""What a live run is told in: times of the calendar, names of things, events as sentences.

In: a world, log entries. Out: words in the language in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sandbox.flows import TICKS
from sandbox.language import say
from sandbox.report.paragraphs import plain
from sandbox.report.terms import term
from sandbox.study.live.log import Entry
from sandbox.tui.lists import need_name, resource_name
from sandbox.world.world import World


def clock(world: World, time: int, *, fine: bool = False) -> str:
    """The date and time of day of a tick; fine: to the millisecond."""
    start = datetime.combine(world.calendar.start, datetime.min.time())
    then = start + timedelta(microseconds=time // (TICKS // 1_000_000))
    words = f"{then:%m-%d %H:%M:%S}"
    return f"{words}.{then.microsecond // 1000:03d}" if fine else words


def place_name(world: World, place: str) -> str:
    """An agency's or region's name; `network@region` is the exchange point there."""
    if place in world.agencies:
        return plain(world.agencies[place].name.render())
    owner, _, code = place.rpartition("@")
    region = world.regions.get(code)
    if region is None:
        return plain(place)
    name = plain(region.name.render())
    return f"{name} {term(owner)}" if owner else name


def station_name(world: World, name: str) -> str:
    """A station's role and where it stands."""
    role, _, place = name.partition("@")
    return f"{term(role)}, {place_name(world, place)}" if place else term(role)


def link_name(world: World, name: str, ends: Mapping[str, tuple[str, str]]) -> str:
    """A link by its two ends."""
    if name not in ends:
        return plain(name)
    a, b = ends[name]
    return f"{place_name(world, a)} – {place_name(world, b)}"


def asked(world: World, stream: str) -> str:
    """What a stream is of: the need and the agency, or the changes of what."""
    kind, _, rest = stream.partition(":")
    if kind == "changes" and rest:
        resource, _, code = rest.partition("@")
        return say(
            "change of {what}, {where}",
            what=plain(resource_name(world, resource)),
            where=place_name(world, code),
        )
    need, _, agency = stream.partition("@")
    if agency and agency in world.agencies:
        return f"{plain(need_name(world, need))}, {place_name(world, agency)}"
    return plain(stream)


def sentence(world: World, entry: Entry, ends: Mapping[str, tuple[str, str]]) -> str:
    """An event in words, without its time."""
    if entry.kind == "station":
        return f"{station_name(world, entry.name)}: {_changed(entry)}"
    if entry.kind == "link":
        return f"{link_name(world, entry.name, ends)}: {_changed(entry)}"
    if entry.kind == "gate":
        return _gate(world, entry)
    if entry.kind in ("request", "change", "batch"):
        who = say("batch") if entry.kind == "batch" else asked(world, entry.name)
        return f"{who} #{entry.index + 1}: {step(world, entry)}"
    said = "  ".join(plain(value) for value in entry.detail.values())
    return f"{plain(entry.kind)} {plain(entry.name)}: {plain(entry.event)}  {said}".rstrip()


def _changed(entry: Entry) -> str:
    if entry.event == "servers":
        return say("servers: {n}", n=entry.detail["servers"])
    return say("fails") if entry.event == "down" else say("works again")


def _gate(world: World, entry: Entry) -> str:
    kind, _, names = entry.name.partition(":")
    agreements = [world.scenario.agreements.get(name) for name in names.split("+")]
    said = say(", ").join(
        plain(one.name.render()) if one is not None and one.name is not None else plain(name)
        for name, one in zip(names.split("+"), agreements)
    )
    words = {
        "agreement": said,
        "documents": say("documents of {name}", name=said),
        "subscription": say("subscription under {name}", name=said),
    }.get(kind, plain(entry.name))
    state = say("in force") if entry.event == "open" else say("no longer in force")
    return f"{words}: {state}"


def step(world: World, entry: Entry) -> str:
    """One step of a request, change or batch."""
    detail = entry.detail
    match entry.event:
        case "made":
            return say("is made")
        case "visit":
            return say("at: {station}", station=station_name(world, str(detail["station"])))
        case "send":
            return say("is sent over {n} links", n=len(detail["links"]))
        case "gate":
            return say("asks for permission")
        case "timeout":
            return say("time is up, try {n}", n=detail["tried"])
        case "letter":
            return say("goes by letter")
        case "end":
            return _ended(detail)
    return {
        "delay": say("waits"),
        "scope": say("scope is checked"),
        "collect": say("is collected anew"),
        "read": say("a copy is read"),
        "write": say("a copy is written"),
        "stamp": say("is vouched for"),
        "snapshot": say("a snapshot is taken"),
        "apply": say("a snapshot is applied"),
        "check": say("is checked"),
        "scatter": say("asks several sources"),
        "attempt": say("begins an attempt"),
        "settle": say("the attempt has succeeded"),
        "count": say("is counted"),
        "jump": say("goes on"),
        "done": say("is done"),
    }.get(entry.event, entry.event)


def _ended(detail: Mapping[str, object]) -> str:
    outcome = str(detail["outcome"])
    if outcome == "refused" and detail.get("article"):
        return say("refused (article {article})", article=detail["article"])
    return {
        "answered": say("answered"),
        "refused": say("refused"),
        "failed": say("failed"),
        "timed_out": say("timed out"),
    }.get(outcome, outcome)
