"""The event log of a run: the latest events, as many as are kept.

In: steps of requests and what is done to stations, links, gates and documents. Out: numbered
entries, the oldest of which are forgotten.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

KEPT = 4000
"""entries that a log keeps"""

_MINOR = frozenset(
    ("attempt", "settle", "count", "stamp", "jump", "done", "scope", "gate", "delay", "check")
)
_INNER = frozenset(("staff", "system"))  # notes for the reckoning of costs
_GOVERNED = ("when: ", "document: ")  # gates of governance, of which notes tell in its own words


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. `index` is that of a request of the stream `name`; -1: it befell a thing.

    `kind` is `request`, `change`, `batch`, `station`, `link`, `gate`, or that of a note of a
    control process.
    """

    number: int
    time: int  # ticks
    kind: str
    name: str
    index: int
    event: str
    detail: Mapping[str, Any]

    @property
    def minor(self) -> bool:
        """Whether only those want to see it who look into a flow, or reckon costs."""
        if self.index >= 0:
            return self.event in _MINOR
        return self.kind in _INNER or (self.kind == "gate" and self.name.startswith(_GOVERNED))


class Log:
    """The latest entries, and how many there have been."""

    def __init__(self, kept: int = KEPT) -> None:
        self._entries: deque[Entry] = deque(maxlen=kept)
        self.count = 0

    def add(
        self, time: int, kind: str, name: str, index: int, event: str, detail: Mapping[str, Any]
    ) -> None:
        """Take an event."""
        self._entries.append(Entry(self.count, time, kind, name, index, event, detail))
        self.count += 1

    def since(self, number: int) -> tuple[Entry, ...]:
        """Entries from this number on, as far as they are kept."""
        new = min(max(self.count - number, 0), len(self._entries))
        return tuple(islice(self._entries, len(self._entries) - new, None))


def matching(
    entries: Iterable[Entry], words: Iterable[str], wanted: str, unwanted: str
) -> list[tuple[Entry, str]]:
    """Entries with the words that stand for each, filtered by the words as a reader sees them.

    Kept are those that contain `wanted` and do not contain `unwanted`, whatever the case; an
    empty filter keeps everything.
    """
    yes, no = wanted.casefold(), unwanted.casefold()
    found = []
    for entry, said in zip(entries, words):
        plain = said.casefold()
        if yes in plain and not (no and no in plain):
            found.append((entry, said))
    return found
