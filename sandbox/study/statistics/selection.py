"""The best of several systems with a guarantee, running only what is still in question.

In: results as they come, by system and replication on common draws. Out: which runs are needed
next, which systems are out, and in the end the best one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sandbox.randomness.arrays import Floats

FIRST = 10
"""Replications of every system before any is dropped (n₀)."""


@dataclass(frozen=True)
class Dropped:
    """A system that is out: after how many replications, and by whom."""

    system: str
    replications: int
    by: str


@dataclass(frozen=True)
class Selection:
    """Where a selection stands.

    `best` is none until it is done. `guaranteed` is false when the selection ended at its maximum
    of replications: the best of those left is then only the one with the best mean. `means` are of
    the systems left, over the `replications` that all of them have.
    """

    best: str | None
    guaranteed: bool
    standing: tuple[str, ...]
    dropped: tuple[Dropped, ...]
    replications: int
    means: dict[str, float]

    @property
    def done(self) -> bool:
        """Whether nothing more is to be run."""
        return self.best is not None


def eta(systems: int, error: float, first: int) -> float:
    """η = ½[(2α/(k−1))^{−2/(n₀−1)} − 1], for c = 1. Kim & Nelson 2001, sec. 3."""
    return 0.5 * float((2 * error / (systems - 1)) ** (-2 / (first - 1)) - 1)


class FullySequential:
    """The procedure KN: fully sequential selection on common random numbers.

    Kim & Nelson, A fully sequential procedure for indifference-zone selection in simulation, ACM
    Transactions on Modeling and Computer Simulation 11 (2001). With h² = 2η(n₀−1) and S²_il the
    variance of the difference of i and l over the first n₀ replications, system i stays after r
    replications while X̄_i ≥ X̄_l − W_il(r) for every l left, W_il = max(0, δ/(2r) (h²S²_il/δ² −
    r)). The best is found with probability 1 − α when it is at least δ better than the others;
    otherwise one within δ of the best is found in practice. Normal data are assumed, and the same
    draws in all systems make it quick.

    Ask `needed`, give `feed`, in any order of arrival; results ahead of the procedure are kept for
    when it gets there, so the choice depends on values and never on who was quick.
    """

    def __init__(
        self,
        systems: Sequence[str],
        difference: float,
        *,
        confidence: float = 0.95,
        first: int = FIRST,
        higher_is_better: bool = False,
        maximum: int | None = None,
    ) -> None:
        """Begin.

        Args:
            systems: their names, at least two; of equal ones the earlier is chosen.
            difference: the smallest difference that matters (δ), in the measure's unit.
            confidence: 1 − α, above 1/k.
            first: replications before any is dropped (n₀).
            higher_is_better: which way the measure is judged.
            maximum: replications of one system at most (default: no bound).

        Raises:
            ValueError: for what is not so.
        """
        count = len(set(systems))
        if count < 2 or count != len(systems):
            raise ValueError(f"systems {list(systems)}: expected two or more different ones")
        if not (math.isfinite(difference) and difference > 0):
            raise ValueError(f"difference {difference}: expected a number above 0")
        if not 1 / count < confidence < 1:
            raise ValueError(f"confidence {confidence}: expected between 1/{count} and 1")
        if first < 2 or (maximum is not None and maximum < first):
            raise ValueError(f"first {first}, maximum {maximum}: expected 2 ≤ first ≤ maximum")
        self._systems = tuple(systems)
        self._delta = difference
        self._sign = 1.0 if higher_is_better else -1.0
        self._first = first
        self._maximum = maximum
        self._h2 = 2 * eta(count, 1 - confidence, first) * (first - 1)
        self._values: dict[str, dict[int, float]] = {name: {} for name in systems}
        self._totals = np.zeros(count)
        self._left = np.ones(count, bool)
        self._dropped: list[Dropped] = []
        self._done = 0
        self._variances: Floats = np.zeros((count, count))
        self._best: str | None = None
        self._guaranteed = True

    def needed(self, ahead: int = 0) -> tuple[tuple[str, int], ...]:
        """The runs without which it cannot go on, as (system, replication from 0).

        With `ahead`, also those of that many replications more, which keep idle machines busy and
        may turn out not to have been needed.
        """
        if self._best is not None:
            return ()
        first = 0 if self._done < self._first else self._done
        until = max(self._first, self._done + 1) + ahead
        if self._maximum is not None:
            until = min(until, self._maximum)
        replications = range(first, until)
        return tuple(
            (name, replication)
            for replication in replications
            for name in self._standing()
            if replication not in self._values[name]
        )

    def feed(self, system: str, replication: int, value: float) -> None:
        """Take a result, and go on as far as results reach.

        Raises:
            KeyError: for a system that is not among those compared.
            ValueError: for a result that is not finite, or that contradicts an earlier one.
        """
        known = self._values[system]
        if not math.isfinite(value):
            raise ValueError(f"{system}, replication {replication}: {value} cannot be compared")
        if known.setdefault(replication, value) != value:
            former = known[replication]
            raise ValueError(f"{system}, replication {replication}: {value}, before {former}")
        while self._best is None and not self.needed():
            self._step()

    def selection(self) -> Selection:
        """Where it stands."""
        taken = self._done
        means = {
            name: self._sign * float(self._totals[place]) / taken
            for place, name in enumerate(self._systems)
            if taken and self._left[place]
        }
        guaranteed = self._best is not None and self._guaranteed
        return Selection(
            self._best, guaranteed, self._standing(), tuple(self._dropped), taken, means
        )

    def _standing(self) -> tuple[str, ...]:
        return tuple(name for name, left in zip(self._systems, self._left) if left)

    def _step(self) -> None:
        """One more replication of those left; after the first n₀ at once."""
        if self._done < self._first:
            table = np.array(
                [[self._values[name][r] for r in range(self._first)] for name in self._systems]
            )
            gaps = table[:, None, :] - table[None, :, :]
            self._variances = gaps.var(axis=2, ddof=1)
            self._totals = self._sign * table.sum(axis=1)
            self._done = self._first
        else:
            for place in np.flatnonzero(self._left):
                value = self._values[self._systems[place]][self._done]
                self._totals[place] += self._sign * value
            self._done += 1
        self._screen()
        left = np.flatnonzero(self._left)
        # N_il, the replications after which W_il is nothing
        last = math.floor(self._h2 * self._variances[np.ix_(left, left)].max() / self._delta**2)
        enough = self._done > last
        if len(left) == 1 or enough or self._done == self._maximum:
            self._guaranteed = len(left) == 1 or enough
            self._best = self._systems[left[np.argmax(self._totals[left])]]

    def _screen(self) -> None:
        left = np.flatnonzero(self._left)
        r, delta = self._done, self._delta
        means = self._totals[left] / r
        between = self._variances[np.ix_(left, left)]
        slack = np.maximum(0.0, delta / (2 * r) * (self._h2 * between / delta**2 - r))
        behind = means[:, None] - means[None, :] + slack
        for row, place in enumerate(left):
            # the best mean is never behind anybody, so somebody stays
            if (behind[row] < 0).any():
                by = self._systems[left[int(np.argmin(behind[row]))]]
                self._left[place] = False
                self._dropped.append(Dropped(self._systems[place], r, by))
