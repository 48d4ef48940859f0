"""Single stations: M/M/1, M/M/c, M/M/1/K, M/G/1 with and without priorities.

In: arrival rate λ, service rate μ (or moments of the service time), servers, places. Out: mean
times, tails, loss. Time in system is W, time in queue Wq.
"""

from __future__ import annotations

import math
from collections.abc import Sequence


def stable(load: float) -> None:
    """Refuse a station whose load (arrival rate over what its servers can do) is one or more.

    Raises:
        ValueError: when it is.
    """
    if not 0 <= load < 1:
        raise ValueError(f"not stable: load {load:g}")


def second_moment(mean: float, cv: float) -> float:
    """E[S²] of a service time with this mean and coefficient of variation."""
    return mean**2 * (1 + cv**2)


def mm1_time(arrivals: float, service: float) -> float:
    """W = 1/(μ−λ), M/M/1. Kleinrock, Queueing Systems I (1975), eq. 3.26."""
    stable(arrivals / service)
    return 1 / (service - arrivals)


def mm1_quantile(arrivals: float, service: float, share: float) -> float:
    """Quantile of time in system, M/M/1: exponential, so −ln(1−p)/(μ−λ). Kleinrock I, sec. 5.6."""
    return -math.log1p(-share) * mm1_time(arrivals, service)


def erlang_c(arrivals: float, service: float, servers: int) -> float:
    """P(an arrival waits), M/M/c. Erlang (1917); computed through the recursion of Erlang B."""
    load = arrivals / service
    stable(load / servers)
    blocked = 1.0
    for busy in range(1, servers + 1):
        blocked = load * blocked / (busy + load * blocked)
    return blocked / (1 - load / servers * (1 - blocked))


def mmc_wait(arrivals: float, service: float, servers: int) -> float:
    """Wq = C/(cμ−λ), M/M/c. Kleinrock I, sec. 3.5."""
    return erlang_c(arrivals, service, servers) / (servers * service - arrivals)


def mmc_time(arrivals: float, service: float, servers: int) -> float:
    """W = Wq + 1/μ, M/M/c. Kleinrock I, sec. 3.5."""
    return mmc_wait(arrivals, service, servers) + 1 / service


def mmc_wait_exceeds(arrivals: float, service: float, servers: int, time: float) -> float:
    """P(Wq > t) = C e^{−(cμ−λ)t}, M/M/c first in, first out. Gross & Harris, sec. 2.3."""
    delayed = erlang_c(arrivals, service, servers)
    return delayed * math.exp(-(servers * service - arrivals) * time)


def mm1k_loss(arrivals: float, service: float, places: int) -> float:
    """Share of arrivals lost, M/M/1/K with K `places` in the system, the served one included.

    Kleinrock I, sec. 3.6. Any load is legal.
    """
    load = arrivals / service
    if load == 1:
        return 1 / (places + 1)
    return (1 - load) * load**places / (1 - load ** (places + 1))


def mm1k_time(arrivals: float, service: float, places: int) -> float:
    """Mean time in system of those not lost, M/M/1/K. Kleinrock I, sec. 3.6, and Little's law."""
    load = arrivals / service
    weights = [load**n for n in range(places + 1)]
    inside = sum(n * weight for n, weight in enumerate(weights)) / sum(weights)
    return inside / (arrivals * (1 - mm1k_loss(arrivals, service, places)))


def mg1_wait(arrivals: float, mean: float, second: float) -> float:
    """Wq = λE[S²]/(2(1−ρ)), M/G/1 first in, first out, `second` = E[S²].

    Pollaczek (1930), Khinchine (1932); Kleinrock I, eq. 5.113.
    """
    stable(arrivals * mean)
    return arrivals * second / (2 * (1 - arrivals * mean))


def mg1_priority_waits(
    arrivals: Sequence[float], means: Sequence[float], seconds: Sequence[float]
) -> list[float]:
    """Wq of each class, M/G/1 with priorities that do not interrupt, most urgent class first.

    Wq_k = W₀ / ((1−σ_{k−1})(1−σ_k)), W₀ = Σ λE[S²]/2, σ_k the load of classes up to k.
    Cobham, Operations Research 2 (1954); Kleinrock, Queueing Systems II (1976), eq. 3.31.
    """
    residual = sum(rate * second for rate, second in zip(arrivals, seconds)) / 2
    waits, above = [], 0.0
    for rate, mean in zip(arrivals, means):
        below = above + rate * mean
        stable(below)
        waits.append(residual / ((1 - above) * (1 - below)))
        above = below
    return waits
