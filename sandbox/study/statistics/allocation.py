"""Where further replications tell most about which system is best.

In: means and standard deviations so far. Out: shares of a budget, and whole numbers of further
runs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from sandbox.randomness.arrays import Floats


def ocba(
    means: Sequence[float], deviations: Sequence[float], *, higher_is_better: bool = False
) -> tuple[float, ...]:
    """Shares of a computing budget that make a correct selection most likely (OCBA).

    With b the best mean and δ_i the distance of i from it, N_i ∝ (σ_i/δ_i)² for the others and
    N_b = σ_b √(Σ_{i≠b} N_i²/σ_i²). Chen, Lin, Yücesan & Chick, Simulation budget allocation for
    further enhancing the efficiency of ordinal optimization, Discrete Event Dynamic Systems 10
    (2000). It takes systems for independent: on common draws it stays safe and gives up some gain.

    Where the formula has no value its limit is taken. Systems tied with the best take everything
    together with it, in proportion to their variances; a system without variance needs nothing;
    if nothing varies, all shares are equal.

    Raises:
        ValueError: for fewer than two systems, or numbers that are not finite or below zero.
    """
    centre, spread = np.asarray(means, np.float64), np.asarray(deviations, np.float64)
    if len(centre) < 2 or centre.shape != spread.shape:
        raise ValueError(f"{len(centre)} means, {len(spread)} deviations: expected two or more")
    if not (np.isfinite(centre).all() and np.isfinite(spread).all() and (spread >= 0).all()):
        raise ValueError(f"means {means}, deviations {deviations}: expected finite numbers, σ ≥ 0")
    best = int(np.argmax(centre) if higher_is_better else np.argmin(centre))
    gaps = np.abs(centre - centre[best])
    others = np.arange(len(centre)) != best
    tied = others & (gaps == 0) & (spread > 0)
    if tied.any():
        weights = np.where(tied, spread**2, 0.0)
        ratios = np.where(tied, spread, 0.0)
    else:
        # far apart and close are scaled to one, so that nothing overflows
        apart = others & (gaps > 0)
        nearest = gaps[apart].min() if apart.any() else 1.0
        near = np.divide(nearest, gaps, out=np.zeros_like(gaps), where=apart)
        weights = spread**2 * near**2
        ratios = spread * near**2  # N_i/σ_i, of a value where σ_i is zero too
    weights[best] = spread[best] * math.sqrt(float(np.sum(ratios**2)))
    if weights.sum() == 0:
        weights = np.where(spread > 0, 1.0, 0.0) if spread.any() else np.ones_like(spread)
    return tuple((weights / weights.sum()).tolist())


def further_runs(shares: Sequence[float], taken: Sequence[int], further: int) -> tuple[int, ...]:
    """How many of `further` runs each system gets, so that the totals come near their shares.

    What a system lacks of its share of the whole budget, Σ taken + further; where others already
    have more than theirs the lacks are scaled down together, and rounded by largest remainders
    (the earlier of equal ones first).
    """
    total = sum(taken) + further
    lacks: Floats = np.maximum(np.asarray(shares) * total - np.asarray(taken), 0.0)
    if further <= 0 or lacks.sum() == 0:
        return (0,) * len(taken)
    exact = lacks * further / lacks.sum()
    whole = np.floor(exact).astype(int)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: further - int(whole.sum())]] += 1
    return tuple(whole.tolist())
