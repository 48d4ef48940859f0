"""Theory beside simulation, as text, JSON and further columns of the CSV.

In: what was held against formulas, by model. Out: for every formula the things it holds of, each
with its exact value, the simulated interval and whether they meet; then what no formula covers,
and why.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sandbox.language import Message, say
from sandbox.language.figures import Figure, interval
from sandbox.measures import CATALOGUE
from sandbox.report.paragraphs import plain
from sandbox.report.sheet import Sheet, listed
from sandbox.report.terms import measure_term, term
from sandbox.study.plain import finite, interval_form

if TYPE_CHECKING:
    from sandbox.study import Interval
    from sandbox.study.theory import Beside, Held
    from sandbox.theory import Unfit

MARKS = {"meets": "✓", "misses": "✗", "open": "–", "void": "?"}
SHOWN = 6
"""Things that are named under one formula or reason; the others are counted."""

HEADER = ("expected", "theory", "formula", "provided")
"""Columns that the CSV has more with theory."""


def theory_sheet(theory: Mapping[str, Held], confidence: float, columns: int = 80) -> str:
    """All models."""
    sheet = Sheet(columns)
    sheet.line(say("Theory beside simulation"))
    sheet.line(
        say(
            "✓ the runs meet the formula · ✗ they miss it (at {confidence}, all of a model's "
            "together) · – too little happened in the runs to tell · ? the condition does not "
            "hold, as far as can be seen",
            confidence=f"{100 * confidence:g}%",
        ),
        hang=0,
    )
    for model, held in theory.items():
        sheet.heading(plain(model))
        if held.why_not is not None:
            sheet.line(say("No formula: {why}.", why=held.why_not))
            continue
        _found(sheet, held.found)
        _unfit(sheet, held.unfit)
    return sheet.text()


def _found(sheet: Sheet, found: Sequence[Beside]) -> None:
    groups: dict[tuple[str, str, str], list[Beside]] = {}
    for row in found:
        one = row.expected
        groups.setdefault((one.kind, one.measure, one.formula.render()), []).append(row)
    for (kind, measure, formula), rows in groups.items():
        words = {"measure": measure_term(measure), "kind": term(kind), "formula": formula}
        sheet.line(say("{measure}, by {kind} — {formula}", **words))
        unit = CATALOGUE[measure].unit
        rows.sort(key=lambda row: row.verdict != "misses")
        shown = max(SHOWN, sum(row.verdict == "misses" for row in rows))
        for row in rows[:shown]:
            run = row.simulated
            sheet.line(
                say(
                    "{mark} {name}: expected {value}, simulated {interval}",
                    mark=MARKS[row.verdict],
                    name=plain(row.expected.name),
                    value=Figure(row.expected.value, unit).render(),
                    interval=_simulated(run, unit),
                ),
                2,
            )
        if rows[shown:]:
            met = sum(row.verdict == "meets" for row in rows[shown:])
            more = {"met": met, "others": len(rows) - shown - met}
            sheet.line(
                say("… and more: {met} meet, {others} others (all: --format json or csv)", **more),
                2,
            )
        for condition in dict.fromkeys(_conditions(rows)):
            sheet.line(say("provided that {condition}", condition=condition), 2)


def _simulated(run: Interval, unit: str) -> str:
    """What runs gave; with all digits where they agree, or where fewer would show nothing."""
    words = interval(run.mean, run.low, run.high, unit)
    if run.half_width > 0 and any(digit in words for digit in "123456789"):
        return words
    exact = Figure(run.mean, unit).render()
    if not run.half_width > 0:
        return exact
    return say("{mean} ± {half}", mean=exact, half=Figure(run.half_width, unit).render())


def _conditions(rows: Sequence[Beside]) -> Iterator[str]:
    for row in rows:
        if row.expected.provided is not None:
            yield row.expected.provided.render()


def _unfit(sheet: Sheet, unfit: Sequence[Unfit]) -> None:
    if not unfit:
        return
    groups: dict[tuple[str, str], tuple[Message, dict[str, list[str]]]] = {}
    for one in unfit:
        _, things = groups.setdefault((one.kind, one.why.template), (one.why, {}))
        things.setdefault(one.name, []).append(one.measure)
    sheet.line(say("No formula:"))
    for (kind, _), (why, things) in groups.items():
        measures = dict.fromkeys(measure for names in things.values() for measure in names)
        names = [plain(name) for name in list(things)[: SHOWN // 2]]
        if len(things) > len(names):
            names.append(say("{count} more", count=len(things) - len(names)))
        sheet.line(
            say(
                "{measures}, by {kind} ({names}): {why}",
                measures=listed(measure_term(measure) for measure in measures),
                kind=term(kind),
                names=listed(names),
                why=why if len(things) == 1 else _of_one(why),
            ),
            2,
        )


def _of_one(why: Message) -> Message:
    """A reason that names other things for the first of many, as an example."""
    return Message("for instance, {why}", {"why": why}) if why.parameters else why


def theory_json(theory: Mapping[str, Held]) -> dict[str, Any]:
    """All models, every thing by itself."""
    answer = {
        model: {
            "why_not": None if held.why_not is None else held.why_not.render(),
            "expected": [
                {
                    "kind": row.expected.kind,
                    "name": row.expected.name,
                    "measure": row.expected.measure,
                    "expected": row.expected.value,
                    "simulated": interval_form(row.simulated),
                    "verdict": row.verdict,
                    "formula": row.expected.formula.render(),
                    "provided": _said(row.expected.provided),
                }
                for row in held.found
            ],
            "no_formula": [
                {"kind": one.kind, "name": one.name, "measure": one.measure, "why": str(one.why)}
                for one in held.unfit
            ],
        }
        for model, held in theory.items()
    }
    result: dict[str, Any] = finite(answer)
    return result


def _said(message: Message | None) -> str | None:
    return None if message is None else message.render()


def theory_rows(
    theory: Mapping[str, Held],
) -> Iterator[tuple[tuple[str, str, str, str], list[str]]]:
    """Model, kind, name and measure of every expectation, with its simulated interval's fields
    and the further columns."""
    for model, held in theory.items():
        for row in held.found:
            one, run = row.expected, row.simulated
            known = ["" if math.isnan(v) else repr(float(v)) for v in (run.mean, run.low, run.high)]
            fields = [*known, run.unit, str(run.n), "", "", "", ""]
            more = [repr(float(one.value)), row.verdict, one.formula.render()]
            more.append(_said(one.provided) or "")
            yield (model, one.kind, one.name, one.measure), [*fields, *more]
        for lacking in held.unfit:
            fields = [*[""] * 3, CATALOGUE[lacking.measure].unit, *[""] * 5]
            more = ["", "none", lacking.why.render(), ""]
            yield (model, lacking.kind, lacking.name, lacking.measure), [*fields, *more]
