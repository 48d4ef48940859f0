"""Stored studies for people: the list, one study, and what changed between two.

In: rows and changes of a store. Out: text that fits the width given.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.measures import CATALOGUE
from sandbox.report.paragraphs import pad, width
from sandbox.report.sheet import Sheet, listed

if TYPE_CHECKING:
    from sandbox.study.store import StudyRow
    from sandbox.study.store.changes import Changes


AT_ONCE = ("compare", "test", "timeline")
"""Kinds of study that enter all of their runs before the first of them begins."""


def state_words(state: str) -> str:
    """How a study's state is said."""
    words = {
        "under way": say("under way"),
        "finished": say("finished"),
        "interrupted": say("interrupted"),
        "failed": say("failed"),
        "broken off": say("broken off"),
    }
    return words.get(state, state)


def respect_words(name: str) -> str:
    """How what two studies differ in is said; a setting without words is said as it is written."""
    words = {
        "kind": say("kind"),
        "scenario": say("scenario"),
        "digest": say("scenario's digest"),
        "version": say("version"),
        "code": say("code's digest"),
        "runs": say("runs"),
        "models": say("models"),
        "replications": say("replications"),
        "seed": say("seed"),
        "series_by": say("time series by"),
    }
    return words.get(name, name)


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
            runs=_runs(study),
            kind=study.kind,
            scenario=study.scenario,
            begun=_when(study.begun),
        )
        sheet.line(words, 0, 12)
        if study.command:
            sheet.line(_command(study), 12, 2)
    return sheet.text()


def _runs(study: StudyRow) -> str:
    """How many runs are done; of a study of many points that has not ended, nobody knows of what.

    Points are entered one after the other, as the study comes to them.
    """
    if study.kind not in AT_ONCE and study.state != "finished":
        return say("{done} so far", done=study.done)
    return say("{done} of {total}", done=study.done, total=study.total)


def study_sheet(study: StudyRow, means: dict[str, dict[str, float]], columns: int) -> str:
    """All that is known of a study, and the means of its measures by model."""
    sheet = Sheet(columns)
    sheet.heading(f"{study.short}  {study.kind} {study.scenario}")
    runs = _runs(study)
    ended = "" if study.ended is None else _when(study.ended)
    entries = [
        (say("state"), state_words(study.state)),
        (say("runs"), runs),
        (say("begun"), _when(study.begun)),
        (say("ended"), ended),
        (say("time of all runs"), figure(study.wall, "s")),
        (say("command"), _command(study)),
        (say("settings"), _settings(study)),
        (say("version"), study.version),
        (say("libraries"), listed(f"{name} {found}" for name, found in study.libraries.items())),
        (say("scenario's digest"), study.digest),
        (say("code's digest"), study.code),
        (say("id"), study.id),
    ]
    for name, value in entries:
        sheet.entry(name, value, 2, 22)
    for model, measures in means.items():
        sheet.heading(model)
        for measure, mean in measures.items():
            sheet.entry(measure, figure(mean, CATALOGUE[measure].unit), 2, 30)
    return sheet.text()


def changes_sheet(found: Changes, columns: int) -> str:
    """What changed: measure, old, new, arrow."""
    sheet = Sheet(columns)
    sheet.heading(f"{found.old.short} → {found.new.short}")
    for name, old, new in found.respects():
        sheet.entry(respect_words(name), f"{old} → {new}", 2, 22)
    for words, models in (
        (say("only in the old study: {models}"), found.gone),
        (say("only in the new study: {models}"), found.come),
    ):
        if models:
            sheet.line(words.format(models=listed(models)))
    for (scenario, model), measures in found.models.items():
        sheet.heading(f"{scenario} {model}".strip())
        for name, change in measures.items():
            unit = CATALOGUE[name].unit
            old, new = figure(change.old, unit), figure(change.new, unit)
            sheet.lines.append(
                f"  {pad(name, 28)} {_right(old, 16)} {_right(new, 16)}  {change.arrow}"
            )
    return sheet.text()


def _right(words: str, columns: int) -> str:
    return " " * max(0, columns - width(words)) + words


def _when(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _command(study: StudyRow) -> str:
    return "pilot-sandbox " + shlex.join(study.command) if study.command else ""


def _settings(study: StudyRow) -> str:
    said = {name: value for name, value in study.settings.items() if value is not None}
    return listed(f"{respect_words(name)} {_plain(value)}" for name, value in said.items())


def _plain(value: object) -> str:
    return "+".join(map(str, value)) if isinstance(value, list) else str(value)
