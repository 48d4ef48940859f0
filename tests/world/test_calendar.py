"""Working days are China's, and rhythms have mean one."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import pytest

from sandbox.scenario.information import Profile
from sandbox.scenario.problems import Refused
from sandbox.scenario.workings import CalendarSpec
from sandbox.world.calendar import Calendar, hours_of
from tests.world.small_world import small, world_of


def calendar(start: str = "2024-02-05", days: int = 14, **spec: Any) -> Calendar:
    return Calendar(CalendarSpec.model_validate(spec), date.fromisoformat(start), days * 86400.0)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2024-02-09", True),  # the last day before Spring Festival
        ("2024-02-12", False),  # a Monday of Spring Festival
        ("2024-02-18", True),  # a Sunday worked to make up for it
        ("2024-02-24", False),  # a Saturday
        ("2024-10-01", False),  # National Day
        ("2024-10-12", True),  # a Saturday worked to make up for it
        ("2030-10-01", True),  # unknown to the package: Monday to Friday
        ("2030-10-05", False),
    ],
)
def test_working_days_are_those_of_china(day: str, worked: bool) -> None:
    assert calendar().is_working_day(date.fromisoformat(day)) == worked


def test_a_scenario_has_the_last_word_on_its_days() -> None:
    own = calendar(holidays=["2024-03-05"], workdays=["2024-02-12"])
    assert not own.is_working_day(date(2024, 3, 5))
    assert own.is_working_day(date(2024, 2, 12))
    assert calendar(country="none").is_working_day(date(2024, 2, 12))


def test_offices_are_open_in_their_hours_on_working_days() -> None:
    opened = calendar().open_intervals(4 * 86400, 6 * 86400)
    friday = 4 * 86400
    assert opened == ((friday + 9 * 3600, friday + 12 * 3600), (friday + 48600, friday + 63000))


def test_intervals_are_cut_to_what_was_asked_and_joined_over_midnight() -> None:
    assert calendar().open_intervals(36000, 37000) == ((36000, 37000),)
    around = calendar(hours=["00:00-24:00"])
    assert around.open_intervals(0, 5 * 86400) == ((0, 5 * 86400),)
    assert around.open_intervals(5 * 86400, 6 * 86400) == ()


@pytest.mark.parametrize("written", ["9-12", "12:00-09:00", "09:00-25:00", "09:70-10:00", ""])
def test_hours_that_are_none_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match=written or "^$"):
        hours_of(written)
    with pytest.raises(Refused) as caught:
        world_of(calendar={"hours": [written]})
    assert caught.value.problems[0].path == "calendar.hours.0"


def test_a_plain_rhythm_has_mass_equal_to_time() -> None:
    plain = Profile(hours=(1,) * 24, days_off=1)
    assert calendar().rhythm(plain) == ((0.0, 14 * 86400.0), (0.0, 14 * 86400.0))


def test_rhythms_have_mean_one_over_the_study_and_rest_on_days_off() -> None:
    office = Profile(hours=(0,) * 9 + (1,) * 8 + (0,) * 7, days_off=0)
    own = calendar()
    times, mass = own.rhythm(office)
    assert mass[-1] == times[-1] == 14 * 86400
    assert list(mass) == sorted(mass)
    worked = sum(own.is_working_day(date(2024, 2, 5 + n)) for n in range(14))
    assert worked == 6
    slope = (mass[2] - mass[1]) / (times[2] - times[1])
    assert slope == pytest.approx(14 * 24 / (worked * 8))
    holiday = [m for t, m in zip(times, mass) if 5 * 86400 <= t <= 13 * 86400 + 9 * 3600]
    assert len(set(holiday)) == 1


def test_weekdays_weigh_too() -> None:
    monday = Profile(hours=(1,) * 24, weekdays=(1, 0, 0, 0, 0, 0, 0), days_off=1)
    times, mass = calendar(days=7).rhythm(monday)
    assert (times[1], mass[1]) == (86400.0, 7 * 86400.0)


def test_a_need_without_any_demand_in_the_study_is_refused() -> None:
    data = small()
    data["needs"]["check"]["profile"] = "office"
    data["study"] |= {"start": "2024-02-10", "horizon": "2 days"}
    with pytest.raises(Refused) as caught:
        world_of(**data)
    assert caught.value.problems[0].path == "needs.check.profile"


def test_a_rhythm_never_falls_however_long_the_study_is() -> None:
    weekdays = Profile(hours=(0,) * 9 + (1.3,) * 8 + (0,) * 7, days_off=0)
    for days in range(1, 120):
        times, mass = calendar(days=days).rhythm(weekdays)
        assert all(before < after for before, after in itertools.pairwise(times))
        assert all(before <= after for before, after in itertools.pairwise(mass))
        assert mass[-1] == times[-1] == days * 86400.0
