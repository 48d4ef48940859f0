"""The comparison: every model, replicated on the same draws, against a baseline.

In: a document and its runs, done. Out: a `Comparison`: intervals per model and measure, paired
differences with verdicts, and every run behind them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sandbox
from sandbox.measures import CATALOGUE
from sandbox.scenario.document import Document
from sandbox.study.bias import LIMIT, weighed
from sandbox.study.intervals import Difference, Interval, difference, interval
from sandbox.study.precise import Precision
from sandbox.study.runs import RunResult, selection
from sandbox.study.statistics.multiple import corrected

METHOD = {
    "differences": "paired by replication, on the same draws",
    "interval": "Student's t, each alone",
    "verdict": "Holm over the models, in each measure",
    "request_by_request": "`pairs`",
}
"""How differences are judged. Following single requests takes about thirty times as long as the
compiled engine does without, so that is a command of its own; see `sandbox.study.pairing`."""


@dataclass(frozen=True)
class Comparison:
    """A study's outcome; models in the order in which they were asked for."""

    scenario: str
    digest: str
    version: str
    seed: int
    engine: str
    replications: int
    confidence: float
    baseline: str
    models: dict[str, dict[str, Interval]]
    differences: dict[str, dict[str, Difference]]
    runs: tuple[RunResult, ...]
    precision: Precision | None = None
    """what was reached, where the number of replications follows from a precision asked for"""

    def of(self, model: str) -> list[RunResult]:
        """The runs of a model, by replication."""
        return [run for run in self.runs if run.model == model]

    def values(
        self, model: str, measure: str, where: Mapping[str, str] | None = None
    ) -> list[float]:
        """A measure in each replication of a model; nan where it is not defined.

        `where` is one label, or a selection that an expectation of the scenario makes.

        Raises:
            KeyError: for any other selection.
        """
        return [_looked_up(run, where).get(measure, math.nan) for run in self.of(model)]

    def interval(
        self,
        model: str,
        measure: str,
        where: Mapping[str, str] | None = None,
        confidence: float | None = None,
    ) -> Interval:
        """Mean and interval of a measure under a model, of the whole or of a selection."""
        return interval(
            self.values(model, measure, where),
            self.confidence if confidence is None else confidence,
            CATALOGUE[measure].unit,
        )

    def breakdown(self, model: str, by: str, measure: str) -> dict[str, Interval]:
        """A measure under a model for every group of a breakdown.

        Raises:
            KeyError: for a label that is no breakdown.
        """
        tables = [run.breakdowns[by] for run in self.of(model)]
        columns = zip(*(table.column(measure) for table in tables))
        unit = CATALOGUE[measure].unit
        return {
            group: interval(values, self.confidence, unit)
            for group, values in zip(tables[0].groups, columns)
        }

    def rest(self, model: str, by: str, measure: str) -> Interval:
        """What of a measure that adds up belongs to no group of a breakdown.

        Raises:
            KeyError: for a label that is no breakdown.
        """
        values = []
        for run in self.of(model):
            parts = [part for part in run.breakdowns[by].column(measure) if not math.isnan(part)]
            values.append(run.measures.get(measure, math.nan) - math.fsum(parts))
        return interval(values, self.confidence, CATALOGUE[measure].unit)

    def series(self, model: str, measure: str, group: str | None = None) -> list[Interval]:
        """A measure in each interval of time under a model, of the whole or of a group.

        Raises:
            KeyError: for a measure without time series, or a group that was not asked for.
        """
        curves = [
            (run.series if group is None else run.series_by[group])[measure]
            for run in self.of(model)
        ]
        unit = CATALOGUE[measure].unit
        return [interval(values, self.confidence, unit) for values in zip(*curves)]

    def left_open(self) -> dict[str, float]:
        """Share of unfinished requests of each model that has more than can be passed over."""
        shares = {model: found.get("unfinished") for model, found in self.models.items()}
        return {
            model: share.mean
            for model, share in shares.items()
            if share is not None and share.mean > LIMIT
        }

    def to_json(self) -> dict[str, Any]:
        """The comparison as the command line's JSON: keys in stable order, nan as null."""
        return {
            "scenario": self.scenario,
            "seed": self.seed,
            "engine": self.engine,
            "replications": self.replications,
            "baseline": self.baseline,
            "confidence": self.confidence,
            "version": self.version,
            "digest": self.digest,
            "method": METHOD,
            "models": {
                model: {
                    measure: {
                        "mean": _number(found.mean),
                        "low": _number(found.low),
                        "high": _number(found.high),
                        "unit": found.unit,
                        "n": found.n,
                    }
                    for measure, found in measures.items()
                }
                for model, measures in self.models.items()
            },
            "differences": {
                model: {
                    measure: {
                        "mean": _number(found.mean),
                        "low": _number(found.low),
                        "high": _number(found.high),
                        "verdict": found.verdict,
                    }
                    for measure, found in measures.items()
                }
                for model, measures in self.differences.items()
            },
            "left_open": self.left_open(),
            **({} if self.precision is None else {"precision": self.precision.plain()}),
            **self._governance(),
        }

    def _governance(self) -> dict[str, Any]:
        """What governance did in the first replication of each model, where there is any."""
        first = {run.model: run.chronicle for run in self.runs if run.replication == 0}
        if not any(one.lives or one.demands for one in first.values()):
            return {}
        told = {model: first[model].plain() for model in self.models if model in first}
        return {"governance": told}


def summarise(
    document: Document,
    labels: Sequence[str],
    runs: Sequence[RunResult],
    *,
    seed: int,
    replications: int,
    precision: Precision | None = None,
) -> Comparison:
    """Intervals and paired differences of runs that are done, replications in order.

    `precision`: why there are so many, where a study has decided that.
    """
    study = document.scenario.study
    confidence = float(study.confidence)
    stated = study.baseline
    baseline = stated if stated is not None and stated in labels else labels[0]
    columns: dict[str, dict[str, list[float]]] = {
        label: {
            name: [run.measures.get(name, math.nan) for run in runs if run.model == label]
            for name in CATALOGUE
        }
        for label in labels
    }
    left_open = {label: interval(columns[label]["unfinished"], confidence).mean for label in labels}
    return Comparison(
        scenario=document.scenario.scenario,
        digest=document.digest,
        version=sandbox.__version__,
        seed=seed,
        engine="+".join(dict.fromkeys(run.engine for run in runs)),
        replications=replications,
        confidence=confidence,
        baseline=baseline,
        models={
            label: {
                name: interval(values, confidence, CATALOGUE[name].unit)
                for name, values in columns[label].items()
            }
            for label in labels
        },
        differences=_differences(columns, baseline, confidence, left_open),
        runs=tuple(runs),
        precision=precision,
    )


def _differences(
    columns: Mapping[str, Mapping[str, Sequence[float]]],
    baseline: str,
    confidence: float,
    left_open: Mapping[str, float],
) -> dict[str, dict[str, Difference]]:
    """Of every model from the baseline: in each measure, verdicts hold for all models together."""
    others = [label for label in columns if label != baseline]
    found: dict[str, dict[str, Difference]] = {label: {} for label in others}
    for name, info in CATALOGUE.items():
        there = columns[baseline][name]
        family = {
            label: difference(columns[label][name], there, confidence, info.better)
            for label in others
        }
        for label, one in corrected(family, confidence).items():
            found[label][name] = weighed(name, one, left_open[label], left_open[baseline])
    return found


def _looked_up(run: RunResult, where: Mapping[str, str] | None) -> Mapping[str, float]:
    if not where:
        return run.measures
    kept = run.selected.get(selection(where))
    if kept is not None:
        return kept
    if len(where) > 1:
        raise KeyError(selection(where))
    ((by, group),) = where.items()
    table = run.breakdowns[by]
    return table[group] if group in table.groups else {}


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
