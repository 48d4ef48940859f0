"""Copies: expected age of information of those that batches or feeds keep up.

In: a `Traffic`. Out: findings by copy, for every copy outside its source that has an age.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.flows import TICKS
from sandbox.flows import operations as op
from sandbox.flows.program import CopyKind
from sandbox.language import Message
from sandbox.theory.expected import Expected, Finding, Unfit
from sandbox.theory.information import age_mm1, batch_age_between, batch_peak_age, peak_age_mm1
from sandbox.theory.nodes import Node
from sandbox.theory.tokens import End, Mark
from sandbox.theory.traffic import Journey, Traffic

Writers = dict[int, list[tuple[Journey, End, Mark]]]
"""By copy: what writes into it, where on its way."""

Ages = tuple[float, float, Message, float]
"""Mean and peak age, the formula, and how many random messages there are in a run."""

ROUNDING = 1e-9
"""Share of a period that a time may be off and still be a whole number of periods."""
MEASURES = ("age.copy", "age.copy_peak")


@dataclass(frozen=True)
class Renewal:
    """How batches renew a copy, in seconds: at `first` and every `period` after it, to what the
    source was `delay` before."""

    period: float
    first: float
    delay: float


def copies(traffic: Traffic) -> Iterator[Finding]:
    """Mean and peak age of every copy that has one."""
    batches, feeds = writers(traffic)
    for index, copy in enumerate(traffic.program.copies):
        if not copy.outside or copy.kind is CopyKind.SOURCE or copy.keep >= 0:
            continue
        if copy.kind is CopyKind.REPLICA:
            found = _batched(traffic, index, batches)
        elif copy.complete:
            found = _fed(traffic, feeds.get(index, []), copy.register)
        else:
            continue  # entries, each of an age of its own
        if isinstance(found, Message):
            for measure in MEASURES:
                yield Unfit("copy", copy.name, measure, found)
            continue
        mean, peak, words, events = found
        for measure, value in zip(MEASURES, (mean, peak), strict=True):
            yield Expected("copy", copy.name, measure, value, words, events=events)


def _batched(traffic: Traffic, copy: int, batches: Writers) -> Ages | Message:
    """Mean and peak age of a replica."""
    found = batch_renewal(traffic, copy, batches)
    if isinstance(found, Message):
        return found
    begin, end = traffic.window.begin / TICKS, traffic.window.end / TICKS
    if begin < found.first:
        return Message("the first batch comes after the warm-up")
    words = Message("batches of period I, under way for d: I/2 + d, peak I + d")
    if (end - begin) / found.period % 1 > ROUNDING:
        words = Message(
            "batches of period I, under way for d: d and the mean of what has passed of I over the "
            "time measured, which is no whole number of periods; peak I + d"
        )
    mean = batch_age_between(found.period, found.delay, begin - found.first, end - found.first)
    return mean, batch_peak_age(found.period, found.delay), words, math.inf


def writers(traffic: Traffic) -> tuple[Writers, Writers]:
    """By copy: what applies batches to it, and what writes single values into it."""
    batches: Writers = {}
    feeds: Writers = {}
    for journey in (*traffic.batches, *traffic.streams):
        for end in journey.ends:
            for mark in end.token.marks:
                if isinstance(mark.operation, op.Apply):
                    into = batches
                elif isinstance(mark.operation, op.Write):
                    into = feeds
                else:
                    continue
                for copy in mark.things:
                    into.setdefault(copy, []).append((journey, end, mark))
    return batches, feeds


def batch_renewal(traffic: Traffic, copy: int, batches: Writers) -> Renewal | Message:
    """How batches renew a replica, if in one regular way; else why there is no formula."""
    appliers = batches.get(copy, [])
    if not appliers:
        return Message("no batch comes to it")
    if len(appliers) > 1:
        return Message("several kinds of batches come to it")
    ((journey, end, applied),) = appliers
    token, timetable = end.token, traffic.program.timetables[journey.index]
    why = token.unsure or token.untimed
    if why is not None:
        return why
    taken = next(mark for mark in token.marks if isinstance(mark.operation, op.Snapshot))
    if not (applied.constant and taken.constant):
        return Message("its batches are not under way for always the same time")
    period = timetable.period / TICKS
    under_way = applied.delay - taken.delay
    snapped = timetable.offset / TICKS + taken.delay
    source = taken.things[applied.things.index(copy)]
    if traffic.program.copies[source].kind is CopyKind.SOURCE:
        return Renewal(period, snapped + under_way, under_way)
    before = batch_renewal(traffic, source, batches)
    if isinstance(before, Message):
        return before
    if before.period != period:
        return Message("its batches and those of what it is copied from have other periods")
    if snapped < before.first:  # those batches find nothing new yet
        snapped += math.ceil((before.first - snapped) / period) * period
    waited = (snapped - before.first) % period
    return Renewal(period, snapped + under_way, before.delay + waited + under_way)


def _fed(
    traffic: Traffic, writers: list[tuple[Journey, End, Mark]], register: int
) -> Ages | Message:
    """Mean and peak age of a feed."""
    if not writers:
        return Message("no message comes to it")
    if len(writers) > 1:
        return Message("several kinds of messages come to it")
    ((journey, end, written),) = writers
    token = end.token
    why = token.unsure or token.untimed or journey.rate.doubt
    if why is not None:
        return why
    if journey in traffic.batches or traffic.program.streams[journey.index].register != register:
        return Message("its messages are not those of the changes alone")
    handed = [mark for mark in token.marks if isinstance(mark.operation, op.Stamp | op.Write)]
    handed = handed[: handed.index(written)]
    before = handed[-1]
    nodes = written.nodes[len(before.nodes) :]
    if before.nodes:
        return Message("changes queue before their source hands them out")
    rate, delay = journey.rate.mean, written.delay - before.delay
    messages = rate * traffic.window.ticks / TICKS
    if not nodes:
        if not written.constant:
            return Message("its messages are not under way for always the same time")
        words = Message("messages at random, under way for d: 1/λ + d")
        return 1 / rate + delay, 1 / rate + delay, words, messages
    found = _through_a_queue(traffic, nodes, rate, delay)
    return found if isinstance(found, Message) else (*found, messages)


def _through_a_queue(
    traffic: Traffic, nodes: tuple[Node, ...], rate: float, delay: float
) -> tuple[float, float, Message] | Message:
    if len(nodes) > 1:
        return Message("its messages pass several queues")
    (node,) = nodes
    here = traffic.at[node]
    station = traffic.program.stations[node.index]
    if not traffic.product(node):
        return Message("its messages queue, and not as in M/M/1")
    if station.servers > 1:
        return Message("its messages queue, and not as in M/M/1")
    if len(here.origins) > 1 or here.rate > rate * (1 + 1e-9):
        return Message("its messages queue among others")
    words = Message(
        "feed through M/M/1: (1/μ)(1 + 1/ρ + ρ²/(1−ρ)) (Kaul, Yates & Gruteser 2012), "
        "peak 1/λ + 1/(μ−λ) (Costa et al. 2016)"
    )
    service = 1 / here.service.mean
    return age_mm1(rate, service) + delay, peak_age_mm1(rate, service) + delay, words
