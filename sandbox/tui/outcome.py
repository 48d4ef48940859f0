"""The comparison as cells of a table: values, arrows and verdicts against any of its models.

In: a comparison, a baseline, and whether to show values or differences. Out: styled text. Verdicts
have a sign as well as a colour.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from rich.text import Text

from sandbox.language.figures import NOTHING, figure, gap_unit, interval
from sandbox.measures import CATALOGUE
from sandbox.report.tables import MARKS, difference_words
from sandbox.study import Comparison, Difference, Interval
from sandbox.study.intervals import difference
from sandbox.tui import colours

_STYLES = {"better": f"bold {colours.BETTER}", "worse": f"bold {colours.WORSE}"}

Where = Mapping[str, str] | None


@dataclass(frozen=True)
class Outcome:
    """A comparison seen from one baseline."""

    comparison: Comparison
    baseline: str

    @property
    def models(self) -> list[str]:
        """Labels, the baseline first."""
        return sorted(self.comparison.models, key=lambda label: label != self.baseline)

    def value(self, label: str, measure: str, where: Where = None) -> Interval:
        """Mean and interval under a model, of the whole or of a group."""
        if where is None:
            return self.comparison.models[label][measure]
        return self.comparison.interval(label, measure, where)

    def difference(self, label: str, measure: str, where: Where = None) -> Difference:
        """Paired difference of a model from the baseline."""
        return difference(
            self.comparison.values(label, measure, where),
            self.comparison.values(self.baseline, measure, where),
            self.comparison.confidence,
            CATALOGUE[measure].better,
        )

    def cell(
        self, label: str, measure: str, where: Where = None, *, differences: bool = False
    ) -> Text:
        """One cell: the value with arrow and verdict, or the difference with its interval."""
        value = self.value(label, measure, where)
        if math.isnan(value.mean):
            return Text(NOTHING, style="dim", justify="right")
        # units too long for every number stand beside the measure
        own = interval(value.mean, value.low, value.high, value.unit, bare=True)
        if label == self.baseline:
            return Text(own, justify="right")
        gap = self.difference(label, measure, where)
        style = _STYLES.get(gap.verdict, "dim")
        if differences:
            return Text(difference_words(gap, value.unit), style=style, justify="right")
        text = Text(own, justify="right")
        base = self.value(self.baseline, measure, where).mean
        mark = MARKS.get(gap.verdict, ("", ""))[0] if gap.mean != 0 else ""
        words = f"{change(value.mean, base, gap.mean, value.unit)} {mark}".strip()
        return text.append(f"  {words}", style=style) if words else text


def change(mean: float, base: float, gap: float, unit: str) -> str:
    """Arrow and size of a change: of shares in points, else relative, from tenfold on a factor."""
    if math.isnan(gap):
        return ""
    if gap == 0:
        return "="
    arrow = "▲" if gap > 0 else "▼"
    if unit == "share":
        return f"{arrow}{figure(abs(gap), gap_unit(unit))}"
    if math.isnan(base) or base == 0:
        return arrow
    ratio = mean / base
    if ratio >= 10:
        return f"{arrow}×{_factor(ratio)}"
    if 0 < ratio <= 0.1:
        return f"{arrow}÷{_factor(1 / ratio)}"
    percent = 100 * abs(ratio - 1)
    return f"{arrow}{percent:.0f}%" if percent >= 10 else f"{arrow}{percent:.1g}%"


def _factor(ratio: float) -> str:
    """A factor; from ten thousand on more digits would say nothing."""
    return f"{ratio:,.0f}" if ratio < 9999.5 else ">9,999"
