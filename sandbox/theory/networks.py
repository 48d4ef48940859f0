"""Networks of stations: Jackson networks, tandems, fork and join.

In: rates from outside, routing, service rates, servers. Out: mean times from entry to exit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sandbox.theory.queues import mmc_time, stable


def jackson_rates(outside: Sequence[float], routing: Sequence[Sequence[float]]) -> list[float]:
    """Arrival rate at each station: λ = γ + λP (the traffic equations). Jackson (1957).

    `routing[i][j]` is the probability to go on from station i to station j.
    """
    leaving = np.asarray(routing, float)
    rates = np.linalg.solve(np.eye(len(outside)) - leaving.T, np.asarray(outside, float))
    return [float(rate) for rate in rates]


def jackson_time(
    outside: Sequence[float],
    routing: Sequence[Sequence[float]],
    services: Sequence[float],
    servers: Sequence[int],
) -> float:
    """Mean time from entry to exit of an open Jackson network: M/M/c per station, Little's law.

    Jackson, Operations Research 5 (1957).
    """
    rates = jackson_rates(outside, routing)
    inside = sum(
        rate * mmc_time(rate, service, count)
        for rate, service, count in zip(rates, services, servers)
        if rate > 0
    )
    return inside / sum(outside)


def tandem_time(arrivals: float, services: Sequence[float]) -> float:
    """Mean time through M/M/1 stations one after the other: Σ 1/(μ_i−λ).

    Burke, Operations Research 4 (1956); Jackson (1957).
    """
    return sum(mmc_time(arrivals, service, 1) for service in services)


def fork_join_time(arrivals: float, service: float) -> float:
    """Mean time until both of two parallel M/M/1 stations have served their half of a job.

    (12−ρ)/8 · 1/(μ−λ). Flatto & Hahn, SIAM J. Appl. Math. 44 (1984); Nelson & Tantawi, IEEE
    Trans. Computers 37 (1988).
    """
    load = arrivals / service
    stable(load)
    return (12 - load) / 8 / (service - arrivals)
