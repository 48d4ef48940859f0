"""Every request's life as JSON lines, one event a line, with names instead of positions.

In: events of an engine and the program they come from. Out: lines on a text stream: first what
was run, then `{"time": seconds, "stream": …, "index": …, "event": …, …}`, last how many events
there were. Traces hold names, versions and times, never what a record says. The reference of the
command line lists every field.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol

from sandbox.flows import Program
from sandbox.flows.program import StreamKind

TICKS = 1e9
"""engines count time in nanoseconds, people in seconds"""
_KINDS = {StreamKind.NEED: "request", StreamKind.CHANGE: "change", StreamKind.THEFT: "theft"}
FORMAT = 2


class _Sink(Protocol):
    def write(self, text: str) -> object: ...


def _spoken(value: Any) -> Any:
    """A JSON value for what engines put into details."""
    return value.item() if hasattr(value, "item") else str(value)


class TraceLines:
    """A `Trace` that writes to `sink` as events come; `origin` says what is run."""

    def __init__(self, sink: _Sink, program: Program, origin: Mapping[str, Any]) -> None:
        self._sink = sink
        self._registers = [register.name for register in program.registers]
        self._kinds = {stream.name: _KINDS[stream.kind] for stream in program.streams}
        self._made: dict[tuple[str, int], int] = {}  # requests under way → ticks
        self._events = 0
        self._write({"event": "trace", "format": FORMAT, **origin})

    def __call__(
        self, time: int, stream: str, index: int, event: str, detail: dict[str, Any]
    ) -> None:
        index, kind = int(index), self._kinds.get(stream, "batch")
        line = {"time": time / TICKS, "stream": stream, "index": index, "event": event}
        if event == "made":
            line["kind"] = kind
            if kind == "request":
                self._made[stream, index] = time
        elif event == "end":
            if kind == "request" and "child" not in detail:
                line["made"] = self._made.pop((stream, index)) / TICKS
                line["end"] = time / TICKS
            if "values" in detail:
                detail = detail | {"values": [self._value(*told) for told in detail["values"]]}
        self._events += 1
        self._write(line | detail)

    def finish(self, end: float) -> None:
        """Say which requests were still open when the run ended (`end` in seconds), and stop."""
        for (stream, index), made in self._made.items():
            line = {"time": end, "stream": stream, "index": index, "event": "end"}
            self._events += 1
            self._write(line | {"made": made / TICKS, "end": None, "outcome": "unfinished"})
        self._write({"event": "whole", "events": self._events})

    def _value(
        self, register: int, record: int, version: int, error: int, time: int
    ) -> dict[str, Any]:
        """What an answer says of one record."""
        return {
            "register": self._registers[register],
            "record": int(record),
            "version": int(version),
            "error": int(error),
            "as_of": time / TICKS,
        }

    def _write(self, line: Mapping[str, Any]) -> None:
        self._sink.write(json.dumps(line, ensure_ascii=False, default=_spoken) + "\n")
