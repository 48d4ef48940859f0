"""The fewest servers are those of Erlang's formula, and doubts are told."""

import heapq
import math

import numpy as np
import pytest

from sandbox.study.statistics.bisection import Limit, confidence_met, fewest
from sandbox.theory.queues import mmc_wait

NOISE = np.random.default_rng(1).normal(size=400)


def _noisy(curve, scale, shift=0.0):
    """Common random numbers: a replication's noise is the same at every number."""
    return lambda number, n: [curve(number) + scale * (z + shift) for z in NOISE[:n]]


def _smallest(curve, low, high, bound):
    return next(number for number in range(low, high + 1) if curve(number) <= bound)


@pytest.mark.parametrize("bound", [0.025, 0.1, 0.5, 3.0])
def test_it_finds_the_fewest_servers_of_erlangs_formula(bound):
    def wait(servers):
        return mmc_wait(10, 1, servers)

    found = fewest(_noisy(wait, 0.002), 11, 40, Limit(bound))
    assert found.fewest == _smallest(wait, 11, 40, bound)
    assert found.confident
    assert found.advice is None
    assert found.failing == (found.fewest - 1 if found.fewest > 11 else None)
    assert len(found.decisions) <= 2 + math.ceil(math.log2(29))


@pytest.mark.parametrize(("low", "high"), [(1, 1), (1, 2), (1, 3), (0, 9), (-5, 60)])
def test_every_answer_in_the_range_is_found(low, high):
    for answer in range(low, high + 1):
        found = fewest(lambda n, r, a=answer: [float(n < a)] * r, low, high, Limit(0.5))
        assert found.fewest == answer
        assert found.failing == (answer - 1 if answer > low else None)
        steps = math.ceil(math.log2(high - low)) if high - low > 1 else 0
        assert len(found.decisions) <= 2 + steps


def test_a_share_that_must_be_at_least_something():
    found = fewest(
        _noisy(lambda n: 1 - 1 / n, 0.001), 1, 50, Limit(0.9, at_least=True), confidence=0.9
    )
    assert found.fewest in (10, 11)
    sure = fewest(_noisy(lambda n: 1 - 1 / n, 0.001), 1, 50, Limit(0.895, at_least=True))
    assert (sure.fewest, sure.confident) == (10, True)


def test_more_replications_are_asked_for_only_where_it_is_close():
    asked = {}

    def values(number, n):
        asked[number] = n
        return _noisy(lambda m: 10.0 - m, 1.0)(number, n)

    found = fewest(values, 0, 20, Limit(4.6), maximum=400)
    assert found.fewest == 6
    assert asked[0] == asked[20] == 5
    assert max(asked[5], asked[6]) > 20


def test_what_cannot_be_decided_counts_as_not_meeting_and_is_told():
    found = fewest(
        _noisy(lambda n: 10.0 - n, 1.0), 0, 20, Limit(5.0 + NOISE[:40].mean()), maximum=40
    )
    assert (found.fewest, found.failing, found.confident) == (6, 5, False)
    doubt = next(one for one in found.decisions if one.number == 5)
    assert doubt.verdict == "undecided"
    assert doubt.met == pytest.approx(0.5)
    assert "40 replications" in found.advice.render("en")
    assert "40 次重复" in found.advice.render("zh")


def test_where_even_the_most_does_not_meet_there_is_no_answer():
    found = fewest(_noisy(lambda n: 10.0 - n, 0.1), 0, 4, Limit(1.0))
    assert (found.fewest, found.failing) == (None, 4)
    assert "even 4" in found.advice.render("en")


def test_where_more_is_worse_it_is_told():
    curve = {1: 9.0, 2: 8.0, 3: 4.0, 4: 6.0, 5: 3.0}
    found = fewest(_noisy(curve.__getitem__, 5.0, -NOISE[:5].mean()), 1, 5, Limit(100.0))
    assert found.violations == ()
    bad = fewest(_noisy(lambda n: float(n), 0.1), 1, 5, Limit(3.5))
    assert (bad.fewest, bad.confident) == (1, False)
    (violation,) = bad.violations
    assert (violation.fewer, violation.more) == (1, 5)
    assert violation.difference.mean == pytest.approx(4)
    assert "between 1 and 5" in bad.advice.render("en")
    bump = fewest(_noisy({1: 5.0, 2: 5.0, 3: 6.0, 4: 1.0, 5: 1.0}.__getitem__, 0.1), 1, 5, Limit(2))
    assert bump.fewest == 4
    assert [(one.fewer, one.more) for one in bump.violations] == [(1, 3)]
    assert not bump.confident


def test_the_confidence_of_a_decision_is_the_t_distributions():
    from scipy.stats import t

    values = [1.0, 2.0, 4.0, 3.0]
    met, found = confidence_met(values, Limit(3.0), 0.95)
    error = np.std(values, ddof=1) / 2
    assert met == pytest.approx(t.cdf((3 - 2.5) / error, 3))
    assert found.n == 4
    other, _ = confidence_met(values, Limit(3.0, at_least=True), 0.95)
    assert met + other == pytest.approx(1)


@pytest.mark.parametrize(
    ("values", "met"),
    [([2.0, 2.0], 1), ([3.0, 3.0], 0), ([math.inf, 1.0], 0), ([-math.inf, 1.0], 1)],
)
def test_without_spread_or_end_a_decision_is_certain(values, met):
    assert confidence_met(values, Limit(2.0), 0.95)[0] == met


def test_undefined_values_decide_nothing():
    assert math.isnan(confidence_met([math.nan, 1.0], Limit(2.0), 0.95)[0])
    found = fewest(lambda number, n: [math.nan] * n, 1, 4, Limit(2.0))
    assert (found.fewest, found.confident) == (None, False)


@pytest.mark.parametrize(
    "wrong", [{"first": 1}, {"maximum": 4}, {"confidence": 1.0}], ids=lambda one: next(iter(one))
)
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match="expected low ≤ high"):
        fewest(lambda number, n: [0.0] * n, 1, 4, Limit(2.0), **wrong)
    with pytest.raises(ValueError, match="expected low ≤ high"):
        fewest(lambda number, n: [0.0] * n, 4, 1, Limit(2.0))


def _queue(servers, replication, customers=4000, arrivals=3.0):
    """Mean wait of M/M/c from a warm start, on draws that belong to the replication."""
    rng = np.random.default_rng([7, replication])
    gaps = rng.exponential(1 / arrivals, customers)
    services = rng.exponential(1.0, customers)
    free, now, waits = [0.0] * servers, 0.0, []
    for gap, service in zip(gaps.tolist(), services.tolist()):
        now += gap
        start = max(now, heapq.heappop(free))
        heapq.heappush(free, start + service)
        waits.append(start - now)
    return float(np.mean(waits[500:]))


@pytest.mark.slow
def test_a_simulated_queue_needs_the_servers_of_erlangs_formula():
    seen = {}

    def values(servers, n):
        return [seen.setdefault((servers, r), _queue(servers, r)) for r in range(n)]

    # Wq: 4 servers .509, 5 .118, 6 .033, 7 .009
    assert [_smallest(lambda c: mmc_wait(3, 1, c), 4, 16, b) for b in (0.2, 0.06)] == [5, 6]
    for bound, answer in ((0.2, 5), (0.06, 6)):
        found = fewest(values, 4, 16, Limit(bound), confidence=0.95, first=5, maximum=40)
        assert (found.fewest, found.confident) == (answer, True)


@pytest.mark.slow
def test_the_answer_is_right_as_often_as_promised():
    rng, runs, wrong = np.random.default_rng(3), 500, 0
    for _ in range(runs):
        noise = rng.normal(size=160)
        found = fewest(
            lambda number, n, z=noise: (10.0 - number + z[:n]).tolist(),
            0,
            16,
            Limit(4.5),
            confidence=0.9,
            first=5,
            maximum=160,
        )
        for one in found.decisions:
            wrong += one.verdict == ("fails" if 10 - one.number <= 4.5 else "meets")
    assert wrong / runs <= 0.1
