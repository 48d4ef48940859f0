"""Arrivals that are given as files instead of drawn.

In: needs whose arrivals are a `trace`, and their CSV files (`time` in seconds from the start or
with a unit, and optionally `agency`). Out: demands with their arrival times, ascending; rows
without an agency hold for every agency that has the need.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sandbox.language import Message
from sandbox.scenario.scenario import Scenario
from sandbox.scenario.units import LARGEST, parse
from sandbox.world.files import Unreadable, read_rows
from sandbox.world.planting import Refuse
from sandbox.world.world import Agency, Demand

TOLD = 20
"""Wrong lines of one file that are told one by one."""


def follow_traces(
    scenario: Scenario,
    agencies: Mapping[str, Agency],
    demands: dict[str, Demand],
    folder: Path,
    refuse: Refuse,
) -> dict[str, Demand]:
    """`demands`, those of traced needs with their times."""
    for name, need in scenario.needs.items():
        if need.arrivals is None or need.arrivals.file is None:
            continue
        where = ("needs", name, "arrivals", "file")
        having = {demand.consumer for demand in demands.values() if demand.need == name}
        try:
            times = _read(folder, need.arrivals.file, having, agencies, where, refuse)
        except Unreadable as error:
            refuse(where, error.message)
            continue
        for agency in having:
            demand = demands[f"{name}@{agency}"]
            own = tuple(sorted(times.get("", []) + times.get(agency, [])))
            demands[demand.id] = replace(demand, times=own)
    return demands


def _read(
    folder: Path,
    file: str,
    having: set[str],
    agencies: Mapping[str, Agency],
    where: tuple[str | int, ...],
    refuse: Refuse,
) -> dict[str, list[float]]:
    """Times by agency; the empty name stands for all."""
    times: dict[str, list[float]] = {}
    wrong = 0
    for line, row in read_rows(folder, file, ["time"], ["time", "agency"]):
        agency = row.get("agency", "")
        place = {"file": file, "line": line}
        problem: Message | None = None
        moment = _moment(row["time"])
        if moment is None:
            problem = Message(
                "{file}, line {line}: {written} is no time from the start, such as 90 or 1.5 h",
                place | {"written": repr(row["time"])},
            )
        elif agency and agency not in agencies:
            problem = Message(
                "{file}, line {line}: no agency {agency} in this scenario",
                place | {"agency": agency},
            )
        elif agency and agency not in having:
            problem = Message(
                "{file}, line {line}: agency {agency} does not have this need",
                place | {"agency": agency},
            )
        else:
            times.setdefault(agency, []).append(moment)
        if problem is not None:
            wrong += 1
            if wrong <= TOLD:
                refuse(where, problem)
    if wrong > TOLD:
        refuse(
            where,
            Message("{file}: {count} more lines are wrong", {"file": file, "count": wrong - TOLD}),
        )
    return times


def _moment(written: str) -> float | None:
    """Seconds from the start; None when it is no time, or before the start."""
    try:
        seconds = float(written)
    except ValueError:
        try:
            seconds = parse(written, "duration")
        except ValueError:
            return None
    return seconds if 0 <= seconds <= LARGEST["duration"][0] else None
