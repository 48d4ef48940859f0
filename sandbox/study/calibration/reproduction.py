"""How well a calibrated scenario reproduces its log: run it, and hold both side by side.

In: a calibration, the document made of it, its needs by name. Out: for each need rate, mean, median
and 95th percentile of the response time and share of failures, of the log and of the runs, and
whether the log's lies where one log of its length would lie that the scenario makes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sandbox.scenario import Document
from sandbox.study.calibration.calibrate import Calibration
from sandbox.study.calibration.durations import MICRO, Durations
from sandbox.study.calibration.families import Estimate
from sandbox.study.calibration.findings import Need
from sandbox.study.calibration.prediction import of_count, of_figure
from sandbox.study.comparing import compare
from sandbox.study.comparison import Comparison
from sandbox.study.progress import StudyProgress

DAY = 86400
RUNS = 10
"""runs at least: the spread between them decides"""
TIMES = {"response_time.mean": 0.5, "response_time.p50": 0.5, "response_time.p95": 0.95}
"""figures of response times; the share of calls that a figure lies above"""
FIGURES = ("rate", *TIMES, "failed")
FAILURES = ("failed", "refused", "timed_out")
BUCKET = 1 / 64
"""how far a quantile of a histogram may be off, relative to it"""
_ENOUGH = 5
"""calls on each side of a figure of response times, without which a log tells nothing about it"""


@dataclass(frozen=True)
class Pairing:
    """A figure of the log and of the runs. Rates are a second, times in s.

    `run` has the mean of the runs, and the interval in which the figure of one log like this would
    lie.
    """

    need: str
    figure: str
    log: float
    run: Estimate

    @property
    def meets(self) -> bool:
        """Whether the log lies where it would if it came from the scenario."""
        return self.run.covers(self.log)

    @property
    def off(self) -> float:
        """How far the run lies from the log, relative to the log."""
        if self.log == self.run.value:
            return 0.0
        return (self.run.value - self.log) / self.log if self.log else float("inf")


def reproduce(
    found: Calibration,
    document: Document,
    needs: Mapping[str, Need],
    model: str,
    *,
    observer: Callable[[StudyProgress], None] | None = None,
    jobs: int | None = None,
) -> list[Pairing]:
    """The pairings of every need.

    A need for several resources asks each of them: its response time is that of the slowest, which
    the log does not tell, so only its rate is paired. Where what fails goes by letter, as the log
    has none, means and failures are not paired.
    """
    runs = max(int(document.scenario.study.replications), RUNS)
    outcome = compare(document, models=[model], replications=runs, observer=observer, jobs=jobs)
    return [
        Pairing(name, figure, *_pair(found, document, need, _Runs(outcome, model, name), figure))
        for name, need in needs.items()
        for figure in _figures(document, name, model, need.total)
    ]


def _figures(document: Document, need: str, model: str, total: Durations) -> tuple[str, ...]:
    """The figures of a need that log and run have in common, and of which the log tells enough."""
    scenario = document.scenario
    if len(scenario.needs[need].resources) > 1:
        return ("rate",)
    by_letter = scenario.models[model].by_letter
    known = tuple(
        figure
        for figure, share in TIMES.items()
        if total.count * min(share, 1 - share) >= _ENOUGH
        and not (by_letter and figure == "response_time.mean")
    )
    return ("rate", *known) if by_letter else ("rate", *known, "failed")


class _Runs:
    """What a need came to in each run."""

    def __init__(self, outcome: Comparison, model: str, need: str) -> None:
        self._tables = [run.breakdowns["need"] for run in outcome.of(model)]
        self._need = need
        self.requests = self.of("requests")

    def of(self, *names: str) -> list[float]:
        """A measure, or the sum of several, in each run."""
        return [
            math.fsum(float(table.column(name)[table.groups.index(self._need)]) for name in names)
            for table in self._tables
        ]

    def times(self, calls: int) -> float:
        """How many times as many requests a run has as the log has calls."""
        return math.fsum(self.requests) / len(self.requests) / max(calls, 1)


def _pair(
    found: Calibration, document: Document, need: Need, runs: _Runs, figure: str
) -> tuple[float, Estimate]:
    """A figure of the log, and of the runs."""
    confidence = found.options.confidence
    if figure == "rate":
        return _rate(found, document, need, runs)
    if figure == "failed":
        return _failed(need, runs, confidence)
    log = need.total.mean if figure == "response_time.mean" else need.total.quantile(TIMES[figure])
    run = of_figure(runs.of(figure), runs.times(need.total.count), confidence)
    # times of a log are rounded, and quantiles are those of a histogram
    coarse = found.resolution * MICRO
    if figure != "response_time.mean":
        coarse += BUCKET * log
    return log, Estimate(run.value, max(run.low - coarse, 0.0), run.high + coarse)


def _rate(
    found: Calibration, document: Document, need: Need, runs: _Runs
) -> tuple[float, Estimate]:
    """Rates over the days of the scenario's study, which the log may have in other parts."""
    study, known = document.scenario.study, need.arrivals
    begin, end = int(float(study.warm_up) // DAY), math.ceil(float(study.horizon) / DAY)
    over = known.over(study.start.weekday() + begin, max(end - begin, 1))
    # seconds of the study's days in which as many calls come as in the log's window
    alike = known.count / over
    seconds = (float(study.horizon) - float(study.warm_up)) * len(runs.requests)
    seen = math.fsum(runs.requests)
    low, high = of_count(round(seen), seconds / alike, found.options.confidence)
    return over, Estimate(seen / seconds, low / alike, high / alike)


def _failed(need: Need, runs: _Runs, confidence: float) -> tuple[float, Estimate]:
    """Shares that fail: their spread between runs, and at least that of failures that come singly,
    which few or none in the runs do not show."""
    calls, shares = need.arrivals.count, runs.of(*FAILURES)
    log = sum(need.endings[1:]) / calls
    run = of_figure(shares, runs.times(calls), confidence)
    failures = math.fsum(share * number for share, number in zip(shares, runs.requests))
    times = runs.times(calls) * len(shares)
    low, high = of_count(round(failures), times, confidence) if times else (0, calls)
    return log, Estimate(
        run.value, min(run.low, low / calls), min(max(run.high, high / calls), 1.0)
    )
