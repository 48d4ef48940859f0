"""Service times without the waiting before them, where it is known how many serve.

In: when each call came to a source and when it left, in the order of coming. Out: service times.
First come, first served by c servers: a call begins when it comes or when the first of the servers
gets free, whichever is later (Kiefer & Wolfowitz 1955), so the log determines its service time.
"""

from __future__ import annotations

from heapq import heapreplace

import numpy as np
from numpy.typing import NDArray


class Servers:
    """The servers of one source."""

    def __init__(self, count: int) -> None:
        self._free = [-(2**62)] * count  # a heap of when each gets free
        self.impossible = 0
        """calls that left before a server could have begun with them: another order of service"""

    def services(self, enter: NDArray[np.int64], leave: NDArray[np.int64]) -> NDArray[np.int64]:
        """The service times of calls, in the unit of their times."""
        found = np.empty(len(enter), np.int64)
        free = self._free
        for place, (came, left) in enumerate(zip(enter.tolist(), leave.tolist())):
            begun = max(came, free[0])
            if left < begun:
                self.impossible += 1
                begun = left
            found[place] = left - begun
            heapreplace(free, left)
        return found
