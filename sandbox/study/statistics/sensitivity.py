"""Which inputs matter: Morris' screening and Sobol's indices, through SALib.

In: numerical factors, then one output for each point of a plan. Out: effects and shares of
variance with intervals. SALib is in the extra `analysis`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from sandbox.language import Message
from sandbox.randomness import keys
from sandbox.randomness.arrays import Floats
from sandbox.study.intervals import Interval
from sandbox.study.statistics.factors import Span, names_of
from sandbox.study.statistics.indices import Indices
from sandbox.study.statistics.resampling import RESAMPLES, resampled
from sandbox.study.statistics.unusable import Unusable

LEVELS = 4
"""Levels of Morris' grid."""
FEWEST_WALKS = 5
"""Trajectories of Morris' plan below which resampling them gives no interval worth the name."""
SPREAD_RESAMPLES = 500
"""Resamples where only their standard deviation is used: it is then known to 3 %."""


@dataclass(frozen=True, eq=False)
class Plan:
    """Points to run, for one method: `points` has a column for each factor, in its own unit.

    `shares` holds the same points as places in [0, 1]; effects are per whole range.
    """

    factors: tuple[Span, ...]
    shares: Floats
    points: Floats

    @property
    def names(self) -> tuple[str, ...]:
        """The factors' names."""
        return tuple(factor.name for factor in self.factors)


@dataclass(frozen=True)
class Screened:
    """Morris' measures of one factor, in the output's unit per whole range of the factor.

    `mu` is the mean effect, `mu_star` the mean size of effects, `sigma` their standard deviation:
    high when the effect is bent or depends on other factors.
    """

    factor: str
    mu: float
    mu_star: Interval
    sigma: Interval


def morris_plan(factors: Sequence[Span], trajectories: int, seed: int) -> Plan:
    """(k + 1) · `trajectories` points: walks on a grid of 4 levels, one factor changed each step.

    Morris, Factorial sampling plans for preliminary computational experiments, Technometrics 33
    (1991). Steps are 2/3 of the range.

    Raises:
        Unusable: without SALib.
        ValueError: for fewer than two trajectories.
    """
    if trajectories < 2:
        raise ValueError(f"{trajectories} trajectories: expected 2 or more")
    names = list(names_of(tuple(factors)))
    sampler = _salib("SALib.sample.morris")
    shares = sampler.sample(
        _problem(names), trajectories, num_levels=LEVELS, seed=_stable(seed, "morris")
    )
    return _plan(factors, shares)


def screen(
    plan: Plan,
    outputs: Sequence[float] | Floats,
    *,
    confidence: float,
    seed: int,
    resamples: int = RESAMPLES,
) -> tuple[Screened, ...]:
    """Morris' μ, μ* (Campolongo, Cariboni & Saltelli 2007) and σ, with intervals.

    The elementary effect of a step is (y' − y)/(x' − x), x as places in [0, 1]. Intervals are
    percentiles of the bootstrap over trajectories, keyed by `seed`. With whole factors, whose
    steps may round, effects are still per step asked for.

    Args:
        plan: of `morris_plan`.
        outputs: one for each point of the plan, in its order.
        confidence: of the intervals.
        seed: of the resamples.
        resamples: how many.

    Raises:
        Unusable: when an output is not defined, or without SALib.
        ValueError: when their number does not fit.
    """
    y = _outputs(plan, outputs)
    analyser = _salib("SALib.analyze.morris")
    names = list(plan.names)
    found = analyser.analyze(
        _problem(names), plan.shares, y, num_levels=LEVELS, num_resamples=2, seed=1
    )
    effects = elementary_effects(plan, y)
    taken = resampled(seed, "trajectories", resamples, len(effects))
    drawn = effects[taken]
    sizes, spreads = np.abs(drawn).mean(axis=1), drawn.std(axis=1, ddof=1)
    return tuple(
        Screened(
            name,
            float(found["mu"][place]),
            _percentiles(float(found["mu_star"][place]), sizes[:, place], confidence, len(effects)),
            _percentiles(float(found["sigma"][place]), spreads[:, place], confidence, len(effects)),
        )
        for place, name in enumerate(names)
    )


def elementary_effects(plan: Plan, outputs: Floats) -> Floats:
    """The effect of each factor (columns) in each trajectory (rows)."""
    count = len(plan.factors)
    walks = plan.shares.reshape(-1, count + 1, count)
    steps = np.diff(walks, axis=1)
    changes = np.diff(outputs.reshape(-1, count + 1), axis=1)
    moved = np.abs(steps).argmax(axis=2)
    effects = np.empty((len(walks), count))
    sizes = np.take_along_axis(steps, moved[:, :, None], axis=2)[:, :, 0]
    np.put_along_axis(effects, moved, changes / sizes, axis=1)
    return effects


def sobol_plan(factors: Sequence[Span], base: int, seed: int) -> Plan:
    """`base` · (k + 2) points: two Sobol samples, and the first with one column of the second.

    Saltelli et al., Variance based sensitivity analysis of model output, Computer Physics
    Communications 181 (2010).

    Raises:
        Unusable: without SALib.
        ValueError: unless `base` is a power of two.
    """
    if base < 2 or base & (base - 1):
        raise ValueError(f"base {base}: expected a power of two")
    names = list(names_of(tuple(factors)))
    sampler = _salib("SALib.sample.sobol")
    shares = sampler.sample(
        _problem(names), base, calc_second_order=False, seed=_stable(seed, "sobol")
    )
    return _plan(factors, shares)


def sobol_indices(
    plan: Plan,
    outputs: Sequence[float] | Floats,
    *,
    confidence: float,
    seed: int,
    resamples: int = SPREAD_RESAMPLES,
) -> tuple[Indices, ...]:
    """First-order and total indices (estimators of Saltelli et al. 2010, as SALib has them).

    Intervals are normal, with the bootstrap's standard deviation; ends may lie outside 0 to 1,
    as estimates may.

    Args:
        plan: of `sobol_plan`.
        outputs: one for each point of the plan, in its order.
        confidence: of the intervals.
        seed: of the resamples.
        resamples: how many.

    Raises:
        Unusable: when an output is not defined, when all are equal, or without SALib.
        ValueError: when their number does not fit.
    """
    y = _outputs(plan, outputs)
    if y.min() == y.max():
        raise Unusable(
            Message("every point gave {value}: no input has any effect", {"value": f"{y[0]:g}"})
        )
    analyser = _salib("SALib.analyze.sobol")
    found = analyser.analyze(
        _problem(list(plan.names)),
        y,
        calc_second_order=False,
        num_resamples=resamples,
        conf_level=confidence,
        seed=_stable(seed, "sobol, resamples"),
    )
    count = len(y) // (len(plan.factors) + 2)
    return tuple(
        Indices(
            name,
            _around(float(found["S1"][place]), float(found["S1_conf"][place]), count),
            _around(float(found["ST"][place]), float(found["ST_conf"][place]), count),
        )
        for place, name in enumerate(plan.names)
    )


def _salib(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError as error:
        raise Unusable(
            Message(
                "sensitivity analysis needs the library SALib, which is not installed; install "
                "it with: pip install 'pilot-sandbox[analysis]'"
            )
        ) from error


def _problem(names: list[str]) -> dict[str, Any]:
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def _stable(seed: int, purpose: str) -> int:
    """A seed for numpy's generators; above zero, for SALib takes zero for none."""
    return (keys.bits(keys.base(seed, 0), keys.key(purpose)) >> 33) + 1


def _plan(factors: Sequence[Span], shares: Floats) -> Plan:
    points = np.array(
        [[f.at(share) for f, share in zip(factors, row)] for row in shares.tolist()], np.float64
    )
    return Plan(tuple(factors), np.asarray(shares, np.float64), points)


def _outputs(plan: Plan, outputs: Sequence[float] | Floats) -> Floats:
    y = np.asarray(outputs, np.float64)
    if y.shape != (len(plan.points),):
        raise ValueError(f"{y.shape} outputs for {len(plan.points)} points")
    undefined = int((~np.isfinite(y)).sum())
    if undefined:
        raise Unusable(
            Message(
                "the output is not defined at {undefined} of {points} points; narrow the inputs' "
                "ranges, or choose a measure that is defined everywhere",
                {"undefined": undefined, "points": len(y)},
            )
        )
    return y


def _percentiles(mean: float, drawn: Floats, confidence: float, count: int) -> Interval:
    low, high = np.quantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(mean, float(low), float(high), "", count)


def _around(mean: float, half: float, count: int) -> Interval:
    if math.isnan(half):
        return Interval(mean, math.nan, math.nan, "", count)
    return Interval(mean, mean - half, mean + half, "", count)
