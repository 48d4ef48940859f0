"""As many replications as a precision takes: run, look, and run on until the targets hold.

In: a way to run some replications of all models, a stopping rule. Out: the runs that count, and
what was reached. The rule is held against every model; all of them get the same replications,
because differences are paired.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sandbox.scenario.workings import PrecisionSpec, StudySpec
from sandbox.study.driver import Observer
from sandbox.study.progress import StudyProgress
from sandbox.study.runs import RunResult
from sandbox.study.statistics.precision import MET, Reached, StoppingRule, Target, judge

Run = Callable[[range, Observer | None], list[RunResult]]
"""Runs replications of all models; results model by model, replications in order."""

_BETWEEN = "\N{INFORMATION SEPARATOR ONE}"
"""Between model and measure in the name of a target; no label holds it."""


@dataclass(frozen=True)
class Precision:
    """Why a study has its replications: `reason` as the rule says, and what each model reached."""

    rule: StoppingRule
    reason: str
    replications: int
    reached: dict[str, tuple[Reached, ...]]

    def missed(self) -> list[tuple[str, Reached]]:
        """Models and measures whose target does not hold."""
        return [
            (model, one) for model, found in self.reached.items() for one in found
            if one.status != MET
        ]  # fmt: skip

    def plain(self) -> dict[str, Any]:
        """As it is written to JSON; what is not defined is null."""
        return {
            "reason": self.reason,
            "replications": self.replications,
            "reached": {
                model: {
                    one.measure: {
                        "half_width": _number(one.interval.half_width),
                        "asked": _number(one.asked),
                        "relative": _number(one.relative),
                        "status": one.status,
                        "predicted": one.predicted,
                    }
                    for one in found
                }
                for model, found in self.reached.items()
            },
        }


def replicate(
    run: Run, models: Sequence[str], rule: StoppingRule, observer: Observer | None
) -> tuple[list[RunResult], Precision]:
    """The replications that a rule asks for, the same of every model."""
    targets = {
        f"{model}{_BETWEEN}{measure}": target
        for model in models
        for measure, target in rule.targets.items()
    }
    whole = replace(rule, targets=targets)
    found: dict[str, list[RunResult]] = {model: [] for model in models}
    done, further = 0, rule.minimum
    while True:
        for result in run(range(done, done + further), _further(observer, done * len(models))):
            found[result.model].append(result)
        done += further
        values = {name: _values(found, name) for name in targets}
        judged = judge(values, whole)
        if judged.stop_at is not None:
            kept = [one for model in models for one in found[model][: judged.stop_at]]
            reached: dict[str, list[Reached]] = {model: [] for model in models}
            for one in judged.reached:
                model, measure = one.measure.split(_BETWEEN)
                reached[model].append(replace(one, measure=measure))
            told = {model: tuple(ones) for model, ones in reached.items()}
            return kept, Precision(rule, judged.reason, judged.stop_at, told)
        further = judged.further


def _values(found: dict[str, list[RunResult]], name: str) -> list[float]:
    model, measure = name.split(_BETWEEN)
    return [run.measures.get(measure, math.nan) for run in found[model]]


def _further(observer: Observer | None, before: int) -> Observer | None:
    """Tells of all runs of the study; how many there will be shows as they are asked for."""
    if observer is None or before == 0:
        return observer

    def tell(seen: StudyProgress) -> None:
        total = seen.total + before
        done = seen.fraction * seen.total + before
        observer(replace(seen, done=seen.done + before, total=total, fraction=done / total))

    return tell


def rule_of(
    study: StudySpec,
    half_width: float | None = None,
    measures: Sequence[str] = (),
    most: int | None = None,
) -> StoppingRule | None:
    """The stopping rule of a study, with what is asked instead; none where no precision is asked.

    Raises:
        ValueError: for a maximum below the least number of replications.
    """
    spec = study.precision
    if spec is None and half_width is None:
        return None
    if spec is None:
        spec = PrecisionSpec.model_validate({"half_width": half_width})
    share = float(spec.half_width) if half_width is None else half_width
    names = tuple(measures) or spec.measures
    return StoppingRule(
        {name: Target(share, relative=True) for name in names},
        float(study.confidence),
        minimum=round(spec.minimum),
        maximum=round(spec.maximum) if most is None else most,
        look_ahead=round(spec.look_ahead),
    )


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
