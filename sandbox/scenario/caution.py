"""What is allowed in a scenario and probably not meant: it is told as a warning.

In: a `Draft` without errors. Out: findings: disturbances and agreements outside the study.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sandbox.language import Message
from sandbox.scenario.draft import Draft
from sandbox.scenario.explain import Finding
from sandbox.scenario.workings import EVENTS, StudySpec


def caution(draft: Draft) -> Iterator[Finding]:
    """All warnings, section by section."""
    study = draft.valid.get("study")
    if study is None:
        return
    for name, agreement in draft.agreements.items():
        first, last = agreement.from_, agreement.until
        if last is not None and study.seconds(last) <= 0:
            message = Message("the agreement ends before the study starts, so it permits nothing")
            yield ("agreements", name, "until"), message, False
        elif first is not None and study.seconds(first) >= study.horizon:
            message = Message("the agreement starts after the study, so it permits nothing")
            yield ("agreements", name, "from"), message, False
    for name, disturbance in draft.disturbances.items():
        for kind in EVENTS:
            event = getattr(disturbance, kind)
            if event is not None:
                here = ("disturbances", name, kind, "from")
                length = event.for_
                if kind == "theft" and length is None:
                    length = float("inf")  # it goes on until it is detected
                for message in _outside(study, event.from_, length):
                    yield here, message, False
                if kind == "theft" and 0 <= study.seconds(event.from_) < study.warm_up:
                    yield (
                        here,
                        Message(
                            "the theft begins in the warm-up: what is taken then is not measured"
                        ),
                        False,
                    )


def _outside(
    study: StudySpec, start: date | float | None, length: float | None
) -> Iterator[Message]:
    """A warning when a disturbance lies wholly outside the study."""
    if start is None or length is None:
        return
    begin = study.seconds(start)
    if begin >= study.horizon:
        yield Message(
            "the disturbance starts after the study's horizon of {days} days, so it changes "
            "nothing or little",
            {"days": f"{study.horizon / 86400:.6g}"},
        )
    elif begin + length <= 0:
        yield Message("the disturbance ends before the study starts, so it changes nothing")
