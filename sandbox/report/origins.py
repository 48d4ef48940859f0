"""Where a study of many points comes from, for tables and for JSON.

In: an origin and the document. Out: the sentence and fields with which somebody can repeat it; and
notes on what its points left open.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.report.facts import Facts
from sandbox.report.paragraphs import plain

if TYPE_CHECKING:
    from sandbox.scenario import Document
    from sandbox.study import Interval
    from sandbox.study.designs.experiment import Origin, Outcome


def facts_of_origin(document: Document, origin: Origin) -> Facts:
    """The origin as comparisons tell theirs."""
    return Facts(
        scenario=origin.scenario,
        title=document.scenario.title.render(),
        seed=origin.seed,
        engine=origin.engine,
        replications=origin.replications,
        confidence=origin.confidence,
        baseline=origin.baseline,
        version=origin.version,
    )


def origin_json(origin: Origin) -> dict[str, Any]:
    """The origin as the first keys of an answer in JSON."""
    return {
        "scenario": origin.scenario,
        "seed": origin.seed,
        "engine": origin.engine,
        "replications": origin.replications,
        "baseline": origin.baseline,
        "confidence": origin.confidence,
        "version": origin.version,
        "digest": origin.digest,
    }


def interval_json(found: Interval) -> dict[str, Any]:
    """An interval as comparisons have it in JSON."""
    return {
        "mean": found.mean,
        "low": found.low,
        "high": found.high,
        "unit": found.unit,
        "n": found.n,
    }


def left_open_at(outcomes: Iterable[Outcome]) -> list[str]:
    """A note for each model that left too many requests unfinished at some point."""
    outcomes = list(outcomes)
    shares: dict[str, list[float]] = {}
    for outcome in outcomes:
        for model, share in outcome.left_open.items():
            shares.setdefault(model, []).append(share)
    return [
        say(
            "Note: under {model}, at {count} of {points} points up to {share} of the requests were "
            "still open at the end. Response times, ages, freshness and correctness there are of "
            "answered requests only, without the slowest.",
            model=plain(model),
            count=len(found),
            points=len(outcomes),
            share=figure(max(found), "share"),
        )
        for model, found in shares.items()
    ]
