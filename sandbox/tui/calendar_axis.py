"""Ticks of a calendar: days, weeks, months and years that people count in.

In: the first day of the study and a window of time in seconds after it. Out: ticks with their
labels, at most as many as fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
_STEPS = (  # how long at least, and what is counted by how many
    *((n * MINUTE, "minutes", n) for n in (1, 2, 5, 10, 15, 30)),
    *((n * HOUR, "hours", n) for n in (1, 2, 3, 6, 12)),
    (DAY, "days", 1),
    (2 * DAY, "days", 2),
    (7 * DAY, "days", 7),
    (14 * DAY, "days", 14),
    *((n * 28 * DAY, "months", n) for n in (1, 2, 3, 6)),
    *((n * 365 * DAY, "months", 12 * n) for n in (1, 2, 5, 10, 20, 50, 100)),
)
GAP = 2
"""Cells at least between a label and the next tick."""


def calendar_ticks(
    start: datetime, begin: float, end: float, width: int
) -> list[tuple[float, str]]:
    """Ticks from `begin` to `end`, as close as `width` cells have room for labels.

    Each is seconds after the start, and a label. Weeks begin on Mondays, quarters in January,
    April, July and October.
    """
    scale = (end - begin) / max(width, 1)  # seconds in a cell
    _, unit, count = next(
        (step for step in _STEPS if step[0] >= scale * (_size(*step[1:]) + GAP)), _STEPS[-1]
    )
    found = []
    for moment in _moments(start + timedelta(seconds=begin), unit, count):
        seconds = (moment - start).total_seconds()
        if seconds > end:
            break
        if seconds >= begin:
            found.append((seconds, _label(moment, unit, count)))
    return found


def _size(unit: str, count: int) -> int:
    return len(_label(datetime(2024, 1, 1), unit, count))


def _moments(begin: datetime, unit: str, count: int) -> Iterator[datetime]:
    """Ticks from the last one before `begin` on, until the calendar ends."""
    try:
        if unit == "months":
            month = (begin.year * 12 + begin.month - 1) // count * count
            while True:
                yield datetime(month // 12, month % 12 + 1, 1)
                month += count
        step = timedelta(**{unit: count})
        monday = datetime(2024, 1, 1)
        moment = monday + (begin - monday) // step * step
        while True:
            yield moment
            moment += step
    except (ValueError, OverflowError):
        return


def _label(moment: datetime, unit: str, count: int) -> str:
    if unit == "months":
        return f"{moment:%Y}" if count % 12 == 0 else f"{moment:%Y-%m}"
    return f"{moment:%Y-%m-%d}" if unit == "days" else f"{moment:%m-%d %H:%M}"
