"""Measures of requests: times, outcomes, age and truth of answers, counts, violations.

In: counters per stream and a grouping. Out: one array per measure, a value for each group;
nan where a share or mean has nothing to be of.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.counters import Counters
from sandbox.flows import Outcome, Tally
from sandbox.measures.catalogue import ARTICLES
from sandbox.measures.grouping import Grouping
from sandbox.measures.quantiles import QUANTILES, quantiles
from sandbox.measures.summing import greatest, over, total

Floats = NDArray[np.float64]

_TALLIES = {
    "collections": Tally.COLLECTION,
    "duplicate_collections": Tally.DUPLICATE,
    "letters": Tally.LETTER,
    "out_of_scope.attempted": Tally.OUT_OF_SCOPE,
    "out_of_scope.happened": Tally.MISUSE,
    "charged": Tally.CHARGED,
}
VIOLATIONS = ("out_of_scope.happened", "duplicate_collections", "charged")
"""What article 2 forbids: use beyond the scope, collecting twice, charging for use."""

_OUTCOMES = {
    "answered": Outcome.ANSWERED,
    "refused": Outcome.REFUSED,
    "failed": Outcome.FAILED,
    "timed_out": Outcome.TIMED_OUT,
    "unfinished": Outcome.UNFINISHED,
}


def measure(counters: Counters, grouping: Grouping) -> dict[str, Floats]:
    """All measures of requests for each group of streams."""
    needs, groups, size = counters.needs, grouping.streams, grouping.size
    made = total(needs.made, groups, size)
    ended = {
        name: total(needs.outcomes[:, outcome], groups, size) for name, outcome in _OUTCOMES.items()
    }
    answered = ended["answered"]
    some = answered > 0
    values: dict[str, Floats] = {"requests": made}
    for name, sums, peaks, histogram in (
        ("response_time", needs.response_time, needs.response_time_max, "response_time_histogram"),
        ("age", needs.age, needs.age_max, "age_histogram"),
    ):
        most = np.where(some, greatest(peaks, groups, size), np.nan)
        values[f"{name}.mean"] = over(total(sums, groups, size), answered)
        values[f"{name}.max"] = most
        cut = quantiles(getattr(needs, histogram), groups, size, most)
        values |= {f"{name}.p{round(100 * q)}": cut[q] for q in QUANTILES}
    for name, count in ended.items():
        values[name] = over(count, made)
    for article in ARTICLES:
        refused = needs.refusals.get(article)
        count = np.zeros(size) if refused is None else total(refused, groups, size)
        values[f"refused.{article}"] = over(count, made)
    values["satisfied"] = over(total(needs.satisfied, groups, size), made)
    values["by_letter"] = over(total(needs.by_letter, groups, size), made)
    values["availability.requests"] = over(answered + ended["refused"], made)
    values["fresh"] = over(total(needs.fresh, groups, size), answered)
    values["correct"] = over(total(needs.correct, groups, size), answered)
    values["error_rate"] = over(total(needs.error, groups, size), answered)
    known = ~np.isnan(needs.first_satisfied)
    values["time_to_share"] = over(
        total(np.where(known, needs.first_satisfied, 0.0), groups, size),
        total(known, groups, size),
    )
    for name, tally in _TALLIES.items():
        values[name] = total(needs.tallies[:, tally], groups, size)
    values["crossings"] = total(needs.crossings, groups, size)
    violations = np.sum([values[name] for name in VIOLATIONS], axis=0)
    values["compliance.2"] = violations
    values["compliance.total"] = violations
    return values
