"""What a selection of the best model came to, in a sentence or two.

In: a `Chosen`. Out: who is the best and how sure that is; or why nobody is, and what would help.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.language import say
from sandbox.language.figures import figure, gap_unit
from sandbox.measures import CATALOGUE
from sandbox.report.paragraphs import plain
from sandbox.report.sheet import listed

if TYPE_CHECKING:
    from sandbox.study.designs.selecting import Chosen


def verdict(chosen: Chosen) -> str:
    """Who is the best and how sure that is, or why nobody is and what would help."""
    selection = chosen.selection
    unit = gap_unit(CATALOGUE[chosen.measure].unit)
    said = {
        "model": plain(selection.best or ""),
        "models": listed(map(plain, selection.standing)),
        "confidence": figure(chosen.confidence, "share"),
        "difference": figure(selection.difference, unit),
        "most": f"{chosen.most:,}",
    }
    if selection.clear:
        return say("{model} is the best, with a confidence of {confidence}.", **said)
    if selection.guaranteed and len(selection.standing) > 1 and selection.told_apart == 0:
        return say(
            "{models} came to the same in every one of {runs} replications, so any of them is as "
            "good as the others.",
            runs=selection.replications,
            **said,
        )
    if selection.guaranteed:
        words = say(
            "{model} is the best, with a confidence of {confidence}, if it is better than the "
            "others by {difference} or more; otherwise it is within {difference} of the best.",
            **said,
        )
        if len(selection.standing) > 1:
            words += say(
                " {models} are about as good: none was shown to be better than the others.", **said
            )
        return words
    return say(
        "{model} has the best mean after {most} replications, but {models} are too close to be "
        "told apart with a confidence of {confidence}: for a difference of {difference} up to "
        "{enough} replications are needed (--maximum). With {most}, a difference of {told} can be "
        "told: if no smaller one matters, ask for that (--indifference); otherwise any of them is "
        "a good choice.",
        enough=figure(selection.enough, "count"),
        told=figure(selection.told_apart, unit),
        **said,
    )
