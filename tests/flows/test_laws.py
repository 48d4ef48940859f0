"""Laws know their means and variances."""

import pytest

from sandbox.flows import Law


@pytest.mark.parametrize(
    ("law", "mean", "variance"),
    [
        (Law.constant(2.0), 2.0, 0.0),
        (Law.exponential(2.0), 2.0, 4.0),
        (Law.erlang(2.0, 4), 2.0, 1.0),
        (Law.gamma(2.0, 0.5), 2.0, 1.0),
        (Law.lognormal(2.0, 0.5), 2.0, 1.0),
        (Law.uniform(1.0, 4.0), 2.5, 0.75),
        (Law.empirical((1.0, 3.0)), 2.0, 1.0),
    ],
)
def test_moments_follow_from_the_parameters(law: Law, mean: float, variance: float) -> None:
    assert law.mean == pytest.approx(mean)
    assert law.variance == pytest.approx(variance)
