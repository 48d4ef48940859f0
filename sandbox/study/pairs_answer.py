"""Pairs as plain dictionaries: the answer of `pairs --format json`.

In: `Pairs`. Out: dictionaries that JSON can say, with the method and every model's row.
"""

from __future__ import annotations

from typing import Any

from sandbox.study.pairing import BATCHES, REPLICATIONS, SHARES, Paired, Pairs
from sandbox.study.plain import finite, interval_form

INTERVALS = {
    REPLICATIONS: "Student's t over the replications' mean differences",
    BATCHES: "batch means over the requests of one replication",
}
"""What the intervals rest on, as JSON says it."""


VERDICT = "Holm over the models; less response time is better"
"""How the verdicts come about, as JSON says it."""


def pairs_json(found: Pairs) -> dict[str, Any]:
    """Pairs as JSON; what is not defined is null."""
    answer: dict[str, Any] = finite({
        "scenario": found.scenario,
        "seed": found.seed,
        "engine": found.engine,
        "replications": found.replications,
        "baseline": found.baseline,
        "confidence": found.confidence,
        "version": found.version,
        "libraries": found.libraries,
        "digest": found.digest,
        "models": [one.model for one in found.rows],
        "need": list(found.needs),
        "method": {
            "paired": "request by request",
            "difference": "response time minus the baseline's, requests answered under both",
            "interval": INTERVALS[found.method],
            "verdict": VERDICT,
        },
        "rows": [_row(one) for one in found.rows],
    })  # fmt: skip
    return answer


def _row(one: Paired) -> dict[str, Any]:
    return {
        "model": one.model,
        "baseline": one.baseline,
        "requests": one.requests,
        "both": one.both,
        "only_here": one.here,
        "only_baseline": one.there,
        "neither": one.neither,
        "sooner": one.sooner,
        "later": one.later,
        "same": one.same,
        "difference": interval_form(one.difference),
        "verdict": one.verdict,
        "quantiles": {f"p{share * 100:g}": q for share, q in zip(SHARES, one.quantiles)},
        "method": one.method,
        "advice": None if one.advice is None else one.advice.render(),
    }
