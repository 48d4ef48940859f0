"""Each operation of the flow language does what its description says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from small_programs import DONE, Small, age, queue, response_time, share

from sandbox.engine import Cancelled, Counters, EngineUnavailable, Progress, choose
from sandbox.flows import Join, Law, Outcome, Tally, ticks
from sandbox.flows.operations import (
    Apply,
    Attempt,
    ByLetter,
    Check,
    Collect,
    Count,
    Delay,
    Done,
    Gate,
    Jump,
    Label,
    Read,
    Scatter,
    Scope,
    Send,
    Settle,
    Snapshot,
    Stamp,
    Visit,
    Write,
)
from sandbox.flows.program import CopyKind, Elastic, Surge

ONE = Law.constant(1.0)
FAILED, REFUSED = Done(Outcome.FAILED), Done(Outcome.REFUSED)


def times(small: Small, **words: Any) -> list[float]:
    """How long each request took, in order of ending."""
    made: dict[tuple[str, int], int] = {}
    took = []

    def trace(time: int, stream: str, index: int, event: str, detail: dict[str, Any]) -> None:
        if event == "made":
            made[stream, index] = time
        if event == "end" and "child" not in detail and stream != "batch":
            took.append((time - made[stream, index]) / 1e9)

    small.run(trace=trace, **words)
    return took


def ends(small: Small, stream: str = "need", **words: Any) -> list[tuple[float, str]]:
    """When and how each request of a stream ended."""
    seen = []

    def trace(time: int, name: str, index: int, event: str, detail: dict[str, Any]) -> None:
        if event == "end" and name == stream and "child" not in detail:
            seen.append((time / 1e9, detail["outcome"]))

    small.run(trace=trace, **words)
    return seen


def desk(at: list[float], work: float = 10.0, **words: Any) -> Small:
    """Requests at given times at one station with constant services."""
    small = Small(1000.0)
    small.station("desk", Law.constant(work), **words)
    small.flow("ask", Visit("desk", "service"), DONE)
    small.row("row", desk="desk")
    small.stream("need", "ask", "row", times=at)
    return small


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


def test_a_closed_gate_refuses_with_its_article_until_it_opens() -> None:
    small = Small(100.0)
    small.gate("gate", open=False, article="5")
    small.flow("ask", Gate("gate", "no"), DONE, Label("no"), REFUSED)
    small.row("row", gate="gate")
    small.stream("need", "ask", "row", times=[1, 2, 50, 51])

    def opens(env: Any, plane: Any) -> Any:
        yield env.timeout(ticks(50))
        plane.set_gate(0, True)

    counters = small.run(control=[opens])
    assert counters.needs.outcomes[0].tolist() == [2, 2, 0, 0, 0]
    assert counters.needs.refusals["5"].tolist() == [2]
    assert counters.gates.tolist() == [50]


@pytest.mark.parametrize("enforced", [True, False])
def test_misuse_is_refused_where_scope_is_enforced_and_happens_elsewhere(enforced: bool) -> None:
    small = Small(1000.0)
    small.flow("ask", Scope(enforced, "no"), DONE, Label("no"), REFUSED)
    small.row("row")
    small.stream("need", "ask", "row", 1.0, misuse=0.2)
    counters = small.run()
    attempted = counters.needs.tallies[0, Tally.OUT_OF_SCOPE]
    assert 0.15 < attempted / counters.needs.made[0] < 0.25
    happened = counters.needs.tallies[0, Tally.MISUSE]
    refused = counters.needs.outcomes[0, Outcome.REFUSED]
    assert (happened, refused) == ((0, attempted) if enforced else (attempted, 0))


def test_asking_the_citizen_gives_the_truth_of_now_but_for_errors() -> None:
    small = Small(2000.0)
    small.register("register", 5)
    small.flow("none", DONE)
    small.flow("ask", Count(Tally.COLLECTION), Collect("register", "error", "error"), DONE)
    small.row("row", register="register", error=0.3)
    small.stream("changes", "none", "row", 1.0, register="register")
    small.stream("need", "ask", "row", 1.0)
    needs = small.run().needs
    assert needs.fresh[1] == needs.made[1] == needs.tallies[1, Tally.COLLECTION]
    assert needs.error[1] == needs.made[1] - needs.correct[1]
    assert 0.25 < needs.error[1] / needs.made[1] < 0.35
    assert needs.made[0] == 0  # changes are no requests


def test_a_batch_never_delivers_a_change_made_after_its_snapshot() -> None:
    small = Small(100.0)
    small.register("register", 1)
    small.copy("source", "register", CopyKind.SOURCE)
    small.copy("replica", "register", CopyKind.REPLICA, complete=True)
    small.flow("report", Write("copy"), DONE)
    small.flow(
        "batch", Snapshot("from", "to"), Delay(Law.constant(10), "travel"), Apply("to"), DONE
    )
    small.flow("ask", Read("copy"), DONE)
    small.list("sources", "source")
    small.list("replicas", "replica")
    small.row("batch row", **{"from": "sources", "to": "replicas"})
    small.row("at source", copy="source")
    small.row("at replica", copy="replica")
    small.timetable("hourly", "batch", "batch row", 50, 20)
    small.stream("changes", "report", "at source", times=[5, 25], register="register")
    small.stream("live", "ask", "at source", times=[40])
    small.stream("need", "ask", "at replica", times=[2, 15, 29, 31, 79, 81])
    needs = small.run().needs
    # 2: nothing has changed; 15: not told yet; 29: the batch is under way; 31: it knew the first
    # change only; 79: the second batch is under way; 81: all is known
    assert needs.fresh[2] == 2
    assert needs.age[2] == 2 + 15 + 29 + 11 + 59 + 11
    assert (needs.fresh[1], needs.age[1]) == (1, 0)


def test_a_cascade_of_batches_carries_the_first_snapshots_time_and_changes() -> None:
    small = Small(100.0)
    small.register("register", 1)
    small.copy("source", "register", CopyKind.SOURCE)
    small.copy("hub", "register", CopyKind.REPLICA)
    small.copy("replica", "register", CopyKind.REPLICA, outside=True, sensitive=True)
    small.link("line", bandwidth=10.0)
    small.route("way", "line")
    small.flow("report", Write("copy"), DONE)
    small.flow("batch", Snapshot("from", "to"), Send("way", "size", batch=True), Apply("to"), DONE)
    small.flow("ask", Read("copy", "none"), DONE, Label("none"), FAILED)
    for name in ("source", "hub", "replica"):
        small.list(name + "s", name)
    small.row("up", **{"from": "sources", "to": "hubs", "way": "way", "size": 20})
    small.row("down", **{"from": "hubs", "to": "replicas", "way": "way", "size": 20})
    small.row("at source", copy="source")
    small.row("at replica", copy="replica")
    small.timetable("first", "batch", "up", 1000, 20)
    small.timetable("second", "batch", "down", 1000, 40)
    small.stream("changes", "report", "at source", times=[5, 10, 30], register="register")
    small.stream("need", "ask", "at replica", times=[39, 60])
    counters = small.run()
    assert counters.needs.outcomes[1].tolist() == [1, 0, 1, 0, 0]
    assert counters.needs.age[1] == 40
    assert counters.needs.fresh[1] == 0
    assert counters.links.bytes[0] == 20 + 20  # each was filled with its one record
    assert counters.copies.records.tolist() == [1, 1, 1]
    assert counters.copies.exposure.tolist() == [0, 0, 100 - 42]


def test_a_batch_carries_all_records_to_a_copy_never_filled_and_then_what_it_lacks() -> None:
    small = Small(100.0)
    small.register("register", 50)
    small.copy("source", "register", CopyKind.SOURCE)
    small.copy("replica", "register", CopyKind.REPLICA)
    small.station("desk", Law.constant(1), fails_when_down=True, outages=((ticks(39), ticks(43)),))
    small.link("line")
    small.route("way", "line")
    small.flow("report", Write("copy"), DONE)
    small.flow(
        "batch",
        Snapshot("from", "to"),
        Send("way", "size", batch=True),
        Visit("desk", "desk", failed="end"),
        Apply("to"),
        Label("end"),
        DONE,
    )
    small.list("sources", "source")
    small.list("replicas", "replica")
    small.row(
        "up", **{"from": "sources", "to": "replicas", "way": "way", "size": 20, "desk": "desk"}
    )
    small.row("at source", copy="source")
    small.timetable("batches", "batch", "up", 20, 0)
    small.stream("changes", "report", "at source", times=[5, 10, 30], register="register")
    counters = small.run()
    # at 0 all 50; at 20 two changes; at 40 one, which is lost in the outage; at 60 it again
    assert counters.links.bytes[0] == 20 * (50 + 2 + 1 + 1)


def test_a_feed_filled_on_the_way_vouches_for_all_records_from_then_on() -> None:
    small = Small(100.0)
    small.register("register", 3)
    small.copy("source", "register", CopyKind.SOURCE)
    small.copy("feed", "register", CopyKind.ENTRIES, outside=True, sensitive=True)
    small.flow("report", Write("source"), Delay(Law.constant(2), "push"), Write("copy"), DONE)
    small.flow("load", Snapshot("from", "to"), Delay(Law.constant(10), "load"), Apply("to"), DONE)
    small.flow("ask", Read("copy", "none"), DONE, Label("none"), FAILED)
    small.list("sources", "source")
    small.list("feeds", "feed")
    small.row("bulk", **{"from": "sources", "to": "feeds"})
    small.row("both", source="source", copy="feed")
    small.row("reader", copy="feed")
    small.timetable("once", "load", "bulk", 1000, 20)
    small.stream("changes", "report", "both", times=[50], register="register")
    small.stream("need", "ask", "reader", times=[19, 29, 31, 51, 53])
    counters = small.run()
    assert counters.needs.outcomes[1].tolist() == [3, 0, 2, 0, 0]
    assert counters.needs.age[1] == (31 - 20) + (51 - 20) + (53 - 50)
    assert counters.copies.aged.tolist() == [0, 70]
    assert counters.copies.exposure.tolist() == [0, 3 * 70]


def test_a_cache_holds_an_entry_no_longer_than_it_keeps_it() -> None:
    for keep, held in ((0, 0), (8, 8 + 5 + 8), (1000, 90)):
        small = Small(100.0)
        small.register("register", 1)
        small.copy(
            "cache", "register", CopyKind.ENTRIES, outside=True, sensitive=True, keep=ticks(keep)
        )
        small.flow("fill", Collect("register", "error", "error"), Write("cache"), DONE)
        small.row("row", register="register", error=0.0, cache="cache")
        small.stream("need", "fill", "row", times=[10, 50, 55])
        counters = small.run()
        assert counters.copies.exposure[0] == held, keep
        assert counters.copies.records[0] == (1 if keep == 1000 else 0)
        assert counters.copies.aged[0] == 0


def test_what_was_written_to_a_replica_directly_outlives_older_batches_and_cascades() -> None:
    small = Small(100.0)
    small.register("register", 1)
    small.copy("source", "register", CopyKind.SOURCE)
    small.copy("library", "register", CopyKind.REPLICA, complete=True)
    small.copy("branch", "register", CopyKind.REPLICA, complete=True)
    small.flow("sense", Write("copy"), DONE)
    small.flow("batch", Snapshot("from", "to"), Apply("to"), DONE)
    small.flow("ask", Read("copy"), DONE)
    for name in ("source", "library", "branch"):
        small.list(name + "s", name)
    small.row("up", **{"from": "sources", "to": "librarys"})
    small.row("down", **{"from": "librarys", "to": "branchs"})
    small.row("at library", copy="library")
    small.row("at branch", copy="branch")
    small.timetable("first", "batch", "up", 1000, 20)
    small.timetable("second", "batch", "down", 1000, 40)
    small.stream("changes", "sense", "at library", times=[10], register="register")
    small.stream("library", "ask", "at library", times=[15, 30])
    small.stream("branch", "ask", "at branch", times=[35, 45])
    needs = small.run().needs
    assert needs.fresh.tolist() == [0, 2, 1]


def test_a_feed_vouches_for_all_records_and_heartbeats_move_it() -> None:
    small = Small(100.0)
    small.register("register", 10)
    small.copy("feed", "register", CopyKind.ENTRIES, complete=True)
    small.flow("tell", Stamp(), Delay(ONE, "travel"), Write("copy"), DONE)
    small.flow("ask", Read("copy"), DONE)
    small.row("row", copy="feed")
    small.timetable("heartbeat", "tell", "row", 30, 40)
    small.stream("changes", "tell", "row", times=[10], register="register")
    small.stream("need", "ask", "row", times=[20, 50])
    needs = small.run().needs
    assert needs.age[1] == 10 + 10
    assert needs.fresh[1] == 2


def test_own_entries_are_missing_until_written_and_too_old_after_a_while() -> None:
    small = Small(100.0)
    small.register("register", 1)
    small.copy("own", "register", CopyKind.ENTRIES, outside=True, sensitive=True)
    small.flow(
        "ask",
        Read("own", "miss", "most"),
        DONE,
        Label("miss"),
        Collect("register", "error", "error"),
        Write("own"),
        FAILED,
    )
    small.row("row", own="own", register="register", most=ticks(10), error=0)
    small.stream("need", "ask", "row", times=[1, 5, 11, 12, 13])
    assert [how for _, how in ends(small)] == [
        "failed", "answered", "answered", "failed", "answered",
    ]  # fmt: skip
    assert small.run().copies.exposure[0] == 99


def test_checks_go_to_yes_with_their_probability() -> None:
    small = Small(4000.0)
    small.flow("ask", Check("share", "fate", "yes"), DONE, Label("yes"), FAILED)
    small.row("row", share=0.25)
    small.stream("need", "ask", "row", 1.0)
    assert share(small.run(), Outcome.FAILED) == pytest.approx(0.25, abs=0.03)


def scattered(join: Join, failed: str | None = None) -> Small:
    small = Small(100.0)
    small.station("quick", Law.constant(1.0))
    small.station("slow", Law.constant(5.0))
    small.station("shut", Law.constant(5.0), fails_when_down=True, outages=((0, ticks(1000)),))
    small.flow("child", Visit("desk", "service"), ByLetter(), DONE)
    for name in ("quick", "slow", "shut"):
        small.row(name + " row", desk=name)
    small.list("good", "quick row", "slow row")
    small.list("bad", "slow row", "shut row")
    small.list("nobody")
    tail = [Label("failed"), REFUSED] if failed else []
    small.flow("ask", Scatter("rows", "child", join, failed), DONE, *tail)
    for name in ("good", "bad", "nobody"):
        small.row(name + " rows", rows=name)
        small.stream(name, "ask", name + " rows", times=[10])
    return small


def test_a_parent_waits_for_all_its_children_and_fails_as_they_do() -> None:
    small = scattered(Join.ALL)
    assert ends(small, "good") == [(15, "answered")]
    assert ends(small, "bad") == [(20, "failed")]
    assert ends(small, "nobody") == [(10, "answered")]
    assert small.run().needs.by_letter.tolist() == [1, 1, 0]


def test_a_parent_goes_where_it_says_when_a_child_fails() -> None:
    assert ends(scattered(Join.MAJORITY, "failed"), "bad") == [(20, "refused")]


def test_children_that_nobody_waits_for_live_on_their_own() -> None:
    small = scattered(Join.NONE)
    assert ends(small, "good") == ends(small, "bad") == [(10, "answered")]
    assert small.run().stations.served.tolist() == [1, 2, 0]


def attempted(timeout: float, retries: int, at: list[float], works: float = 10.0) -> Small:
    small = Small(1000.0)
    small.station("desk", Law.constant(works))
    small.flow(
        "ask",
        Attempt("timeout", "retries", "late"),
        Visit("desk", "service"),
        Settle(),
        DONE,
        Label("late"),
        Done(Outcome.TIMED_OUT),
    )
    small.row("row", desk="desk", timeout=ticks(timeout), retries=retries)
    small.stream("need", "ask", "row", times=at)
    return small


def test_a_request_gives_up_after_its_attempts() -> None:
    small = attempted(4, 2, [0])
    assert ends(small) == [(12, "timed_out")]
    # the first attempt's service went on to no avail, and so did the last one's
    assert small.run().stations.served.tolist() == [2]


def test_a_repeated_attempt_can_succeed() -> None:
    assert ends(attempted(15, 1, [0, 1])) == [(10, "answered"), (30, "answered")]


def test_jobs_given_up_leave_the_queue() -> None:
    counters = attempted(4, 0, [0, 1]).run()
    assert counters.stations.queue.tolist() == [4]


def test_no_limit_means_no_time_out() -> None:
    assert ends(attempted(0, 0, [0, 1])) == [(10, "answered"), (20, "answered")]


def test_an_attempt_left_by_a_jump_never_times_out() -> None:
    small = Small(100.0)
    small.station("shut", ONE, fails_when_down=True, outages=((0, ticks(100)),))
    small.flow(
        "ask",
        Attempt("timeout", "retries", "late"),
        Visit("desk", "service", "down"),
        Settle(),
        DONE,
        Label("down"),
        Delay(Law.constant(20), "letter"),
        ByLetter(),
        DONE,
        Label("late"),
        Done(Outcome.TIMED_OUT),
    )
    small.row("row", desk="shut", timeout=ticks(5), retries=3)
    small.stream("need", "ask", "row", times=[1])
    assert ends(small) == [(21, "answered")]


def test_children_of_an_abandoned_attempt_are_abandoned_too() -> None:
    small = Small(1000.0)
    small.station("desk", Law.constant(10.0))
    small.flow("child", Visit("desk", "service"), Count(Tally.REMOTE), DONE)
    small.row("child row", desk="desk")
    small.list("children", "child row", "child row")
    small.flow(
        "ask",
        Attempt("timeout", "retries", "late"),
        Scatter("rows", "child", Join.ALL),
        Settle(),
        DONE,
        Label("late"),
        Done(Outcome.TIMED_OUT),
    )
    small.row("row", rows="children", timeout=ticks(16), retries=1)
    small.stream("need", "ask", "row", times=[0])
    assert ends(small) == [(32, "timed_out")]
    counters = small.run()
    assert counters.needs.tallies[0, Tally.REMOTE] == 2  # one of each attempt
    assert counters.stations.served[0] == 4


def test_nested_attempts_time_out_on_their_own() -> None:
    small = Small(1000.0)
    small.station("desk", Law.constant(100.0), servers=9)
    small.flow(
        "ask",
        Attempt("long", "once", "late"),
        Attempt("short", "twice", "inner"),
        Visit("desk", "service"),
        Settle(),
        Jump("out"),
        Label("inner"),
        Delay(Law.constant(50), "wait"),
        Label("out"),
        Settle(),
        DONE,
        Label("late"),
        Done(Outcome.TIMED_OUT),
    )
    small.row("row", desk="desk", long=ticks(20), short=ticks(4), once=1, twice=2)
    small.stream("need", "ask", "row", times=[0])
    assert ends(small) == [(40, "timed_out")]


def test_autoscaling_follows_load() -> None:
    small = queue(
        4.0, 1.0, 2000.0,
        elastic=Elastic(1, 20, 0.5, every=ticks(20), delay=ticks(5)),
    )  # fmt: skip
    counters = small.run(warm_up=200.0)
    assert 0.4 < counters.stations.busy[0] / counters.stations.capacity[0] < 0.6
    assert response_time(counters) < 1.6


def test_a_server_taken_away_is_there_until_its_last_service_is_over() -> None:
    def shrink(environment: Any, plane: Any) -> Any:
        yield environment.timeout(ticks(2))
        plane.set_servers(0, 1)

    stations = desk([0, 0, 0, 0, 3], servers=4).run(control=[shrink]).stations
    # four services end at 10, when three servers go; the fifth is served by the one that is left
    assert stations.busy[0] == 50
    assert stations.capacity[0] == 4 * 10 + 1 * 990


def test_fixed_intervals_and_rhythms_place_arrivals_exactly() -> None:
    from sandbox.flows.program import Rhythm

    small = desk([0], 0.0)
    end = small.end
    small.builder.rhythm(Rhythm("day", (0, ticks(100), ticks(200), end), (0.0, 1e11, 1e11, 9e11)))
    small.stream("steady", "ask", "row", 0.05, fixed=True, rhythm=1)
    made = [time for time, _ in ends(small, "steady")]
    assert made[:6] == [20, 40, 60, 80, 200, 220]


def test_fixed_arrivals_come_on_the_tick() -> None:
    small = desk([], 0.0)
    small.stream("steady", "ask", "row", 1 / 3, fixed=True)
    assert [time for time, _ in ends(small, "steady")] == [3.0 * n for n in range(1, 334)]


def test_a_surge_adds_its_own_requests_and_a_fall_drops_some() -> None:
    small = queue(1.0, Law.constant(0.0), 4000.0)
    surge = Surge("rush", ticks(1000), ticks(2000), 3.0)
    fall = Surge("holiday", ticks(3000), ticks(4000), 0.25)
    small.stream("changed", "ask", "here", 1.0, surges=(surge, fall))
    made = np.histogram([time for time, _ in ends(small, "changed")], 4, (0, 4000))[0]
    assert made == pytest.approx([1000, 3000, 1000, 250], abs=170)


def test_the_observer_sees_progress_and_can_cancel() -> None:
    seen: list[Progress] = []
    queue(1.0, 0.5, 500.0).run(observer=lambda p: seen.append(p) or True)
    assert seen[-1].answered > 400
    assert 0 < seen[-1].measures["satisfied"] <= 1
    with pytest.raises(Cancelled):
        queue(1.0, 0.5, 500.0).run(observer=lambda p: False)


def test_satisfied_means_answered_within_the_deadline() -> None:
    small = desk([])
    small.stream("hasty", "ask", "row", times=[0, 1], deadline=15)
    needs = small.run().needs
    assert needs.satisfied[1] == 1
    assert needs.first_satisfied[1] == 10
    assert np.isnan(needs.first_satisfied[0])
    assert needs.response_time_max[1] == 19


def test_series_hold_the_warm_up_and_totals_do_not() -> None:
    counters = desk([0, 500, 900], 1.0).run(warm_up=100.0)
    assert counters.needs.made.tolist() == [2]
    assert counters.needs.series[0, 0].tolist() == [1, 0, 0, 0, 0, 1, 0, 0, 0, 1]


def test_requests_still_open_after_the_drain_are_unfinished() -> None:
    counters = desk([995], 50.0).run(drain=ticks(10))
    assert counters.needs.outcomes[0, Outcome.UNFINISHED] == counters.unfinished == 1


def test_an_answer_without_any_value_has_no_age() -> None:
    counters: Counters = desk([0]).run()
    assert age(counters) == 0
    assert counters.needs.fresh.sum() == 0


def test_only_engines_that_exist_are_chosen() -> None:
    assert choose("auto").name == choose("simpy").name == "simpy"
    with pytest.raises(EngineUnavailable, match="there is no engine quick"):
        choose("quick")
