"""Calibration: a log, read once, becomes fits.

In: a log and options. Out: a `Calibration`: what was read and what was wrong with it, who asks whom
how often and when, how long sources take and how they fail; all with intervals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.language import Message
from sandbox.study.calibration.arrivals import Window, watched
from sandbox.study.calibration.findings import (
    Lasting,
    Need,
    Pair,
    Provider,
    consumers_of,
    needs_of,
    providers_of,
)
from sandbox.study.calibration.formats import records
from sandbox.study.calibration.joining import Joiner
from sandbox.study.calibration.lines import LogRefused
from sandbox.study.calibration.mapping import Mapping
from sandbox.study.calibration.naming import Naming, naming
from sandbox.study.calibration.sorting import RUN
from sandbox.study.calibration.tally import Tally
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
    pairs: tuple[Pair, ...]
    naming: Naming
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
    asked = {
        pair: tally.asked[number] for number, pair in enumerate(pairs) if number in tally.asked
    }
    sources = {
        member: tally.sources[number]
        for number, member in enumerate(members)
        if number in tally.sources
    }
    names = naming(pairs, options.mapping)
    judged = joiner.resolution <= SECOND
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
        needs=tuple(needs_of(asked, window, names, options.confidence)),
        providers=tuple(providers_of(asked, sources, names, z, outages=judged)),
        consumers=consumers_of(asked, names, z),
        pairs=tuple(pairs),
        naming=names,
        most_held=joiner.most_held,
    )
