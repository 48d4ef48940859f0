"""How well a calibrated scenario reproduces its log: run it, and hold both side by side.

In: a calibration, the document made of it, its needs by name. Out: for each need rate, mean, median
and 95th percentile of the response time and share of failures, of the log and of the runs, each
with an interval, and whether the two intervals meet.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sandbox.scenario import Document
from sandbox.study.calibration.arrivals import share
from sandbox.study.calibration.calibrate import Calibration
from sandbox.study.calibration.families import Estimate
from sandbox.study.calibration.findings import Need
from sandbox.study.comparing import compare
from sandbox.study.comparison import Comparison
from sandbox.study.intervals import interval
from sandbox.study.progress import StudyProgress

DAY = 86400
FIGURES = ("rate", "response_time.mean", "response_time.p50", "response_time.p95", "failed")
FAILURES = ("failed", "refused", "timed_out")


@dataclass(frozen=True)
class Pairing:
    """A figure of the log and of the runs. Rates are a second, times in s."""

    need: str
    figure: str
    log: Estimate
    run: Estimate

    @property
    def meets(self) -> bool:
        """Whether the intervals have a value in common."""
        return self.log.low <= self.run.high and self.run.low <= self.log.high

    @property
    def off(self) -> float:
        """How far the run lies from the log, relative to the log."""
        if self.log.value == self.run.value:
            return 0.0
        return (
            (self.run.value - self.log.value) / self.log.value if self.log.value else float("inf")
        )


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
    study = document.scenario.study
    seconds = float(study.horizon) - float(study.warm_up)
    outcome = compare(document, models=[model], observer=observer, jobs=jobs)
    pairings = []
    for name, need in needs.items():
        log = _of_log(found, need, document)
        for figure in _figures(document, name, model):
            run = _of_runs(outcome, model, name, figure, seconds)
            pairings.append(Pairing(name, figure, log[figure], run))
    return pairings


def _figures(document: Document, need: str, model: str) -> tuple[str, ...]:
    """The figures of a need that log and run have in common."""
    scenario = document.scenario
    if len(scenario.needs[need].resources) > 1:
        return ("rate",)
    if scenario.models[model].by_letter:
        return ("rate", "response_time.p50", "response_time.p95")
    return FIGURES


def _of_log(found: Calibration, need: Need, document: Document) -> dict[str, Estimate]:
    z, total, study = found.z, need.total, document.scenario.study
    begin, end = int(float(study.warm_up) // DAY), math.ceil(float(study.horizon) / DAY)
    over = need.arrivals.over(study.start.weekday() + begin, max(end - begin, 1))
    scale = over / need.arrivals.rate.value
    rate = need.arrivals.rate
    failed = sum(need.endings[1:])
    return {
        "rate": Estimate(over, rate.low * scale, rate.high * scale),
        "response_time.mean": Estimate(total.mean, *total.mean_interval(z)),
        "response_time.p50": Estimate(total.quantile(0.5), *total.quantile_interval(0.5, z)),
        "response_time.p95": Estimate(total.quantile(0.95), *total.quantile_interval(0.95, z)),
        "failed": share(failed, need.arrivals.count, z),
    }


def _of_runs(outcome: Comparison, model: str, need: str, figure: str, seconds: float) -> Estimate:
    names = {"rate": ("requests",), "failed": FAILURES}.get(figure, (figure,))
    values = []
    for run in outcome.of(model):
        table = run.breakdowns["need"]
        place = table.groups.index(need)
        value = sum(float(table.column(name)[place]) for name in names)
        values.append(value / seconds if figure == "rate" else value)
    got = interval(values, outcome.confidence)
    return Estimate(got.mean, got.low, got.high)
