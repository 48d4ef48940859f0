"""Pension transfer: a surge's backlog is at the desks, drains at their spare time, and at networks
there is none."""

from __future__ import annotations

import math
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from sandbox.scenario import load
from sandbox.study import RunResult, Workshop

pytestmark = pytest.mark.slow

WEEK = 7
START = date(2024, 11, 4)
SURGE = (date(2025, 2, 5), date(2025, 3, 5))
"""First day of the return season, and the first day after it."""

VARIANTS = {
    "as shipped": "",
    "no surge": "disturbances: null\n",
    "a third person": "governance: {staff: {business@labour: {people: 3}}}\n",
}


@cache
def workshop(variant: str, folder: Path) -> Workshop:
    file = folder / "variant.yaml"
    text = f"extends: pension-transfer\nscenario: variant\n{VARIANTS[variant]}"
    file.write_text(text, encoding="utf-8")
    return Workshop(load(file))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pension")


@cache
def ran(folder: Path, model: str, variant: str = "as shipped") -> RunResult:
    return workshop(variant, folder).run(model, engine="simpy", series_by="region")


def weeks(
    folder: Path, model: str, measure: str, where: str = "", variant: str = "as shipped"
) -> list[float]:
    """A measure of the requests made in each week, everywhere or in a province's counties."""
    run = ran(folder, model, variant)
    if not where:
        return run.series[measure]
    parts = [part for code, part in run.series_by.items() if code.startswith(where)]
    asked = [sum(week) for week in zip(*(part["requests"] for part in parts))]
    total = [
        math.fsum(n * x for n, x in zip(numbers, values) if n)
        for numbers, values in zip(
            zip(*(part["requests"] for part in parts)), zip(*(part[measure] for part in parts))
        )
    ]
    return [whole / number if number else math.nan for whole, number in zip(total, asked)]


def week(day: date) -> int:
    return (day - START).days // WEEK


BEFORE = slice(4, week(date(2024, 12, 30)))
"""Weeks of usual working days."""
LAST = week(SURGE[1])
"""The week in which the surge ends."""


def usual(values: list[float]) -> float:
    found = values[BEFORE]
    return math.fsum(found) / len(found)


def test_by_letter_the_backlog_outlasts_the_surge_and_then_decays(folder: Path) -> None:
    times = weeks(folder, "letters", "response_time.mean", "43")
    before = usual(times)
    assert times[LAST - 1] > 2.2 * before
    assert times[LAST + 3] > 1.5 * before
    falling = times[LAST : LAST + 6]
    assert falling == sorted(falling, reverse=True)
    assert times[LAST + 10] == pytest.approx(before, rel=0.05)


def test_it_drains_at_the_spare_time_of_the_desks(folder: Path) -> None:
    """A fluid queue: what (ρ′ − 1) piles up in the surge's working days, (1 − ρ) takes away.

    A county in Hunan writes and enters three letters for each of its own cases (and for one in ten
    a fourth), answers two for each case of those who left, and writes and enters one on arrears.
    """
    own, others = 2 * 3.1, 2 + 2
    cases, minutes, people, hours = 703 / 365, 20, 2, 7.0
    calendar = workshop("as shipped", folder).world.calendar
    days = [START + timedelta(days=number) for number in range(238)]
    open_days = [day for day in days if calendar.is_working_day(day)]
    a_day = cases * len(days) / len(open_days)
    load_ = a_day * minutes / 60 * (own + others) / (people * hours)
    surged = load_ * (3 * own + others) / (own + others)
    assert load_ < 1 < surged
    piled = (surged - 1) * sum(SURGE[0] <= day < SURGE[1] for day in open_days)
    after = [day for day in open_days if day >= SURGE[1]]
    predicted = after[math.ceil(piled / (1 - load_))]

    times = weeks(folder, "letters-electronic", "response_time.mean", "43")
    queueing = [number for number in range(LAST, len(times)) if times[number] > 2 * 86400]
    assert queueing == list(range(LAST, queueing[-1] + 1))
    assert abs(queueing[-1] - week(predicted)) <= 1


def test_electronic_letters_save_the_mail_and_none_of_the_backlog(folder: Path) -> None:
    mail = weeks(folder, "letters", "response_time.mean", "43")
    wire = weeks(folder, "letters-electronic", "response_time.mean", "43")
    assert usual(mail) - usual(wire) == pytest.approx(7.4 * 86400, rel=0.15)
    excess = [max(times) - usual(times) for times in (mail, wire)]
    assert excess[1] >= 0.95 * excess[0]
    peaks = [
        ran(folder, model).measures["queue.peak"] for model in ("letters", "letters-electronic")
    ]
    assert peaks[1] == pytest.approx(peaks[0], rel=0.15)


def test_compliance_falls_in_the_surge_and_comes_back(folder: Path) -> None:
    in_time = weeks(folder, "letters", "satisfied", "43")
    assert min(in_time[BEFORE]) > 0.97
    assert min(in_time[LAST - 2 : LAST + 1]) < 0.6
    assert min(in_time[LAST + 9 :]) > 0.97


def test_over_networks_the_surge_hardly_shows(folder: Path) -> None:
    """All but the letters about retroactive payments, which two idle desks answer."""
    for model in ("federated_query", "central_library", "hub_exchange"):
        in_time = weeks(folder, model, "satisfied")
        assert min(in_time[LAST - 3 : LAST + 3]) > 0.99, model
        assert max(weeks(folder, model, "response_time.mean")[LAST - 3 : LAST + 3]) < 86400, model
        assert max(weeks(folder, model, "by_letter")[LAST - 3 : LAST + 3]) < 0.06, model


def test_without_the_surge_there_is_no_backlog_and_nothing_before_it_changes(folder: Path) -> None:
    calm = weeks(folder, "letters", "response_time.mean", variant="no surge")
    shipped = weeks(folder, "letters", "response_time.mean")
    settled = week(date(2024, 12, 23))  # all of whose letters are answered when the surge begins
    assert calm[:settled] == shipped[:settled]
    assert max(calm[LAST - 2 : LAST + 4]) < 1.15 * usual(calm)


def test_a_third_person_at_each_desk_does_what_electronic_letters_cannot(folder: Path) -> None:
    helped = weeks(folder, "letters", "satisfied", "43", variant="a third person")
    assert min(helped[LAST - 2 : LAST + 4]) > 0.93
    wire = weeks(folder, "letters-electronic", "satisfied", "43")
    assert min(helped) > min(wire)
