"""What a study reached where a precision was asked for, in words.

In: the precision of a comparison. Out: lines to stand below a table.
"""

from __future__ import annotations

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.measures import CATALOGUE
from sandbox.study.precise import Precision
from sandbox.study.statistics.precision import PRECISE, UNDEFINED, Reached

MOST = 6
"""Measures that are named."""


def precision_words(found: Precision) -> list[str]:
    """One line on why it ended, then the widest intervals, those that are too wide first."""
    asked = next(iter(found.rule.targets.values())).half_width
    words = {
        "asked": figure(asked, "share"),
        "measures": ", ".join(found.rule.targets),
        "n": found.replications,
    }
    if found.reason == PRECISE:
        lines = [
            say("Precision {asked} of {measures}: reached with {n} replications a model.", **words)
        ]
    elif not found.missed():
        lines = [
            say(
                "Precision {asked} of {measures}: holds with {n} replications a model, the most "
                "allowed, but not yet for {ahead} further ones, as it must.",
                ahead=found.rule.ahead(found.replications),
                **words,
            )
        ]
    else:
        lines = [
            say(
                "Precision {asked} of {measures}: not reached with {n} replications a model, the "
                "most allowed.",
                **words,
            )
        ]
    missed = {(model, one.measure) for model, one in found.missed()}
    every = [(model, one) for model, ones in found.reached.items() for one in ones]
    every.sort(key=lambda pair: ((pair[0], pair[1].measure) not in missed, -_width(pair[1])))
    lines += [_line(model, one) for model, one in every[:MOST]]
    return lines


def _width(one: Reached) -> float:
    return one.relative if one.relative == one.relative else 0.0


def _line(model: str, one: Reached) -> str:
    title = CATALOGUE[one.measure].title
    if one.status == UNDEFINED:
        return say("{model}: {measure} is never defined", model=model, measure=title)
    words = say(
        "{model}: {measure} ±{share}",
        model=model,
        measure=title,
        share=figure(one.relative, "share"),
    )
    if one.status != "met" and one.predicted is not None:
        words += say(", about {n} replications would do", n=f"{one.predicted:,}")
    return words
