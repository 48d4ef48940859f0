"""One life in words: what it is, what it waits for, what befell it and when.

In: a life, the chronicle that it is of, names. Out: paragraphs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.measures.chronicle import FULFILLED, Chronicle, Life
from sandbox.policy.governance.rollout import begins
from sandbox.report.lifelines import took
from sandbox.report.timeline_findings import day
from sandbox.report.timeline_names import Names, conditions
from sandbox.report.timeline_words import moment_words, thing_words
from sandbox.tui import colours
from sandbox.tui.widgets.prose import GAP, Paragraph, faint, heading
from sandbox.world import World

_HANG = 11  # the width of a date


def details(
    life: Life, found: Chronicle, names: Names, world: World, until: float
) -> list[Paragraph]:
    """Paragraphs on a life; `until` is the end of the time, in seconds."""
    start = world.scenario.study.start
    what = [thing_words(life.kind)]
    if life.kind == "agreement":
        what.append(names.form(life.name))
    if life.kind in FULFILLED and life.fulfilled is None:
        what.append(say("not there by the end"))
    elif life.kind in FULFILLED and took(life, until):
        what.append(say("there after {time}", time=figure(took(life, until), "s")))
    said = [heading(names.life(life).words), faint(" · ".join(what))]
    said += [Paragraph(words, hang=_HANG) for words in _events(life, start)]
    if life.kind == "sharing":
        said += [GAP, faint(say("It waits for:"))]
        said += _waits(life, found, names, world)
    return said


def _events(life: Life, start: date) -> Iterator[str]:
    """Events with their days; the same one again and again is counted."""
    held: list[tuple[str, float, float, int]] = []  # words, first, last, how often
    for one in life.moments:
        words = moment_words(one)
        if held and held[-1][0] == words:
            _, first, _, count = held.pop()
            held.append((words, first, one.time, count + 1))
        else:
            held.append((words, one.time, one.time, 1))
    for words, first, last, count in held:
        if count == 1:
            yield f"{day(start, first)} {words}"
        else:
            said = {"count": count, "day": day(start, last)}
            yield f"{day(start, first)} " + say(
                "{event} ×{count}, until {day}", event=words, **said
            )


def _waits(life: Life, found: Chronicle, names: Names, world: World) -> list[Paragraph]:
    """What a kind of use waits for, in the order in which it came to hold; the last stands out."""
    start = world.scenario.study.start
    there = {(one.kind, one.name): one.fulfilled for one in found.lives}
    last = next((str(one.detail["last"]) for one in life.moments if "last" in one.detail), "")
    waits: list[tuple[float, str, bool]] = []
    for kind, name in conditions(life.name):
        time = begins(world, name) if kind == "wave" else there.get((kind, name))
        words = names.condition(kind, name)
        waits.append((math.inf if time is None else time, words, f"{kind}:{name}" == last))
    waits.sort(key=lambda wait: wait[0])
    said = []
    for time, words, is_last in waits:
        when = day(start, time) if math.isfinite(time) else "–"
        if is_last:
            words = say("{condition} (the last)", condition=words)
        said.append(Paragraph(f"{when} {words}", _shade(is_last), hang=_HANG))
    return said


def _shade(stands_out: bool) -> str:
    return colours.ACCENT if stands_out else colours.TEXT
