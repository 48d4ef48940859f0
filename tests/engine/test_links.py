"""Links: transmission one after the other, latency, outages, two directions."""

from __future__ import annotations

from small_programs import DONE, Small, ends, times

from sandbox.flows import ticks
from sandbox.flows.operations import (
    Send,
)


def test_a_link_transmits_one_after_the_other_and_then_delays() -> None:
    small = Small(100.0)
    small.link("slow", latency=2.0, bandwidth=100.0, gateway=True)
    small.link("fast", latency=1.0)
    small.route("way", "slow", "fast")
    small.flow("ask", Send("way", "size"), DONE)
    small.row("row", way="way", size=1000)
    small.stream("need", "ask", "row", times=[0, 1])
    assert times(small) == [13, 22]
    counters = small.run()
    assert counters.needs.crossings.tolist() == [2]
    assert counters.links.bytes.tolist() == [2000, 2000]
    assert counters.links.busy.tolist() == [20, 0]


def test_the_two_directions_of_a_link_share_its_outages_but_not_its_bandwidth() -> None:
    small = Small(200.0)
    small.link("line", bandwidth=100.0, outages=((ticks(15), ticks(20)),))
    small.route("there", "line")
    small.places["back"] = small.builder.route([~small.places["line"]])
    small.flow("ask", Send("way", "size"), DONE)
    small.row("out", way="there", size=1000)
    small.row("home", way="back", size=500)
    small.stream("need", "ask", "out", times=[0, 9])
    small.stream("other", "ask", "home", times=[1, 14])
    assert [time for time, _ in ends(small)] == [10, 25]
    assert [time for time, _ in ends(small, "other")] == [6, 24]
    links = small.run().links
    assert (links.bytes[0], links.busy[0], links.up[0]) == (3000, 20, 195)


def test_a_link_that_is_down_holds_messages_and_stops_transmissions() -> None:
    small = Small(200.0)
    small.link("line", latency=2.0, bandwidth=100.0, outages=((ticks(5), ticks(105)),))
    small.route("way", "line")
    small.flow("ask", Send("way", "size"), DONE)
    small.row("row", way="way", size=1000)
    small.stream("need", "ask", "row", times=[0, 50])
    assert times(small) == [112, 72]
    counters = small.run()
    assert counters.links.up[0] == 100
    assert counters.links.busy[0] == 20


def test_latency_goes_on_while_a_link_is_down() -> None:
    small = Small(200.0)
    small.link("line", latency=20.0, bandwidth=100.0, outages=((ticks(15), ticks(105)),))
    small.route("way", "line")
    small.flow("ask", Send("way", "size"), DONE)
    small.row("row", way="way", size=1000)
    small.stream("need", "ask", "row", times=[0])
    assert times(small) == [30]
