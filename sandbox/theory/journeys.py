"""Needs: expected mean response time, from the stations on the way and the times between them.

In: a `Traffic`. Out: a finding for every need.
"""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.flows import TICKS, Outcome
from sandbox.flows.program import StreamKind
from sandbox.language import Message
from sandbox.theory.expected import Expected, Finding, Unfit
from sandbox.theory.nodes import Node, Place
from sandbox.theory.traffic import Journey, Traffic
from sandbox.theory.waiting import waiting_time

MEASURE = "response_time.mean"


def needs(traffic: Traffic) -> Iterator[Finding]:
    """The mean response time of every need: the sum over its ways, each with its share.

    Means add up whatever depends on what, so nothing but each station's own mean is needed
    (Little's law and Jackson's theorem).
    """
    of: dict[str, list[Journey]] = {}
    for journey in traffic.streams:
        stream = traffic.program.streams[journey.index]
        label = stream.labels.get("need")
        if stream.kind is StreamKind.NEED and label:
            of.setdefault(label, []).append(journey)
    for label, journeys in of.items():
        if any(journey.ends for journey in journeys):
            yield _need(traffic, label, journeys)


def _need(traffic: Traffic, label: str, journeys: list[Journey]) -> Finding:
    answered, spent = 0.0, 0.0
    provided: Message | None = None
    waits: dict[Node, float | Message] = {}
    for journey in journeys:
        for end in journey.ends:
            token = end.token
            if end.apart:
                continue
            if token.unsure is not None:
                return Unfit("need", label, MEASURE, token.unsure)
            if end.outcome is not Outcome.ANSWERED:
                continue
            if token.untimed is not None:
                return Unfit("need", label, MEASURE, token.untimed)
            provided = provided or token.provided
            time = token.delay
            for node in token.nodes:
                at = waits.get(node)
                if at is None:
                    at = waits[node] = _time_at(traffic, node)
                if isinstance(at, Message):
                    words = Message(
                        "at {place}: {why}", {"place": node.name(traffic.program), "why": at}
                    )
                    return Unfit("need", label, MEASURE, words)
                time += at
            answered += token.rate
            spent += token.rate * time
    if answered <= 0:
        return Unfit("need", label, MEASURE, Message("none of its requests is answered"))
    words = Message("mean times of the stations and links on the way, added up (Jackson 1957)")
    seen = answered * traffic.window.ticks / TICKS
    return Expected("need", label, MEASURE, spent / answered, words, provided, seen)


def _time_at(traffic: Traffic, node: Node) -> float | Message:
    """Mean time from arrival at a station to the end of service, at a link to its begin (s)."""
    found = waiting_time(traffic, node)
    if isinstance(found, Message):
        return found
    wait, _ = found
    if node.place is not Place.STATION:
        return wait
    here = traffic.at[node]
    if len(here.priorities) > 1 and traffic.program.stations[node.index].priority:
        return Message("some go first there")
    return wait + here.service.mean
