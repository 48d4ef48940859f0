"""One stored study, as the command that made it reports: question, design, progress, conclusion.

In: a study of a store. Out: renderables that fit the width given. The conclusion is the report of
the command itself, made of what the study found.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.text import Text

import sandbox
from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.report.capacity_sheet import capacity_sheet
from sandbox.report.choice_sheet import choice_sheet
from sandbox.report.facts import Facts
from sandbox.report.origins import open_at_points
from sandbox.report.pairs_table import pairs_table
from sandbox.report.paragraphs import wrap
from sandbox.report.sensitivity_sheet import sensitivity_sheet
from sandbox.report.sheet import Sheet, listed
from sandbox.report.study_words import design_entries, question, runs_words, state_words
from sandbox.report.sweep_table import sweep_table
from sandbox.report.tables import comparison_table
from sandbox.report.warm_up_words import warm_up_words
from sandbox.scenario.problems import Refused
from sandbox.study.comparison import Comparison
from sandbox.study.conclusions import weighed_and_selected
from sandbox.study.designs.capacity import Capacity
from sandbox.study.designs.drivers import Sensitivity
from sandbox.study.designs.sweep import Sweep
from sandbox.study.kept import comparison_of, document_of
from sandbox.study.pairing import Pairs
from sandbox.study.warming import WarmUps

if TYPE_CHECKING:
    from sandbox.study.store import Store, StudyRow
    from sandbox.study.store.rows import PointRow

POINTS = 12
"""Points that are listed; an export has all of them."""
COLUMN = 26
"""where values begin"""
FEW = ("response_time.mean", "satisfied", "fresh", "cost.total")
"""Measures of a sweep unless others are named: a table each is much to read."""


def study_report(
    store: Store, study: StudyRow, names: Sequence[str], named: bool, columns: int
) -> list[RenderableType]:
    """All that is known of a study; `named`: somebody asked for just these measures.

    Raises:
        Trouble: when the store cannot be read.
    """
    parts: list[RenderableType] = [Text(_about(store, study, columns).rstrip("\n"))]
    found = list(_conclusion(store, study, names, named, columns))
    if found:
        heading = Sheet(columns)
        heading.heading(say("Conclusion"))
        parts += [Text("\n" + heading.text().rstrip("\n")), *found]
    return [*parts, Text("\n" + _origin(study, columns).rstrip("\n"))]


def when(moment: datetime) -> str:
    """A moment in the time of this machine."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def command_words(study: StudyRow) -> str:
    """The words of the command line; nothing of a study that a script has begun."""
    return "pilot-sandbox " + shlex.join(study.command) if study.command else ""


def _about(store: Store, study: StudyRow, columns: int) -> str:
    sheet = Sheet(columns)
    sheet.heading(f"{study.short}  {study.kind} {study.scenario}")
    asked = question(study)
    if asked:
        sheet.line(asked, 2)
        sheet.gap()
    entries = [
        *design_entries(study),
        (say("state"), state_words(study.state)),
        (say("runs"), runs_words(study)),
        (say("begun"), when(study.begun)),
        (say("ended"), "" if study.ended is None else when(study.ended)),
        (say("time of all runs"), figure(study.wall, "s")),
        (say("command"), command_words(study)),
    ]
    for name, value in entries:
        sheet.entry(name, value, 2, COLUMN)
    points = store.points(study)
    if any(point.factors for point in points):
        _points(sheet, points)
    return sheet.text()


def _points(sheet: Sheet, points: Sequence[PointRow]) -> None:
    sheet.heading(say("Points"))
    for point in points[:POINTS]:
        values = " · ".join(f"{path} = {value or '–'}" for path, value in point.factors.items())
        sheet.line(
            say("{number}: {values} (runs: {done})", number=point.number, values=values,
                done=point.done),
            2,
        )  # fmt: skip
    if len(points) > POINTS:
        sheet.line(
            say(
                "and {count} more; `pilot-sandbox studies export` writes all of them",
                count=len(points) - POINTS,
            ),
            2,
        )


def _conclusion(
    store: Store, study: StudyRow, names: Sequence[str], named: bool, columns: int
) -> Iterator[RenderableType]:
    """The report of the command; of a comparison under way, what its runs show by now."""
    found = store.conclusion(study)
    title = _title(store, study)
    match found:
        case [Sweep() as sweep]:
            yield sweep_table(sweep, title, names if named else FEW, columns)
            yield from _notes(sweep, columns)
        case [Sensitivity() as sensitivity]:
            yield _sheet(sensitivity_sheet(sensitivity, title, columns))
        case [Capacity() as capacity]:
            yield _sheet(capacity_sheet(capacity, title, columns))
        case [Pairs() as pairs]:
            yield pairs_table(pairs, columns)
        case [WarmUps() as warm_ups]:
            yield _sheet(warm_up_words(warm_ups, columns))
        case [Comparison() as comparison]:
            yield comparison_table(comparison, _facts(comparison, title), names, columns)
        case []:
            yield from _so_far(store, study, title, names, columns)
        case _:
            weighed, selected = weighed_and_selected(found)
            yield _sheet(choice_sheet(weighed, selected, title, columns))


def _so_far(
    store: Store, study: StudyRow, title: str, names: Sequence[str], columns: int
) -> Iterator[RenderableType]:
    """What a comparison that has not come to its end shows by now."""
    try:
        kept = comparison_of(store, study)
    except Refused:  # a scenario of another version
        kept = None
    if kept is not None:
        if not kept.complete:
            words = say(
                "So far, of the replications that all models have: {count}.",
                count=kept.comparison.replications,
            )
            yield Text("\n".join(wrap(words, columns)))
        yield comparison_table(kept.comparison, _facts(kept.comparison, title), names, columns)
    elif study.state == "finished":
        yield Text(say("The study has noted no conclusion."))
    else:
        yield Text(say("There is none before the study has come to its end."))


def _sheet(text: str) -> Text:
    return Text(text.rstrip("\n"))


def _notes(sweep: Sweep, columns: int) -> Iterator[Text]:
    shares: dict[str, float] = {}
    for outcome in sweep.outcomes:
        for model, share in outcome.left_open.items():
            shares[model] = max(share, shares.get(model, 0.0))
    for note in open_at_points(shares):
        yield Text("\n" + "\n".join(wrap(note, columns)))


def _title(store: Store, study: StudyRow) -> str:
    try:
        return document_of(store, study).scenario.title.render()
    except Refused:  # a scenario of another version: its name must do
        return study.scenario


def _facts(comparison: Comparison, title: str) -> Facts:
    return Facts(
        scenario=comparison.scenario,
        title=title,
        seed=comparison.seed,
        engine=comparison.engine,
        replications=comparison.replications,
        confidence=comparison.confidence,
        baseline=comparison.baseline,
        version=comparison.version,
    )


def _origin(study: StudyRow, columns: int) -> str:
    """What somebody must have to get the same numbers."""
    sheet = Sheet(columns)
    sheet.heading(say("Origin"))
    entries: list[tuple[str, Any]] = [
        (say("version"), study.version),
        (say("libraries"), listed(f"{name} {found}" for name, found in study.libraries.items())),
        (say("scenario's digest"), study.digest),
        (say("code's digest"), study.code),
        (say("id"), study.id),
    ]
    if study.version != sandbox.__version__:
        entries.insert(1, (say("this version"), sandbox.__version__))
    for name, value in entries:
        sheet.entry(name, value, 2, COLUMN)
    return sheet.text()
