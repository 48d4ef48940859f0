"""Where a study of many points comes from, for tables and for JSON.

In: an origin and the title of its scenario. Out: the sentence and fields with which somebody can
repeat it; and notes on what its points left open.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.report.facts import Facts
from sandbox.report.paragraphs import plain

if TYPE_CHECKING:
    from sandbox.study.designs.experiment import Origin


def facts_of_origin(title: str, origin: Origin) -> Facts:
    """The origin as comparisons tell theirs; `title` is the scenario's, in words."""
    return Facts(
        scenario=origin.scenario,
        title=title,
        seed=origin.seed,
        engine=origin.engine,
        replications=origin.replications,
        confidence=origin.confidence,
        baseline=origin.baseline,
        version=origin.version,
    )


def open_at_points(left_open: Mapping[str, float]) -> list[str]:
    """A note for each model that left too many requests unfinished at some point: the share of the
    point that left most."""
    return [
        say(
            "Note: under {model}, up to {share} of the requests of a point were still open at the "
            "end. Response times, ages, freshness and correctness are of answered requests only, "
            "without the slowest; a longer `drain` of the study lets them be answered.",
            model=plain(model),
            share=figure(share, "share"),
        )
        for model, share in left_open.items()
    ]
