"""Every request's life as JSON lines, one event a line.

In: events of an engine. Out: lines `{"time": seconds, "stream": …, "index": …, "event": …, …}` on a
text stream. Traces hold positions, versions and times, never what a record says.
"""

from __future__ import annotations

import json
from typing import Any, TextIO

TICKS = 1e9


def _spoken(value: Any) -> Any:
    """A JSON value for what engines put into details."""
    return value.item() if hasattr(value, "item") else str(value)


class TraceLines:
    """A `Trace` that writes to `stream` as events come."""

    def __init__(self, stream: TextIO) -> None:
        self.stream, self.events = stream, 0

    def __call__(
        self, time: int, stream: str, index: int, event: str, detail: dict[str, Any]
    ) -> None:
        line = {"time": time / TICKS, "stream": stream, "index": int(index), "event": event}
        self.stream.write(json.dumps(line | detail, ensure_ascii=False, default=_spoken) + "\n")
        self.events += 1
