"""How long to warm up: where a time series stops to remember how it began.

In: a measure in intervals of time, for one or more replications. Out: how many intervals to leave
out, or why that cannot be said, with advice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sandbox.language import Message
from sandbox.randomness.arrays import Floats

BATCH = 5
LEAST_BATCHES = 10
"""Fewer batches than these do not say where a series settles."""
KEPT = 5
"""Batches at the end that no truncation reaches: the rule falls to nothing as few are left."""


@dataclass(frozen=True)
class WarmUp:
    """What to leave out of a series.

    `truncation` counts intervals of the series from its beginning; none when it is refused, and
    `advice` then says why and what to do. `rule` has the value of the rule for each number of
    batches left out, `least` the number where it is smallest (none when it was not computed).
    `longer`: of a measure that is not defined everywhere, the fewest intervals that must be taken
    together so that it is; none where no number of them does, or none is needed.
    """

    truncation: int | None
    advice: Message | None
    batch: int
    least: int | None
    rule: tuple[float, ...]
    longer: int | None = None


def mser(series: Floats, batch: int = BATCH, interval: float = 1.0) -> WarmUp:
    """Warm-up by the marginal standard error rule on means of five (MSER-5).

    The series is averaged over replications, then over batches of `batch` intervals, z_1 … z_m.
    Leaving out d batches is judged by Σ_{j>d} (z_j − z̄_d)² / (m − d)², z̄_d the mean of those
    kept; the d with the smallest value is taken, the first of equal ones. White, Cobb & Spratt, A
    comparison of five steady-state truncation heuristics for simulation, WSC 2000. On one run the
    rule is unstable, so average replications, and reject a d in the second half of the series:
    Hoad, Robinson & Davies, Automating warm-up length estimation, Journal of the Operational
    Research Society 61 (2010).

    Args:
        series: replications × intervals, or the intervals of one run; nan where the measure is
            not defined. An interval's mean is over the replications in which it is defined, a
            batch's over its intervals with a mean. Intervals at the end that fill no batch are
            not looked at.
        batch: intervals a batch.
        interval: seconds that an interval lasts, for the advice.

    Raises:
        ValueError: for a series of another shape or a batch below one.
    """
    if series.ndim not in (1, 2) or batch < 1:
        raise ValueError(f"series of {series.ndim} dimensions, batch of {batch}")
    rows = np.atleast_2d(series)
    batches = rows.shape[1] // batch
    if batches < LEAST_BATCHES:
        return _refused(
            Message(
                "intervals in the series: {n}; at least {least} are needed to tell how long to "
                "warm up: make the horizon longer or the intervals shorter",
                {"n": rows.shape[1], "least": batch * LEAST_BATCHES},
            ),
            batch,
        )
    means = defined_mean(defined_mean(rows, 0)[: batches * batch].reshape(batches, batch), 1)
    if not np.isfinite(means).all():
        longer = fewest_together(rows, batch)
        return _refused(_longer(longer, rows.shape[1], batch, interval), batch, longer=longer)
    rule = marginal_errors(means)
    least = int(np.argmin(rule))
    if least * 2 >= batches:
        return _refused(
            Message(
                "the series has not settled: the rule would leave out {out} of {n} intervals, "
                "half of it or more; make the horizon at least twice as long, or ask whether "
                "the load is more than the servers can do",
                {"out": least * batch, "n": rows.shape[1]},
            ),
            batch,
            least,
            rule,
        )
    return WarmUp(least * batch, None, batch, least, tuple(rule.tolist()))


def fewest_together(series: Floats, batch: int = BATCH) -> int | None:
    """The fewest intervals that, taken together, leave no batch without a value of some run.

    A longer interval has a value where one of its parts has; as in the rule, what fills no batch
    at the end does not count. None: not even a single batch of the whole series would do.
    """
    known: NDArray[np.bool_] = np.any(np.atleast_2d(~np.isnan(series)), axis=0)
    for together in range(1, len(known) // batch + 1):
        length = together * batch
        whole = len(known) // length
        if known[: whole * length].reshape(whole, length).any(axis=1).all():
            return together
    return None


def _longer(together: int | None, intervals: int, batch: int, interval: float) -> Message:
    """What to do where a measure is not defined in some parts of a series."""
    said: dict[str, object] = {"now": duration(interval)}
    if together is None:
        return Message(
            "the measure is not defined in some parts of the series, so it cannot tell how long "
            "to warm up, and no `series` interval longer than {now} would do within this horizon: "
            "choose another measure",
            said,
        )
    left, least = intervals // together, batch * LEAST_BATCHES
    said |= {"longer": duration(together * interval), "left": left, "least": least}
    if left >= least:
        return Message(
            "the measure is not defined in some parts of the series, so it cannot tell how long "
            "to warm up: with `series: {longer}` (now {now}) it would be in every part; or choose "
            "another measure",
            said,
        )
    said["horizon"] = duration(least * together * interval)
    return Message(
        "the measure is not defined in some parts of the series, so it cannot tell how long to "
        "warm up: with `series: {longer}` (now {now}) it would be in every part, but only {left} "
        "intervals would be left of the {least} needed; with a horizon of {horizon} there "
        "would be enough. Or choose another measure",
        said,
    )


def duration(seconds: float) -> str:
    """Seconds as a scenario writes them, exactly: in the largest unit that needs no fraction."""
    for size, unit in ((86_400, "days"), (3600, "h"), (60, "min")):
        if seconds >= size and seconds % size == 0:
            return f"{seconds / size:.0f} {unit.removesuffix('s') if seconds == size else unit}"
    return f"{seconds:.12g} s"


def marginal_errors(means: Floats) -> Floats:
    """The rule's value for every number of batches left out that keeps at least `KEPT`."""
    found = [
        float(np.sum((means[d:] - means[d:].mean()) ** 2)) / (len(means) - d) ** 2
        for d in range(len(means) - KEPT + 1)
    ]
    return np.array(found)


def defined_mean(values: Floats, axis: int) -> Floats:
    """The mean along an axis of what is defined; nan where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _refused(
    advice: Message,
    batch: int,
    least: int | None = None,
    rule: Floats | None = None,
    longer: int | None = None,
) -> WarmUp:
    told = () if rule is None else tuple(rule.tolist())
    return WarmUp(None, advice, batch, least, told, longer)
