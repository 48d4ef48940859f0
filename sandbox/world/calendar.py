"""Working days and hours, and the rhythm of demand that follows from them.

In: the calendar section, the first day and the length of the study. Out: which days are worked,
office hours as intervals in seconds from the start, and cumulative demand profiles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import ceil

from sandbox.scenario.information import Profile
from sandbox.scenario.workings import CalendarSpec

DAY = 86400
HOUR = 3600
_HOURS = re.compile(r"^\s*(\d{1,2}):(\d{2})\s*[-–—~至到]\s*(\d{1,2}):(\d{2})\s*$")


@lru_cache(maxsize=65536)
def is_chinese_working_day(day: date) -> bool:
    """Whether `day` is worked in China, shifted working weekends included.

    The chinesecalendar package knows 2004–2026; beyond, Monday to Friday are worked.
    """
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def unknown_years(start: date, end: date) -> str:
    """The years of a time whose Chinese holidays are not known: `2027`, `2027–2029`, or nothing."""
    import chinese_calendar

    def known(year: int) -> bool:
        try:
            chinese_calendar.is_workday(date(year, 12, 31))
        except NotImplementedError:
            return False
        return True

    years = [year for year in range(start.year, end.year + 1) if not known(year)]
    return "–".join(map(str, sorted({min(years), max(years)}))) if years else ""


def hours_of(written: str) -> tuple[int, int]:
    """`09:00-12:00` as seconds of the day.

    Raises:
        ValueError: for anything else, and for hours that end before they begin.
    """
    match = _HOURS.match(written)
    if match is None:
        raise ValueError(written)
    from_hour, from_minute, to_hour, to_minute = map(int, match.groups())
    start, end = from_hour * HOUR + from_minute * 60, to_hour * HOUR + to_minute * 60
    if from_minute > 59 or to_minute > 59 or not 0 <= start < end <= DAY:
        raise ValueError(written)
    return start, end


@dataclass(frozen=True)
class Calendar:
    """The calendar of a world; time 0 is midnight of `start`, days have 86,400 seconds."""

    spec: CalendarSpec
    start: date
    horizon: float  # seconds

    @property
    def days(self) -> int:
        """Days of the study, a begun one included."""
        return max(1, ceil(self.horizon / DAY))

    def day(self, seconds: float) -> date:
        """The date at `seconds` from the start."""
        return self.start + timedelta(days=int(seconds // DAY))

    def seconds(self, day: date) -> float:
        """Midnight of `day`, in seconds from the start (negative: before it)."""
        return float((day - self.start).days * DAY)

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is worked: the scenario's own days first, then the country's."""
        if day in self.spec.workdays:
            return True
        if day in self.spec.holidays:
            return False
        if self.spec.country == "CN":
            return is_chinese_working_day(day)
        return day.weekday() < 5

    def open_intervals(self, start_s: float, end_s: float) -> tuple[tuple[float, float], ...]:
        """Office hours that overlap [start_s, end_s), cut to it, ascending, in seconds."""
        hours = sorted(hours_of(written) for written in self.spec.hours)
        found: list[tuple[float, float]] = []
        for number in range(int(start_s // DAY), ceil(end_s / DAY)):
            if not self.is_working_day(self.start + timedelta(days=number)):
                continue
            for opens, closes in hours:
                a = max(float(number * DAY + opens), start_s)
                b = min(float(number * DAY + closes), end_s)
                if found and a <= found[-1][1]:
                    found[-1] = (found[-1][0], max(b, found[-1][1]))
                elif a < b:
                    found.append((a, b))
        return tuple(found)

    def weight(self, profile: Profile, day: date, hour: int) -> float:
        """Relative demand of an hour: hour × weekday × (day off, if it is one)."""
        off = 1.0 if self.is_working_day(day) else float(profile.days_off)
        return float(profile.hours[hour]) * float(profile.weekdays[day.weekday()]) * off

    def rhythm(
        self, profile: Profile, further: float = 0.0
    ) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Cumulative relative demand over the study's days and `further` seconds, piecewise linear.

        Returns:
            Times in seconds, ascending from 0 to the end of the last day, and the demand up to
            there in seconds of mean demand: its mean slope over the study's days is one, so a
            plain profile has mass equal to time.

        Raises:
            ValueError: when no hour of the study has demand.
        """
        weights = [
            self.weight(profile, self.start + timedelta(days=number), hour)
            for number in range(self.days + ceil(further / DAY))
            for hour in range(24)
        ]
        hours = self.days * 24
        total = sum(weights[:hours])
        if total <= 0:
            raise ValueError("no demand")
        times, mass = [0.0], [0.0]
        reached = 0.0  # hours of relative demand; sums of what is not negative never fall
        for number, weight in enumerate(weights):
            reached += weight
            if number and weight == weights[number - 1]:
                times.pop()
                mass.pop()
            times.append(float((number + 1) * HOUR))
            mass.append(hours * HOUR * (reached / total))
        return tuple(times), tuple(mass)
