"""OCBA gives its budget where the decision is hard, and its limits where it has no formula."""

import math

import pytest

from sandbox.study.statistics.allocation import further_runs, ocba


def test_the_published_example():
    assert ocba([1, 1.5, 2, 3], [1, 1, 2, 1]) == pytest.approx(
        [0.3519, 0.3142, 0.3142, 0.0196], abs=5e-5
    )
    assert ocba([-1, -1.5, -2, -3], [1, 1, 2, 1], higher_is_better=True) == pytest.approx(
        ocba([1, 1.5, 2, 3], [1, 1, 2, 1])
    )


def test_shares_satisfy_the_two_conditions_of_optimality():
    means, deviations = [3.0, 1.0, 1.7, 9.0], [0.5, 2.0, 1.0, 4.0]
    shares = ocba(means, deviations)
    assert math.fsum(shares) == pytest.approx(1)
    ratios = [shares[i] * (means[i] - 1) ** 2 / deviations[i] ** 2 for i in (0, 2, 3)]
    assert ratios == pytest.approx([ratios[0]] * 3)
    squares = sum((shares[i] / deviations[i]) ** 2 for i in (0, 2, 3))
    assert shares[1] == pytest.approx(deviations[1] * math.sqrt(squares))


def test_two_systems_share_by_their_deviations():
    assert ocba([1, 2], [3, 1]) == pytest.approx([0.75, 0.25])


def test_ties_are_the_limit_of_near_ties():
    near = ocba([1, 1 + 1e-7, 1 + 1e-7, 2], [1, 2, 1, 5])
    assert ocba([1, 1, 1, 2], [1, 2, 1, 5]) == pytest.approx(near, abs=1e-6)


def test_no_variance_is_the_limit_of_little():
    for deviations in ([1, 0, 2], [0, 1, 2], [1, 1, 0], [0, 0, 1]):
        near = ocba([1, 2, 3], [max(one, 1e-9) for one in deviations])
        assert ocba([1, 2, 3], deviations) == pytest.approx(near, abs=1e-6)
    assert ocba([1, 1, 2], [0, 0, 1])[:2] == pytest.approx((0, 0))


def test_where_nothing_varies_all_are_alike():
    assert ocba([1, 2, 3], [0, 0, 0]) == pytest.approx([1 / 3] * 3)
    assert ocba([1, 1], [0, 0]) == pytest.approx([0.5, 0.5])
    assert ocba([1, 2], [1, 0]) == pytest.approx([1, 0])


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="two or more"):
        ocba([1], [1])
    with pytest.raises(ValueError, match="finite"):
        ocba([1, math.nan], [1, 1])
    with pytest.raises(ValueError, match="finite"):
        ocba([1, 2], [1, -1])


def test_further_runs_bring_totals_to_their_shares():
    assert further_runs([0.5, 0.3, 0.2], [10, 10, 10], 70) == (40, 20, 10)
    assert further_runs([0.5, 0.5, 0.0], [0, 0, 100], 11) == (6, 5, 0)
    assert further_runs([1 / 3] * 3, [5, 5, 5], 0) == (0, 0, 0)


@pytest.mark.parametrize("further", [1, 2, 7, 50])
def test_all_further_runs_are_given_out(further):
    assert sum(further_runs([0.6, 0.39, 0.01], [20, 1, 20], further)) == further
