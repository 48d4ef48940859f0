"""Calibration: a log, read once, becomes fits.

In: a log and options. Out: a `Calibration`: what was read and what was wrong with it, who asks whom
how often and when, how long sources take and how they fail; all with intervals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from sandbox.language import Message
from sandbox.study.calibration.arrivals import Arrivals, Window, arrivals, watched
from sandbox.study.calibration.durations import MICRO, Durations
from sandbox.study.calibration.failures import Gaps, Outage, outage
from sandbox.study.calibration.families import Fit, fits
from sandbox.study.calibration.fitness import Fitness, fitness
from sandbox.study.calibration.formats import records
from sandbox.study.calibration.joining import Joiner
from sandbox.study.calibration.lines import LogRefused
from sandbox.study.calibration.mapping import Mapping, is_agency
from sandbox.study.calibration.record import UNKNOWN, Ending, Party
from sandbox.study.calibration.sorting import RUN
from sandbox.study.calibration.tally import Asked, Tally
from sandbox.study.calibration.troubles import Troubles

SECOND = 1_000_000
EVERY = 20_000
"""records between two looks of an observer"""


@dataclass(frozen=True)
class Options:
    """How a log is read. `servers` None: as many serve as come, so nobody waits."""

    form: str = "auto"
    offset: int = 8 * 3600  # s of local time from UTC
    servers: int | None = None
    confidence: float = 0.95
    mapping: Mapping = field(default_factory=Mapping)
    run: int = RUN  # rows held in memory while sorting


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


@dataclass(frozen=True)
class Calibration:
    """What a log says."""

    file: Path
    options: Options
    troubles: Troubles
    records: int
    copies: int
    calls: int
    sides: tuple[int, int, int]
    resolution: int  # µs
    window: Window
    z: float
    needs: tuple[Need, ...]
    providers: tuple[Provider, ...]
    consumers: dict[str, Lasting]
    """by department: what its calls spend outside the provider"""
    pairs: tuple[tuple[Party, Party, str], ...]
    most_held: int  # rows in memory at most


def calibrate(
    file: Path, options: Options, observer: Callable[[int], None] | None = None
) -> Calibration:
    """The calibration of a log; `observer` is told now and then how many records were read.

    Raises:
        LogRefused: when the log cannot be read or holds no record that can be used.
    """
    troubles = Troubles(str(file))
    joiner = Joiner(str(file), options.run)
    try:
        for record in records(file, options.form, options.offset, troubles):
            joiner.take(record)
            if observer is not None and joiner.records % EVERY == 0:
                observer(joiner.records)
        if not joiner.records:
            said = {"file": str(file), "count": f"{troubles.total:,}"}
            words = Message("{file}: none of its lines can be used ({count} tried)", said)
            raise LogRefused(_with_first(words, troubles))
        if options.servers is not None and joiner.resolution > SECOND:
            raise LogRefused(
                Message(
                    "{file}: its times are rounded to the hour, so waiting cannot be told from "
                    "service; leave out --servers",
                    {"file": str(file)},
                )
            )
        return _calibrated(file, options, troubles, joiner)
    finally:
        joiner.close()


def _with_first(words: Message, troubles: Troubles) -> Message:
    """A refusal that names the first line that was no use."""
    if not troubles.told:
        return words
    line, message = troubles.told[0]
    said = {"words": words, "line": line, "message": message}
    return Message("{words}; line {line}: {message}", said)


def _calibrated(file: Path, options: Options, troubles: Troubles, joiner: Joiner) -> Calibration:
    tally = Tally(options.offset, joiner.resolution, options.servers)
    for block in joiner.joined():
        tally.take(block)
    if tally.calls < 2:
        said = {"file": str(file)}
        raise LogRefused(
            Message("{file}: a single call tells no rate; a longer log is needed", said)
        )
    if options.servers is not None and not any(s.service.count for s in tally.sources.values()):
        words = Message(
            "{file} does not tell when calls came to their source and left it, so waiting cannot "
            "be told from service; leave out --servers",
            {"file": str(file)},
        )
        raise LogRefused(words)
    from scipy.special import ndtri

    z = float(ndtri((1 + options.confidence) / 2))
    window = watched(tally.first, tally.last, tally.calls, joiner.resolution, options.offset)
    pairs, _, members, _ = joiner.names.in_order()
    return Calibration(
        file=file,
        options=options,
        troubles=troubles,
        records=joiner.records,
        copies=joiner.copies,
        calls=joiner.calls,
        sides=(joiner.sides[0], joiner.sides[1], joiner.sides[2]),
        resolution=joiner.resolution,
        window=window,
        z=z,
        needs=tuple(_needs(tally, pairs, window, options)),
        providers=tuple(_providers(tally, pairs, members, options.mapping, z, joiner.resolution)),
        consumers=_consumers(tally, pairs, options.mapping, z),
        pairs=tuple(pairs),
        most_held=joiner.most_held,
    )


def _needs(
    tally: Tally, pairs: list[tuple[Party, Party, str]], window: Window, options: Options
) -> list[Need]:
    """Calls by departments and resources: those of several members or regions together."""
    groups: dict[tuple[str, str, str, str], list[Asked]] = {}
    for number, (consumer, provider, service) in enumerate(pairs):
        mapping = options.mapping
        key = (
            mapping.department(consumer),
            mapping.department(provider),
            mapping.resource(provider, service),
            consumer.subsystem if is_agency(consumer.member) else "",
        )
        groups.setdefault(key, []).append(tally.asked[number])
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
                arrivals(counts, exposure, options.confidence),
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


def _consumers(
    tally: Tally, pairs: list[tuple[Party, Party, str]], mapping: Mapping, z: float
) -> dict[str, Lasting]:
    """What the calls of each department spend outside the provider."""
    ways: dict[str, Durations] = {}
    for number, (consumer, _, _) in enumerate(pairs):
        way = ways.setdefault(mapping.department(consumer), Durations())
        way.merge(tally.asked[number].way)
    return {name: _lasting(way, z, f"way of {name}") for name, way in sorted(ways.items())}


def _mean_size(kept: list[list[int]]) -> float | None:
    told = sum(count for _, count in kept)
    return sum(size for size, _ in kept) / told if told else None


def _providers(
    tally: Tally,
    pairs: list[tuple[Party, Party, str]],
    members: list[str],
    mapping: Mapping,
    z: float,
    resolution: int,
) -> list[Provider]:
    """Sources by department: the members of one together."""
    groups: dict[str, set[int]] = {}
    place = {member: number for number, member in enumerate(members)}
    for _, provider, _ in pairs:
        groups.setdefault(mapping.department(provider), set()).add(place[provider.member])
    found = []
    for department, numbers in sorted(groups.items()):
        service, server = Durations(), Durations()
        sources = [tally.sources[number] for number in sorted(numbers)]
        for source in sources:
            service.merge(source.service)
            server.merge(source.server)
        gaps = Gaps()
        for source in sources:
            gaps.merge(source.gaps)
        found.append(
            Provider(
                department,
                len(numbers),
                _lasting(service, z, department),
                _lasting(server, z, f"{department} server"),
                None if resolution > SECOND else outage(gaps, z),
                gaps.calls,
                gaps.failed,
                sum(source.servers.impossible for source in sources if source.servers),
                sum(source.unplaced for source in sources),
            )
        )
    return found


def _lasting(durations: Durations, z: float, name: str) -> Lasting:
    if not durations.count:
        return Lasting(durations, (), None)
    found = tuple(fits(durations, z))
    return Lasting(durations, found, fitness(durations, found[0], name))
