"""Which measures to show: the key ones, all, or those that patterns pick.

In: what the comparison knows, and patterns (`age.*`, `cost.total`, `all`, `key`). Out: names in the
order of the catalogue, or `UnknownMeasure` with the pattern and what may have been meant.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from fnmatch import fnmatchcase

KEY = (
    "response_time.mean",
    "response_time.p95",
    "satisfied",
    "refused",
    "failed",
    "unfinished",
    "by_letter",
    "age.mean",
    "fresh",
    "correct",
    "duplicate_collections",
    "agreements",
    "copies_held",
    "exposure",
    "utilisation.peak",
    "availability.requests",
    "cost.total",
    "compliance.total",
)
"""What a planner looks at first."""


WITH_SERIES = (
    "requests",
    "response_time.mean",
    "satisfied",
    "refused",
    "failed",
    "timed_out",
    "by_letter",
    "age.mean",
    "fresh",
    "correct",
    "error_rate",
)
"""Measures that engines count by interval of time."""


class UnknownMeasure(ValueError):  # noqa: N818 - says what is unknown
    """A pattern that fits no measure; `guesses` are measures with similar names."""

    def __init__(self, pattern: str, guesses: tuple[str, ...]) -> None:
        super().__init__(pattern)
        self.pattern, self.guesses = pattern, guesses


def select(known: Sequence[str], patterns: Sequence[str] = ()) -> list[str]:
    """The names of `known` that `patterns` pick (none: the key measures), in their order there.

    Raises:
        UnknownMeasure: for the first pattern that picks nothing.
    """
    chosen: set[str] = set()
    for pattern in patterns or ("key",):
        if pattern == "key":
            chosen |= set(KEY) & set(known)
            continue
        if pattern == "all":
            chosen |= set(known)
            continue
        fits = {
            name for name in known if fnmatchcase(name, pattern) or name.startswith(pattern + ".")
        }
        if not fits:
            close = difflib.get_close_matches(pattern, known, n=3, cutoff=0.5)
            raise UnknownMeasure(pattern, tuple(close))
        chosen |= fits
    return [name for name in known if name in chosen]
