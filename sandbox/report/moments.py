"""Moments as people write them: `day 3 10:00`, `第3天 10:00`, `2025-03-05 10:00`, `36 h`.

In: words and the first day of a study. Out: seconds after its start.
"""

from __future__ import annotations

import re
from datetime import date

from sandbox.language import Message

_CLOCK = (
    r"(?:\s*[T ]?\s*(?P<hour>\d{1,2})[:\uff1a](?P<minute>\d{2})(?:[:\uff1a](?P<second>\d{2}))?)?"
)
_DAY = re.compile(rf"(?:day|第)\s*(?P<day>\d{{1,5}})\s*(?:天|日)?{_CLOCK}", re.IGNORECASE)
_DATE = re.compile(rf"(?P<date>\d{{4}}-\d{{2}}-\d{{2}}){_CLOCK}")
DAY = 86400.0


class NoMoment(Exception):  # noqa: N818 - says what was found
    """Words that name no moment of the study."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def moment_of(written: str, start: date, horizon: float) -> float:
    """Seconds after the start of the study.

    Raises:
        NoMoment: for words of another form, and for moments outside the study.
    """
    seconds = _seconds(written.strip(), start)
    if seconds is None:
        raise NoMoment(
            Message(
                "{written!r} is no moment; write `day 3 10:00`, a date such as `2025-03-05 10:00`, "
                "or a time after the start such as `36 h`.",
                {"written": written},
            )
        )
    if not 0 <= seconds <= horizon:
        raise NoMoment(
            Message(
                "{written!r} lies outside the study, which has the days 1 to {last}.",
                {"written": written, "last": max(1, -(-int(horizon) // int(DAY)))},
            )
        )
    return seconds


def _seconds(written: str, start: date) -> float | None:
    found = _DAY.fullmatch(written)
    if found is not None:
        clock = _clock(found)
        return None if clock is None else (int(found["day"]) - 1) * DAY + clock
    found = _DATE.fullmatch(written)
    if found is not None:
        clock = _clock(found)
        try:
            days = (date.fromisoformat(found["date"]) - start).days
        except ValueError:
            return None
        return None if clock is None else days * DAY + clock
    from sandbox.scenario.units import parse

    try:
        return float(parse(written, "duration"))
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> float | None:
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    if hour > 23 or minute > 59 or second > 59:
        return None
    return hour * 3600.0 + minute * 60 + second
