"""The timeline of a governed model: what came when, what sharing waited for, what was missed.

In: a run's chronicle, the first day and the length of the study. Out: a sheet of text: a row for
each kind of thing with a sign for each span of weeks, then the reasons, then the demands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from sandbox.language import Text, say
from sandbox.language.figures import figure
from sandbox.measures.chronicle import Chronicle, Life
from sandbox.report.paragraphs import pad, width
from sandbox.report.sheet import Sheet, listed
from sandbox.report.terms import term
from sandbox.report.timeline_words import event_words, item_words, kind_words, rule_words

WEEK = 7 * 86400.0
_SIGNS = " ▁▂▃▄▅▆▇█"
LABEL = 30
"""Width of the rows' labels."""
_MOST = 5
"""How many reasons and things are named."""

COUNTED = frozenset(("reply", "delivery", "comment", "documents", "review", "sharing sustained"))
"""Rules of which it is also written down how often they are met."""

ROWS = ("catalogue", "standards", "agreement", "project", "sharing")
"""Kinds that have rows, in the order in which they come about."""


def timeline(
    model: str, found: Chronicle, start: date, seconds: float, columns: int, most: int = _MOST
) -> str:
    """The whole sheet of one model."""
    sheet = Sheet(columns)
    sheet.heading(model)
    if not found.lives:
        sheet.line(
            say("Nothing is governed: there is no section `governance`, or nothing is shared.")
        )
        return sheet.text()
    _rows(sheet, found, start, seconds)
    _reasons(sheet, found, start, most)
    _longest(sheet, found, start, most)
    _refused(sheet, found, most)
    _demands(sheet, found, start)
    return sheet.text()


def _day(start: date, seconds: float) -> str:
    return (start + timedelta(seconds=seconds)).isoformat()


def _rows(sheet: Sheet, found: Chronicle, start: date, seconds: float) -> None:
    """Each kind of thing: the share of it that is there, week by week."""
    room = max(10, sheet.columns - LABEL - 1)
    weeks = max(1, -(-int(seconds) // int(WEEK)))
    step = -(-weeks // room)
    cells = -(-weeks // step)
    said = say(
        "{begin} to {end}; each sign stands for weeks: {weeks}. The fuller, the more is there.",
        begin=_day(start, 0.0),
        end=_day(start, seconds),
        weeks=step,
    )
    sheet.line(said)
    for wave in found.of("wave"):
        first = wave.moments[0]
        name = say("wave {number}", number=wave.name)
        if "zh" in first.detail:
            name += " " + Text(str(first.detail["zh"]), str(first.detail["en"])).render()
        sheet.line(f"{_day(start, first.time)} {name}: {event_words(first.event)}", 2)
    for theft in found.of("theft"):
        sheet.line(f"{kind_words('theft')} {theft.name}: {_story(theft, start)}", 2)
    for kind, things in _groups(found):
        ends = [life.fulfilled for life in things]
        done = sorted(end for end in ends if end is not None)
        begun = min(life.begins for life in things)
        bar = ""
        for cell in range(cells):
            until = (cell + 1) * step * WEEK
            share = sum(end <= until for end in done) / len(things)
            sign = _SIGNS[-(-int(share * 8000) // 1000)]
            bar += "·" if sign == " " and until > begun else sign
        label = f"{kind} {len(done)}/{len(things)}"
        sheet.lines.append(pad(label, LABEL) + " " + bar.rstrip())
        if done:
            words = say(
                "first {first}, half {half}, last {last}",
                first=_day(start, done[0]),
                half=_day(start, done[(len(done) - 1) // 2]),
                last=_day(start, done[-1]),
            )
            sheet.line(words, 4)


def _groups(found: Chronicle) -> list[tuple[str, list[Life]]]:
    """Lives by kind; projects by the role of what they build."""
    groups: list[tuple[str, list[Life]]] = []
    for kind in ROWS:
        lives = found.of(kind)
        if kind != "project":
            if lives:
                groups.append((kind_words(kind), lives))
            continue
        roles = dict.fromkeys(life.name.partition("@")[0] for life in lives)
        groups += [
            (term(role), [life for life in lives if life.name.partition("@")[0] == role])
            for role in roles
        ]
    return [(label[: LABEL - 8] if width(label) > LABEL - 8 else label, g) for label, g in groups]


def _reasons(sheet: Sheet, found: Chronicle, start: date, most: int) -> None:
    """What each use waited for last, and until when."""
    waited: Counter[str] = Counter()
    last: dict[str, float] = {}
    for life in found.of("sharing"):
        first = next((one for one in life.moments if one.event == "starts"), None)
        if first is None:
            continue
        reason = str(first.detail.get("last", ""))
        waited[reason] += 1
        last[reason] = max(last.get(reason, 0.0), first.time)
    if not waited:
        sheet.gap()
        sheet.line(say("Nothing could be shared before the end of the study."))
        return
    sheet.gap()
    sheet.line(say("What sharing waited for last:"))
    for reason, count in sorted(waited.items(), key=lambda pair: -last[pair[0]])[:most]:
        kind, _, name = reason.partition(":")
        words = say(
            "until {day}: {kind} {name} (kinds of use: {count})",
            day=_day(start, last[reason]),
            kind=kind_words(kind),
            name=name,
            count=count,
        )
        sheet.line(words, 2)


def _longest(sheet: Sheet, found: Chronicle, start: date, most: int) -> None:
    """The agreements and projects that took longest, event by event."""
    slow: list[tuple[float, Life]] = []
    for life in (*found.of("agreement"), *found.of("project")):
        end = life.fulfilled if life.fulfilled is not None else life.moments[-1].time
        slow.append((end - life.begins, life))
    slow.sort(key=lambda pair: (-pair[0], pair[1].name))
    if not slow:
        return
    sheet.gap()
    sheet.line(say("What took longest:"))
    for length, life in slow[:most]:
        days = figure(length, "s")
        sheet.line(f"{kind_words(life.kind)} {life.name}: {days}", 2)
        sheet.line(_story(life, start), 4)


def _story(life: Life, start: date) -> str:
    """A life in one line; the same event again and again is counted."""
    parts: list[str] = []
    counted: Counter[str] = Counter(one.event for one in life.moments)
    seen: set[str] = set()
    for one in life.moments:
        if one.event in seen:
            continue
        seen.add(one.event)
        times = f" ×{counted[one.event]}" if counted[one.event] > 1 else ""
        parts.append(f"{_day(start, one.time)} {event_words(one.event)}{times}")
    return " → ".join(parts)


def _refused(sheet: Sheet, found: Chronicle, most: int) -> None:
    """How often and why reviews refused."""
    events: Counter[str] = Counter()
    short: Counter[str] = Counter()
    for life in found.of("project"):
        for one in life.moments:
            if one.event.startswith("not "):
                events[one.event] += 1
                short.update(item for item in str(one.detail.get("short", "")).split(", ") if item)
    if not events:
        return
    sheet.gap()
    said = listed(f"{event_words(event)} {count}" for event, count in sorted(events.items()))
    sheet.line(say("Submissions refused: {counts}", counts=said))
    if short:
        said = listed(f"{item_words(item)} {count}" for item, count in short.most_common(most))
        sheet.line(say("for want of: {counts}", counts=said), 2)


def _demands(sheet: Sheet, found: Chronicle, start: date) -> None:
    """What the policy demanded, article by article."""
    if not found.demands:
        return
    sheet.gap()
    sheet.line(say("What the policy demanded:"))
    for one in found.demands:
        said = {"article": one.article, "rule": rule_words(one.rule)}
        if one.met or one.rule in COUNTED:
            words = say(
                "article {article}, {rule}: met {met} of {demanded}",
                met=one.met,
                demanded=one.demanded,
                **said,
            )
        else:
            words = say(
                "article {article}, {rule}: missed, times: {missed}", missed=one.demanded, **said
            )
        sheet.line(words, 2)
        for violation in _violations(one.first, one.worst, start):
            sheet.line(violation, 4)


def _violations(
    first: tuple[float, str] | None, worst: tuple[float, str, float] | None, start: date
) -> Sequence[str]:
    """The first and the worst violation, in words."""
    found = []
    if first is not None:
        found.append(say("first {day}: {parties}", day=_day(start, first[0]), parties=first[1]))
    if worst is not None and worst[2] > 0:
        late = figure(worst[2], "s")
        said = say(
            "worst {day}: {parties}, {late} late",
            day=_day(start, worst[0]),
            parties=worst[1],
            late=late,
        )
        found.append(said)
    return found
