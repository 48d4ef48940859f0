"""From records to calls: copies of a record left out, the two sides of a call put together.

In: records in any order. Out: calls, in the order of their providers and times, in blocks. A call
is told by its `messageId`; of two records of the same side the one with the smaller fields counts,
whatever their order in the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

import numpy as np

from sandbox.language import Message
from sandbox.study.calibration.lines import LogRefused
from sandbox.study.calibration.record import HOUR, UNKNOWN, Party, Record, Side
from sandbox.study.calibration.sorting import RUN, Rows, Sorter

MOST_PAIRS = 20_000
"""different consumers × services of one log; their numbers have 15 bits"""

_RECORD = np.dtype(
    [
        ("message", "u8"),
        ("side", "u1"),
        ("request_in", "i8"),
        ("request_out", "i8"),
        ("response_in", "i8"),
        ("response_out", "i8"),
        ("lasted", "i8"),
        ("who", "u8"),  # the pair by name, so that no order depends on its number
        ("pair", "u4"),
        ("ending", "u1"),
        ("request_size", "i8"),
        ("response_size", "i8"),
    ]
)
CALL = np.dtype(
    [
        ("order", "u8"),  # provider, then time
        ("provider", "u4"),
        ("time", "i8"),  # at the source's door where that is known, else when it was made
        ("made", "i8"),
        ("total", "i8"),  # as the consumer sees it
        ("enter", "i8"),  # request to the source's own system
        ("leave", "i8"),  # its answer
        ("source", "i8"),  # time at the source's own system
        ("way", "i8"),  # outside the provider: the consumer's security server and the network
        ("server", "i8"),  # at the provider's security server, both ways
        ("pair", "u4"),
        ("ending", "u1"),
        ("request_size", "i8"),
        ("response_size", "i8"),
    ]
)
"""A call; what is not known is `UNKNOWN` (sizes: −1)."""


class Names:
    """Numbers for the consumers × services and the providers of a log."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.pairs: dict[tuple[Party, Party, str], int] = {}
        self._hashes: list[int] = []
        self.providers: dict[str, int] = {}

    def pair(self, record: Record) -> tuple[int, int]:
        """The number of who asks whom for what, and a hash of their names.

        Raises:
            LogRefused: when a log has more of them than can be told apart usefully.
        """
        key = (record.consumer, record.provider, record.service)
        found = self.pairs.get(key)
        if found is None:
            if len(self.pairs) >= MOST_PAIRS:
                said = {"file": self._file, "limit": f"{MOST_PAIRS:,}"}
                raise LogRefused(
                    Message("{file}: more than {limit} different consumers and services", said)
                )
            found = self.pairs[key] = len(self.pairs)
            self._hashes.append(_hash(repr(key)))
            self.providers.setdefault(record.provider.member, len(self.providers))
        return found, self._hashes[found]

    def in_order(self) -> tuple[list[tuple[Party, Party, str]], Rows, list[str], Rows]:
        """Pairs and providers sorted by name, and new numbers for the old ones.

        Numbers that do not depend on the order of records.
        """
        pairs, providers = sorted(self.pairs), sorted(self.providers)
        new_pair = np.zeros(max(len(pairs), 1), np.uint32)
        new_provider = np.zeros(max(len(pairs), 1), np.uint32)
        place = {name: number for number, name in enumerate(providers)}
        for number, pair in enumerate(pairs):
            new_pair[self.pairs[pair]] = number
            new_provider[number] = place[pair[1].member]
        return pairs, new_pair, providers, new_provider


class Joiner:
    """Takes records, gives calls."""

    def __init__(self, file: str, run: int = RUN) -> None:
        self.names = Names(file)
        self.records = 0
        self.copies = 0
        self.calls = 0
        self.sides = [0, 0, 0]
        self.resolution = 1
        self.most_held = 0
        self._run = run
        self._sorter = Sorter(_RECORD, self._without_copies, run)

    def take(self, record: Record) -> None:
        """One more record."""
        self.records += 1
        self.resolution = max(self.resolution, record.resolution)
        text = record.message or f"\n{self.records}"  # no id: a call of its own
        pair, who = self.names.pair(record)
        self._sorter.one(
            (
                _hash(text),
                record.side,
                record.request_in,
                record.request_out,
                record.response_in,
                record.response_out,
                record.lasted,
                who,
                pair,
                record.ending,
                record.request_size,
                record.response_size,
            )
        )

    def joined(self) -> Iterator[Rows]:
        """The calls."""
        _, new_pair, _, provider = self.names.in_order()
        with Sorter(CALL, run=self._run) as calls:
            with self._sorter as sorter:
                for block in sorter.blocks():
                    block["pair"] = new_pair[block["pair"]]
                    found = _calls(block)
                    found["provider"] = provider[found["pair"]]
                    found["order"] = self._order(found, block)
                    for side in Side:
                        self.sides[side] += int((block["side"] == side).sum())
                    self.calls += len(found)
                    calls.many(found)
            yield from calls.blocks()
            self.most_held = max(sorter.most_held, calls.most_held)

    def _order(self, calls: Rows, records: Rows) -> Rows:
        """A key that sorts calls by provider and time (in steps of 8 µs; the time decides inside).

        Where times were rounded to the hour, calls spread over it by their ids: a block that may
        not part equal keys stays small.
        """
        time: Rows = calls["time"].astype(np.uint64)
        if self.resolution >= HOUR:
            first = np.r_[True, records["message"][1:] != records["message"][:-1]]
            time = time + records["message"][first] % np.uint64(HOUR)
        order: Rows = (calls["provider"].astype(np.uint64) << np.uint64(49)) | (
            time >> np.uint64(3)
        )
        return order

    def close(self) -> None:
        """Give the disk space back when nothing is asked for."""
        self._sorter.__exit__(None, None, None)

    def _without_copies(self, rows: Rows) -> Rows:
        again = np.zeros(len(rows), bool)
        again[1:] = (rows["message"][1:] == rows["message"][:-1]) & (
            rows["side"][1:] == rows["side"][:-1]
        )
        self.copies += int(again.sum())
        return rows[~again]


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def _calls(rows: Rows) -> Rows:
    """Calls of records that are sorted by message and side."""
    message = rows["message"]
    first = np.flatnonzero(np.r_[True, message[1:] != message[:-1]])
    which = np.cumsum(np.r_[True, message[1:] != message[:-1]]) - 1
    client = _side(rows, which, len(first), Side.CLIENT)
    client = _side(rows, which, len(first), Side.CLIENT)
    producer = _side(rows, which, len(first), Side.PRODUCER)
    lead = rows[first]  # the client's record where there is one: sides are in order
    found = np.zeros(len(first), CALL)
    found["pair"] = lead["pair"]
    found["made"] = lead["request_in"]
    whole = lead["side"] == Side.WHOLE
    found["total"] = np.where(lead["side"] == Side.PRODUCER, UNKNOWN, lead["lasted"])
    found["ending"] = lead["ending"]
    for field in ("request_size", "response_size"):
        found[field] = np.maximum(lead[field], producer[field])
    found["enter"] = producer["request_out"]
    found["leave"] = producer["response_in"]
    inside = _between(producer["request_out"], producer["response_in"])
    # without the moments of the source's system: its server's view, else the other end's
    lasted = producer["lasted"]
    away = _between(client["request_out"], client["response_in"])
    found["source"] = _first_known(inside, lasted, away, np.where(whole, lead["lasted"], UNKNOWN))
    found["way"] = _without(client["lasted"], _first_known(lasted, away))
    found["server"] = _without(lasted, inside)
    bare = (lasted == UNKNOWN) & (away == UNKNOWN) & ~whole  # a client that tells its total only
    found["source"][bare] = client["lasted"][bare]
    found["time"] = np.where(found["enter"] != UNKNOWN, found["enter"], found["made"])
    return found


def _side(rows: Rows, which: Rows, count: int, side: Side) -> Rows:
    """The record of one side of each call; unknown where there is none."""
    found: Rows = np.zeros(count, _RECORD)
    for field in ("request_in", "request_out", "response_in", "response_out", "lasted"):
        found[field] = UNKNOWN
    found["request_size"] = found["response_size"] = -1
    mine = rows["side"] == side
    found[which[mine]] = rows[mine]
    return found


def _between(begin: Any, end: Any) -> Any:
    return np.where((begin != UNKNOWN) & (end != UNKNOWN), end - begin, UNKNOWN)


def _without(whole: Any, part: Any) -> Any:
    """What is left of a duration; clocks of two servers may differ, so it is nought at least."""
    known = (whole != UNKNOWN) & (part != UNKNOWN)
    return np.where(known, np.maximum(whole - part, 0), UNKNOWN)


def _first_known(*choices: Any) -> Any:
    found = choices[-1]
    for choice in reversed(choices[:-1]):
        found = np.where(choice != UNKNOWN, choice, found)
    return found
