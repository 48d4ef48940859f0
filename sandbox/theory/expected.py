"""What mathematics expects of one thing, or why it does not.

In: formulas' values. Out: plain records that the rooms above compare with runs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sandbox.language import Message


@dataclass(frozen=True)
class Expected:
    """The exact expectation of a measure of one station, link, copy or need.

    `kind` is the breakdown in which runs give the measure, `name` the group in it; `value` is in
    the measure's unit. `provided` says what has to be so in the run. `events` is how often in a
    run, on average, that happens which the measure is made of: with few of them in all runs
    together, their mean tells nothing yet.
    """

    kind: str
    name: str
    measure: str
    value: float
    formula: Message
    provided: Message | None = None
    events: float = math.inf


@dataclass(frozen=True)
class Unfit:
    """Why no formula gives a measure of one thing."""

    kind: str
    name: str
    measure: str
    why: Message


Finding = Expected | Unfit
