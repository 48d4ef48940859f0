"""Reliability: availability, queues whose server breaks down, majorities of sources.

In: mean times between failures and to repair, rates, probabilities. Out: shares of time, mean
times in system, probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, prod

from sandbox.theory.queues import mg1_wait, stable


def availability(mtbf: float, mttr: float) -> float:
    """Share of time up: MTBF/(MTBF+MTTR), MTBF counted from repair to failure.

    Barlow & Proschan, Mathematical Theory of Reliability (1965); any distributions.
    """
    return mtbf / (mtbf + mttr)


def series_availability(parts: Sequence[float]) -> float:
    """Share of time in which all of several independent parts are up: their product."""
    return prod(parts)


def majority(sources: int, right: float) -> float:
    """Probability that most of n independent sources (n odd) are right, each with probability p.

    Σ_{k>n/2} C(n,k) p^k (1−p)^{n−k}. Condorcet (1785).
    """
    return sum(
        comb(sources, k) * right**k * (1 - right) ** (sources - k)
        for k in range(sources // 2 + 1, sources + 1)
    )


def mm1_breakdowns_any_time(arrivals: float, service: float, mtbf: float, mttr: float) -> float:
    """Mean time in system, M/M/1 whose server breaks down at any time, busy or idle.

    Times to failure and to repair are exponential; service goes on where it stopped:
    W = (1 + A² f μ r²)/(Aμ − λ) with f = 1/MTBF, r = MTTR, A the availability.
    White & Christie, Queuing with preemptive priorities or with breakdown, Operations Research 6
    (1958).
    """
    up = availability(mtbf, mttr)
    stable(arrivals / (up * service))
    return (1 + up**2 * service * mttr**2 / mtbf) / (up * service - arrivals)


def mm1_breakdowns_in_service(arrivals: float, service: float, mtbf: float, mttr: float) -> float:
    """Mean time in system, M/M/1 whose server breaks down only while it serves.

    A job then takes C = S + repairs, with E[C] = (1/μ)(1+fr) and
    E[C²] = (2/μ²)(1+fr)² + 2fr²/μ, and Pollaczek–Khinchine holds.
    Avi-Itzhak & Naor, Some queuing problems with the service station subject to breakdown,
    Operations Research 11 (1963).
    """
    stretch = 1 + mttr / mtbf
    mean = stretch / service
    second = 2 * mean**2 + 2 * mttr**2 / (mtbf * service)
    return mean + mg1_wait(arrivals, mean, second)
