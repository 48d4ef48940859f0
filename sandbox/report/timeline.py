"""The timeline of a governed model: what came when, what sharing waited for, what was missed.

In: a run's chronicle, names, the world that it was in. Out: a sheet of text: a
row for each kind of thing with a sign for each span of weeks, then the reasons, then the demands.
"""

from __future__ import annotations

from datetime import date

from sandbox.language import say
from sandbox.measures.chronicle import Chronicle, Life
from sandbox.models.presets import PRESETS, settings_of
from sandbox.report.paragraphs import pad, width
from sandbox.report.sheet import Sheet
from sandbox.report.terms import term
from sandbox.report.timeline_findings import Findings, day
from sandbox.report.timeline_names import Names
from sandbox.report.timeline_words import event_words, kind_words
from sandbox.world import World

WEEK = 7 * 86400.0
_SIGNS = " ▁▂▃▄▅▆▇█"
LABEL = 30
"""Width of the rows' labels."""

ROWS = ("catalogue", "standards", "agreement", "project", "sharing")
"""Kinds that have rows, in the order in which they come about."""


def timeline(model: str, found: Chronicle, names: Names, world: World, columns: int) -> str:
    """The whole sheet of one model, by its label."""
    study = world.scenario.study
    start, seconds = study.start, float(study.horizon)
    sheet = Sheet(columns)
    title = settings_of(model, world.scenario.models[model]).preset.title.render()
    sheet.heading(f"{model} · {title}")
    if not found.lives:
        sheet.line(nothing(world, model))
        return sheet.text()
    _rows(sheet, found, names, start, seconds)
    findings = Findings(found, names, start, seconds)
    for part in (findings.reasons, findings.longest, findings.refused, findings.demands):
        for place, line in enumerate(part()):
            if place == 0:
                sheet.gap()
            sheet.line(line.words, line.indent)
    return sheet.text()


def nothing(world: World, model: str) -> str:
    """Why nothing is told of a model."""
    if world.scenario.governance is None:
        return say("Nothing is governed: the scenario has no section `governance`.")
    axes = settings_of(model, world.scenario.models[model]).axes
    if axes.sharing == PRESETS["letters"].axes.sharing:
        return say("Nothing is governed: this model shares by letter alone.")
    return say("Nothing to tell: what the section `governance` says did nothing under this model.")


def _rows(sheet: Sheet, found: Chronicle, names: Names, start: date, seconds: float) -> None:
    """Each kind of thing: the share of it that is there, week by week."""
    room = max(10, sheet.columns - LABEL - 1)
    weeks = max(1, -(-int(seconds) // int(WEEK)))
    step = -(-weeks // room)
    cells = -(-weeks // step)
    begin, end = day(start, 0.0), day(start, seconds)
    shown = groups(found)
    if shown:
        said = say(
            "{begin} to {end}; each sign stands for {span}: the fuller, the more is there; ·: "
            "nothing yet, but begun; blank: not begun.",
            begin=begin,
            end=end,
            span=say("1 week") if step == 1 else say("{count} weeks", count=step),
        )
        sheet.line(said)
    else:
        sheet.line(say("{begin} to {end}", begin=begin, end=end))
    for wave in found.of("wave"):
        first = wave.moments[0]
        about = {"thing": names.life(wave).words, "event": event_words(first.event)}
        named = "zh" in first.detail
        words = say("{thing}: {event}", **about) if named else say("{thing} {event}", **about)
        sheet.line(f"{day(start, first.time)} {words}", 2)
    for theft in found.of("theft"):
        told = " → ".join(f"{day(start, m.time)} {event_words(m.event)}" for m in theft.moments)
        thing = f"{kind_words('theft')} {theft.name}"
        sheet.line(say("{thing}: {event}", thing=thing, event=told), 2)
    for kind, things in shown:
        ends = [life.fulfilled for life in things]
        done = sorted(end for end in ends if end is not None)
        begun = min(life.begins for life in things)
        bar = ""
        for cell in range(cells):
            until = (cell + 1) * step * WEEK
            share = sum(end <= until for end in done) / len(things)
            sign = _SIGNS[-(-int(share * 8000) // 1000)]
            bar += "·" if sign == " " and until > begun else sign
        label = f"{_short(kind)} {len(done):,}/{len(things):,}"
        sheet.lines.append(pad(label, LABEL) + " " + bar.rstrip())
        if done:
            sheet.line(milestones(done, len(things), start), 4)


def milestones(done: list[float], everything: int, start: date) -> str:
    """When the first, half and the last of all things were there; `done` is sorted."""

    def when(number: int) -> str:
        return day(start, done[number - 1]) if number <= len(done) else say("not reached")

    return say(
        "first {first}, half {half}, last {last}",
        first=when(1),
        half=when(-(-everything // 2)),
        last=when(everything),
    )


def groups(found: Chronicle) -> list[tuple[str, list[Life]]]:
    """Lives by kind; projects by the role of what they build."""
    found_groups: list[tuple[str, list[Life]]] = []
    for kind in ROWS:
        lives = found.of(kind)
        if kind != "project":
            if lives:
                found_groups.append((kind_words(kind), lives))
            continue
        roles = dict.fromkeys(life.name.partition("@")[0] for life in lives)
        found_groups += [
            (term(role), [life for life in lives if life.name.partition("@")[0] == role])
            for role in roles
        ]
    return found_groups


def _short(kind: str) -> str:
    room = LABEL - 8
    return kind[:room] if width(kind) > room else kind
