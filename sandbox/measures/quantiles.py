"""Quantiles from log-bucketed histograms, so that memory does not grow with requests.

In: a histogram per stream (bucket → count) and a grouping. Out: quantiles for each group, off by
at most the relative width of a bucket.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.histogram import edges

QUANTILES = (0.5, 0.95, 0.99)

Floats = NDArray[np.float64]


def quantiles(
    histograms: Sequence[dict[int, int]],
    groups: NDArray[np.int64],
    size: int,
    most: Floats,
    shares: Sequence[float] = QUANTILES,
) -> dict[float, Floats]:
    """The quantiles `shares` of each group's merged histogram, in the histogram's unit.

    Inside a bucket values are taken to lie evenly; no quantile exceeds `most`, the greatest value
    of the group. Groups without values have nan.
    """
    result = {share: np.full(size, np.nan) for share in shares}
    owner, bucket, count = _flat(histograms, groups)
    if not len(count):
        return result
    order = np.lexsort((bucket, owner))
    owner, bucket, count = owner[order], bucket[order], count[order]
    new = np.flatnonzero(np.r_[True, (owner[1:] != owner[:-1]) | (bucket[1:] != bucket[:-1])])
    owner, bucket, count = owner[new], bucket[new], np.add.reduceat(count, new)
    low, high = edges(bucket)
    starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
    ends = np.r_[starts[1:], len(owner)]
    group = owner[starts]
    reached = np.cumsum(count)
    before = reached[starts] - count[starts]  # of all groups so far
    total = reached[ends - 1] - before
    for share in shares:
        rank = share * total
        at = np.clip(np.searchsorted(reached, rank + before), starts, ends - 1)
        # the sum above is rounded, so that a rank on an edge may have ended up beside it
        at = np.where((at > starts) & (reached[at - 1] - before >= rank), at - 1, at)
        at = np.where((at < ends - 1) & (reached[at] - before < rank), at + 1, at)
        inside = (rank - (reached[at] - count[at] - before)) / count[at]
        value = low[at] + inside * (high[at] - low[at])
        result[share][group] = np.fmin(value, most[group])
    return result


def _flat(
    histograms: Sequence[dict[int, int]], groups: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Group, bucket and count of every entry of every histogram that has a group."""
    owner: list[int] = []
    bucket: list[int] = []
    count: list[int] = []
    for histogram, group in zip(histograms, groups.tolist()):
        if group >= 0 and histogram:
            owner.extend([group] * len(histogram))
            bucket.extend(histogram)
            count.extend(histogram.values())
    return np.array(owner, np.int64), np.array(bucket, np.int64), np.array(count, np.int64)
