"""Stations and links: expected utilisation, queue and availability.

In: a `Traffic`. Out: findings by station and link.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from sandbox.flows import TICKS
from sandbox.flows.program import Link, Station
from sandbox.language import Message
from sandbox.theory.expected import Expected, Finding, Unfit
from sandbox.theory.nodes import (
    Node,
    Place,
    objection,
    open_share,
    scheduled_up,
    servers_of,
    takes_no_time,
    up_share,
)
from sandbox.theory.queues import erlang_c, mg1_wait, mm1k_loss, mm1k_time, mmc_wait
from sandbox.theory.rates import Window
from sandbox.theory.traffic import Arriving, Traffic

CLEARED = 5.0
"""How often the time that clears what an outage has left must have passed to count as cleared."""
LATE = 1e-3
"""Share of the window by which uneven demand may be late while its rate counts as the window's."""


def waiting_time(traffic: Traffic, node: Node) -> tuple[float, Message] | Message:
    """Mean time in the queue of a node (Wq, seconds) with the formula's name; else why not."""
    here = traffic.at[node]
    why = here.unsure or objection(traffic.program, node) or traffic.random(node)
    if why is not None:
        return why
    servers = servers_of(traffic.program, node)
    if here.work >= servers:
        return Message("more work comes than its servers can do")
    if node.place is Place.STATION and traffic.program.stations[node.index].places >= 0:
        return Message("its queue has an end")
    service = here.service
    if here.exponential and servers == 1:
        words = Message("M/M/1: λ/(μ(μ−λ)) of waiting (Kleinrock 1975)")
        return mmc_wait(here.rate, 1 / service.mean, 1), words
    if here.exponential:
        return mmc_wait(here.rate, 1 / service.mean, servers), Message(
            "M/M/c with {servers} servers: C/(cμ−λ) of waiting (Erlang 1917)",
            {"servers": servers},
        )
    if servers == 1:
        words = Message("M/G/1: λE[S²]/(2(1−ρ)) of waiting (Pollaczek 1930, Khinchine 1932)")
        return mg1_wait(here.rate, service.mean, service.second), words
    return Message("several servers whose times are not exponential: no formula is exact")


def stations(traffic: Traffic) -> Iterator[Finding]:
    """Utilisation and mean queue of every station, and availability of those that break down."""
    for index, station in enumerate(traffic.program.stations):
        node = Node(Place.STATION, index)
        if station.breakdowns or station.outages:
            yield _available(traffic, "station", station.name, station)
        if takes_no_time(station):
            continue
        here = traffic.at.get(node)
        if here is None or here.rate <= 0:
            continue
        yield _used(traffic, node, here, station)
        yield _queue(traffic, node, here, station)


def links(traffic: Traffic) -> Iterator[Finding]:
    """Utilisation of every link with a bandwidth, and availability of those that break down."""
    for index, link in enumerate(traffic.program.links):
        if link.breakdowns or link.outages:
            yield _available(traffic, "link", link.name, link)
        ways = [
            traffic.at[node]
            for place in (Place.LINK, Place.BACK)
            if (node := Node(place, index)) in traffic.at
        ]
        if not ways:
            continue
        measure = "utilisation.links"
        unsure = next((one.unsure for one in ways if one.unsure is not None), None)
        why = unsure or next((why for one in ways if (why := _late(traffic, one))), None)
        load = max(one.work for one in ways)
        if why is None and load >= 1:
            why = Message("more is sent than it can carry")
        if why is not None:
            yield Unfit("link", link.name, measure, why)
            continue
        words = Message("utilisation law: λ · size / bandwidth, in the busier direction")
        provided = next((one.provided for one in ways if one.provided is not None), None)
        yield Expected("link", link.name, measure, load, words, provided, _seen(traffic, ways))


def _available(traffic: Traffic, kind: str, name: str, thing: Station | Link) -> Finding:
    window = traffic.window
    value = up_share(thing.breakdowns) * scheduled_up(thing.outages, window.begin, window.end)
    seconds = window.ticks / TICKS
    failures = sum(seconds / (one.mtbf + one.mttr) for one in thing.breakdowns)
    if thing.breakdowns:
        words = Message("MTBF/(MTBF+MTTR) of each cause (Barlow & Proschan 1965)")
    else:
        words, failures = Message("the time outside its outages"), math.inf
    return Expected(kind, name, "availability.time", value, words, events=failures)


def _seen(traffic: Traffic, here: Sequence[Arriving]) -> float:
    """How many arrive in the window of a run."""
    return sum(one.rate for one in here) * traffic.window.ticks / TICKS


def _waiting(here: Arriving, servers: int) -> float:
    """Share of the arrivals that wait: C, or ρ of one server of any times."""
    if servers == 1:
        return here.work
    return erlang_c(here.rate, 1 / here.service.mean, servers)


def _late(traffic: Traffic, here: Arriving) -> Message | None:
    """Why the mean rate of the window is not what arrives in it."""
    if here.uneven and here.late > LATE * traffic.window.ticks / TICKS:
        return Message("demand changes, and reaches it late")
    return None


def _used(traffic: Traffic, node: Node, here: Arriving, station: Station) -> Finding:
    measure, window = "utilisation.mean", traffic.window
    why = here.unsure or _late(traffic, here)
    if why is None and station.elastic is not None:
        why = objection(traffic.program, node)
    if why is None and station.fails_when_down and (station.breakdowns or station.outages):
        why = Message("it fails its jobs when it is down")
    if why is None and station.places >= 0:
        return _used_with_an_end(traffic, node, here, station)
    why = why or _carried_over(traffic, here, station)
    there = open_share(traffic.program, station, window.begin, window.end)
    there *= up_share(station.breakdowns)
    there *= scheduled_up(station.outages, window.begin, window.end)
    if why is None and here.work >= station.servers * there:
        why = Message("more work comes than its servers can do")
    if why is not None:
        return Unfit("station", station.name, measure, why)
    words = Message("utilisation law: λE[S]/c, c the servers there are (Denning & Buzen 1978)")
    value = here.work / (station.servers * there)
    seen = _seen(traffic, [here])
    return Expected("station", station.name, measure, value, words, here.provided, seen)


def _carried_over(traffic: Traffic, here: Arriving, station: Station) -> Message | None:
    """Why what is done in the window is not what comes in it: work left over at an end.

    The hours of a week before both ends must be alike: then as much is left over at one as at the
    other. After an outage, what has gathered is gone when the servers' spare time has done it;
    both ends must be well after that.
    """
    window = traffic.window
    if station.hours >= 0 and not _alike(traffic.program.hours[station.hours], window):
        return Message("its hours before the time measured and at its end are not alike")
    spare = 1 - here.work / station.servers
    for start, until in station.outages:
        gone = until + CLEARED * (until - start) * (1 - spare) / max(spare, 1e-9)
        if any(start < edge < gone for edge in (window.begin, window.end)):
            return Message("an outage leaves work behind at an end of the time measured")
    return None


def _alike(hours: tuple[tuple[int, int], ...], window: Window) -> bool:
    """Whether a station is open at the same times in the week before either end of the window."""
    week = 7 * 86_400 * TICKS
    if window.begin < week:
        return False
    before, at_end = (
        [
            (max(start, edge - week) - edge, min(until, edge) - edge)
            for start, until in hours
            if until > edge - week and start < edge
        ]
        for edge in (window.begin, window.end)
    )
    return before == at_end


def _with_an_end(traffic: Traffic, node: Node, here: Arriving) -> Message | None:
    """Why M/M/1/K does not give a station whose queue has an end."""
    why = here.unsure or objection(traffic.program, node) or traffic.random(node)
    if why is None and (servers_of(traffic.program, node) > 1 or not here.exponential):
        why = Message("its queue has an end, and it is no M/M/1/K")
    return why


def _used_with_an_end(traffic: Traffic, node: Node, here: Arriving, station: Station) -> Finding:
    measure = "utilisation.mean"
    why = _with_an_end(traffic, node, here)
    if why is not None:
        return Unfit("station", station.name, measure, why)
    mean = here.service.mean
    value = here.work * (1 - mm1k_loss(here.rate, 1 / mean, station.places + 1))
    words = Message("M/M/1/K with {places} places: ρ(1−π_K) (Kleinrock 1975)", {
        "places": station.places + 1
    })  # fmt: skip
    seen = _seen(traffic, [here])
    return Expected("station", station.name, measure, value, words, here.provided, seen)


def _queue(traffic: Traffic, node: Node, here: Arriving, station: Station) -> Finding:
    measure = "queue.mean"
    if station.places >= 0:
        why = _with_an_end(traffic, node, here)
        if why is not None:
            return Unfit("station", station.name, measure, why)
        mean, places = here.service.mean, station.places + 1
        served = here.rate * (1 - mm1k_loss(here.rate, 1 / mean, places))
        value = served * (mm1k_time(here.rate, 1 / mean, places) - mean)
        words = Message(
            "M/M/1/K with {places} places, and Little's law (Kleinrock 1975)", {"places": places}
        )
        seen = _seen(traffic, [here])
        return Expected("station", station.name, measure, value, words, here.provided, seen)
    found = waiting_time(traffic, node)
    if isinstance(found, Message):
        return Unfit("station", station.name, measure, found)
    wait, words = found
    words = Message("{formula}, and Little's law", {"formula": words})
    value = here.rate * wait
    seen = _seen(traffic, [here]) * _waiting(here, station.servers)
    return Expected("station", station.name, measure, value, words, here.provided, seen)
