"""From a scenario's quantities to the integers and laws of programs.

In: durations in seconds, shares, distributions. Out: ticks, parts per billion, `Law`s.
"""

from __future__ import annotations

from datetime import date

from sandbox.flows import PPB, Law, ticks
from sandbox.scenario.distributions import Distribution
from sandbox.scenario.workings import Schedule
from sandbox.world.world import World


def ppb(share: float) -> int:
    """A share in parts per billion."""
    return round(share * PPB)


def law(distribution: Distribution | None) -> Law:
    """The law of a distribution; none at all takes no time."""
    if distribution is None:
        return Law.constant(0.0)
    mean = float(distribution.mean or 0.0)
    cv = float(distribution.cv or 0.0)
    match distribution.kind:
        case "exponential" if mean > 0:
            return Law.exponential(mean)
        case "erlang" if mean > 0:
            return Law.erlang(mean, round(distribution.stages or 1))
        case "gamma" if mean > 0 and cv > 0:
            return Law.gamma(mean, cv)
        case "lognormal" if mean > 0 and cv > 0:
            return Law.lognormal(mean, cv)
        case "uniform":
            return Law.uniform(float(distribution.low or 0.0), float(distribution.high or 0.0))
        case "empirical":
            return Law.empirical(
                tuple(map(float, distribution.values)), tuple(map(float, distribution.weights))
            )
        case _:
            return Law.constant(mean)


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
