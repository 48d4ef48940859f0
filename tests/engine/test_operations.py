"""Gates, scopes, checks, children, arrivals and what is counted: each does what it says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from small_programs import DONE, Small, age, desk, ends, queue, share

from sandbox.engine import Cancelled, Counters, EngineUnavailable, Progress, choose
from sandbox.flows import Join, Law, Outcome, Tally, ticks
from sandbox.flows.operations import (
    ByLetter,
    Check,
    Done,
    Gate,
    Label,
    Scatter,
    Scope,
    Visit,
)
from sandbox.flows.program import Surge

FAILED, REFUSED = Done(Outcome.FAILED), Done(Outcome.REFUSED)


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
