"""Recordings: a run kept in a file, to be played again without simulating anything.

In: a run. Out: a file of JSON lines, compressed: what it is of, then how things stand at a
thousand moments as changes from the moment before, with the events in between. And back: a
recording as a show, whose time goes both ways. Of large runs only some requests are kept, each of
them whole; what is done to stations, links and gates is kept always.
"""

from __future__ import annotations

import gzip
import json
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any

import sandbox
from sandbox.engine import Progress, arrivals_of
from sandbox.engine.stepping import Standing
from sandbox.flows.program import Program
from sandbox.language import Message
from sandbox.randomness import key
from sandbox.scenario import Document, Refused
from sandbox.scenario.document import reload
from sandbox.study.live.lane import Lane, Look
from sandbox.study.live.log import KEPT, Log
from sandbox.study.runs import Workshop, workshop_of

FORMAT = 1
MOMENTS = 1000
"""moments that are kept of a run"""
_REQUESTS = 5000  # requests whose steps are kept of a run, about
_PARTS = ("waiting", "busy", "servers", "up", "links", "gates")
_LONGEST = 64_000_000  # characters of a line that is read


class NotARecording(Exception):  # noqa: N818 - named for what the caller meets
    """A file that cannot be played."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.render("en"))
        self.message = message


def record(
    made: Workshop,
    model: str,
    seed: int,
    replication: int,
    engine: str,
    file: IO[bytes],
    look: Callable[[float], None] = lambda _: None,
) -> None:
    """Run a model and write the recording; `look` is told how far it is (0 to 1).

    Raises:
        OSError: when it cannot be written.
    """
    program = made.assembly(model).program
    study = made.document.scenario.study
    share = max(1, round(arrivals_of(program, float(study.horizon)) / _REQUESTS))

    def kept(stream: str, index: int) -> bool:
        return share == 1 or key(f"{stream}#{index}") % share == 0

    lane = Lane(made, model, seed, replication, engine, kept)
    head = {
        "recording": FORMAT, "version": sandbox.__version__, "model": model, "seed": seed,
        "replication": replication, "end": lane.end, "share": share,
        "text": made.document.text, **_names(program),
    }  # fmt: skip
    with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as out:
        _line(out, head)
        before: Standing | None = None
        seen = 0
        for moment in range(MOMENTS + 1):
            until = lane.end * moment // MOMENTS
            events = []
            while True:
                more = lane.go(until)
                events += [
                    [e.time, e.kind, e.name, e.index, e.event, e.detail]
                    for e in lane.log.since(seen)
                    if not e.minor
                ]
                seen = lane.log.count
                if not more:
                    break
            now = lane.look()
            _line(out, _moment(before, now, events))
            before = now.standing
            look(moment / MOMENTS)
            if lane.over:
                break


def _names(program: Program) -> dict[str, list[str]]:
    return {
        "stations": [one.name for one in program.stations],
        "links": [one.name for one in program.links],
        "gates": [one.name for one in program.gates],
    }


def _line(out: gzip.GzipFile, data: Any) -> None:
    out.write(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def _moment(before: Standing | None, now: Look, events: list[list[Any]]) -> dict[str, Any]:
    """A moment: changes since the one before."""
    changes: dict[str, list[list[int]]] = {}
    for part in _PARTS:
        new = getattr(now.standing, part)
        old = [None] * len(new) if before is None else getattr(before, part)
        changed = [[at, int(b)] for at, (a, b) in enumerate(zip(old, new)) if a != b]
        if changed:
            changes[part] = changed
    progress = {name: value for name, value in asdict(now.progress).items() if name != "time"}
    return {"t": now.standing.time, "d": changes, "p": progress, "e": events}


@dataclass(frozen=True)
class _Moment:
    time: int
    changes: Mapping[str, list[list[int]]]
    progress: Progress


class _Track:
    """What a recording shows: it has a log, as lanes have."""

    def __init__(self, model: str) -> None:
        self.model = model
        self.log = Log()


class Recording:
    """A recording that is played; its time goes both ways."""

    def __init__(self, file: Path) -> None:
        """Read the file.

        Raises:
            NotARecording: when it is none, or of a program that is not this one.
            OSError: when it cannot be read.
        """
        self.file = file
        lines = _lines(file)
        head = next(lines, None)
        if not isinstance(head, dict) or head.get("recording") != FORMAT:
            raise _none(file)
        try:
            self.model = str(head["model"])
            self.end = int(head["end"])
            self.document: Document = reload(str(head["text"]), None, str(file))
            made = workshop_of(self.document)
            self.world = made.world
            self.program = made.assembly(self.model).program
            same = _names(self.program) == {name: head[name] for name in _names(self.program)}
            self._moments: list[_Moment] = []
            self._events: list[list[Any]] = []
            for line in lines:
                progress = Progress(int(line["t"]), **line["p"])
                self._moments.append(_Moment(int(line["t"]), line["d"], progress))
                self._events += line["e"]
            sound = bool(self._moments) and self._fits()
        except (KeyError, TypeError, ValueError, AttributeError, Refused):
            raise _none(file) from None
        if not sound:
            raise _none(file)
        if not same:
            message = Message(
                "{file} was recorded by version {version}, whose models were others",
                {"file": str(file), "version": str(head.get("version"))},
            )
            raise NotARecording(message)
        self._times = [moment.time for moment in self._moments]
        self._event_times = [event[0] for event in self._events]
        self._track = _Track(self.model)
        self.now = 0
        self._place = self._told = -1
        self._state: dict[str, list[int]] = {}
        self.jump(0)

    def _fits(self) -> bool:
        sizes = dict(zip(_PARTS, (len(self.program.stations),) * 4, strict=False))
        sizes |= {"links": len(self.program.links), "gates": len(self.program.gates)}
        return all(
            0 <= at < sizes[part]
            for moment in self._moments
            for part, changed in moment.changes.items()
            for at, _ in changed
        ) and all(
            len(event) == 6 and isinstance(event[0], int) and isinstance(event[5], dict)
            for event in self._events
        )

    # a show, as players take it

    @property
    def lanes(self) -> tuple[_Track, ...]:
        """The recording."""
        return (self._track,)

    @property
    def over(self) -> bool:
        """Whether its end is reached."""
        return self.now >= self._times[-1]

    @property
    def aiming(self) -> bool:
        """Never: every time is reached at once."""
        return False

    def go(self, until: int) -> bool:
        """Go to a time, forward; there is never more to do."""
        self.now = max(self.now, min(until, self._times[-1]))
        self._follow()
        return False

    def step(self) -> None:
        """The next event."""
        at = bisect_right(self._event_times, self.now)
        self.go(self._event_times[at] if at < len(self._events) else self._times[-1])

    def jump(self, time: int) -> None:
        """Go to any time."""
        self.now = max(0, min(time, self._times[-1]))
        self._place = -1
        self._state = {
            **dict.fromkeys(_PARTS[:4], [0] * len(self.program.stations)),
            "links": [0] * len(self.program.links),
            "gates": [0] * len(self.program.gates),
        }
        self._state = {part: list(values) for part, values in self._state.items()}
        self._track.log = Log()
        self._told = max(0, bisect_right(self._event_times, self.now) - KEPT)
        self._follow()

    def _follow(self) -> None:
        """Bring state and log to the present."""
        place = max(0, bisect_right(self._times, self.now) - 1)
        while self._place < place:
            self._place += 1
            for part, changed in self._moments[self._place].changes.items():
                for at, value in changed:
                    self._state[part][at] = value
        told = bisect_right(self._event_times, self.now)
        for event in self._events[self._told : told]:
            self._track.log.add(*event)
        self._told = max(self._told, told)

    def looks(self) -> tuple[Look, ...]:
        """How things stood."""
        state = self._state
        standing = Standing(
            self.now,
            tuple(state["waiting"]), tuple(state["busy"]), tuple(state["servers"]),
            tuple(map(bool, state["up"])), tuple(map(bool, state["links"])),
            tuple(map(bool, state["gates"])),
        )  # fmt: skip
        progress = self._moments[self._place].progress
        return (Look(self.model, standing, replace(progress, time=self.now)),)


def _none(file: Path) -> NotARecording:
    return NotARecording(Message("{file} is no recording", {"file": str(file)}))


def _lines(file: Path) -> Iterator[Any]:
    """The lines of a recording."""
    try:
        with gzip.open(file, "rb") as lines:
            while line := lines.readline(_LONGEST):
                yield json.loads(line)
    except (gzip.BadGzipFile, EOFError, zlib.error, ValueError, RecursionError):
        raise _none(file) from None
