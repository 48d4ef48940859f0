"""Checks of the models to compare, the study and what is expected of it.

In: a `Draft`. Out: findings. Names of presets and measures are known to other rooms, and checked
there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sandbox.language import Message
from sandbox.scenario.draft import Draft
from sandbox.scenario.explain import Finding, wrong
from sandbox.scenario.problems import Path
from sandbox.scenario.suggest import unknown
from sandbox.scenario.workings import Expectation, PrecisionSpec, StudySpec

MOST_INTERVALS = 100_000  # points of a time series
MOST_REPEATS = 10_000_000  # of one thing in one run
FIRST_YEAR, LAST_YEAR = 1900, 2200  # of a study
_LABEL = re.compile(r"[^\s@+:,/\\\[\]]+")
BREAKDOWNS = {
    "need": "needs",
    "department": "departments",
    "resource": "catalogue",
    "region": "",
    "level": "",
    "agency": "",
    "role": "",
    "station": "",
}
"""what `where` may say → the section that its value is a name of"""


def check_study(draft: Draft) -> Iterator[Finding]:
    """All findings about what is compared and how."""
    if draft.data.get("models") == {}:
        yield ("models",), Message("at least one model is needed"), True
    name = draft.data.get("scenario")
    if isinstance(name, str) and not name.strip():
        yield ("scenario",), wrong(name, str), False
    yield from _labels(draft)
    study = draft.valid.get("study")
    if study is not None:
        yield from _study(draft, study)
    for number, expectation in draft.expect.items():
        yield from _expectation(draft, number, expectation)


def _labels(draft: Draft) -> Iterator[Finding]:
    for label in draft.names("models") or ():
        if not _LABEL.fullmatch(label):
            message = Message(
                "the label `{label}` is written on command lines and in ids; write it without "
                "spaces and @ + : , / \\ [ ]",
                {"label": label},
            )
            yield ("models", label), message, True


def _precision(spec: PrecisionSpec) -> Iterator[Finding]:
    here = ("study", "precision")
    if not spec.half_width:
        yield (*here, "half_width"), Message("no number of runs has a half-width of 0"), False
    if not spec.measures:
        yield (*here, "measures"), Message("at least one measure is needed"), False
    if spec.minimum < 2:
        yield (*here, "minimum"), Message("an interval needs at least 2 replications"), False
    if spec.maximum < spec.minimum:
        yield (*here, "maximum"), Message("`maximum` is below `minimum`"), False


def _study(draft: Draft, study: StudySpec) -> Iterator[Finding]:
    if not FIRST_YEAR <= study.start.year <= LAST_YEAR:
        said = {"first": FIRST_YEAR, "last": LAST_YEAR}
        message = Message("expected a day of the years {first} to {last}", said)
        yield ("study", "start"), message, False
    for path, period in _periods(draft):
        if period and study.horizon / period > MOST_REPEATS:
            message = Message(
                "`{key}` comes more than {limit} times within the horizon; make it longer",
                {"key": str(path[-1]), "limit": f"{MOST_REPEATS:,}"},
            )
            yield path, message, False
    if study.precision is not None:
        yield from _precision(study.precision)
    if study.warm_up >= study.horizon:
        yield ("study", "warm_up"), Message("`warm_up` must be shorter than `horizon`"), False
    if study.baseline is not None:
        yield from draft.refer(("study", "baseline"), Message("model"), study.baseline, "models")
    if not 0 < study.confidence < 1:
        message = Message("must be more than 0 and less than 1")
        yield ("study", "confidence"), message, False
    if study.weights and not any(study.weights.values()):
        yield ("study", "weights"), Message("at least one weight must be more than 0"), True
    if study.horizon / study.series > MOST_INTERVALS:
        message = Message(
            "`series` cuts the horizon into more than {limit} intervals; make it longer",
            {"limit": MOST_INTERVALS},
        )
        yield ("study", "series"), message, False


def _periods(draft: Draft) -> Iterator[tuple[Path, float]]:
    """Everything that comes again and again, by its path."""
    for key, station in draft.stations.items():
        if station.elastic is not None:
            yield ("stations", key, "elastic", "every"), station.elastic.every
        if station.outage is not None:
            yield ("stations", key, "outage", "mtbf"), station.outage.mtbf
    for name, disturbance in draft.disturbances.items():
        if disturbance.outage is not None and disturbance.outage.mtbf is not None:
            yield ("disturbances", name, "outage", "mtbf"), disturbance.outage.mtbf
    for label, model in draft.models.items():
        if model.schedule is not None:
            yield ("models", label, "schedule", "period"), model.schedule.period
        for level, schedule in model.cascade.items():
            yield ("models", label, "cascade", level, "period"), schedule.period
        if model.heartbeat is not None:
            yield ("models", label, "heartbeat"), model.heartbeat


def _expectation(draft: Draft, number: int, expectation: Expectation) -> Iterator[Finding]:
    here = ("expect", number)
    kind = Message("model")
    for key in ("model", "above", "below"):
        label = getattr(expectation, key)
        if label is not None:
            yield from draft.refer((*here, key), kind, label, "models")
    for key, name in expectation.where.items():
        if key not in BREAKDOWNS:
            yield (*here, "where", key), unknown(Message("breakdown"), key, BREAKDOWNS), True
        elif BREAKDOWNS[key]:
            path = (*here, "where", key)
            for part in name.split("+"):  # the resources of a need are joined by +
                yield from draft.refer(path, Message("entry"), part, BREAKDOWNS[key])
    bounds = (expectation.min, expectation.max, expectation.above, expectation.below)
    tolerances = (expectation.abs, expectation.rel)
    if expectation.value is None:
        if expectation.covered or any(bound is not None for bound in tolerances):
            message = Message("`abs`, `rel` and `covered` need a `value`")
            yield here, message, False
        elif all(b is None for b in bounds) and expectation.half_width is None:
            message = Message(
                "nothing is expected; write `value`, `min`, `max`, `above` or `below`"
            )
            yield here, message, False
    elif not expectation.covered and all(bound is None for bound in tolerances):
        message = Message("a `value` needs `abs` or `rel`, or `covered: true`")
        yield (*here, "value"), message, False
    low, high = expectation.min, expectation.max
    if low is not None and high is not None and high < low:
        yield (*here, "max"), Message("`max` is below `min`"), False
    if not 0 < expectation.confidence < 1:
        message = Message("must be more than 0 and less than 1")
        yield (*here, "confidence"), message, False
