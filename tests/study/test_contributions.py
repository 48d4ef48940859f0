"""Contributions to a difference add up to it, and say what can be worked out by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.measures import CATALOGUE
from sandbox.scenario import load
from sandbox.study import compare
from sandbox.study.contributions import (
    ADDED,
    AVERAGED,
    PART,
    REST,
    decompose,
    kind,
    labels,
    separable,
)
from sandbox.study.statistics.effects import Part, added, averaged
from sandbox.study.statistics.unusable import Unusable
from tests.tui.conftest import HERE

NUMBER = st.floats(-1e6, 1e6)
SUMS = st.dictionaries(st.sampled_from("abcdef"), NUMBER)
WEIGHED = st.dictionaries(
    st.sampled_from("abcdef"), st.builds(Part, st.integers(1, 10**6), NUMBER), min_size=1
)


def mean(side):
    total = sum(part.weight for part in side.values())
    return math.fsum(part.weight * part.value for part in side.values()) / total


def size(*sides):
    return max(abs(part.value) for side in sides for part in side.values())


@given(SUMS, SUMS)
def test_differences_of_groups_add_up_to_the_difference_of_sums(there, here) -> None:
    found = added(there, here)
    whole = math.fsum([*here.values(), *(-value for value in there.values())])
    assert math.fsum(one.rate for one in found.values()) == pytest.approx(whole, abs=1e-6)
    assert all(one.mix == 0 for one in found.values())


@given(WEIGHED, WEIGHED)
def test_rates_and_mixes_add_up_to_the_difference_of_means(there, here) -> None:
    found = averaged(there, here)
    total = math.fsum(x for one in found.values() for x in (one.rate, one.mix))
    least = 1e-11 * (1 + size(there, here))
    assert total == pytest.approx(mean(here) - mean(there), abs=least)
    back = averaged(here, there)
    for group, one in found.items():  # seen from the other side everything changes its sign
        assert one.rate == pytest.approx(-back[group].rate, abs=least)
        assert one.mix == pytest.approx(-back[group].mix, abs=least)


@given(WEIGHED, st.floats(-100, 100), st.integers(2, 9))
def test_the_same_mix_leaves_rates_only_and_the_same_rates_leave_mixes_only(
    there, more, times
) -> None:
    raised = {g: Part(part.weight * times, part.value + more) for g, part in there.items()}
    least = 1e-11 * (1 + size(there, raised))
    for group, one in averaged(there, raised).items():
        assert one.mix == pytest.approx(0, abs=least)
        weight = there[group].weight / sum(part.weight for part in there.values())
        assert one.rate == pytest.approx(weight * more, abs=least)
    moved = {
        g: Part(part.weight * (1 + n), part.value) for n, (g, part) in enumerate(there.items())
    }
    assert all(one.rate == 0 for one in averaged(there, moved).values())


def test_a_worked_example() -> None:
    """Half of the requests took 1 s and half 3 s; now three quarters take 1 s, the rest 5 s."""
    found = averaged(
        {"quick": Part(50, 1.0), "slow": Part(50, 3.0)},
        {"quick": Part(75, 1.0), "slow": Part(25, 5.0)},
    )
    assert (found["quick"].rate, found["quick"].mix) == (0.0, 0.25 * (1 - 2.0))
    assert (found["slow"].rate, found["slow"].mix) == (0.375 * 2, -0.25 * (4 - 2.0))
    with pytest.raises(ValueError, match="nothing"):
        averaged({}, {"quick": Part(1, 1.0)})


@pytest.fixture(scope="module")
def comparison():
    document = load(HERE / "tiny.yaml")
    return compare(document, replications=2, jobs=1)


def test_every_difference_of_a_study_is_taken_apart_exactly(comparison) -> None:
    """By every label that is offered; of requests nothing is left over."""
    checked = set()
    for model in ("federated_query", "cached_query"):
        for measure in separable():
            for by in labels(measure):
                gap = comparison.differences[model][measure]
                if math.isnan(gap.mean):
                    continue
                found = decompose(comparison, measure, model, "letters", by)
                values = [one.whole.mean for one in found.contributions]
                scale = max(abs(found.there.mean), abs(found.here.mean), 1e-12)
                assert math.fsum(values) == pytest.approx(gap.mean, abs=1e-9 * scale), measure
                assert found.difference.mean == pytest.approx(gap.mean, abs=1e-9 * scale)
                sizes = [abs(value) for value in values]
                assert sizes == sorted(sizes, reverse=True)
                if by == PART or (by == "need" and found.kind == AVERAGED):
                    assert REST not in {one.group for one in found.contributions}, (measure, by)
                if gap.mean and found.kind == ADDED:
                    shares = [found.share(one) for one in found.contributions]
                    assert math.fsum(shares) == pytest.approx(1)
                checked.add(measure)
    assert {"cost.total", "response_time.mean", "satisfied", "queue.mean", "refused"} <= checked


def test_only_sums_and_means_over_requests_are_taken_apart(comparison) -> None:
    for measure in CATALOGUE:
        if kind(measure) is None and measure not in ("compliance.total", "cost.total", "refused"):
            assert labels(measure) == []
    assert labels("response_time.p95") == []
    assert labels("time_to_share") == []
    assert labels("cost.total")[0] == PART
    with pytest.raises(Unusable, match="no sum over groups"):
        decompose(comparison, "response_time.p95", "cached_query", "letters", "need")
    with pytest.raises(Unusable, match="can be taken apart by need"):
        decompose(comparison, "satisfied", "cached_query", "letters", "link")
