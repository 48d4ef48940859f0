"""Agreements on sharing (article 8): when they are in force, and what they say.

In: a world and its agreements. Out: terms in seconds of the study, the ten fields in words, and
the control process that opens gates when an agreement comes into force and closes them when none
is left.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Mapping
from datetime import date
from typing import Any

import simpy

from sandbox.engine.interface import ControlProcess, Plane
from sandbox.flows.laws import ticks
from sandbox.language import Message, Text, say
from sandbox.scenario.information import AgreementSpec
from sandbox.world.world import World

ARTICLE = "8"


def covering(world: World, consumer: str, resource: str, mode: str | None) -> tuple[str, ...]:
    """Agreements that let a department use a resource in a mode (None: in any), by name."""
    provider = world.resources[resource].provider
    return tuple(
        name
        for name, agreement in world.scenario.agreements.items()
        if agreement.provider == provider
        and consumer in agreement.consumers
        and resource in agreement.resources
        and (mode is None or mode in agreement.modes)
    )


def in_force_intervals(world: World, agreement_id: str) -> tuple[float, float]:
    """When the agreement is in force: from and until (exclusive), seconds from the study's start.

    An agreement of before the study is in force from 0; one without an end until infinity; one
    that has ended before the study has the empty interval (0, 0).
    """
    agreement = world.scenario.agreements[agreement_id]
    start = _moment(world, agreement.from_, 0.0)
    end = _moment(world, agreement.until, math.inf)
    return (max(0.0, start), end) if end > max(0.0, start) else (0.0, 0.0)


def in_force(world: World, agreement_id: str, seconds: float) -> bool:
    """Whether the agreement is in force at this time."""
    start, end = in_force_intervals(world, agreement_id)
    return start <= seconds < end


def lives(world: World, gates: Mapping[int, tuple[str, ...]]) -> ControlProcess:
    """The lives of agreements in a run: gate i is open while any of its agreements is in force.

    The gates' first state is set at time 0, so it does not matter how the program starts them.
    """
    timetable = _timetable(world, gates)

    def process(environment: simpy.Environment, plane: Plane) -> Generator[simpy.Event, Any, None]:
        for moment, turns in timetable:
            if moment > environment.now:
                yield environment.timeout(moment - int(environment.now))
            for gate, comes_into_force in turns:
                plane.set_gate(gate, comes_into_force, "" if comes_into_force else ARTICLE)

    return process


def moving(world: World, gates: Mapping[int, tuple[str, ...]], until: float) -> frozenset[int]:
    """The gates that open or close after time 0 and before `until` (seconds)."""
    timetable = _timetable(world, gates)
    return frozenset(
        gate for time, turns in timetable if 0 < time < ticks(until) for gate, _ in turns
    )


def _timetable(
    world: World, gates: Mapping[int, tuple[str, ...]]
) -> list[tuple[int, list[tuple[int, bool]]]]:
    """What happens when, in ticks: first the state at 0, then every change."""
    turns: dict[int, list[tuple[int, bool]]] = {0: []}
    for gate, agreements in sorted(gates.items()):
        found = spans(world, agreements)
        turns[0].append((gate, any(start == 0 for start, _ in found)))
        for start, end in found:
            if start > 0:
                turns.setdefault(ticks(start), []).append((gate, True))
            if end < math.inf:
                turns.setdefault(ticks(end), []).append((gate, False))
    return sorted(turns.items())


def spans(world: World, agreements: Iterable[str]) -> list[tuple[float, float]]:
    """When any of the agreements is in force: intervals without overlaps, in seconds.

    While one agreement follows another they are one.
    """
    joined: list[tuple[float, float]] = []
    for start, end in sorted(in_force_intervals(world, name) for name in agreements):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _moment(world: World, when: date | float | None, otherwise: float) -> float:
    if when is None:
        return otherwise
    if isinstance(when, date):
        return world.calendar.seconds(when)
    return float(when)


MODE_NAMES: Mapping[str, Message] = {
    "query": Message("query"),
    "exchange": Message("exchange"),
    "publish": Message("publish"),
}
"""The modes of sharing (article 3) for use in a sentence."""


def fields(agreement: AgreementSpec) -> list[tuple[Message, str]]:
    """The ten fields of article 8, in the document's order, each with what the agreement says."""
    return [
        (Message("name"), _said(agreement.name)),
        (Message("content"), _said(agreement.content)),
        (Message("quality"), _said(agreement.quality)),
        (Message("quantity"), _said(agreement.quantity)),
        (Message("update frequency"), _said(agreement.update_frequency)),
        (Message("authorised scope of use"), _said(agreement.scope)),
        (
            Message("mode of use"),
            say(", ").join(MODE_NAMES[mode].render() for mode in agreement.modes),
        ),
        (Message("term"), _term(agreement)),
        (Message("basis for sharing"), _said(agreement.basis)),
        (Message("delivery progress"), _said(agreement.progress)),
    ]


def _said(text: Text | None) -> str:
    return text.render() if text is not None else say("not given")


def _term(agreement: AgreementSpec) -> str:
    start, end = _when(agreement.from_), _when(agreement.until)
    if start and end:
        return say("from {start} until {end}", start=start, end=end)
    if start:
        return say("from {start} on", start=start)
    if end:
        return say("until {end}", end=end)
    return say("without limit")


def _when(when: date | float | None) -> str | Message:
    if when is None:
        return ""
    if isinstance(when, date):
        return when.isoformat()
    return Message("{days} days after the start", {"days": f"{float(when) / 86400:g}"})
