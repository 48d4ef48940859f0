"""What theory says of programs, held against runs of them, and where it must keep silent."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from small_programs import DONE, Small, interval, queue, response_time

from sandbox.engine import Counters
from sandbox.engine.compiled_engine import CompiledEngine
from sandbox.engine.interface import Horizon
from sandbox.flows import Join, Law, Outcome, ticks
from sandbox.flows.operations import (
    Apply,
    Attempt,
    Check,
    Collect,
    Delay,
    Done,
    Gate,
    Jump,
    Label,
    Read,
    Scatter,
    Send,
    Settle,
    Snapshot,
    Stamp,
    Visit,
    Write,
)
from sandbox.flows.program import Breakdowns, CopyKind, Program, Surge
from sandbox.theory import Expected, Unfit, Window, findings, mg1_wait, mm1_time, second_moment

SECONDS = 40_000.0
WARM_UP = 500.0


def said(
    small: Small, moving: frozenset[int] = frozenset()
) -> dict[tuple[str, str], Expected | Unfit]:
    """Findings by name and measure."""
    window = Window(ticks(WARM_UP), small.end)
    return {(one.name, one.measure): one for one in findings(small.build(), window, moving)}


def value(small: Small, name: str, measure: str) -> float:
    found = said(small)[name, measure]
    assert isinstance(found, Expected), found.why
    return found.value


def why(small: Small, name: str, measure: str, moving: frozenset[int] = frozenset()) -> str:
    found = said(small, moving)[name, measure]
    assert isinstance(found, Unfit), found
    return found.why.render("en")


def runs(small: Small, count: int = 8) -> list[Counters]:
    horizon = Horizon(ticks(WARM_UP), small.end, 10 * small.end, small.end // 10)
    engine, program = CompiledEngine(), small.build()
    return [engine.run(program, 7, replication, horizon) for replication in range(count)]


def meets(small: Small, name: str, measure: str, of: Callable[[Counters, Program], float]) -> None:
    """The runs' 99.9 % interval covers the value, and is narrow enough to deny another."""
    exact, program = value(small, name, measure), small.build()
    mean, half = interval([of(one, program) for one in runs(small)])
    assert abs(mean - exact) <= half, (exact, mean, half)
    assert half < 0.1 * exact


def waiting(station: str) -> Callable[[Counters, Program], float]:
    """Mean queue of a station."""

    def of(counters: Counters, program: Program) -> float:
        names = [one.name for one in program.stations]
        return float(counters.stations.queue[names.index(station)] / counters.window)

    return of


def used(station: str) -> Callable[[Counters, Program], float]:
    """Utilisation of a station."""

    def of(counters: Counters, program: Program) -> float:
        place = [one.name for one in program.stations].index(station)
        return float(counters.stations.busy[place] / counters.stations.capacity[place])

    return of


def asking(small: Small, rate: float, **words: object) -> Small:
    small.stream("need", "ask", "row", rate, labels={"need": "asking"}, **words)
    return small


# networks of product form


def in_a_loop() -> Small:
    """Two stations, the first passed a second time by half of the requests."""
    small = Small(SECONDS)
    small.station("a", 0.3)
    small.station("b", 0.5, servers=2)
    small.flow(
        "ask",
        Visit("a", "first"),
        Visit("b", "there"),
        Check("half", "again", yes="again"),
        DONE,
        Label("again"),
        Visit("a", "second"),
        DONE,
    )
    small.row("row", a="a", b="b", half=0.5)
    return asking(small, 1.6)


def test_stations_in_a_loop_are_as_if_alone():
    small = in_a_loop()
    load = 1.6 * 1.5 * 0.3
    assert value(small, "a", "queue.mean") == pytest.approx(load**2 / (1 - load))
    meets(small, "a", "queue.mean", waiting("a"))
    meets(small, "b", "queue.mean", waiting("b"))
    meets(small, "asking", "response_time.mean", lambda counters, _: response_time(counters))


def test_a_station_of_other_times_in_a_loop_has_no_formula():
    small = Small(SECONDS)
    small.station("a", Law.constant(0.3))
    small.station("b", 0.2)
    small.flow("ask", Visit("a", "1"), Visit("b", "2"), Visit("a", "3"), DONE)
    small.row("row", a="a", b="b")
    asking(small, 1.0)
    assert why(small, "a", "queue.mean") == "what comes from b does not come at random"
    assert why(small, "b", "queue.mean") == "what comes from a does not come at random"
    assert value(small, "a", "utilisation.mean") == pytest.approx(0.6)


def test_what_comes_back_at_once_does_not_come_at_random():
    small = Small(SECONDS)
    small.station("a", Law.constant(0.3))
    small.flow("ask", Visit("a", "1"), Delay(Law.constant(1.0), "d"), Visit("a", "2"), DONE)
    small.row("row", a="a")
    asking(small, 1.0)
    assert why(small, "a", "queue.mean") == "what leaves it comes back, and not at random"


def test_one_draw_for_two_services_is_no_network_of_queues():
    small = Small(SECONDS)
    small.station("a", 0.3)
    small.station("b", 0.3)
    small.flow("ask", Visit("a", "same"), Visit("b", "same"), DONE)
    small.row("row", a="a", b="b")
    asking(small, 1.0)
    assert "alike at several stations" in why(small, "b", "queue.mean")


# single stations


@pytest.mark.parametrize("law", [Law.constant(1.0), Law.erlang(1.0, 3), Law.uniform(0.5, 1.5)])
def test_one_server_waits_as_pollaczek_says_behind_exponential_ones(law: Law):
    small = Small(SECONDS)
    small.station("a", 0.5, servers=2)
    small.station("b", law)
    small.flow("ask", Visit("a", "a"), Delay(Law.exponential(2.0), "way"), Visit("b", "b"), DONE)
    small.row("row", a="a", b="b")
    asking(small, 0.6)
    expected = 0.6 * mg1_wait(0.6, 1.0, second_moment(1.0, law.variance**0.5))
    assert value(small, "b", "queue.mean") == pytest.approx(expected)
    meets(small, "b", "queue.mean", waiting("b"))


def test_several_servers_of_other_times_have_no_formula():
    small = queue(1.0, Law.constant(1.0), SECONDS, servers=2)
    assert "several servers" in why(small, "desk", "queue.mean")
    assert value(small, "desk", "utilisation.mean") == pytest.approx(0.5)


def test_a_queue_with_an_end_is_mm1k():
    small = queue(0.9, 1.0, SECONDS, places=3)
    meets(small, "desk", "queue.mean", waiting("desk"))
    meets(small, "desk", "utilisation.mean", used("desk"))


def test_urgent_jobs_do_not_change_how_many_wait():
    small = Small(SECONDS)
    small.station("desk", Law.erlang(1.0, 2), priority=True)
    small.flow("ask", Visit("desk", "service"), DONE)
    small.row("row", desk="desk")
    small.stream("low", "ask", "row", 0.4, priority=0, labels={"need": "low"})
    small.stream("high", "ask", "row", 0.3, priority=2, labels={"need": "high"})
    meets(small, "desk", "queue.mean", waiting("desk"))
    assert why(small, "low", "response_time.mean") == "at desk: some go first there"


def test_a_station_that_breaks_down_is_as_busy_as_its_working_time_lets_it():
    small = Small(SECONDS)
    small.station("frail", 1.0, breakdowns=(Breakdowns(60.0, 30.0),))
    small.flow("ask", Visit("frail", "service"), DONE)
    small.row("row", frail="frail")
    asking(small, 0.3)
    assert value(small, "frail", "utilisation.mean") == pytest.approx(0.45)
    meets(small, "frail", "utilisation.mean", used("frail"))
    assert why(small, "frail", "queue.mean") == "it breaks down now and then"


DAY = 86_400.0


def office(days: float) -> Small:
    """Eight hours a day, but not at the week's end."""
    small = Small(days * DAY)
    opened = [
        (day * DAY + 9 * 3600, day * DAY + 17 * 3600) for day in range(60) if day % 7 not in (5, 6)
    ]
    small.station("desk", 100.0, hours=small.hours(*opened))
    small.flow("ask", Visit("desk", "service"), DONE)
    small.row("row", desk="desk")
    return asking(small, 0.002)


def used_from(small: Small, warm_up: float, end: float) -> Expected | Unfit:
    window = Window(ticks(warm_up * DAY), ticks(end * DAY))
    found = {(one.name, one.measure): one for one in findings(small.build(), window)}
    queued = found["desk", "queue.mean"]
    assert isinstance(queued, Unfit)
    assert queued.why.render("en") == "it works only during its hours"
    return found["desk", "utilisation.mean"]


def test_a_desk_is_as_busy_as_its_hours_let_it_where_both_ends_are_alike():
    small = office(35)
    found = used_from(small, 14, 35)
    assert isinstance(found, Expected)
    assert found.value == pytest.approx(0.2 * 21 * 24 / (15 * 8))
    horizon = Horizon(ticks(14 * DAY), ticks(35 * DAY), ticks(60 * DAY), ticks(DAY))
    seen = [CompiledEngine().run(small.build(), 7, number, horizon) for number in range(10)]
    mean, half = interval([used("desk")(one, small.build()) for one in seen])
    assert abs(mean - found.value) <= half < 0.05


@pytest.mark.parametrize(("warm_up", "end"), [(0, 14), (14, 19), (8, 9), (7, 26)])
def test_work_left_over_at_an_end_leaves_no_formula(warm_up: float, end: float):
    found = used_from(office(35), warm_up, end)
    assert isinstance(found, Unfit)
    assert "at its end are not alike" in found.why.render("en")


def test_an_outage_counts_once_what_it_left_is_done():
    def outage(start: float, until: float) -> Small:
        return queue(0.4, 1.0, SECONDS, outages=((ticks(start), ticks(until)),))

    small = outage(10_000.0, 12_000.0)
    exact = 0.4 * 39_500 / 37_500
    assert value(small, "desk", "utilisation.mean") == pytest.approx(exact)
    meets(small, "desk", "utilisation.mean", used("desk"))
    for late in (outage(36_000.0, 39_000.0), outage(38_000.0, 50_000.0), outage(0.0, 400.0)):
        assert "leaves work behind" in why(late, "desk", "utilisation.mean")


def test_more_work_than_servers_has_no_stationary_state():
    small = queue(1.2, 1.0, SECONDS)
    assert why(small, "desk", "queue.mean") == "more work comes than its servers can do"
    assert why(small, "desk", "utilisation.mean") == "more work comes than its servers can do"


# demand


def test_demand_that_is_not_one_rate_at_random_is_told():
    for words, reason in (
        ({"fixed": True}, "need comes at fixed intervals"),
        ({"surges": (Surge("rush", ticks(9e3), ticks(1e4), 3.0),)}, "need surges or drops"),
    ):
        small = Small(SECONDS)
        small.station("desk", 1.0)
        small.flow("ask", Visit("desk", "service"), DONE)
        small.row("row", desk="desk")
        asking(small, 0.5, **words)
        assert why(small, "desk", "queue.mean").startswith(reason)
    assert value(small, "desk", "utilisation.mean") == pytest.approx(0.5 * (1 + 2 * 1e3 / 39_500))


def test_shares_of_ways_and_closed_gates_make_the_rates():
    small = Small(SECONDS)
    for name in ("a", "b", "c"):
        small.station(name, 0.1)
    small.gate("shut", open=False)
    small.gate("open", open=True)
    small.flow(
        "ask",
        Gate("open", refused="never"),
        Check("share", "which", yes="left"),
        Visit("b", "b"),
        Jump("on"),
        Label("left"),
        Visit("a", "a"),
        Label("on"),
        Gate("shut", refused="end"),
        Label("never"),
        Visit("c", "c"),
        Label("end"),
        DONE,
    )
    small.row("row", a="a", b="b", c="c", share=0.25, open="open", shut="shut")
    asking(small, 2.0)
    assert value(small, "a", "utilisation.mean") == pytest.approx(0.05)
    assert value(small, "b", "utilisation.mean") == pytest.approx(0.15)
    assert ("c", "utilisation.mean") not in said(small)
    moving = frozenset({small.places["shut"]})
    assert "begins or ends during the run" in why(small, "c", "utilisation.mean", moving)


def test_a_time_out_is_a_condition_not_a_reason_to_be_silent():
    small = Small(SECONDS)
    small.station("desk", 1.0)
    operations = (Attempt("timeout", "retries", failed="late"), Visit("desk", "service"), Settle())
    small.flow("ask", *operations, DONE, Label("late"), Done(Outcome.TIMED_OUT))
    small.row("row", desk="desk", timeout=ticks(500.0), retries=0)
    asking(small, 0.5)
    found = said(small)["asking", "response_time.mean"]
    assert isinstance(found, Expected)
    assert found.value == pytest.approx(mm1_time(0.5, 1.0))
    assert found.provided is not None
    assert "500 s" in found.provided.render("en").replace("8.33333 min", "500 s")


def scattered(*stations: str) -> Small:
    small = Small(SECONDS)
    for name in {"a", "b"}:
        small.station(name, 1.0)
    small.flow("part", Visit("desk", "part"), DONE)
    small.flow("ask", Scatter("parts", "part", Join.ALL), DONE)
    for place, name in enumerate(stations):
        small.row(f"part {place}", desk=name)
    small.list("parts", *(f"part {place}" for place in range(len(stations))))
    small.row("row", parts="parts")
    return asking(small, 0.5)


def test_parts_of_requests_make_each_station_a_queue_by_itself():
    small = scattered("a", "b")
    assert value(small, "a", "queue.mean") == pytest.approx(0.5)
    meets(small, "b", "queue.mean", waiting("b"))
    assert "the last of several answers" in why(small, "asking", "response_time.mean")
    assert "several parts of one request" in why(scattered("a", "a"), "a", "queue.mean")


def test_one_part_is_as_good_as_none():
    assert value(scattered("a"), "asking", "response_time.mean") == pytest.approx(2.0)


# links


def test_a_link_waits_like_one_server_and_what_it_carries_is_not_at_random_after():
    small = Small(SECONDS)
    small.link("line", latency=0.25, bandwidth=1000.0)
    small.link("wide", latency=0.1)
    small.station("desk", 0.2)
    small.route("way", "wide", "line")
    small.flow("ask", Send("way", "size"), DONE)
    small.flow("far", Send("way", "size"), Visit("desk", "service"), DONE)
    small.row("row", way="way", size=500, desk="desk")
    asking(small, 0.5)
    small.stream("other", "far", "row", 0.5, labels={"need": "other"})
    assert value(small, "line", "utilisation.links") == pytest.approx(0.5)
    exact = 0.5 + mg1_wait(1.0, 0.5, 0.25) + 0.35
    assert value(small, "asking", "response_time.mean") == pytest.approx(exact)
    assert why(small, "desk", "queue.mean") == "what comes over line does not come at random"


def test_what_is_held_by_a_broken_link_may_be_given_up():
    small = Small(SECONDS)
    small.link("frail", breakdowns=(Breakdowns(600.0, 60.0),))
    small.route("way", "frail")
    small.station("desk", 0.2)
    ask = (Send("way", "size"), Visit("desk", "service"))
    small.flow("patient", *ask, DONE)
    limited = (Attempt("timeout", "retries", failed="late"), *ask, Settle(), DONE)
    small.flow("ask", *limited, Label("late"), Done(Outcome.TIMED_OUT))
    small.row("row", way="way", size=0, desk="desk", timeout=ticks(30.0), retries=0)
    small.stream("other", "patient", "row", 0.5)
    assert why(small, "desk", "queue.mean") == "frail holds messages while it is down"
    assert value(small, "desk", "utilisation.mean") == pytest.approx(0.1)
    asking(small, 0.5)
    assert why(small, "desk", "utilisation.mean") == "some are given up while frail is down"


# copies


def batches(*offsets: float, period: float = 100.0, delay: float = 30.0) -> Small:
    """A chain of replicas, each renewed from the one before it."""
    small = Small(SECONDS)
    small.register("facts", records=50)
    small.copy("source", "facts", CopyKind.SOURCE)
    small.flow("change", Collect("facts", "zero", "entry"), Write("source"), DONE)
    small.row("change", facts="facts", source="source", zero=0.0)
    small.stream("changes", "change", "change", 0.1, register="facts")
    small.flow(
        "batch", Snapshot("from", "to"), Delay(Law.constant(delay), "way"), Apply("to"), DONE
    )
    before = "source"
    for place, offset in enumerate(offsets):
        name = f"copy {place}"
        small.copy(name, "facts", CopyKind.REPLICA, outside=True, complete=True)
        small.list(f"from {place}", before)
        small.list(f"to {place}", name)
        small.row(f"batch {place}", **{"from": f"from {place}", "to": f"to {place}"})
        small.timetable(f"batch {place}", "batch", f"batch {place}", period, offset)
        before = name
    small.flow("ask", Read("copy"), DONE)
    small.row("row", copy=before)
    return asking(small, 1.0)


@pytest.mark.parametrize("offsets", [(0.0,), (10.0, 60.0), (70.0, 10.0, 90.0)])
def test_a_chain_of_batches_is_as_old_as_its_timetable_makes_it(offsets: tuple[float, ...]):
    small = batches(*offsets)
    (first, *_) = runs(small, 1)
    for place in range(len(offsets)):
        held = first.copies
        at = place + 1
        name = f"copy {place}"
        assert held.age[at] / held.aged[at] == pytest.approx(value(small, name, "age.copy"))
        peak = held.age_peak[at] / held.renewals[at]
        assert peak == pytest.approx(value(small, name, "age.copy_peak"))


def test_answers_from_a_batch_copy_are_as_fresh_as_cho_and_garcia_molina_say():
    small = batches(0.0, period=395.0)

    def fresh(counters: Counters, _: Program) -> float:
        return float(counters.needs.fresh.sum() / counters.needs.outcomes[:, 0].sum())

    meets(small, "asking", "fresh", fresh)
    assert "not a whole number" in why(batches(0.0, period=90.0), "asking", "fresh")


def fed(*steps: object, stamped: bool = True) -> Small:
    small = Small(SECONDS)
    small.register("facts", records=1)
    small.copy("source", "facts", CopyKind.SOURCE)
    small.copy("feed", "facts", CopyKind.ENTRIES, outside=True, complete=True)
    small.station("broker", 1.0)
    small.flow(
        "change",
        Collect("facts", "zero", "entry"),
        Write("source"),
        *([Stamp()] if stamped else []),
        *steps,
        Write("feed"),
        DONE,
    )
    small.row("change", facts="facts", source="source", feed="feed", zero=0.0, broker="broker")
    small.stream("changes", "change", "change", 0.5, register="facts")
    return small


def test_a_feed_is_as_old_as_its_messages_and_their_way():
    small = fed(Visit("broker", "b"), Delay(Law.constant(2.0), "way"))
    assert value(small, "feed", "age.copy") == pytest.approx(5.5)
    assert value(small, "feed", "age.copy_peak") == pytest.approx(6.0)
    counters = runs(small)
    mean, half = interval([float(one.copies.age[1] / one.copies.aged[1]) for one in counters])
    assert abs(mean - 5.5) <= half < 0.3
    at_once = fed(Delay(Law.constant(2.0), "way"))
    assert value(at_once, "feed", "age.copy") == pytest.approx(4.0)
    (first, *_) = runs(at_once, 1)
    assert first.copies.age[1] / first.copies.aged[1] == pytest.approx(4.0, rel=0.05)


def test_a_feed_behind_a_random_delay_has_no_formula():
    small = fed(Delay(Law.exponential(2.0), "way"))
    assert "not under way for always the same time" in why(small, "feed", "age.copy")


def test_breakdowns_make_availability_and_say_how_often_they_happen():
    small = queue(0.1, 1.0, SECONDS, breakdowns=(Breakdowns(90.0, 10.0), Breakdowns(40.0, 10.0)))
    found = said(small)["desk", "availability.time"]
    assert isinstance(found, Expected)
    assert found.value == pytest.approx(0.9 * 0.8)
    assert found.events == pytest.approx(39_500 / 100 + 39_500 / 50)
