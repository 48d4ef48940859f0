"""What a live run is told in: times of the calendar, names of things, events as sentences.

In: a world, log entries. Out: words in the language in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sandbox.flows import TICKS
from sandbox.language import Message, say
from sandbox.report.paragraphs import plain
from sandbox.report.terms import term
from sandbox.report.timeline_names import Names
from sandbox.report.timeline_words import event_words, rule_words, thing_words
from sandbox.study.live.log import Entry
from sandbox.tui.lists import need_name, resource_name
from sandbox.world.world import World

_STEPS = {
    "delay": Message("waits"),
    "scope": Message("scope is checked"),
    "collect": Message("is collected anew"),
    "read": Message("a copy is read"),
    "write": Message("a copy is written"),
    "stamp": Message("is vouched for"),
    "snapshot": Message("a snapshot is taken"),
    "apply": Message("a snapshot is applied"),
    "check": Message("is checked"),
    "scatter": Message("asks several sources"),
    "attempt": Message("begins an attempt"),
    "settle": Message("the attempt has succeeded"),
    "count": Message("is counted"),
    "jump": Message("goes on"),
    "done": Message("is done"),
}
"""steps of which nothing more is to be said"""


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
    if not place:
        return term(role)
    return say("{what}, {where}", what=term(role), where=place_name(world, place))


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
        name = plain(need_name(world, need))
        return say("{what}, {where}", what=name, where=place_name(world, agency))
    return plain(stream)


def sentence(world: World, entry: Entry, ends: Mapping[str, tuple[str, str]]) -> str:
    """An event in words, without its time."""
    if entry.kind == "station":
        return _told(station_name(world, entry.name), _changed(entry))
    if entry.kind == "link":
        return _told(link_name(world, entry.name, ends), _changed(entry))
    if entry.kind == "gate":
        return _gate(world, entry)
    if entry.kind in ("request", "change", "batch"):
        who = say("batch") if entry.kind == "batch" else asked(world, entry.name)
        return _told(f"{who} #{entry.index + 1}", step(world, entry))
    if entry.kind == "demand":
        met = say("demand met") if entry.event == "met" else say("demand missed")
        return _told(rule_words(entry.name), met)
    name = Names(world).thing(entry.kind, entry.name).words
    if entry.kind == "wave":  # whose name says what it is
        return _told(plain(name), event_words(entry.event))
    return _told(f"{thing_words(entry.kind)} {plain(name)}", event_words(entry.event))


def _told(what: str, event: str) -> str:
    return say("{what}: {event}", what=what, event=event)


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
    return _told(words, state)


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
        case "end" if "child" in detail:
            return say("one part: {outcome}", outcome=_ended(detail))
        case "end":
            return _ended(detail)
    words = _STEPS.get(entry.event)
    return entry.event if words is None else words.render()


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
