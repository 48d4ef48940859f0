"""Checks of the models to compare, the study and what is expected of it.

In: a `Draft`. Out: findings. Names of presets and measures are known to other rooms, and checked
there.
"""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.language import Message
from sandbox.scenario.draft import Draft
from sandbox.scenario.explain import Finding
from sandbox.scenario.suggest import unknown
from sandbox.scenario.workings import Expectation, StudySpec

MOST_INTERVALS = 100_000  # points of a time series
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
    study = draft.valid.get("study")
    if study is not None:
        yield from _study(draft, study)
    for number, expectation in draft.expect.items():
        yield from _expectation(draft, number, expectation)


def _study(draft: Draft, study: StudySpec) -> Iterator[Finding]:
    if study.warm_up >= study.horizon:
        yield ("study", "warm_up"), Message("`warm_up` must be shorter than `horizon`"), False
    if study.baseline is not None:
        yield from draft.refer(("study", "baseline"), Message("model"), study.baseline, "models")
    if not 0 < study.confidence < 1:
        message = Message("the confidence must lie between 0 and 1")
        yield ("study", "confidence"), message, False
    if study.horizon / study.series > MOST_INTERVALS:
        message = Message(
            "`series` cuts the horizon into more than {limit} intervals; make it longer",
            {"limit": MOST_INTERVALS},
        )
        yield ("study", "series"), message, False


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
        message = Message("the confidence must lie between 0 and 1")
        yield (*here, "confidence"), message, False
