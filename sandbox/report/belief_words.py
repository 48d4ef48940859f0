"""A record in words: the truth with what changed when, and what each copy believed at a moment.

In: a world, a record's history under a model, a moment in ticks. Out: lines for a sheet or a page,
and plain data. What a record says is made up; it is told only to who asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.engine.beliefs import Belief, Beliefs
from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.report.sheet import Sheet, listed
from sandbox.report.terms import term
from sandbox.report.thing_names import copy_words, moment, register_name
from sandbox.world import World
from sandbox.world.faces import ERROR_NAMES, face

TICKS = 1e9


@dataclass(frozen=True)
class Change:
    """A version of the record: since when it is true, and what differs from the one before."""

    version: int
    time: int | None
    """ticks; None: since before the study"""
    differs: tuple[tuple[str, str, str], ...]
    """label, what it was, what it became"""


@dataclass(frozen=True)
class Holding:
    """What a copy held at the moment; `belief` is None where it held nothing of the record."""

    copy: str
    name: str
    belief: Belief | None
    error: str
    """kind of the wrong entry in words; empty: none"""
    behind: int
    """versions behind the truth"""
    differs: tuple[tuple[str, str, str], ...]
    """label, the truth, what the copy says"""

    @property
    def right(self) -> bool:
        """Whether it said what was true."""
        return self.belief is not None and not self.error and not self.behind


def changes(world: World, known: Beliefs) -> list[Change]:
    """All versions, from the one before the study on."""
    found = [Change(0, None, ())]
    for version, time in enumerate(known.changed, 1):
        before = _said(world, known, version - 1)
        after = _said(world, known, version)
        found.append(Change(version, time, _gaps(before, after)))
    return found


def truth(world: World, known: Beliefs, time: int) -> dict[str, str]:
    """What was true at a time: labels and values."""
    return _said(world, known, known.version(time))


def holdings(world: World, known: Beliefs, time: int) -> list[Holding]:
    """What every copy believed at a time: the source first, then who held something, by name."""
    version = known.version(time)
    right = _said(world, known, version)
    found = []
    for copy in known.copies:
        belief = known.belief(copy, time)
        error = ""
        differs: tuple[tuple[str, str, str], ...] = ()
        if belief is not None:
            shown = face(world, known.register, known.record, belief.version, belief.error)
            error = ERROR_NAMES[shown.error].render() if shown.error else ""
            differs = _gaps(right, dict(shown.words()))
        behind = version - belief.version if belief is not None else 0
        name = copy_words(world, copy)
        found.append(Holding(copy, name, belief, error, behind, differs))
    source = world.partitions[known.register].source
    own = f"{source}:{known.register}"
    return sorted(found, key=lambda one: (one.copy != own, one.belief is None, one.name))


def _said(world: World, known: Beliefs, version: int) -> dict[str, str]:
    return dict(face(world, known.register, known.record, version).words())


def _gaps(one: Mapping[str, str], other: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    return tuple((name, one[name], other[name]) for name in one if one[name] != other[name])


def gap_words(label: str, before: str, after: str) -> str:
    """What something was, and what it became or what a copy says."""
    return say("{what}: {before} → {after}", what=label, before=before, after=after)


def holding_words(world: World, held: Holding, time: int) -> str:
    """A copy's belief in a line."""
    belief = held.belief
    if belief is None:
        return say("holds nothing of this record")
    words = say(
        "version {version}, vouched for {moment} ({age} old)",
        version=belief.version,
        moment=moment(world, belief.as_of / TICKS),
        age=figure((time - belief.as_of) / TICKS, "s"),
    )
    faults = []
    if held.behind:
        faults.append(say("versions behind: {n}", n=held.behind))
    if held.error:
        faults.append(say("wrong: {kind}", kind=held.error))
    return listed([words, *faults]) if faults else listed([words, say("true")])


def record_title(world: World, register: str, record: int) -> str:
    """Which record."""
    spec = world.resources[world.partitions[register].resource]
    return say(
        "{register} ({subject}), record {record}",
        register=register_name(world, register),
        subject=term(spec.subject),
        record=record,
    )


def record_sheet(world: World, found: Mapping[str, Beliefs], time: int, columns: int = 80) -> str:
    """The truth, and what every copy believed under each model."""
    sheet = Sheet(columns)
    first = next(iter(found.values()))
    sheet.heading(record_title(world, first.register, first.record))
    at = moment(world, time / TICKS)
    sheet.line(say("Made up: nobody has these numbers."), 2)
    sheet.gap()
    sheet.line(say("The truth at {moment}, version {version}:", moment=at,
                   version=first.version(time)), 2)  # fmt: skip
    for name, value in truth(world, first, time).items():
        sheet.entry(name, value, indent=4, column=26)
    _history(sheet, world, first)
    for model, known in found.items():
        sheet.heading(say("What copies believed under {model}", model=model))
        silent = 0
        for held in holdings(world, known, time):
            if held.belief is None:
                silent += 1
                continue
            sheet.line(f"{'✓' if held.right else '✗'} {held.name}", 2)
            sheet.line(holding_words(world, held, time), 6, 2)
            for gap in held.differs:
                sheet.line(gap_words(*gap), 6, 2)
        if silent:
            sheet.line(say("copies that held nothing of it: {n}", n=silent), 2)
    return sheet.text()


def _history(sheet: Sheet, world: World, known: Beliefs) -> None:
    sheet.gap()
    if not known.changed:
        sheet.line(say("It never changed in the time looked at."), 2)
        return
    sheet.line(say("Its changes:"), 2)
    for change in changes(world, known)[1:]:
        assert change.time is not None
        when = moment(world, change.time / TICKS)
        words = listed(gap_words(*gap) for gap in change.differs) or say("nothing that is shown")
        sheet.line(
            say("{moment}, version {version}: {what}", moment=when, version=change.version,
                what=words), 4, 2,
        )  # fmt: skip


def record_form(found: Mapping[str, Beliefs], time: int) -> dict[str, Any]:
    """Histories as plain data, without what the record says; times in seconds."""
    first = next(iter(found.values()))
    return {
        "register": first.register,
        "record": first.record,
        "at": time / TICKS,
        "version": first.version(time),
        "changed": [when / TICKS for when in first.changed],
        "models": {
            model: {
                "copies": {copy: _belief(known.belief(copy, time)) for copy in known.copies},
                "uses": [
                    {
                        "time": use.time / TICKS,
                        "stream": use.stream,
                        "index": use.number,
                        "version": use.version,
                        "error": use.error,
                        "as_of": use.as_of / TICKS,
                        "fresh": use.version == use.true_version,
                        "copy": use.copy or None,
                    }
                    for use in known.uses
                ],
            }
            for model, known in found.items()
        },
    }


def _belief(belief: Belief | None) -> dict[str, Any] | None:
    if belief is None:
        return None
    return {"version": belief.version, "error": belief.error, "as_of": belief.as_of / TICKS}
