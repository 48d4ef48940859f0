"""Designs: which combinations of factors' values are run.

In: factors, and how many points or levels. Out: points, the same for the same seed on any machine.

Adding points leaves the former ones as they are in `sobol_points` (a sequence) and not in
`latin_hypercube`, whose cells depend on the number of points. Adding a factor at the end leaves
the values of the former ones in `sobol_points`, `latin_hypercube` and `one_at_a_time`. Adding a
value to a list leaves the former points of `full_factorial` and `one_at_a_time` among the new.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from sandbox.randomness import keys
from sandbox.randomness.arrays import Floats
from sandbox.study.statistics.factors import Factor, names_of
from sandbox.study.statistics.resampling import uniforms

_DEEP = 30
"""Bits of scipy's Sobol sequence."""


@dataclass(frozen=True)
class Design:
    """Points to run: each has one value for each factor, in the order of `factors`."""

    factors: tuple[str, ...]
    points: tuple[tuple[Any, ...], ...]

    def settings(self) -> tuple[dict[str, Any], ...]:
        """The points as factor → value."""
        return tuple(dict(zip(self.factors, point)) for point in self.points)


def full_factorial(factors: Sequence[Factor], levels: int = 2) -> Design:
    """Every combination, the last factor changing fastest; spans take `levels` even values.

    Montgomery, Design and Analysis of Experiments, 8th ed. 2012, ch. 5.
    """
    names = tuple(names_of(tuple(factors)))
    return Design(names, tuple(product(*(factor.spread(levels) for factor in factors))))


def one_at_a_time(factors: Sequence[Factor], base: Mapping[str, Any], levels: int = 2) -> Design:
    """The base first, then every other value of each factor with the rest at the base.

    Daniel, One-at-a-time plans, Journal of the American Statistical Association 68 (1973). Shows
    no interactions.

    Raises:
        KeyError: for a factor without a value in `base`.
    """
    names = tuple(names_of(tuple(factors)))
    centre = tuple(base[name] for name in names)
    points = [centre]
    for place, factor in enumerate(factors):
        for value in factor.spread(levels):
            if value != centre[place]:
                points.append((*centre[:place], value, *centre[place + 1 :]))
    return Design(names, tuple(points))


def latin_hypercube(factors: Sequence[Factor], count: int, seed: int) -> Design:
    """`count` points, one in each of `count` equal cells of every factor.

    McKay, Beckman & Conover, Technometrics 21 (1979). Cells and places in them are keyed by seed,
    factor name and `count`.
    """
    names = tuple(names_of(tuple(factors)))
    columns = []
    for name in names:
        order = np.argsort(uniforms(seed, f"latin hypercube, order|{name}|{count}", _some(count)))
        places = uniforms(seed, f"latin hypercube, place|{name}|{count}", count)
        columns.append((order + places) / count)
    return _placed(factors, names, np.column_stack(columns))


def sobol_points(factors: Sequence[Factor], count: int, seed: int) -> Design:
    """The first `count` points of a Sobol sequence, shifted at random.

    Sobol', USSR Computational Mathematics and Mathematical Physics 7 (1967), direction numbers of
    Joe & Kuo (2008) from scipy. The digits of each factor are shifted by bits keyed by seed and
    factor name, which keeps the sequence's evenness (L'Ecuyer & Lemieux, Recent advances in
    randomized quasi-Monte Carlo methods, 2002). Most even where `count` is a power of 2.
    """
    from scipy.stats import qmc

    names = tuple(names_of(tuple(factors)))
    rows = math.ceil(math.log2(_some(count)))
    sequence = qmc.Sobol(len(names), scramble=False, bits=_DEEP).random_base2(rows)[:count]
    digits = (sequence * 2**_DEEP).astype(np.uint64)
    origin = keys.base(seed, 0)
    shifts = [keys.bits(origin, keys.key(f"sobol sequence|{name}")) for name in names]
    shifted = digits ^ np.array([bits >> (64 - _DEEP) for bits in shifts], np.uint64)
    return _placed(factors, names, (shifted.astype(np.float64) + 0.5) / 2**_DEEP)


def _some(count: int) -> int:
    if count < 1:
        raise ValueError(f"{count} points: at least one is needed")
    return count


def _placed(factors: Sequence[Factor], names: tuple[str, ...], shares: Floats) -> Design:
    points = (tuple(f.at(share) for f, share in zip(factors, row)) for row in shares.tolist())
    return Design(names, tuple(points))
