"""Stations: lines, priorities, hours, outages, servers that come and go."""

from __future__ import annotations

from typing import Any

import pytest
from small_programs import DONE, Small, desk, ends, queue, response_time, times

from sandbox.flows import Law, Outcome, ticks
from sandbox.flows.operations import (
    Visit,
)
from sandbox.flows.program import Elastic


def test_jobs_are_served_first_in_first_out() -> None:
    assert times(desk([0, 1, 2])) == [10, 19, 28]


def test_an_outage_stops_services_and_they_go_on_where_they_stopped() -> None:
    outage = ((ticks(5), ticks(105)),)
    assert times(desk([0, 1, 50], outages=outage)) == [110, 119, 80]


def test_two_outages_in_one_service_are_made_up_for_both() -> None:
    outages = ((ticks(5), ticks(15)), (ticks(17), ticks(27)))
    assert times(desk([0], outages=outages)) == [30]


def test_outages_nest() -> None:
    outages = ((ticks(5), ticks(15)), (ticks(10), ticks(40)))
    assert times(desk([0], outages=outages)) == [45]


def test_a_station_works_only_in_its_hours() -> None:
    small = Small(1000.0)
    hours = small.hours((0, 5), (100, 110), (200, 300))
    small.station("desk", Law.constant(10.0), hours=hours)
    small.flow("ask", Visit("desk", "service"), DONE)
    small.row("row", desk="desk")
    small.stream("need", "ask", "row", times=[0, 1, 150, 400])
    counters = small.run()
    assert times(small) == [105, 205 - 1, 215 - 150]
    assert counters.needs.outcomes[0, Outcome.UNFINISHED] == 1
    assert counters.stations.busy[0] == 30
    assert counters.stations.capacity[0] == 115
    assert counters.stations.queue[0] == (105 - 1) + (205 - 150) + (1000 - 400)


def test_an_outage_in_working_hours_is_made_up_in_working_hours() -> None:
    small = Small(1000.0)
    hours = small.hours((0, 10), (100, 200))
    outages = ((ticks(5), ticks(50)),)
    small.station("desk", Law.constant(10.0), hours=hours, outages=outages)
    small.flow("ask", Visit("desk", "service"), DONE)
    small.row("row", desk="desk")
    small.stream("need", "ask", "row", times=[0])
    assert times(small) == [105]


def test_a_station_that_fails_when_down_fails_those_inside_and_those_who_come() -> None:
    small = desk([0, 1, 6, 20], fails_when_down=True, outages=((ticks(5), ticks(10)),))
    assert ends(small) == [(5, "failed"), (5, "failed"), (6, "failed"), (30, "answered")]
    assert small.run().stations.up[0] == 995


def test_a_full_queue_turns_jobs_away() -> None:
    assert ends(desk([0, 1, 2, 3], places=2))[0] == (3, "failed")


def test_more_urgent_jobs_are_served_first_but_push_nobody_aside() -> None:
    small = Small(100.0)
    small.station("desk", Law.constant(10.0), priority=True)
    small.flow("ask", Visit("desk", "service"), DONE)
    small.row("row", desk="desk")
    small.stream("calm", "ask", "row", times=[0, 1], priority=0)
    small.stream("urgent", "ask", "row", times=[2], priority=5)
    assert ends(small, "calm") == [(10, "answered"), (30, "answered")]
    assert ends(small, "urgent") == [(20, "answered")]


def test_autoscaling_follows_load() -> None:
    small = queue(
        4.0, 1.0, 2000.0,
        elastic=Elastic(1, 20, 0.5, every=ticks(20), delay=ticks(5)),
    )  # fmt: skip
    counters = small.run(warm_up=200.0)
    assert 0.4 < counters.stations.busy[0] / counters.stations.capacity[0] < 0.6
    assert response_time(counters) < 1.6


def test_autoscaling_settles_at_the_load_over_the_target() -> None:
    """Half a job a second of 13 s each keeps 6.5 servers busy: ⌈6.5 / .7⌉ = 10, after a delay."""
    small = Small(4000.0)
    rule = Elastic(1, 40, 0.7, every=ticks(40), delay=ticks(30))
    small.station("desk", Law.constant(13.0), servers=1, elastic=rule)
    small.flow("ask", Visit("desk", "service"), DONE)
    small.row("row", desk="desk")
    small.stream("need", "ask", "row", times=[2.0 * k for k in range(2000)])
    counters = small.run(warm_up=2000.0)
    assert counters.stations.busy[0] == pytest.approx(6.5 * 2000)
    assert counters.stations.capacity[0] == pytest.approx(10 * 2000)
    assert response_time(counters) == 13.0


def test_a_server_taken_away_is_there_until_its_last_service_is_over() -> None:
    def shrink(environment: Any, plane: Any) -> Any:
        yield environment.timeout(ticks(2))
        plane.set_servers(0, 1)

    stations = desk([0, 0, 0, 0, 3], servers=4).run(control=[shrink]).stations
    # four services end at 10, when three servers go; the fifth is served by the one that is left
    assert stations.busy[0] == 50
    assert stations.capacity[0] == 4 * 10 + 1 * 990
