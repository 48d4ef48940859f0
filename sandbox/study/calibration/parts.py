"""The parts of a scenario that a calibration gives: needs, profiles, stations.

In: a calibration. Out: mappings for YAML, with a source for every number.
"""

from __future__ import annotations

import math
from typing import Any

from sandbox.study.calibration import sources
from sandbox.study.calibration.calibrate import Calibration
from sandbox.study.calibration.findings import Lasting, Need, Provider
from sandbox.study.calibration.quantities import law, rate, seconds

SHORTEST = 1.0
"""s; the shortest mean time between failures that a scenario may have"""
SPARE = 6.0
"""by how many deviations servers exceed the mean number of calls at once, which is Poisson"""


def demand(found: Calibration, need: Need, name: str, per_second: float) -> dict[str, Any]:
    """Rate and profile of a need; the profile `name` is one of `rhythm`'s."""
    plain = need.arrivals.hours is None and need.arrivals.weekdays is None
    return {
        "rate": {"value": rate(per_second), "source": sources.of_rate(found, need, per_second)},
        "profile": "always" if plain else name,
    }


def rhythm(found: Calibration, need: Need) -> dict[str, Any] | None:
    """The profile of a need; None: every hour alike."""
    hours, weekdays = need.arrivals.hours, need.arrivals.weekdays
    if hours is None and weekdays is None:
        return None
    source = sources.of_profile(found, need)
    return {
        "hours": {"value": _weights(hours, 24), "source": source},
        "weekdays": {"value": _weights(weekdays, 7), "source": source},
        "days_off": {"value": 1, "source": source},
    }


def _weights(weights: tuple[float, ...] | None, count: int) -> list[float]:
    return [round(weight, 4) for weight in weights or (1.0,) * count]


def station(found: Calibration, lasting: Lasting, servers: int) -> dict[str, Any]:
    """A station that takes as long as the log says; nothing where it says nothing."""
    fit = lasting.fit
    if fit is None:
        return {"servers": servers, "service": 0}
    return {"servers": servers, "service": law(fit, sources.of_law(found, lasting, fit))}


def database(found: Calibration, provider: Provider, *, merged: bool) -> dict[str, Any]:
    """The source's own system: service, servers, outages.

    `merged`: one agency stands for all members of the department, and has the servers of all.
    """
    servers = found.options.servers
    if servers is None:
        servers = enough(found, provider.service, provider=provider.department)
    elif merged:
        servers *= provider.members
    written = station(found, provider.service, servers)
    written |= {"discipline": "fifo", "when_down": "fail"}
    if provider.outage is not None:
        source = sources.of_outage(found, provider)
        mtbf, mttr = provider.outage.mtbf.value, provider.outage.mttr.value
        longer = max(1.0, SHORTEST / mtbf)
        written["outage"] = {
            "mtbf": {"value": seconds(mtbf * longer), "source": source},
            "mttr": {"value": seconds(mttr * longer), "source": source},
        }
    return written


def enough(
    found: Calibration,
    lasting: Lasting,
    *,
    provider: str | None = None,
    consumer: str | None = None,
) -> int:
    """Servers so many that nobody waits: the log's times hold the waiting already."""
    busiest = [0.0] * 168
    for need in found.needs:
        if provider in (None, need.provider) and consumer in (None, need.consumer):
            busiest = [a + b for a, b in zip(busiest, need.arrivals.intensity)]
    load = max(busiest) * (lasting.durations.mean if lasting.durations.count else 0.0)
    return min(math.ceil(load + SPARE * math.sqrt(load)) + 4, 1_000_000)
