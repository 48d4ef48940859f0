"""Lives as lines: which phase a thing is in from when to when, and what befalls it meanwhile.

In: a life of the chronicle. Out: spans without gaps between them, marks, how long it took to be
there.
"""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.measures.chronicle import FULFILLED, Life

WAITING, WORK, THERE, ENDED = PHASES = ("waiting", "work", "there", "ended")

_PHASES: dict[str, dict[str, str]] = {
    "wave": {"demonstration": THERE, "begins": THERE},
    "catalogue": {"stated": WORK, "compiled": WAITING, "commented": WORK, "published": THERE},
    "agreement": {
        "stated": WAITING,
        "proposed": WORK,
        "signed": THERE,
        "renewed": THERE,
        "expired": ENDED,
        "revoked": ENDED,
    },
    "standards": {"differs": WAITING, "conforms": THERE},
    "project": {"begins": WORK, "built": THERE},
    "sharing": {"waits": WAITING, "starts": THERE, "stops": ENDED},
    "supervision": {"accepted": THERE, "acceptance refused": WORK, "rectified": THERE},
}
"""The phase that an event of a kind begins; other events change none. An entry of the catalogue
waits for comments, an agreement for its entry and its draft; it is there once it is in force."""

MARKS = {
    "revoked": "expiry",
    "expired": "expiry",
    "funding cut": "cut",
    "misuse": "refusal",
    "not accepted": "refusal",
    "not approved": "refusal",
    "acceptance refused": "refusal",
    "rectification ordered": "refusal",
    "funding restored": "restored",
    "amended": "amendment",
    "renewed": "renewal",
}
"""Events that are marked, the gravest first."""

GRAVEST = tuple(dict.fromkeys(MARKS.values()))
"""What marks stand for, the gravest first."""


@dataclass(frozen=True)
class Span:
    """A phase, in seconds after the start."""

    begin: float
    end: float
    phase: str


@dataclass(frozen=True)
class Lifeline:
    """A life as it is drawn."""

    spans: tuple[Span, ...]
    marks: tuple[tuple[float, str], ...]  # time, what it stands for


def lifeline(life: Life, until: float) -> Lifeline:
    """The life's spans until the end of the time shown, and its marks."""
    begins = _PHASES.get(life.kind, {})
    turns: list[tuple[float, str]] = []
    for one in life.moments:
        phase = begins.get(one.event)
        if phase is not None and (not turns or turns[-1][1] != phase):
            turns.append((one.time, phase))
    ends = [time for time, _ in turns[1:]] + [max(until, life.moments[-1].time)]
    spans = tuple(
        Span(begin, end, phase) for (begin, phase), end in zip(turns, ends) if end > begin
    )
    marks = tuple((one.time, MARKS[one.event]) for one in life.moments if one.event in MARKS)
    return Lifeline(spans, marks)


def took(life: Life, until: float) -> float:
    """Seconds from its beginning until it was there for the first time.

    What never was there has taken until the end; what is of no kind that comes to be there, as
    long as it had events.
    """
    last = life.moments[-1].time
    if life.kind not in FULFILLED:
        return last - life.begins
    end = life.fulfilled if life.fulfilled is not None else max(until, last)
    return end - life.begins
