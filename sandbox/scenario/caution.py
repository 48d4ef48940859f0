"""What is allowed in a scenario and probably not meant: it is told as a warning.

In: a `Draft` without errors. Out: findings: disturbances, agreements, waves and deadlines outside
the study.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sandbox.language import Message
from sandbox.scenario.draft import Draft
from sandbox.scenario.explain import Finding
from sandbox.scenario.governance import GovernanceSpec
from sandbox.scenario.problems import Path
from sandbox.scenario.workings import EVENTS, StudySpec, TheftEvent


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
                if isinstance(event, TheftEvent):
                    for message in _theft(study, event):
                        yield here, message, False
    spec = draft.valid.get("governance")
    if spec is not None:
        yield from _governance(study, spec)


def _theft(study: StudySpec, theft: TheftEvent) -> Iterator[Message]:
    """A warning when part of a theft is not measured."""
    begin = study.seconds(theft.from_)
    if begin < 0 and (theft.for_ is None or begin + theft.for_ > 0):
        yield Message("the theft begins before the study starts: it is taken to begin with it")
    elif 0 <= begin < study.warm_up:
        yield Message("the theft begins in the warm-up: what is taken then is not measured")


def _governance(study: StudySpec, spec: GovernanceSpec) -> Iterator[Finding]:
    """Waves and deadlines of standards that do nothing, or not what they seem to."""
    for number, wave in enumerate(spec.waves):
        here: Path = ("governance", "waves", number, "from")
        begin = study.seconds(wave.from_)
        if begin >= study.horizon:
            said = {"days": f"{study.horizon / 86400:.6g}"}
            message = Message(
                "the wave begins after the study's horizon of {days} days, so whom it alone comes "
                "to never take part",
                said,
            )
            yield here, message, False
        elif begin < 0:
            message = Message(
                "the wave begins before the study starts: it is taken to begin with it"
            )
            yield here, message, False
    standards = spec.standards
    if standards is None or standards.deadline is None:
        return
    deadline = study.seconds(standards.deadline)
    if deadline < 0:
        message = Message(
            "the deadline is before the study starts: whoever does not conform then is judged "
            "at its start"
        )
        yield ("governance", "standards", "deadline"), message, False
    late = standards.adapt_from is not None and study.seconds(standards.adapt_from) > deadline
    if late and standards.adapting is not None:
        message = Message(
            "the work on conformance begins after its deadline, so nobody who has to adapt meets it"
        )
        yield ("governance", "standards", "adapt_from"), message, False


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
