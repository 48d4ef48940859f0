"""A plain CSV of calls: one line a call, with columns that any system can write.

In: cells by column. Out: a `Record`, or a `Bad`. `time` is ISO 8601, or seconds or ms since 1970;
`duration` is in ms, or has a unit.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

from sandbox.language import Message
from sandbox.scenario.units import parse
from sandbox.study.calibration.fields import name_of, plausible, truth_of
from sandbox.study.calibration.record import (
    LATEST,
    UNKNOWN,
    Bad,
    Ending,
    Party,
    Record,
    Side,
)

NEEDED = ("time", "consumer", "provider", "duration")
COLUMNS = (*NEEDED, "service", "succeeded", "id")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECONDS_FROM = 1e11  # as seconds that is the year 5138: a larger number counts ms


def plain_record(get: Callable[[str], str | None], offset: int) -> Record:
    """The call with these cells; `offset` (s) is local time's from UTC.

    Raises:
        Bad: when a cell that is needed is empty or means nothing.
    """
    at = _time(name_of(get("time"), "time"), offset)
    lasted = _duration(name_of(get("duration"), "duration"))
    provider = name_of(get("provider"), "provider")
    succeeded = get("succeeded")
    fine = True if succeeded is None else truth_of(succeeded, "succeeded")
    return Record(
        Side.WHOLE,
        name_of(get("id"), "id", needed=False),
        Party(name_of(get("consumer"), "consumer"), ""),
        Party(provider, ""),
        name_of(get("service"), "service", needed=False) or provider,
        at,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        lasted,
        Ending.ANSWERED if fine else Ending.FAILED,
        -1,
        -1,
        1,
    )


def _time(text: str, offset: int) -> int:
    try:
        number = float(text)
    except ValueError:
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            raise Bad(Message("`time` is no time such as 2025-03-03T09:00:00")) from None
        if found.tzinfo is None:
            found = found.replace(tzinfo=timezone(timedelta(seconds=offset)))
        micro = (found - _EPOCH) // timedelta(microseconds=1)
    else:
        if not math.isfinite(number):
            raise Bad(Message("`time` is no time such as 2025-03-03T09:00:00"))
        micro = round(number * (1e3 if number >= _MILLISECONDS_FROM else 1e6))
    if not 0 < micro < LATEST:
        raise Bad(Message("`time` lies before 1970 or after 2100"))
    return micro


def _duration(text: str) -> int:
    try:
        seconds = float(text) / 1000
    except ValueError:
        try:
            seconds = parse(text, "duration")
        except ValueError:
            raise Bad(Message("`duration` is no duration in ms, or such as 1.2 s")) from None
    if not math.isfinite(seconds):
        raise Bad(Message("`duration` is no duration in ms, or such as 1.2 s"))
    if seconds < 0:
        said = {"field": "duration"}
        raise Bad(Message("{field} is below zero: a clock went backwards", said))
    return plausible(round(min(seconds, 1e9) * 1e6), "duration")
