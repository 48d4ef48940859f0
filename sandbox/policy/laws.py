"""Laws of durations: from what a scenario writes to what programs and control processes draw from.

In: a distribution of a scenario. Out: a `Law`.
"""

from __future__ import annotations

from sandbox.flows import Law
from sandbox.scenario.distributions import Distribution


def law(distribution: Distribution | None) -> Law:
    """The law of a distribution; none at all takes no time."""
    if distribution is None:
        return Law.constant(0.0)
    mean = float(distribution.mean or 0.0)
    cv = float(distribution.cv or 0.0)
    match distribution.kind:
        case "exponential" if mean > 0:
            return Law.exponential(mean)
        case "erlang" if mean > 0:
            return Law.erlang(mean, round(distribution.stages or 1))
        case "gamma" if mean > 0 and cv > 0:
            return Law.gamma(mean, cv)
        case "lognormal" if mean > 0 and cv > 0:
            return Law.lognormal(mean, cv)
        case "uniform":
            return Law.uniform(float(distribution.low or 0.0), float(distribution.high or 0.0))
        case "empirical":
            return Law.empirical(
                tuple(map(float, distribution.values)), tuple(map(float, distribution.weights))
            )
        case _:
            return Law.constant(mean)
