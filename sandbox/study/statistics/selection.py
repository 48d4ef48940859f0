"""The best of several systems with a guarantee, running only what is still in question.

In: results as they come, by system and replication on common draws. Out: which runs are needed
next, which systems are out, and in the end the best one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sandbox.randomness.arrays import Floats, Integers
from sandbox.study.statistics.clear_cut import ClearCut

_NEVER = 1e12
"""Replications that nobody makes."""
FIRST = 10
"""Replications of every system before any is dropped (n₀)."""


@dataclass(frozen=True)
class Dropped:
    """A system that is out: after how many replications, and by whom.

    `clearly`: it is worse, by however much; else it is worse, or better by less than matters.
    """

    system: str
    replications: int
    by: str
    clearly: bool = False


@dataclass(frozen=True)
class Selection:
    """Where a selection stands.

    `best` is none until it is done. `guaranteed` is false when the selection ended at its maximum
    of replications: the best of those left is then only the one with the best mean. `means` are of
    the systems left, over the `replications` that all of them have.

    Of those that the first look did not show to be clearly worse, `difference` is the largest that
    is taken not to matter between two; nothing before the first look. `enough` is the number of
    replications that those left may need at most, `told_apart` the smallest difference for which
    the maximum of replications would be enough (nan without a maximum).
    """

    best: str | None
    guaranteed: bool
    standing: tuple[str, ...]
    dropped: tuple[Dropped, ...]
    replications: int
    means: dict[str, float]
    difference: float
    enough: int
    told_apart: float

    @property
    def done(self) -> bool:
        """Whether nothing more is to be run."""
        return self.best is not None

    @property
    def clear(self) -> bool:
        """Whether every other system was clearly worse, so that no difference had to be passed
        over."""
        return self.guaranteed and len(self.standing) == 1 and all(d.clearly for d in self.dropped)


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

    Where δ is small and a system far behind, W shrinks slowly and the system is run long after
    everybody can see that it is out. With `clear_cut`, that part of the error α is spent on tests
    that take out who is clearly worse (`ClearCut`), the rest on KN; the promise is the same.

    Without a difference, each pair has the finest that the maximum can tell, δ_il = h S_il /
    √(maximum − ½), so that N_il is below the maximum. δ then depends on the data, but only through
    S²_il, which is independent of the means; in the paper's proof, given S²_il, the chance that l
    takes out an i that is better by δ_il or more is bounded as before.

    Ask `needed`, give `feed`, in any order of arrival; results ahead of the procedure are kept for
    when it gets there, so the choice depends on values and never on who was quick.
    """

    def __init__(
        self,
        systems: Sequence[str],
        difference: float | None,
        *,
        confidence: float = 0.95,
        first: int = FIRST,
        higher_is_better: bool = False,
        maximum: int | None = None,
        clear_cut: float = 0.0,
    ) -> None:
        """Begin.

        Args:
            systems: their names, at least two; of equal ones the earlier is chosen.
            difference: the smallest difference that matters (δ), in the measure's unit; none: the
                finest that the maximum can tell.
            confidence: 1 − α, above 1/k.
            first: replications before any is dropped (n₀).
            higher_is_better: which way the measure is judged.
            maximum: replications of one system at most (default: no bound).
            clear_cut: the part of α that is spent on who is clearly worse.

        Raises:
            ValueError: for what is not so.
        """
        count = len(set(systems))
        if count < 2 or count != len(systems):
            raise ValueError(f"systems {list(systems)}: expected two or more different ones")
        if difference is None and maximum is None:
            raise ValueError("without a difference, a maximum is expected")
        if difference is not None and not (math.isfinite(difference) and difference > 0):
            raise ValueError(f"difference {difference}: expected a number above 0")
        if not 1 / count < confidence < 1:
            raise ValueError(f"confidence {confidence}: expected between 1/{count} and 1")
        if first < 2 or (maximum is not None and maximum < first):
            raise ValueError(f"first {first}, maximum {maximum}: expected 2 ≤ first ≤ maximum")
        if not 0 <= clear_cut < 1:
            raise ValueError(f"clear_cut {clear_cut}: expected a part, below 1")
        self._systems = tuple(systems)
        self._delta = difference
        self._sign = 1.0 if higher_is_better else -1.0
        self._first = first
        self._maximum = maximum
        error = 1 - confidence
        self._clear_cut = ClearCut(count, clear_cut * error, first)
        self._h2 = 2 * eta(count, (1 - clear_cut) * error, first) * (first - 1)
        self._values: dict[str, dict[int, float]] = {name: {} for name in systems}
        self._totals = np.zeros(count)
        self._left = np.ones(count, bool)
        self._dropped: list[Dropped] = []
        self._done = 0
        self._variances: Floats = np.zeros((count, count))
        self._deltas: Floats = np.full((count, count), difference or 0.0)
        self._difference_is_open = difference is None
        self._difference = math.nan
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
        left = np.flatnonzero(self._left)
        told_apart = math.nan
        if self._maximum is not None:
            told_apart = float(np.max(self._finest(self._maximum)[np.ix_(left, left)]))
        return Selection(
            self._best,
            guaranteed,
            self._standing(),
            tuple(self._dropped),
            taken,
            means,
            self._difference,
            self._last() + 1,
            told_apart,
        )

    def _standing(self) -> tuple[str, ...]:
        return tuple(name for name, left in zip(self._systems, self._left) if left)

    def _finest(self, maximum: int) -> Floats:
        """The differences for which so many replications are enough, pair by pair."""
        found: Floats = np.sqrt(self._h2 * self._variances / (maximum - 0.5))
        return found

    def _step(self) -> None:
        """One more replication of those left; after the first n₀ at once."""
        begins = self._done < self._first
        if begins:
            table = self._table(np.arange(len(self._systems)), self._first)
            gaps = table[:, None, :] - table[:, :, None]
            self._variances = gaps.var(axis=0, ddof=1)
            if self._difference_is_open:
                self._deltas = self._finest(self._maximum or self._first)
            self._totals = table.sum(axis=0)
            self._done = self._first
        else:
            for place in np.flatnonzero(self._left):
                value = self._values[self._systems[place]][self._done]
                self._totals[place] += self._sign * value
            self._done += 1
        self._take_out_the_clearly_worse()
        if begins:
            left = np.flatnonzero(self._left)
            self._difference = float(self._deltas[np.ix_(left, left)].max()) if len(left) > 1 else 0
        self._screen()
        left = np.flatnonzero(self._left)
        enough = self._done > self._last()
        if len(left) == 1 or enough or self._done == self._maximum:
            self._guaranteed = len(left) == 1 or enough
            self._best = self._systems[left[np.argmax(self._totals[left])]]

    def _table(self, places: Integers, replications: int) -> Floats:
        """Replications × systems, more is better."""
        columns = [self._values[self._systems[place]] for place in places]
        rows = [[column[r] for column in columns] for r in range(replications)]
        return self._sign * np.array(rows, np.float64)

    def _last(self) -> int:
        """The largest N_il of those left: the replications after which every W_il is nothing."""
        left = np.flatnonzero(self._left)
        between, deltas = self._variances[np.ix_(left, left)], self._deltas[np.ix_(left, left)]
        with np.errstate(over="ignore", divide="ignore"):  # a difference of next to nothing
            last = np.divide(
                self._h2 * between, deltas**2, np.zeros_like(between), where=between > 0
            )
        return math.floor(min(float(last.max()), _NEVER))

    def _take_out_the_clearly_worse(self) -> None:
        if self._clear_cut.threshold(self._done) is None:
            return
        left = np.flatnonzero(self._left)
        for row, by in self._clear_cut.worse(self._table(left, self._done)).items():
            self._take_out(int(left[row]), int(left[by]), clearly=True)

    def _take_out(self, place: int, by: int, *, clearly: bool) -> None:
        self._left[place] = False
        self._dropped.append(Dropped(self._systems[place], self._done, self._systems[by], clearly))

    def _screen(self) -> None:
        left = np.flatnonzero(self._left)
        r = self._done
        means = self._totals[left] / r
        between, deltas = self._variances[np.ix_(left, left)], self._deltas[np.ix_(left, left)]
        with np.errstate(over="ignore", divide="ignore"):
            wide = np.divide(
                self._h2 * between, 2 * r * deltas, np.zeros_like(between), where=between > 0
            )
            slack = np.maximum(0.0, wide - deltas / 2)
        behind = means[:, None] - means[None, :] + slack
        for row, place in enumerate(left):
            # the best mean is never behind anybody, so somebody stays
            if (behind[row] < 0).any():
                by = int(left[int(np.argmin(behind[row]))])
                self._take_out(int(place), by, clearly=False)
