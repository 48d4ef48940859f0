"""One record of a log, as all formats give it.

In: the fields of a line. Out: a `Record` with times in microseconds since 1970, or a `Bad` that
says what is wrong with the line.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from sandbox.language import Message

UNKNOWN = -(2**62)
"""a time or duration that the record does not tell"""
LATEST = 4_102_444_800_000_000
"""µs; the year 2100: what lies beyond is no time of a log"""
HOUR = 3_600_000_000
"""µs"""


class Side(IntEnum):
    """Where a record was made."""

    CLIENT = 0  # the consumer's security server
    PRODUCER = 1  # the provider's security server
    WHOLE = 2  # a log of calls that does not tell sides


class Ending(IntEnum):
    """How a call ended."""

    ANSWERED = 0
    FAILED = 1
    DENIED = 2  # no right to this service
    TIMED_OUT = 3  # the consumer's security server waited no longer


class Bad(Exception):  # noqa: N818 - a word for a state, as `Refused`
    """A line cannot be used; `message` says why."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message)


class Party(NamedTuple):
    """A member and its subsystem (which may be empty)."""

    member: str
    subsystem: str


class Record(NamedTuple):
    """A record. Times in µs since 1970, `UNKNOWN` where the log does not tell them.

    X-Road's eight moments are four of each side: request in, request out, response in, response
    out. `lasted` is the time from the first to the last of these four.
    """

    side: Side
    message: str  # empty: the log has no ids
    consumer: Party
    provider: Party
    service: str
    request_in: int
    request_out: int
    response_in: int
    response_out: int
    lasted: int
    ending: Ending
    request_size: int  # bytes; -1: not told
    response_size: int
    resolution: int  # µs to which times were rounded
