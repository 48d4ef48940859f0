"""Sums over groups, the one way in which counters become measures.

In: a column of counters and the group of each row. Out: one number for each group.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def total(column: NDArray[Any], groups: NDArray[np.int64], size: int) -> Floats:
    """Sum of `column` over each of `size` groups; rows of group -1 count nowhere."""
    inside = groups >= 0
    sums: Floats = np.bincount(
        groups[inside], weights=np.asarray(column, np.float64)[inside], minlength=size
    ).astype(np.float64)
    return sums


def greatest(column: NDArray[Any], groups: NDArray[np.int64], size: int) -> Floats:
    """Greatest of `column` in each group; nan for groups without rows. nan rows are passed over."""
    result = np.full(size, np.nan)
    inside = groups >= 0
    np.fmax.at(result, groups[inside], np.asarray(column, np.float64)[inside])
    return result


def over(part: Floats, whole: Floats) -> Floats:
    """`part / whole`, nan where the whole is nothing."""
    result = np.full(len(part), np.nan)
    np.divide(part, whole, out=result, where=whole != 0)
    return result
