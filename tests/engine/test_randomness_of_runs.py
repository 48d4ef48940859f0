"""Randomness belongs to things: what changes one thing changes nobody else's draws."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from small_programs import DONE, Small, queue, response_time, same

from sandbox.engine import simpy_engine, traffic, watch
from sandbox.engine.arrivals import Arrivals
from sandbox.flows import Law, ticks
from sandbox.flows.operations import Delay, Visit
from sandbox.flows.program import Breakdowns, Surge
from sandbox.randomness import base


def life(small: Small, **words: Any) -> dict[tuple[str, int], list[tuple[int, str]]]:
    """Every request's events, by stream and index."""
    seen: dict[tuple[str, int], list[tuple[int, str]]] = {}

    def trace(time: int, stream: str, index: int, event: str, detail: dict[str, Any]) -> None:
        seen.setdefault((stream, index), []).append((time, event))

    small.run(trace=trace, **words)
    return seen


def town(extra: bool = False) -> Small:
    small = Small(400.0)
    if extra:
        small.station("before", 1.0)
    small.station("desk", Law.gamma(1.0, 1.2), servers=2, breakdowns=(Breakdowns(50.0, 5.0),))
    small.flow("ask", Delay(Law.lognormal(1.0, 1.0), "think"), Visit("desk", "service"), DONE)
    small.row("row", desk="desk")
    if extra:
        small.row("other", desk="before")
        small.stream("newcomer", "ask", "other", 2.0)
    small.stream("need", "ask", "row", 1.0)
    return small


def test_a_new_stream_and_station_change_nobody_elses_lives() -> None:
    before, after = life(town()), life(town(extra=True))
    assert len(after) > len(before)
    assert all(after[who] == events for who, events in before.items())


def test_an_intervention_that_does_nothing_changes_nothing() -> None:
    def idle(env: Any, plane: Any) -> Any:
        while True:
            yield env.timeout(ticks(0.37))
            plane.set_servers(0, 2)

    same(town().run(), town().run(control=[idle]))


def test_slices_windows_and_observers_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = town().run()
    monkeypatch.setattr(simpy_engine, "_SLICE", 7)
    monkeypatch.setattr(watch, "_EVERY", 0.0)
    monkeypatch.setattr(
        traffic,
        "Arrivals",
        lambda program, origin, end, last: Arrivals(program, origin, end, last, 10),
    )
    again = town().run(observer=lambda progress: True)
    same(usual, again)
    assert usual.events == again.events


@pytest.mark.parametrize("size", [3, 50, 1000])
def test_windows_of_any_size_hold_the_same_arrivals(size: int) -> None:
    small = queue(3.0, 1.0, 300.0)
    surge = Surge("rush", ticks(50), ticks(150), 4.0)
    fall = Surge("holiday", ticks(100), ticks(250), 0.4)
    small.stream("changed", "ask", "here", 2.0, surges=(surge, fall))
    small.stream("given", "ask", "here", times=[5, 5, 70, 299], surges=(surge, fall))
    small.stream("rare", "ask", "here", 0.01)

    def arrivals(size: int) -> np.ndarray[Any, Any]:
        source = Arrivals(small.build(), base(4, 2), small.end, size=size)
        parts = []
        while (window := source.window()) is not None:
            parts.append([window.time, window.stream, window.index])
        return np.concatenate(parts, axis=1)

    whole = arrivals(1 << 20)
    assert np.array_equal(arrivals(size), whole)
    assert (np.diff(whole[0]) >= 0).all()


def test_a_surge_leaves_everybody_elses_requests_the_same() -> None:
    plain = town()
    surged = town()
    stream = surged.builder.streams.things[0]
    surged.builder.streams.things[0] = type(stream)(
        **{**vars(stream), "surges": (Surge("rush", ticks(100), ticks(200), 3.0),)}
    )
    usual = {when for events in life(plain).values() for when, what in events if what == "made"}
    rush = {when for events in life(surged).values() for when, what in events if what == "made"}
    assert usual < rush
    assert all(ticks(100) <= when < ticks(200) for when in rush - usual)


@pytest.mark.parametrize("law", [Law.exponential(1.0), Law.lognormal(1.0, 2.0)])
def test_more_servers_are_never_slower_on_the_same_draws(law: Law) -> None:
    """Pathwise for FIFO G/G/c with services attached to customers (Kiefer & Wolfowitz 1955)."""
    lives = [life(queue(1.6, law, 400.0, servers=servers)) for servers in (2, 3, 5)]
    for few, many in itertools.pairwise(lives):
        assert few.keys() == many.keys()
        assert all(many[who][-1][0] <= events[-1][0] for who, events in few.items())


def test_seeds_and_replications_differ_and_repeat() -> None:
    times = {
        (seed, replication): response_time(town().run(seed=seed, replication=replication))
        for seed in (1, 2)
        for replication in (0, 1)
    }
    assert len(set(times.values())) == 4
    assert times[1, 1] == response_time(town().run(seed=1, replication=1))


def test_control_acts_before_arrivals_and_arrivals_before_other_traffic_at_the_same_time() -> None:
    small = Small(100.0)
    small.station("desk", Law.constant(5.0))
    small.flow("ask", Visit("desk", "service"), DONE)
    small.flow("late", Delay(Law.constant(10.0), "wait"), Visit("desk", "service"), DONE)
    small.row("row", desk="desk")
    small.stream("later", "late", "row", times=[0])
    small.stream("z", "ask", "row", times=[10])
    small.stream("a", "ask", "row", times=[10])

    def batch(env: Any, plane: Any) -> Any:
        yield env.timeout(ticks(10))
        plane.start(0, 0, "batch", 0)

    order = [
        (time, who[0])
        for who, events in life(small, control=[batch]).items()
        for time, event in events
        if event == "end"
    ]
    assert sorted(order) == [
        (ticks(15), "batch"), (ticks(20), "z"), (ticks(25), "a"), (ticks(30), "later"),
    ]  # fmt: skip
