"""What the calls of a log come to: needs, providers, consumers, each with its fits.

In: what was kept of the calls, and names. Out: arrivals of each need; service, outages of each
provider; what the calls of each consumer spend on their way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from sandbox.study.calibration.arrivals import Arrivals, Window, arrivals
from sandbox.study.calibration.durations import MICRO, Durations
from sandbox.study.calibration.failures import Gaps, Outage, outage
from sandbox.study.calibration.families import Fit, fits
from sandbox.study.calibration.fitness import Fitness, fitness
from sandbox.study.calibration.mapping import is_agency
from sandbox.study.calibration.naming import Naming
from sandbox.study.calibration.record import UNKNOWN, Ending, Party
from sandbox.study.calibration.tally import Asked, Source

Pair = tuple[Party, Party, str]
"""Who asks whom for what, as the log calls them."""


@dataclass(frozen=True)
class Need:
    """A department's calls for a resource; `hint` is the need's name where the log tells it."""

    consumer: str
    provider: str
    resource: str
    hint: str
    arrivals: Arrivals
    counts: tuple[int, ...]  # by hour of the week
    endings: tuple[int, ...]
    total: Durations
    given_up: float | None  # s; after which calls were given up
    request_size: float | None
    response_size: float | None


@dataclass(frozen=True)
class Lasting:
    """Durations somewhere on a call's way, with the families fitted to them, the best first."""

    durations: Durations
    fits: tuple[Fit, ...]
    fitness: Fitness | None

    @property
    def fit(self) -> Fit | None:
        """The best fit; None where the log tells nothing."""
        return self.fits[0] if self.fits else None


@dataclass(frozen=True)
class Provider:
    """A department that answers; its `members` in the log have a source each."""

    department: str
    members: int
    service: Lasting
    server: Lasting
    outage: Outage | None
    calls: int
    failed: int
    impossible: int
    unplaced: int


def needs_of(
    asked: Mapping[Pair, Asked], window: Window, names: Naming, confidence: float
) -> list[Need]:
    """Calls by departments and resources: those of several members or regions together."""
    groups: dict[tuple[str, str, str, str], list[Asked]] = {}
    for (consumer, provider, service), part in asked.items():
        key = (
            names.department(consumer),
            names.department(provider),
            names.resource(provider, service),
            consumer.subsystem if is_agency(consumer.member) else "",
        )
        groups.setdefault(key, []).append(part)
    exposure = window.exposure()
    found = []
    for (asker, answerer, resource, hint), parts in sorted(groups.items()):
        total = Durations()
        for part in parts:
            total.merge(part.total)
        counts = np.sum([part.hours for part in parts], axis=0)
        found.append(
            Need(
                asker,
                answerer,
                resource,
                hint,
                arrivals(counts, exposure, confidence),
                tuple(counts.tolist()),
                tuple(sum(part.endings[ending] for part in parts) for ending in Ending),
                total,
                _given_up(parts),
                _mean_size([part.request_bytes for part in parts]),
                _mean_size([part.response_bytes for part in parts]),
            )
        )
    return found


def _given_up(parts: list[Asked]) -> float | None:
    """The time-out, s: the shortest time after which a call was given up."""
    known = [part.given_up for part in parts if part.given_up != UNKNOWN]
    return min(known) * MICRO if known else None


def consumers_of(asked: Mapping[Pair, Asked], names: Naming, z: float) -> dict[str, Lasting]:
    """What the calls of each department spend outside the provider."""
    ways: dict[str, Durations] = {}
    for (consumer, _, _), part in asked.items():
        ways.setdefault(names.department(consumer), Durations()).merge(part.way)
    return {name: _lasting(way, z, f"way of {name}") for name, way in sorted(ways.items())}


def _mean_size(kept: list[list[int]]) -> float | None:
    told = sum(count for _, count in kept)
    return sum(size for size, _ in kept) / told if told else None


def providers_of(
    asked: Iterable[Pair], sources: Mapping[str, Source], names: Naming, z: float, *, outages: bool
) -> list[Provider]:
    """Sources by department, the members of one together; `outages`: whether times tell them."""
    groups: dict[str, set[str]] = {}
    for _, provider, _ in asked:
        groups.setdefault(names.department(provider), set()).add(provider.member)
    found = []
    for department, members in sorted(groups.items()):
        service, server, gaps = Durations(), Durations(), Gaps()
        parts = [sources[member] for member in sorted(members)]
        for source in parts:
            service.merge(source.service)
            server.merge(source.server)
            gaps.merge(source.gaps)
        found.append(
            Provider(
                department,
                len(members),
                _lasting(service, z, department),
                _lasting(server, z, f"{department} server"),
                outage(gaps, z) if outages else None,
                gaps.calls,
                gaps.failed,
                sum(source.servers.impossible for source in parts if source.servers),
                sum(source.unplaced for source in parts),
            )
        )
    return found


def _lasting(durations: Durations, z: float, name: str) -> Lasting:
    if not durations.count:
        return Lasting(durations, (), None)
    found = tuple(fits(durations, z))
    return Lasting(durations, found, fitness(durations, found[0], name))
