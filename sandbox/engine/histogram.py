"""Log-bucketed histograms: the buckets that durations are counted in.

In: durations in ticks. Out: bucket numbers, and from these the edges in seconds. A bucket is one
64th of a power of two wide, so its middle is off by at most 1/128 (0.8 %) of any value in it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sandbox.flows import TICKS

_SHIFT = 46  # keeps the exponent and the first six bits of the mantissa
RELATIVE_ERROR = 1 / 128
"""Most that the middle of a bucket differs from a value in it, relative to the value."""


def buckets(ticks: NDArray[np.int64]) -> NDArray[np.int64]:
    """The bucket of each duration: the leading bits of the duration as a float64."""
    leading: NDArray[np.int64] = ticks.astype(np.float64).view(np.int64) >> _SHIFT
    return leading


def edges(bucket: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper edge of each bucket, in seconds. Bucket 0 is the duration nought."""
    bucket = np.asarray(bucket, np.int64)
    low = (bucket << _SHIFT).view(np.float64) / TICKS
    high = np.where(bucket == 0, 0.0, ((bucket + 1) << _SHIFT).view(np.float64) / TICKS)
    return low, high
