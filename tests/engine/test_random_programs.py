"""Random small programs of every operation: nothing crashes, no request is lost."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_programs import DONE, Small, same

from sandbox.flows import Join, Law, Outcome, Tally, ticks
from sandbox.flows import operations as op
from sandbox.flows.program import Breakdowns, CopyKind, Elastic, StreamKind, Surge

LAWS = st.sampled_from([
    Law.constant(0.0), Law.constant(1.0), Law.exponential(1.0), Law.erlang(2.0, 2),
    Law.gamma(1.0, 1.5), Law.lognormal(1.0, 0.5), Law.uniform(0.0, 2.0),
    Law.empirical((0.5, 3.0), (2.0, 1.0)),
])  # fmt: skip


@st.composite
def operations(draw: Any, depth: int = 2) -> list[op.Operation]:
    """A few steps, without an end; what fails goes to label `no`."""
    visit = st.builds(
        op.Visit, st.sampled_from(["a", "b"]), st.sampled_from("pq"), st.sampled_from(["no", None])
    )
    simple = st.one_of(
        visit,
        visit,
        st.builds(op.Delay, LAWS, st.sampled_from("xy")),
        st.builds(op.Send, st.sampled_from(["way", "nowhere"]), st.just("size"), st.booleans()),
        st.just(op.Gate("gate", "no")),
        st.builds(op.Scope, st.booleans(), st.just("no")),
        st.just(op.Collect("register", "share", "error")),
        st.builds(
            op.Read,
            st.sampled_from(["source", "replica", "own"]),
            st.just("no"),
            st.sampled_from([None, "limit"]),
        ),
        st.builds(op.Write, st.sampled_from(["source", "replica", "own", "feed"])),
        st.just(op.Stamp()),
        st.just(op.Snapshot("from", "to")),
        st.just(op.Apply("to")),
        st.just(op.Check("share", "fate", "no")),
        st.builds(op.Count, st.sampled_from(Tally)),
        st.just(op.ByLetter()),
    )
    steps: list[op.Operation] = draw(st.lists(simple, max_size=4))
    if depth and draw(st.booleans()):
        inner = draw(operations(depth - 1))
        steps += [op.Attempt("limit", "retries", "no"), *inner, op.Settle()]
    if depth and draw(st.booleans()):
        join = draw(st.sampled_from(Join))
        steps.append(op.Scatter("children", "child", join, draw(st.sampled_from(["no", None]))))
    return steps + draw(st.lists(simple, max_size=2))


@st.composite
def programs(draw: Any) -> Small:
    """A small program with a bit of everything."""
    small = Small(60.0)
    outage = ((ticks(draw(st.integers(0, 20))), ticks(draw(st.integers(21, 50)))),)
    hours = small.hours((0, 10), (15, 40), (45, 80))
    for name in ("a", "b"):
        small.station(
            name,
            draw(LAWS),
            servers=draw(st.integers(1, 3)),
            priority=draw(st.booleans()),
            places=draw(st.sampled_from([-1, 0, 2])),
            hours=draw(st.sampled_from([-1, hours])),
            fails_when_down=draw(st.booleans()),
            breakdowns=draw(st.sampled_from([(), (Breakdowns(10.0, 3.0),)])),
            outages=draw(st.sampled_from([(), outage])),
            elastic=draw(st.sampled_from([None, Elastic(1, 4, 0.7, ticks(5), ticks(1))])),
        )
    small.link("free", latency=0.0)
    small.link(
        "line", latency=0.5, bandwidth=100.0, gateway=True,
        outages=draw(st.sampled_from([(), outage])),
        breakdowns=draw(st.sampled_from([(), (Breakdowns(10.0, 3.0),)])),
    )  # fmt: skip
    small.route("way", "free", "line", "free")
    small.route("nowhere")
    small.register("register", 4)
    small.copy("source", "register", CopyKind.SOURCE)
    small.copy("replica", "register", CopyKind.REPLICA, outside=True, sensitive=True)
    small.copy("own", "register", CopyKind.ENTRIES)
    small.copy("feed", "register", CopyKind.ENTRIES, complete=True)
    small.gate("gate", draw(st.booleans()))
    small.list("sources", "source")
    small.list("replicas", "replica")
    numbers = {
        "share": draw(st.sampled_from([0.0, 0.3, 1.0])),
        "limit": ticks(draw(st.sampled_from([0, 1, 3]))),
        "retries": draw(st.integers(0, 2)),
        "size": draw(st.sampled_from([0, 30, 300])),
    }
    things = {
        name: name for name in ("a", "b", "way", "nowhere", "register", "gate", "source",
                                "replica", "own", "feed")
    }  # fmt: skip
    things |= {"from": "sources", "to": "replicas"}
    small.list("nobody")
    small.row("child row", **things, **numbers, children="nobody")
    small.row("swapped", **{**things, "a": "b", "b": "a"}, **numbers, children="nobody")
    small.list("family", "child row", "swapped")
    small.row("row", **things, **numbers, children="family")
    end = [DONE, op.Label("no"), op.Done(draw(st.sampled_from(Outcome)))]
    small.flow("child", *draw(operations()), *end)
    small.flow("ask", *draw(operations()), *end)
    small.flow("report", *draw(operations(0)), op.Write("source"), *end)
    surge = Surge("rush", ticks(10), ticks(30), draw(st.sampled_from([0.5, 2.5])))
    small.stream("first", "ask", ["row", "swapped"], 0.7, priority=1, misuse=0.3, surges=(surge,))
    small.stream("second", "ask", "row", 0.5, fixed=True, popular=(0.2, 0.8))
    small.stream("third", "child", "row", times=[0, 1, 1, 1, 20, 20, 59.5], surges=(surge,))
    small.stream("thief", "ask", "swapped", 0.3, kind=StreamKind.THEFT)
    small.stream("changes", "report", "row", 0.5, register="register")
    small.timetable("batches", "child", "row", draw(st.sampled_from([1.0, 7.0])), 0.5)
    return small


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs(), st.integers(0, 1000))
def test_every_request_made_ends_in_exactly_one_outcome(small: Small, seed: int) -> None:
    ended: dict[tuple[str, int], int] = {}
    began: dict[tuple[str, int], int] = {}

    def trace(time: int, stream: str, index: int, event: str, detail: dict[str, Any]) -> None:
        if stream in ("batch", "changes") or "child" in detail:
            return
        for kind, seen in (("made", began), ("end", ended)):
            if event == kind:
                seen[stream, index] = seen.get((stream, index), 0) + 1

    counters = small.run(seed=seed, trace=trace, drain=ticks(40))
    needs = counters.needs
    assert np.array_equal(needs.made, needs.outcomes.sum(axis=1))
    assert needs.made.sum() == sum(began.values())
    assert (needs.outcomes >= 0).all()
    assert all(times <= began[who] for who, times in ended.items())
    unfinished = sum(began.values()) - sum(ended.values())
    assert counters.unfinished == unfinished
    assert needs.outcomes[:, Outcome.UNFINISHED].sum() >= unfinished
    stations = counters.stations
    assert (stations.busy <= stations.capacity + 1e-9).all()
    assert (stations.queue >= 0).all()
    assert (counters.links.busy <= counters.window + 1e-9).all()
    same(counters, small.run(seed=seed, drain=ticks(40)))
