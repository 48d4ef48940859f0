"""Age and freshness of information: feeds, batches, cascades, caches with a time to live.

In: rates of updates, changes and requests, periods and delays. Out: mean and peak age, share of
answers that are fresh, share of requests that a cache answers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from sandbox.theory.queues import stable


def age_mm1(arrivals: float, service: float) -> float:
    """Mean age of a copy fed through an M/M/1 queue: (1/μ)(1 + 1/ρ + ρ²/(1−ρ)).

    Kaul, Yates & Gruteser, Real-time status: how often should one update?, INFOCOM 2012.
    """
    load = arrivals / service
    stable(load)
    return (1 + 1 / load + load**2 / (1 - load)) / service


def peak_age_mm1(arrivals: float, service: float) -> float:
    """Mean age just before an update arrives through an M/M/1 queue: 1/λ + 1/(μ−λ).

    Costa, Codreanu & Ephremides, IEEE Trans. Information Theory 62 (2016).
    """
    stable(arrivals / service)
    return 1 / arrivals + 1 / (service - arrivals)


def batch_age(period: float, delay: float) -> float:
    """Mean age of a copy renewed every `period` by a snapshot that takes `delay`: I/2 + d.

    The age runs evenly from d to I + d.
    """
    return period / 2 + delay


def batch_age_between(period: float, delay: float, begin: float, end: float) -> float:
    """Mean age of such a copy from `begin` to `end`, both counted from some renewal.

    The age is d + (t mod I); over whole periods this is `batch_age`.
    """

    def grown(time: float) -> float:
        """Integral of (t mod I) up to `time`."""
        whole = math.floor(time / period)
        return whole * period**2 / 2 + (time - whole * period) ** 2 / 2

    return delay + (grown(end) - grown(begin)) / (end - begin)


def batch_peak_age(period: float, delay: float) -> float:
    """Age of such a copy just before each renewal: I + d."""
    return period + delay


def cascade_age(periods: Sequence[float], delays: Sequence[float]) -> float:
    """Mean age at the end of a cascade of batches whose phases are independent: Σ (I/2 + d).

    Each hop's snapshot meets the copy before it at a time evenly distributed over that one's
    period. For hops of one period in step with each other, only the first half period counts:
    use `batch_age` with the sum of the gaps from snapshot to snapshot as the delay.
    """
    return sum(batch_age(period, delay) for period, delay in zip(periods, delays))


def batch_freshness(changes: float, period: float, delay: float = 0.0) -> float:
    """Share of time a record's copy is current: e^{−λd} (1 − e^{−λI})/(λI).

    `changes` is the rate of changes of one record. Cho & Garcia-Molina, Effective page refresh
    policies for web crawlers, ACM TODS 28 (2003).
    """
    expected = changes * period
    whole = -math.expm1(-expected) / expected if expected else 1.0
    return math.exp(-changes * delay) * whole


def cache_hits(requests: float, life: float) -> float:
    """Share of Poisson requests for one record that its cache entry answers: λT/(1+λT).

    The time to live T runs from when the entry was filled; hits do not renew it. Jung, Berger &
    Balakrishnan, Modeling TTL-based Internet caches, INFOCOM 2003.
    """
    return requests * life / (1 + requests * life)


def cache_age(requests: float, life: float) -> float:
    """Mean age of the answers of such a cache when filling takes no time: hits · T/2.

    The hits between two misses lie evenly on the entry's life; misses are of age zero.
    """
    return cache_hits(requests, life) * life / 2


def cache_freshness(requests: float, life: float, changes: float) -> float:
    """Share of answers of such a cache that are current when the record changes at this rate.

    Misses are; hits are with the probability that nothing changed since the entry was filled,
    averaged over its life.
    """
    hits = cache_hits(requests, life)
    return 1 - hits + hits * batch_freshness(changes, life)
