"""Who is clearly worse: paired t tests at looks that lie twice as far apart each time.

In: results of systems on common draws. Out: which of them are worse than another, beyond doubt.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sandbox.randomness.arrays import Floats


@dataclass(frozen=True)
class ClearCut:
    """Tests after `first`, 2 · `first`, 4 · `first` … replications.

    Half of the `error` is spent on the first look, a quarter on the second, and so on, and each
    look's part on the comparisons of the best with the `systems` − 1 others. By Bonferroni's
    inequality the best is then lost with a probability of `error` at most, however long it goes
    on: for normal data each test is exact, whatever other systems do. Screening before a selection,
    with an error of its own: Nelson, Swann, Goldsman & Song, Simple procedures for selecting the
    best simulated system when the number of alternatives is large, Operations Research 49 (2001).
    """

    systems: int
    error: float
    first: int

    def threshold(self, replications: int) -> float | None:
        """Student's quantile that a difference has to exceed; None where there is no look."""
        if self.error <= 0 or replications < self.first or replications % self.first:
            return None
        times = replications // self.first
        if times & (times - 1):
            return None
        from scipy.special import stdtrit

        spent = self.error / 2 ** times.bit_length()
        return float(stdtrit(replications - 1, 1 - spent / (self.systems - 1)))

    def worse(self, table: Floats) -> dict[int, int]:
        """Columns that are clearly worse (less) than another: column → the one that shows it best.

        Args:
            table: replications × systems that are left; more is better.
        """
        replications = len(table)
        threshold = self.threshold(replications)
        if threshold is None:
            return {}
        gaps = table[:, None, :] - table[:, :, None]  # how much better the column is than the row
        means = gaps.mean(axis=0)
        beyond = means - threshold * gaps.std(axis=0, ddof=1) / np.sqrt(replications)
        np.fill_diagonal(beyond, 0.0)
        return {
            int(row): int(np.argmax(beyond[row])) for row in np.flatnonzero(beyond.max(axis=1) > 0)
        }
