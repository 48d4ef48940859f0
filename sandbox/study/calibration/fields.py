"""The fields of X-Road's operational monitoring records, read from any writing.

In: a mapping from field names to values. Out: a `Record`, or a `Bad`. Names and meanings are those
of the X-Road operational monitoring protocol (PR-OPMON, annex B); the open data of X-tee rounds
`requestInTs` to the hour and adds `totalDuration` and `producerDurationProducerView` in ms.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from sandbox.language import Message
from sandbox.study.calibration.record import (
    HOUR,
    LATEST,
    UNKNOWN,
    Bad,
    Ending,
    Party,
    Record,
    Side,
)

MILLISECOND = 1000
LONGEST = 31_536_000_000_000  # µs; a year: no call lasts longer
LONGEST_NAME = 200
TIME_OUT = 30_000_000
"""µs; X-Road's default client time-out"""

_SIDES = {"client": Side.CLIENT, "producer": Side.PRODUCER}
_TRUTH = {
    **dict.fromkeys(("true", "1", "yes", "y", "t", "是", "成功"), True),
    **dict.fromkeys(("false", "0", "no", "n", "f", "否", "失败"), False),
}

Get = Callable[[str], Any]


def name_of(value: Any, field: str, *, needed: bool = True) -> str:
    """A name: text, or a number that was written without quotes."""
    if value is None or (isinstance(value, str) and not value.strip()):
        if needed:
            raise Bad(Message("no {field}", {"field": field}))
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Bad(Message("{field} is no name", {"field": field}))
    text = str(value).strip()
    if len(text) > LONGEST_NAME or not text.isprintable():
        raise Bad(Message("{field} is no name", {"field": field}))
    return text


def whole_of(value: Any, field: str) -> int | None:
    """A whole number; None when there is none."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and re.fullmatch(r"\s*-?\d{1,18}\s*", value, re.ASCII):
        return int(value)
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if whole and not isinstance(value, bool) and abs(value) < 10**18:
        return int(value)
    raise Bad(Message("{field} is no whole number", {"field": field}))


def truth_of(value: Any, field: str) -> bool:
    """True or false, as JSON or as text."""
    if isinstance(value, bool):
        return value
    found = _TRUTH.get(str(value).strip().casefold()) if value is not None else None
    if found is None:
        raise Bad(Message("{field} is neither true nor false", {"field": field}))
    return found


def moment(value: Any, field: str) -> int:
    """A time in ms since 1970, in µs."""
    found = whole_of(value, field)
    if found is None:
        return UNKNOWN
    micro = found * MILLISECOND
    if not 0 < micro < LATEST:
        raise Bad(Message("{field} is no time in ms since 1970", {"field": field}))
    return micro


def duration(value: Any, field: str) -> int:
    """A duration in ms, in µs."""
    found = whole_of(value, field)
    if found is None:
        return UNKNOWN
    micro = found * MILLISECOND
    if micro < 0:
        raise Bad(Message("{field} is below zero: a clock went backwards", {"field": field}))
    return plausible(micro, field)


def plausible(micro: int, field: str) -> int:
    """A duration that a call can have."""
    if micro > LONGEST:
        raise Bad(Message("{field} is longer than a year", {"field": field}))
    return micro


def record_of(get: Get) -> Record:
    """The record with the fields that `get` gives (None: not there).

    Raises:
        Bad: when a field that is needed is missing or means nothing.
    """
    side = _SIDES.get(name_of(get("securityServerType"), "securityServerType").casefold())
    if side is None:
        raise Bad(Message("securityServerType is neither Client nor Producer"))
    times = [
        moment(get(field), field)
        for field in ("requestInTs", "requestOutTs", "responseInTs", "responseOutTs")
    ]
    if times[0] == UNKNOWN:
        raise Bad(Message("no {field}", {"field": "requestInTs"}))
    lasted = _lasted(get, side, times)
    succeeded = truth_of(get("succeeded"), "succeeded")
    return Record(
        side,
        name_of(get("messageId"), "messageId"),
        _party(get, "client"),
        _party(get, "service"),
        name_of(get("serviceCode"), "serviceCode"),
        times[0],
        times[1],
        times[2],
        times[3],
        lasted,
        Ending.ANSWERED if succeeded else _ending(get, side, lasted),
        _size(get("requestSize"), "requestSize"),
        _size(get("responseSize"), "responseSize"),
        MILLISECOND if times[3] != UNKNOWN else HOUR,
    )


def _lasted(get: Get, side: Side, times: list[int]) -> int:
    """How long the call lasted, seen from a side."""
    known = [time for time in times if time != UNKNOWN]
    if any(after < before for before, after in pairwise(known)):
        raise Bad(Message("a time lies before the one it follows: a clock went backwards"))
    if times[3] != UNKNOWN:
        return plausible(times[3] - times[0], "responseOutTs − requestInTs")
    field = "totalDuration" if side == Side.CLIENT else "producerDurationProducerView"
    lasted = duration(get(field), field)
    if lasted == UNKNOWN:
        said = {"field": "responseOutTs", "other": field}
        raise Bad(Message("neither {field} nor {other}", said))
    return lasted


def _party(get: Get, who: str) -> Party:
    member, subsystem = f"{who}MemberCode", f"{who}SubsystemCode"
    return Party(name_of(get(member), member), name_of(get(subsystem), subsystem, needed=False))


def _ending(get: Get, side: Side, lasted: int) -> Ending:
    """How a call ended that did not succeed.

    Denied when X-Road says AccessDenied. Timed out when the consumer's server gave up reading
    (IOError), or when nothing is said of a fault, as in open data, and the call lasted as long as
    X-Road waits by default.
    """
    fault = str(get("faultCode") or "")
    if fault.endswith("AccessDenied"):
        return Ending.DENIED
    if side == Side.CLIENT and (fault.endswith("IOError") or (not fault and lasted >= TIME_OUT)):
        return Ending.TIMED_OUT
    return Ending.FAILED


def _size(value: Any, field: str) -> int:
    found = whole_of(value, field)
    return -1 if found is None or found < 0 else found
