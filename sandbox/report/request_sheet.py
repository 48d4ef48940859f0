"""A request's life as a sheet of text, under one model or several side by side.

In: a world and what runs explained of a request. Out: text for a terminal, or plain data for JSON
with times in seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sandbox.language import say
from sandbox.report.paragraphs import pad, plain, width, wrap
from sandbox.report.request_words import (
    TICKS,
    StepLine,
    outcome_words,
    parts_words,
    seconds,
    step_lines,
)
from sandbox.report.sheet import Sheet, listed
from sandbox.report.thing_names import agency_name, moment, need_title, register_name
from sandbox.report.value_words import value_words
from sandbox.study.explaining.events import Tallied
from sandbox.study.explaining.request import Explained, RequestLife
from sandbox.study.explaining.steps import Step
from sandbox.world.world import World

BAR = 10
"""cells of a step's bar"""


def request_sheet(world: World, found: Sequence[Explained], columns: int = 80) -> str:
    """The request, first as all models had it, then step by step under each."""
    sheet = Sheet(columns)
    lives = [one.life for one in found if one.life is not None]
    first = lives[0]
    sheet.heading(request_title(world, first))
    sheet.line(about(world, first), 2, 0)
    if found[0].tallied is not None:
        sheet.line(tallied_words(found[0].model, found[0].tallied), 2, 0)
    if len(lives) > 1:
        sheet.gap()
        for life in lives:
            sheet.entry(life.model, brief(life), indent=2, column=20)
    for life in lives:
        sheet.heading(say("Under {model}", model=life.model))
        _one(sheet, world, life)
    return sheet.text()


def request_title(world: World, life: RequestLife) -> str:
    """Which request it is."""
    return say(
        "Request {index} of {stream}: {need}, {agency}",
        index=life.index,
        stream=life.stream,
        need=need_title(world, life.stream.partition("@")[0]),
        agency=agency_name(world, life.agency),
    )


def about(world: World, life: RequestLife) -> str:
    """When it was made, about which records, by when it should be answered."""
    records = listed(
        say("{register}, record {record}", register=register_name(world, name), record=number)
        for name, number in life.records.items()
    )
    return say(
        "made {moment} about {records}; deadline {deadline}",
        moment=moment(world, life.made / TICKS, exact=True),
        records=records,
        deadline=seconds(life.deadline),
    )


def tallied_words(model: str, tallied: Tallied) -> str:
    """What became of the need's measured requests."""
    return say(
        "measured requests of this need under {model}: {requests}; answered {answered} "
        "(late {late}, stale {stale}, wrong {wrong}), refused {refused}, failed {failed}, timed "
        "out {timed_out}, unfinished {unfinished}",
        model=model,
        **asdict(tallied),
    )


def brief(life: RequestLife) -> str:
    """A life in a line."""
    words = outcome_words(life.outcome, life.article)
    if life.took is not None:
        words = say("{outcome} after {time}", outcome=words, time=seconds(life.took))
        if life.outcome == "answered" and life.took > life.deadline:
            words += say(", too late")
    if any(not value.current for value in life.values):
        words += say(", stale")
    if any(value.error for value in life.values):
        words += say(", wrong")
    spent = parts_words(life.spent)
    return say("{what}: {spent}", what=words, spent=spent) if spent else words


def _one(sheet: Sheet, world: World, life: RequestLife) -> None:
    sheet.line(brief(life), 2, 2)
    sheet.gap()
    whole = max((step.end for step in life.steps), default=life.made) - life.made
    for line in step_lines(world, life):
        after = pad(f"  +{seconds(line.after)}", 13)
        bar = pad(bar_of(line, whole, BAR), BAR)
        indent = after + bar + " " + "  " * line.depth
        said = line.words if line.passed else f"✗ {line.words}"
        if line.took:
            spent = parts_words(line.parts) or seconds(line.took)
            said = say("{what} [{time}]", what=said, time=spent)
        sheet.lines += wrap(plain(said), sheet.columns, indent, " " * width(indent))
    for value in life.values:
        first, *rest = value_words(world, life, value)
        sheet.line(first, 2, 2)
        for words in rest:
            sheet.line(words, 4, 2)


def bar_of(line: StepLine, whole: int, cells: int) -> str:
    """When in the whole a step was: its first to its last cell; empty for an instant."""
    if not line.took or whole <= 0:
        return ""
    begin = min(int(cells * line.after / whole), cells - 1)
    end = max(begin + 1, min(cells, round(cells * (line.after + line.took) / whole)))
    return " " * begin + ("━" if line.critical else "─") * (end - begin)


def request_form(found: Sequence[Explained]) -> dict[str, Any]:
    """All of it as plain data; times in seconds."""
    return {
        "runs": [
            {
                "model": one.model,
                "requests": None if one.tallied is None else asdict(one.tallied),
                "life": None if one.life is None else _life(one.life),
            }
            for one in found
        ]
    }


def _life(life: RequestLife) -> dict[str, Any]:
    return {
        "seed": life.seed,
        "replication": life.replication,
        "stream": life.stream,
        "index": life.index,
        "row": life.row,
        "made": life.made / TICKS,
        "end": None if life.ended is None else life.ended / TICKS,
        "response_time": None if life.took is None else life.took / TICKS,
        "deadline": life.deadline / TICKS,
        "outcome": life.outcome,
        "article": life.article,
        "records": life.records,
        "spent": {part: time / TICKS for part, time in life.spent.items()},
        "values": [
            {
                "register": value.register,
                "record": value.record,
                "version": value.version,
                "error": value.error,
                "as_of": value.as_of / TICKS,
                "true_version": value.true_version,
                "fresh": value.current,
                "changed": [time / TICKS for time in value.changed],
            }
            for value in life.values
        ],
        "steps": [_step(step) for step in life.steps],
    }


def _step(step: Step) -> dict[str, Any]:
    told: dict[str, Any] = {
        "begin": step.begin / TICKS,
        "took": step.took / TICKS,
        "event": step.kind,
        "slot": step.slot,
        "what": step.what,
        "links": list(step.links),
        "ends": list(step.ends),
        "passed": step.passed,
        "article": step.article,
        "spent": {part: time / TICKS for part, time in step.parts.items()},
    }
    if step.children:
        told["parts"] = [
            {
                "row": branch.row,
                "outcome": branch.outcome,
                "steps": [_step(each) for each in branch.steps],
            }
            for branch in step.children
        ]
    return told
