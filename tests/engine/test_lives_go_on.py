"""Lives go on while the last requests are answered."""

import math

from small_programs import DONE, Small

from sandbox.flows import Law, Tally
from sandbox.flows.operations import Collect, Count, Delay
from sandbox.flows.program import Rhythm

RECORDS, CHANGES, DELAY, SECONDS, RATE = 400, 0.2, 4.0, 2_000.0, 10.0


def _asked_and_carried(seconds: float) -> Small:
    """Each request is told the truth, which then travels for a fixed time."""
    small = Small(seconds)
    late = small.end + 10 * small.end
    plain = small.builder.rhythm(Rhythm("plain", (0, late), (0.0, float(late))))
    small.register("people", RECORDS)
    small.flow("ask", Collect("register", "error", "asked"), Delay(Law.constant(DELAY), "d"), DONE)
    small.row("here", register="people", error=0.0)
    small.stream("need", "ask", "here", RATE)
    small.flow("change", Count(Tally.COLLECTION), DONE)
    small.row("changes")
    small.stream("changes", "change", "changes", CHANGES * RECORDS, register="people", rhythm=plain)
    return small


def test_what_is_on_its_way_at_the_end_grows_old_as_what_was_before() -> None:
    """Fresh with probability e^(-change rate × delay), whenever it was asked."""
    exact = math.exp(-CHANGES * DELAY)
    needs = _asked_and_carried(SECONDS).run(seed=3).needs
    made = needs.made[0]
    assert abs(needs.fresh[0] / made - exact) < 3.29 * math.sqrt(exact * (1 - exact) / made)
    short = [_asked_and_carried(DELAY).run(seed=3, replication=n).needs for n in range(100)]
    made = sum(needs.made[0] for needs in short)
    fresh = sum(needs.fresh[0] for needs in short)
    assert abs(fresh / made - exact) < 3.29 * math.sqrt(exact * (1 - exact) / made)


def test_changes_after_the_horizon_are_not_counted() -> None:
    counters = _asked_and_carried(50.0).run(seed=4)
    mean = CHANGES * RECORDS * 50.0
    counted = counters.needs.tallies[1, Tally.COLLECTION]
    assert abs(counted - mean) < 4 * math.sqrt(mean)
