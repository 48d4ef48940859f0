"""Attempts: time-outs, repetitions, and what becomes of those given up."""

from __future__ import annotations

from small_programs import DONE, Small, ends

from sandbox.flows import Join, Law, Outcome, Tally, ticks
from sandbox.flows.operations import (
    Attempt,
    ByLetter,
    Count,
    Delay,
    Done,
    Jump,
    Label,
    Scatter,
    Settle,
    Visit,
)

ONE = Law.constant(1.0)


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
