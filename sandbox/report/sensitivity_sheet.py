"""What drives a measure, as text with bars, or as JSON.

In: a `Sensitivity`. Out: a tornado with a bar for each range, then the effects or shares of all
ranges at once, the strongest first.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sandbox.language import say
from sandbox.language.figures import figure, gap_unit, interval
from sandbox.measures import CATALOGUE
from sandbox.report.bars import around, bar
from sandbox.report.between import between
from sandbox.report.origins import facts_of_origin
from sandbox.report.paragraphs import plain
from sandbox.report.sheet import Sheet
from sandbox.report.terms import measure_term

if TYPE_CHECKING:
    from sandbox.study import Interval
    from sandbox.study.designs.drivers import Sensitivity
    from sandbox.study.statistics.tornado import Bar

_BAR = 40
"""columns of the longest bar"""


def sensitivity_sheet(found: Sensitivity, title: str, columns: int = 80) -> str:
    """The whole answer."""
    sheet = Sheet(columns)
    facts = facts_of_origin(title, found.origin)
    sheet.line(facts.title or facts.scenario)
    sheet.line(facts.sentence(), hang=0)
    sheet.line(say("points: {count}", count=found.points))
    sheet.heading(_subject(found))
    base = found.tornado.base
    unit = found.unit if found.subject.against is None else gap_unit(found.unit)
    sheet.line(
        say(
            "in the scenario as it is: {value}",
            value=interval(base.mean, base.low, base.high, unit),
        )
    )
    _tornado(sheet, found)
    if found.screened:
        _effects(sheet, found)
    if found.indices:
        _shares(sheet, found)
    return sheet.text()


def _subject(found: Sensitivity) -> str:
    subject = found.subject
    measure = measure_term(subject.measure)
    if subject.against is None:
        return say(
            "What drives it: {measure} under {model}", measure=measure, model=plain(subject.model)
        )
    return say(
        "What drives the choice: {measure}, {model} minus {against}",
        measure=measure,
        model=plain(subject.model),
        against=plain(subject.against),
    )


def _tornado(sheet: Sheet, found: Sensitivity) -> None:
    sheet.heading(say("One range at a time (tornado)"))
    sheet.line(
        say("░ at the low end, █ at the high end: change from the scenario as it is, ± half-width"),
        hang=0,
    )
    bars = found.tornado.bars
    ends = [
        end.mean
        for one in bars
        for end in (one.low_effect, one.high_effect)
        if math.isfinite(end.mean)
    ]
    least, most = min([0.0, *ends]), max([0.0, *ends])
    for one in bars:
        setting = found.setting(one.factor)
        sheet.line(plain(one.factor))
        drawn = around(one.low_effect.mean, one.high_effect.mean, least, most, _BAR)
        sheet.lines += ["  " + drawn] if drawn else []
        sheet.line(
            say(
                "{low}: {low_effect} · {high}: {high_effect}",
                low=setting.words(one.low),
                high=setting.words(one.high),
                low_effect=_change(one.low_effect, gap_unit(found.unit)),
                high_effect=_change(one.high_effect, gap_unit(found.unit)),
            ),
            2,
        )
    for words in _turned(found):
        sheet.line(words)


def _change(effect: Interval, unit: str) -> str:
    return interval(effect.mean, effect.low, effect.high, unit, sign=True)


def _turned(found: Sensitivity) -> list[str]:
    """Ends of ranges at which the other of two models is ahead."""
    subject, base = found.subject, found.tornado.base.mean
    better = CATALOGUE[subject.measure].better
    if subject.against is None or not better or not base:
        return []
    lines = []
    for one in found.tornado.bars:
        for value, effect in _ends(one):
            if (base + effect.mean) * base < 0:
                first = (base + effect.mean) * better > 0
                ahead = subject.model if first else subject.against
                words = say(
                    "At {factor} = {value} the choice turns: {model} is ahead there.",
                    factor=plain(one.factor),
                    value=found.setting(one.factor).words(value),
                    model=plain(ahead),
                )
                lines.append(words)
    return lines


def _ends(one: Bar) -> tuple[tuple[Any, Interval], tuple[Any, Interval]]:
    return (one.low, one.low_effect), (one.high, one.high_effect)


def _effects(sheet: Sheet, found: Sensitivity) -> None:
    from sandbox.study.statistics.sensitivity import FEWEST_WALKS

    sheet.heading(say("All ranges at once (Morris)"))
    sheet.line(
        say(
            "μ*: mean size of the change when one range is gone through, wherever the others are; "
            "μ: its mean, with sign; σ: how much it differs, because it is bent or depends on the "
            "others. In brackets: intervals."
        ),
        hang=0,
    )
    order = sorted(found.screened, key=lambda one: -one.mu_star.mean)
    most, unit = max(one.mu_star.mean for one in order), gap_unit(found.unit)
    walks = order[0].mu_star.n
    shown = _between if walks >= FEWEST_WALKS else _alone
    for one in order:
        sheet.line(plain(one.factor))
        drawn = bar(one.mu_star.mean, most, _BAR)
        sheet.lines += ["  " + drawn] if drawn else []
        sheet.line(
            say(
                "μ* {size} · μ {mean} · σ {spread}",
                size=shown(one.mu_star, unit),
                mean=figure(one.mu, unit, sign=True),
                spread=shown(one.sigma, unit),
            ),
            2,
        )
    if walks < FEWEST_WALKS:
        sheet.line(
            say(
                "These are from {walks} walks, too few for intervals: from {fewest} on there are "
                "some, and 10 are usual (--points).",
                walks=walks,
                fewest=FEWEST_WALKS,
            ),
            hang=0,
        )


def _shares(sheet: Sheet, found: Sensitivity) -> None:
    from sandbox.study.statistics.indices import CLOSE, enough_samples, widest

    sheet.heading(say("All ranges at once (Sobol)"))
    sheet.line(
        say(
            "Share of the variance over all points that each range explains: alone, and with all "
            "that it does together with others. In brackets: intervals."
        ),
        hang=0,
    )
    for one in sorted(found.indices, key=lambda one: (not one.known[1], -one.total.mean)):
        first, total = one.known
        sheet.line(plain(one.factor))
        drawn = bar(one.total.mean, 1.0, _BAR) if total else ""
        sheet.lines += ["  " + drawn] if drawn else []
        sheet.line(
            say(
                "alone {first} · in all {total}",
                first=_share(one.first) if first else say("unknown"),
                total=_share(one.total) if total else say("unknown"),
            ),
            2,
        )
    taken, enough = found.indices[0].total.n, enough_samples(found.indices)
    if enough > taken:
        sheet.line(
            say(
                "{taken} base samples know these shares to no better than ±{half}; for ±{close} "
                "about {enough} would be needed (--points {enough}).",
                taken=taken,
                half=figure(widest(found.indices), "points"),
                close=figure(CLOSE, "points"),
                enough=enough,
            ),
            hang=0,
        )


def _share(found: Interval) -> str:
    """An index and its interval, as far as there can be such shares: estimates stray."""
    mean, low, high = (min(max(end, 0.0), 1.0) for end in (found.mean, found.low, found.high))
    return _between(replace(found, mean=mean, low=low, high=high), "share")


def _alone(found: Interval, unit: str) -> str:
    """A mean without its interval."""
    return figure(found.mean, unit)


def _between(found: Interval, unit: str) -> str:
    """A mean and the ends of its interval."""
    return between(found.mean, found.low, found.high, unit)
