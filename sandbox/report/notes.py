"""What must be said beside results, so that nobody reads more into them than they show.

In: facts about the runs. Out: sentences; none when there is nothing to warn of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.measures import CATALOGUE
from sandbox.report.grouped import Grouped
from sandbox.report.paragraphs import plain
from sandbox.report.sheet import listed
from sandbox.report.terms import measure_term, term
from sandbox.study.contributions import REST

if TYPE_CHECKING:
    from sandbox.study import Interval

_ROUNDING = 1e-9


def open_requests(left_open: Mapping[str, float]) -> list[str]:
    """A note for each model that left more requests unfinished than can be passed over."""
    return [
        say(
            "Note: under {model}, {share} of the requests were still open at the end. Response "
            "times, ages, freshness and correctness are of answered requests only, without the "
            "slowest; a longer `drain` of the study lets them be answered.",
            model=plain(model),
            share=figure(share, "share"),
        )
        for model, share in left_open.items()
    ]


def beyond_shares(found: Iterable[tuple[str, Interval | None]]) -> list[str]:
    """A note where the interval of a share reaches below nothing or beyond the whole.

    In: measures and their intervals. Student's interval does not know that a share has bounds.
    """
    names = {
        name: None
        for name, one in found
        if one is not None
        and one.unit == "share"
        and (one.low < -_ROUNDING or one.high > 1 + _ROUNDING)
    }
    if not names:
        return []
    return [
        say(
            "± reaches beyond 0% or 100% for {names}: too few replications to tell these shares "
            "more closely. The intervals are left as they are.",
            names=listed(map(measure_term, names)),
        )
    ]


def about_groups(grouped: Grouped) -> list[str]:
    """What the groups of a breakdown do and do not hold."""
    notes = []
    groups = grouped.groups
    if REST in groups:
        notes.append(
            say(
                "Not attributed: what belongs to no single {what}, such as shared platforms and "
                "networks, negotiating agreements, and life events that no request caused.",
                what=term(grouped.by),
            )
        )
    if any(map(grouped.joined, groups)):
        notes.append(
            say("a + b: requests for several resources at once; they are counted together, once.")
        )
    if grouped.left_out:
        notes.append(
            say(
                "Not broken down by {what}: {names}.",
                what=term(grouped.by),
                names=", ".join(grouped.left_out),
            )
        )
    return notes


def ways_down(names: list[str]) -> str:
    """By what each measure can be broken down, one a line."""
    lines = []
    for name in names:
        labels = sorted(CATALOGUE[name].breakdowns)
        if labels:
            lines.append(say("{name}: by {labels}", name=name, labels=", ".join(labels)))
        else:
            lines.append(say("{name}: of the whole only", name=name))
    return "\n".join(lines)
