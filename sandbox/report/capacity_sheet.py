"""How many are enough, as text or JSON.

In: a `Capacity`. Out: for each model the answer with its bracket and confidence, every number that
was tried, and where more made it worse.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sandbox.language import say
from sandbox.language.figures import figure, gap_unit, interval
from sandbox.measures import CATALOGUE
from sandbox.report.origins import facts_of_origin
from sandbox.report.paragraphs import plain
from sandbox.report.sheet import Sheet
from sandbox.report.terms import measure_term
from sandbox.study.statistics.bisection import FAILS, MEETS

if TYPE_CHECKING:
    from sandbox.study.designs.capacity import Capacity, Need
    from sandbox.study.statistics.bisection import Decision


def capacity_sheet(found: Capacity, title: str, columns: int = 80) -> str:
    """The whole answer."""
    sheet = Sheet(columns)
    facts = facts_of_origin(title, found.origin)
    sheet.line(facts.title or facts.scenario)
    sheet.line(
        say(
            "scenario {scenario} · seed {seed} · engine {engine} · at most {most} replications a "
            "number · version {version}",
            scenario=plain(facts.scenario),
            seed=facts.seed,
            engine=facts.engine,
            most=facts.replications,
            version=facts.version,
        ),
        hang=0,
    )
    sheet.line(_question(found), hang=0)
    for need in found.needs:
        sheet.heading(plain(need.model))
        _answer(sheet, found, need)
    return sheet.text()


def _question(found: Capacity) -> str:
    said = {
        "factor": plain(found.setting.name),
        "low": found.low,
        "high": found.high,
        "measure": measure_term(found.asked.measure),
        "bound": figure(found.asked.limit.bound, CATALOGUE[found.asked.measure].unit),
    }
    if found.asked.limit.at_least:
        return say("{factor}, {low} to {high}, until {measure} is at least {bound}", **said)
    return say("{factor}, {low} to {high}, until {measure} is at most {bound}", **said)


def _answer(sheet: Sheet, found: Capacity, need: Need) -> None:
    goal = need.goal
    said: dict[str, Any] = {
        "fewest": goal.fewest,
        "failing": goal.failing,
        "confidence": figure(found.confidence, "share"),
    }
    if goal.fewest is None:
        sheet.line(say("None of these numbers was shown to be enough.", **said))
    elif goal.failing is None:
        sheet.line(say("{fewest} is enough, and the least that was allowed.", **said))
    else:
        sheet.line(say("{fewest} is enough; {failing} is not, or was not shown to be.", **said))
    if goal.confident:
        sheet.line(say("confidence of the whole answer: {confidence}", **said))
    if goal.advice is not None:
        sheet.line(say("Note: {advice}.", advice=goal.advice.render()))
    sheet.line(say("numbers tried, in this order:"))
    for decision in goal.decisions:
        sheet.line(_decision(decision, CATALOGUE[found.asked.measure].unit), 2)
    for violation in goal.violations:
        gap = violation.difference
        unit = gap_unit(CATALOGUE[found.asked.measure].unit)
        sheet.line(
            say(
                "more made it worse: {more} instead of {fewer} changes the measure by {gap}",
                more=violation.more,
                fewer=violation.fewer,
                gap=interval(gap.mean, gap.low, gap.high, unit, sign=True),
            )
        )


def _decision(decision: Decision, unit: str) -> str:
    seen = decision.interval
    met = decision.met
    said = {
        "number": decision.number,
        "value": interval(seen.mean, seen.low, seen.high, unit),
        "n": seen.n,
        "met": figure(met, "share") if math.isfinite(met) else say("unknown"),
    }
    if decision.verdict == MEETS:
        return say("{number}: enough · {value} (n = {n})", **said)
    if decision.verdict == FAILS:
        return say("{number}: too few · {value} (n = {n})", **said)
    return say("{number}: not decided · {value} (n = {n}), meets it with {met}", **said)
