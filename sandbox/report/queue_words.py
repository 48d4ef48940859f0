"""The studies of a store with the queue beside it, in words: the list, and one entry's progress.

In: entries. Out: text that fits the width given.
"""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.background.overview import Entry
from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.report.sheet import Sheet
from sandbox.report.study_sheet import when
from sandbox.report.study_words import runs_words, state_words

_ORDER = {"under way": 0, "queued": 1}


def progress_words(entry: Entry) -> str:
    """How far an entry is: runs done of those planned; nothing before it has begun."""
    return "" if entry.study is None else runs_words(entry.study)


def left_words(entry: Entry) -> str:
    """How long it will still take, about."""
    left = entry.left()
    if left is None:
        return ""
    if entry.study is not None and not entry.study.exact:
        return say("at most {time} left", time=figure(left, "s"))
    return say("about {time} left", time=figure(left, "s"))


def state_of(entry: Entry) -> str:
    """The state, also that it has been asked to end and has not yet."""
    if entry.running and entry.job is not None and entry.job.asked:
        return say("being cancelled")
    return state_words(entry.state)


def _names(entry: Entry) -> str:
    """By what `cancel` and the others know it."""
    names = [] if entry.job is None else [entry.job.name]
    return " ".join([*names, *([entry.short] if entry.study is not None else [])])


def queue_list(entries: Sequence[Entry], worked: bool, columns: int) -> str:
    """What is under way or waits, in the order of the queue, then what has ended last."""
    sheet = Sheet(columns)
    shown = [each for each in entries if each.job is not None or each.running][::-1]
    shown.sort(key=lambda each: _ORDER.get(each.state, len(_ORDER)))
    if not shown:
        sheet.line(say("Nothing is queued or under way."))
    for entry in shown:
        parts = [state_of(entry)]
        if words := progress_words(entry):
            parts.append(say("runs {runs}", runs=words))
        if words := left_words(entry):
            parts.append(words)
        words = say(
            "{names}: {state}; {kind} {scenario}, {begun}",
            names=_names(entry),
            state=" · ".join(parts),
            kind=entry.kind,
            scenario=entry.scenario,
            begun=when(entry.when),
        )
        sheet.line(words, 0, 4)
        if entry.words:
            sheet.line(entry.words.splitlines()[-1], 4, 4)
    if not worked and any(entry.state == "queued" for entry in shown):
        sheet.line(say("Nobody works the queue off; `studies resume ID` goes on with it."))
    return sheet.text()
