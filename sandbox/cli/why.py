"""`--why MEASURE`: which measure to take apart, by what, and the differences taken apart.

In: what was asked for, and the comparison. Out: decompositions, or a refusal that says what can be
taken apart by what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.cli.measures import chosen
from sandbox.cli.refusals import refuse
from sandbox.language import say

if TYPE_CHECKING:
    from sandbox.study import Comparison
    from sandbox.study.contributions import Decomposition


def asked_why(measure: str | None, by: str | None, form: str) -> tuple[str, str] | None:
    """The measure whose difference to take apart, and by what; `by` as given, else the first way.

    Raises:
        Exit: when it cannot be taken apart so.
    """
    if measure is None:
        return None
    if chosen([measure]) != [measure]:
        raise refuse(say("--why: {measure} stands for several; name one.", measure=measure))
    if form == "csv":
        raise refuse(say("--why: add --format table or json; CSV has no place for reasons."))
    from sandbox.study.contributions import cannot, labels

    known = labels(measure)
    if not known or (by is not None and by not in known):
        words = cannot(measure, by or "need").render()
        raise refuse(say("--why: {why}.", why=words))
    return measure, by or known[0]


def reasons(comparison: Comparison, measure: str, by: str) -> list[Decomposition]:
    """The difference of every other model from the baseline, taken apart; where it is defined.

    Raises:
        Exit: when it is defined under no other model.
    """
    from sandbox.study.contributions import decompose
    from sandbox.study.statistics.unusable import Unusable

    found, baseline, why = [], comparison.baseline, say("there is no other model")
    for model in comparison.models:
        if model != baseline:
            try:
                found.append(decompose(comparison, measure, model, baseline, by))
            except Unusable as unusable:
                why = unusable.render()
    if not found:
        raise refuse(say("--why: {why}.", why=why))
    return found
