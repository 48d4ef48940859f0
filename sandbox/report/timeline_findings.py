"""What a chronicle comes to, line by line: what sharing waited for, what took longest, what was
refused, what the policy demanded.

In: a run's chronicle, names, the first day of the study. Out: lines with their indentation, for a
sheet of text or a page of the app.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sandbox.language import numeral, say
from sandbox.language.figures import figure
from sandbox.measures.chronicle import Chronicle, Demanded, Life, Moment
from sandbox.report.lifelines import took
from sandbox.report.sheet import listed
from sandbox.report.timeline_names import Names
from sandbox.report.timeline_words import event_words, item_words, rule_words, stage_words

COUNTED = frozenset(("reply", "delivery", "comment", "documents", "review", "sharing sustained"))
"""Rules of which it is also written down how often they are met."""

MOST_RUNS, FIRST_RUNS, LAST_RUNS = 9, 4, 4
"""Runs of events of a life that are told; of a longer one the first and the last ones."""


@dataclass(frozen=True)
class Line:
    """Words and how deep they stand."""

    words: str
    indent: int = 0


@dataclass(frozen=True)
class Findings:
    """What to say of one model; `until` is the end of the time shown, in seconds."""

    found: Chronicle
    names: Names
    start: date
    until: float
    most: int = 5
    """how many reasons and things are named"""

    def day(self, seconds: float) -> str:
        """The day that many seconds after the start."""
        return day(self.start, seconds)

    def reasons(self) -> Iterator[Line]:
        """What each use waited for last, and until when."""
        waited: Counter[str] = Counter()
        last: dict[str, float] = {}
        for life in self.found.of("sharing"):
            first = next((one for one in life.moments if one.event == "starts"), None)
            if first is None:
                continue
            reason = str(first.detail.get("last", ""))
            waited[reason] += 1
            last[reason] = max(last.get(reason, 0.0), first.time)
        if not waited:
            gated = bool(self.found.of("sharing"))
            yield Line(
                say("Nothing could be shared before the end of the study.")
                if gated
                else say("Nothing had to be waited for.")
            )
            return
        yield Line(say("What sharing waited for last:"))
        for reason, count in sorted(waited.items(), key=lambda pair: -last[pair[0]])[: self.most]:
            kind, _, name = reason.partition(":")
            words = say(
                "until {day}: {thing} ({uses})",
                day=self.day(last[reason]),
                thing=self.names.condition(kind, name),
                uses=kinds_of_use(count),
            )
            yield Line(words, 2)
        never = sum(life.fulfilled is None for life in self.found.of("sharing"))
        if never:
            yield Line(say("never started: {uses}", uses=kinds_of_use(never)), 2)

    def longest(self) -> Iterator[Line]:
        """The agreements and projects that took longest, event by event; none that took no time."""
        every = [*self.found.of("agreement"), *self.found.of("project")]
        lives = [life for life in every if took(life, self.until) > 0]
        lives.sort(key=lambda life: (-took(life, self.until), life.name))
        if not lives:
            return
        yield Line(say("What took longest:"))
        for life in lives[: self.most]:
            days = figure(took(life, self.until), "s")
            name = self.names.condition(life.kind, life.name)
            if life.fulfilled is None:
                words = say("{name}: {days}, and not there yet", name=name, days=days)
            else:
                words = say("{name}: {days}", name=name, days=days)
            yield Line(words, 2)
            yield Line(self._story(life), 4)

    def _story(self, life: Life) -> str:
        """A life in one line, in the order of time; an event several times in a row is counted.

        Of a long life the beginning and the end are told.
        """
        runs = [
            list(same)
            for _, same in groupby(life.moments, lambda one: (one.event, one.detail.get("stage")))
        ]
        parts = [self._run(same) for same in runs]
        if len(parts) > MOST_RUNS:
            parts = [*parts[:FIRST_RUNS], "…", *parts[-LAST_RUNS:]]
        return " → ".join(parts)

    def _run(self, same: list[Moment]) -> str:
        """The same event once or more in a row; of projects, at which stage."""
        one = same[0]
        words = event_words(one.event)
        if "stage" in one.detail:
            stage = stage_words(str(one.detail["stage"]))
            words = say("{event} ({detail})", event=words, detail=stage)
        times = f" ×{len(same)}" if len(same) > 1 else ""
        return f"{self.day(one.time)} {words}{times}"

    def refused(self) -> Iterator[Line]:
        """How often and why reviews refused."""
        events: Counter[str] = Counter()
        short: Counter[str] = Counter()
        for life in self.found.of("project"):
            for one in life.moments:
                if one.event.startswith("not "):
                    events[one.event] += 1
                    items = str(one.detail.get("short", "")).split(", ")
                    short.update(item for item in items if item)
        if not events:
            return
        said = listed(f"{event_words(event)} {count}" for event, count in sorted(events.items()))
        yield Line(say("Submissions refused: {counts}", counts=said))
        if short:
            said = listed(
                f"{item_words(item)} {count}" for item, count in short.most_common(self.most)
            )
            yield Line(say("for want of: {counts}", counts=said), 2)

    def demands(self) -> Iterator[Line]:
        """What the policy demanded, article by article."""
        if not self.found.demands:
            return
        yield Line(say("What the policy demanded:"))
        for one in self.found.demands:
            said = {"article": numeral(one.article), "rule": rule_words(one.rule)}
            if counted(one):
                words = say(
                    "article {article}, {rule}: met {met} of {demanded}",
                    met=f"{one.met:,}",
                    demanded=f"{one.demanded:,}",
                    **said,
                )
            elif one.demanded == 1:
                words = say("article {article}, {rule}: missed once", **said)
            else:
                words = say(
                    "article {article}, {rule}: missed {missed} times",
                    missed=f"{one.demanded:,}",
                    **said,
                )
            yield Line(words, 2)
            if one.first is not None:
                yield Line(say("first {violation}", violation=self.first(one)), 4)
            if one.worst is not None and one.worst[2] > 0:
                yield Line(say("worst {violation}", violation=self.worst(one)), 4)

    def first(self, one: Demanded) -> str:
        """The first violation: day and parties; empty: there is none."""
        if one.first is None:
            return ""
        time, parties = one.first
        return say("{day}: {parties}", day=self.day(time), parties=self._parties(parties))

    def worst(self, one: Demanded) -> str:
        """The violation that was latest, with how late; empty: none was late."""
        if one.worst is None or one.worst[2] <= 0:
            return ""
        time, parties, late = one.worst
        return say(
            "{day}: {parties}, {late} late",
            day=self.day(time),
            parties=self._parties(parties),
            late=figure(late, "s"),
        )

    def _parties(self, written: str) -> str:
        return self.names.parties(written.split(", "))


def day(start: date, seconds: float) -> str:
    """The day that many seconds after the start, as in files: `2024-02-01`."""
    return (start + timedelta(seconds=seconds)).isoformat()


def kinds_of_use(count: int) -> str:
    """So many kinds of use."""
    if count == 1:
        return say("1 kind of use")
    return say("{count} kinds of use", count=f"{count:,}")


def counted(one: Demanded) -> bool:
    """Whether it is known how often a demand was met, besides how often it was missed."""
    return bool(one.met) or one.rule in COUNTED
