"""Needs that read a batch copy: the expected share of their answers that are fresh.

In: a `Traffic`. Out: a finding for every need whose answers come from one kind of copy.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from sandbox.flows import TICKS, Outcome, Program
from sandbox.flows import operations as op
from sandbox.flows.program import CopyKind, StreamKind
from sandbox.language import Message
from sandbox.theory.ages import ROUNDING, Renewal, Writers, batch_renewal, writers
from sandbox.theory.expected import Expected, Finding, Unfit
from sandbox.theory.information import batch_freshness
from sandbox.theory.tokens import Token
from sandbox.theory.traffic import Journey, Traffic

MEASURE = "fresh"


def freshness(traffic: Traffic) -> Iterator[Finding]:
    """The share of answers that are current, for every need that reads replicas."""
    of: dict[str, list[Journey]] = {}
    for journey in traffic.streams:
        stream = traffic.program.streams[journey.index]
        label = stream.labels.get("need")
        if stream.kind is StreamKind.NEED and label and _reads_replica(traffic.program, journey):
            of.setdefault(label, []).append(journey)
    batches, _ = writers(traffic)
    for label, journeys in of.items():
        yield _need(traffic, label, journeys, batches)


def _reads(token: Token) -> list[int]:
    return [
        copy for mark in token.marks if isinstance(mark.operation, op.Read) for copy in mark.things
    ]


def _reads_replica(program: Program, journey: Journey) -> bool:
    return any(
        program.copies[copy].kind is CopyKind.REPLICA
        for end in journey.ends
        for copy in _reads(end.token)
    )


def _need(traffic: Traffic, label: str, journeys: list[Journey], batches: Writers) -> Finding:
    answered, fresh = 0.0, 0.0
    provided: Message | None = None
    for journey in journeys:
        if journey.rate.doubt is not None:
            return Unfit("need", label, MEASURE, journey.rate.doubt)
        for end in journey.ends:
            token = end.token
            if end.apart:
                continue
            if token.unsure is not None:
                return Unfit("need", label, MEASURE, token.unsure)
            if end.outcome is not Outcome.ANSWERED:
                continue
            share = _share(traffic, token, batches)
            if isinstance(share, Message):
                return Unfit("need", label, MEASURE, share)
            provided = provided or token.provided
            answered += token.rate
            fresh += token.rate * share
    if answered <= 0:
        return Unfit("need", label, MEASURE, Message("none of its requests is answered"))
    words = Message(
        "records that change at λ, batches of period I under way for d: "
        "e^(−λd)(1−e^(−λI))/(λI) (Cho & Garcia-Molina 2003)"
    )
    seen = answered * traffic.window.ticks / TICKS
    return Expected("need", label, MEASURE, fresh / answered, words, provided, seen)


def _share(traffic: Traffic, token: Token, batches: Writers) -> float | Message:
    """Share of the answers of one way that are current when they are used."""
    program = traffic.program
    read = [mark for mark in token.marks if isinstance(mark.operation, op.Read)]
    if len(read) != 1:
        return Message("an answer is not of one copy alone")
    (mark,) = read
    (place,) = mark.things
    copy = program.copies[place]
    if copy.kind is CopyKind.ENTRIES:
        return Message("some answers come from entries of their own ages")
    found = Renewal(0.0, 0.0, 0.0)
    if copy.kind is CopyKind.REPLICA:
        renewal = batch_renewal(traffic, place, batches)
        if isinstance(renewal, Message):
            return renewal
        found = renewal
    if token.nodes != mark.nodes or not token.constant:
        return Message("an answer is used at a random time after it is read")
    changes = [
        (journey, program.streams[journey.index])
        for journey in traffic.streams
        if program.streams[journey.index].register == copy.register
    ]
    if any(journey.rate.doubt is not None for journey, _ in changes):
        return Message("changes do not come at random")
    if any(stream.popular != (0.0, 0.0) for _, stream in changes):
        return Message("some records change more often than others")
    if any(not _known_at_once(journey, traffic) for journey, _ in changes):
        return Message("the source hears late of changes")
    rate = sum(journey.rate.mean for journey, _ in changes)
    each = rate / program.registers[copy.register].records
    window = traffic.window.ticks / TICKS
    if found.period and window / found.period % 1 > ROUNDING:
        return Message("the time measured is not a whole number of batches' periods")
    after = token.delay - mark.delay
    if not found.period:
        return math.exp(-each * after)
    return batch_freshness(each, found.period, found.delay + after)


def _known_at_once(journey: Journey, traffic: Traffic) -> bool:
    """Whether the source's copy has every change when it happens."""
    for end in journey.ends:
        for mark in end.token.marks:
            if not isinstance(mark.operation, op.Write):
                continue
            if any(traffic.program.copies[c].kind is CopyKind.SOURCE for c in mark.things):
                return mark.delay == 0 and not mark.nodes and end.token.unsure is None
    return not journey.ends
