"""Stored studies for people: the list, and what changed between two.

In: rows and changes of a store. Out: text that fits the width given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.measures import CATALOGUE
from sandbox.report.paragraphs import pad, width
from sandbox.report.sheet import Sheet, listed
from sandbox.report.study_sheet import command_words, when
from sandbox.report.study_words import respect_words, runs_words, setting_words, state_words

if TYPE_CHECKING:
    from sandbox.study.store import StudyRow
    from sandbox.study.store.changes import Changes

PLACES = 20
"""Places in which two scenarios differ that are listed."""
_DIGITS = 17
"""Significant digits that tell any two doubles apart."""


def study_list(studies: Sequence[StudyRow], columns: int) -> str:
    """One line for each study and one for its command."""
    sheet = Sheet(columns)
    if not studies:
        sheet.line(say("The store holds no study."))
    for study in studies:
        words = say(
            "{id}  {state}, runs {runs}  {kind} {scenario}, {begun}",
            id=study.short,
            state=state_words(study.state),
            runs=runs_words(study),
            kind=study.kind,
            scenario=study.scenario,
            begun=when(study.begun),
        )
        sheet.line(words, 0, 12)
        if study.command:
            sheet.line(command_words(study), 12, 2)
    return sheet.text()


def changes_sheet(found: Changes, columns: int) -> str:
    """What changed: in what the studies differ, then measure, old, new, arrow."""
    sheet = Sheet(columns)
    sheet.heading(f"{found.old.short} → {found.new.short}")
    respects = found.respects()
    for name, old, new in respects:
        before, after = (
            setting_words(name, value, study.settings)
            for value, study in ((old, found.old), (new, found.new))
        )
        sheet.entry(respect_words(name), f"{before} → {after}", 2, 22)
    if not respects:
        sheet.line(say("The two do not differ in scenario, seed, version, design or runs."), 2)
    _places(sheet, found)
    for words, models in (
        (say("only in the old study: {models}"), found.gone),
        (say("only in the new study: {models}"), found.come),
    ):
        if models:
            sheet.line(words.format(models=listed(models)))
    for (scenario, model), measures in found.models.items():
        sheet.heading(f"{scenario} {model}".strip())
        for name, change in measures.items():
            old, new = apart(change.old, change.new, CATALOGUE[name].unit)
            sheet.lines.append(
                f"  {pad(name, 28)} {_right(old, 16)} {_right(new, 16)}  {change.arrow}"
            )
    return sheet.text()


def _places(sheet: Sheet, found: Changes) -> None:
    """Where the two scenarios say something else."""
    if not found.places:
        return
    sheet.heading(say("The scenarios differ"))
    for path, old, new in found.places[:PLACES]:
        sheet.line(f"{path}: {_written(old)} → {_written(new)}", 2)
    if len(found.places) > PLACES:
        sheet.line(say("and in {count} more places", count=len(found.places) - PLACES), 2)


def _written(value: Any) -> str:
    return say("nothing") if value is None else str(value)


def apart(old: float, new: float, unit: str) -> tuple[str, str]:
    """Two numbers as people read them, with as many digits as it takes to tell them apart."""
    short = figure(old, unit), figure(new, unit)
    if short[0] != short[1] or old == new or math.isnan(old) or math.isnan(new):
        return short
    for digits in range(5, _DIGITS + 1):
        exact = f"{old:.{digits}g}", f"{new:.{digits}g}"
        if exact[0] != exact[1]:
            break
    base = "" if unit in ("", "count", "share") else f" {unit}"
    return exact[0] + base, exact[1] + base


def _right(words: str, columns: int) -> str:
    return " " * max(0, columns - width(words)) + words
