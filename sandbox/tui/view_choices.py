"""What a planner chose on the pages that show a comparison: kept while other pages are open.

In: choices. Out: one place for them; empty ones mean what the scenario or the study gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.study import Comparison
    from sandbox.study.theory import Held


@dataclass
class ViewChoices:
    """Choices of one scenario."""

    weights: dict[str, float] = field(default_factory=dict)  # measure → weight, as moved
    across: str = "cost.total"  # axes of the picture of the front
    up: str = "satisfied"
    model: str = ""  # the one that differences are of; empty: the first that is not the baseline
    by: str = ""  # the breakdown of reasons
    grouping: str = "region"  # the breakdown of who wins and loses
    over_time: bool = False  # whether the spread is shown over time
    theory: tuple[Comparison, Mapping[str, Held]] | None = None  # of which comparison
