"""Copies: batches, feeds, caches, own entries, and what each vouches for."""

from __future__ import annotations

from small_programs import DONE, Small, ends

from sandbox.flows import Law, Outcome, Tally, ticks
from sandbox.flows.operations import (
    Apply,
    Collect,
    Count,
    Delay,
    Done,
    Label,
    Read,
    Send,
    Snapshot,
    Stamp,
    Visit,
    Write,
)
from sandbox.flows.program import CopyKind

ONE = Law.constant(1.0)
FAILED = Done(Outcome.FAILED)


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
