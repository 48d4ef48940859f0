"""From a scenario's quantities to the integers and laws of programs.

In: durations in seconds, shares, distributions. Out: ticks, parts per billion, `Law`s.
"""

from __future__ import annotations

from datetime import date

from sandbox.flows import PPB, Law, ticks
from sandbox.scenario.workings import Schedule
from sandbox.world.world import World


def ppb(share: float) -> int:
    """A share in parts per billion."""
    return round(share * PPB)


def takes_time(some: Law) -> bool:
    """Whether a law is more than nothing."""
    return some.mean > 0


def moment(world: World, written: date | float) -> float:
    """Seconds from the start of the study, of a date or of a time after the start."""
    if isinstance(written, date):
        return world.calendar.seconds(written)
    return float(written)


def span(world: World, start: date | float | None, length: float | None) -> tuple[int, int] | None:
    """[from, until) in ticks within the run; None when nothing of it falls into the run."""
    begin = moment(world, start) if start is not None else 0.0
    end = begin + float(length) if length is not None else last(world)
    begin, end = max(begin, 0.0), min(end, last(world))
    return (ticks(begin), ticks(end)) if begin < end else None


def last(world: World) -> float:
    """The last second that a run can reach."""
    study = world.scenario.study
    return float(study.horizon) + float(study.drain)


def timetable(schedule: Schedule) -> tuple[int, int]:
    """Period and offset in ticks."""
    return ticks(float(schedule.period)), ticks(float(schedule.offset))
