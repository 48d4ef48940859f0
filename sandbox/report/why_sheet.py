"""Why a measure differs from the baseline's, as text and JSON: the largest contributions first.

In: decompositions of one measure, a model each, and names of groups. Out: for each model the
difference and what its groups contribute, with signs and shares; or plain dictionaries with every
group.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sandbox.language import say
from sandbox.language.figures import NOTHING, figure, gap_unit
from sandbox.report.grouped import Grouped, titles
from sandbox.report.paragraphs import plain
from sandbox.report.sheet import Sheet
from sandbox.report.terms import measure_term, term
from sandbox.study.contributions import AVERAGED, PART, Contribution, Decomposition
from sandbox.study.plain import finite, interval_form

if TYPE_CHECKING:
    from sandbox.study.intervals import Interval
    from sandbox.world import World

LARGEST = 5
"""Contributions that are told one by one; the others are added up."""


def label_words(by: str) -> str:
    """A label that differences are taken apart by, as `by need`."""
    return say("by what it is the sum of") if by == PART else say("by {group}", group=term(by))


def group_names(world: World, by: str) -> Mapping[str, str]:
    """Names in words of a label's groups that have one."""
    return {} if by == PART else titles(world, by)


def group_name(found: Decomposition, names: Mapping[str, str], group: str) -> str:
    """A group in words."""
    if found.by == PART and "." in group:
        return measure_term(group)
    return plain(Grouped(found.by, (), (), {}, names).title(group))


def signed(value: Interval, unit: str) -> str:
    """A contribution with its sign and the half-width of its interval."""
    return figure(value.mean, gap_unit(unit), value.half_width, sign=True)


def share_words(found: Decomposition, one: Contribution) -> str:
    """A contribution's share of the difference, with its sign."""
    share = found.share(one)
    return NOTHING if math.isnan(share) else f"{100 * share:,.0f}%".replace("-", "−")


def headline(found: Decomposition) -> str:
    """Both values and the difference between them."""
    unit = found.there.unit
    return say(
        "{model} against {baseline}: {measure} {there} → {here}, a difference of {difference}",
        model=plain(found.model),
        baseline=plain(found.baseline),
        measure=measure_term(found.measure),
        there=figure(found.there.mean, unit),
        here=figure(found.here.mean, unit),
        difference=signed(found.difference, unit),
    )


def caution(found: Decomposition) -> str:
    """That the difference itself is not sure, where its interval holds zero; empty: it is."""
    low, high = found.difference.low, found.difference.high
    if math.isnan(low):
        return say("One replication: nobody knows how sure this is.")
    if low <= 0 <= high and low < high:
        return say("The interval of the difference holds zero: shares of it say little.")
    return ""


def behind(found: Decomposition, one: Contribution) -> str:
    """What of the group itself changed: its value, and its part of all requests."""
    unit = found.there.unit
    known = [value for value in (one.there, one.here) if not math.isnan(value)]
    if len(known) == 2:
        words = say("{there} → {here}", there=figure(one.there, unit), here=figure(one.here, unit))
    elif math.isnan(one.there):
        words = say("{here} here only", here=figure(one.here, unit))
    else:
        words = say("{there} under the baseline only", there=figure(one.there, unit))
    if found.kind != AVERAGED or abs(one.mix.mean) <= abs(one.whole.mean) / 1000:
        return words
    return say(
        "{change}; its part of the requests {there} → {here}, which brings {mix}",
        change=words,
        there=figure(one.part_there, "share"),
        here=figure(one.part_here, "share"),
        mix=figure(one.mix.mean, gap_unit(unit), sign=True),
    )


def telling(found: Decomposition) -> list[Contribution]:
    """The contributions of which there is anything to tell."""
    return [one for one in found.contributions if one.whole.mean or one.rate.mean]


def remainder(found: Decomposition, most: int = LARGEST) -> str:
    """The contributions that are not told one by one, together; empty: there are none."""
    others = telling(found)[most:]
    if not others:
        return ""
    unit = found.there.unit
    return say(
        "{count} more, together {sum}",
        count=len(others),
        sum=figure(math.fsum(one.whole.mean for one in others), gap_unit(unit), sign=True),
    )


def why_sheet(found: Sequence[Decomposition], world: World, columns: int = 80) -> str:
    """All models, one after the other."""
    sheet = Sheet(columns)
    first = found[0]
    sheet.line(
        say(
            "Why {measure} differs, {label}", measure=measure_term(first.measure),
            label=label_words(first.by),
        )
    )  # fmt: skip
    sheet.line(method(first), hang=0)
    names = group_names(world, first.by)
    for one in found:
        sheet.gap()
        sheet.line(headline(one))
        if words := caution(one):
            sheet.line(words)
        for place, each in enumerate(telling(one)[:LARGEST], 1):
            sheet.line(
                say(
                    "{place}. {name}: {change} ({share}); {behind}",
                    place=place,
                    name=group_name(one, names, each.group),
                    change=signed(each.whole, one.there.unit),
                    share=share_words(one, each),
                    behind=behind(one, each),
                ),
                hang=3,
            )
        if rest := remainder(one):
            sheet.line(rest, 3)
    return sheet.text()


def method(found: Decomposition) -> str:
    """How the difference is taken apart."""
    if found.kind == AVERAGED:
        return say(
            "A group contributes by its own mean and by its part of the requests (Kitagawa 1955); "
            "all contributions add up to the difference."
        )
    return say("Each contribution is the group's own difference; all add up to the difference.")


def why_json(found: Sequence[Decomposition]) -> dict[str, Any]:
    """All models with every group; shares are of the difference."""
    first = found[0]
    answer: dict[str, Any] = finite({
        "measure": first.measure,
        "by": first.by,
        "kind": first.kind,
        "baseline": first.baseline,
        "models": {
            one.model: {
                "difference": interval_form(one.difference),
                "contributions": [
                    {
                        "group": each.group,
                        "contribution": interval_form(each.whole),
                        "share": one.share(each),
                        "rate": each.rate.mean,
                        "mix": each.mix.mean,
                        "baseline": each.there,
                        "model": each.here,
                        "part_baseline": each.part_there,
                        "part_model": each.part_here,
                    }
                    for each in one.contributions
                ],
            }
            for one in found
        },
    })  # fmt: skip
    return answer
