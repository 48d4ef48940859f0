"""The comparison as cells of a table: values, arrows and verdicts against any of its models.

In: a comparison, a baseline, and whether to show values or differences. Out: styled text. Verdicts
have a sign as well as a colour.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from rich.text import Text

from sandbox.language.figures import NOTHING, figure, gap_unit, interval
from sandbox.measures import CATALOGUE
from sandbox.report.tables import MARKS, difference_words
from sandbox.study import Comparison, Difference, Interval, intervals
from sandbox.study.bias import BIASED, weighed
from sandbox.study.contributions import ADD_UP, NEXT_TO_NOTHING, REST
from sandbox.tui import colours

_LEAST_PERCENT = 0.001  # less is said to be less


def _style(verdict: str) -> str:
    """How a verdict looks, besides its sign."""
    styles = {
        "better": f"bold {colours.BETTER}",
        "worse": f"bold {colours.WORSE}",
        BIASED: colours.ACCENT,
    }
    return styles.get(verdict, colours.LABEL)


@dataclass(frozen=True)
class Where:
    """A group of a breakdown: `by` is the label, `group` its value or `REST`."""

    by: str
    group: str


class Outcome:
    """A comparison seen from one baseline."""

    def __init__(self, comparison: Comparison, baseline: str) -> None:
        self.comparison, self.baseline = comparison, baseline
        # one look at all groups of a breakdown: a look at each would take a second for hundreds
        self._columns: dict[tuple[str, str, str], dict[str, list[float]]] = {}

    @property
    def models(self) -> list[str]:
        """Labels, the baseline first."""
        return sorted(self.comparison.models, key=lambda label: label != self.baseline)

    def sample(self, label: str, measure: str, where: Where | None = None) -> list[float]:
        """A measure in each replication of a model, of the whole or of a group."""
        if where is None:
            return self.comparison.values(label, measure)
        if (label, measure, where.by) not in self._columns:
            self._columns[label, measure, where.by] = self._column(label, measure, where.by)
        known = self._columns[label, measure, where.by]
        return known.get(where.group, [math.nan] * self.comparison.replications)

    def _column(self, label: str, measure: str, by: str) -> dict[str, list[float]]:
        runs = self.comparison.of(label)
        columns = [run.breakdowns[by].column(measure) for run in runs]
        found = dict(zip(runs[0].breakdowns[by].groups, map(list, zip(*columns))))
        if CATALOGUE[measure].unit in ADD_UP:
            found[REST] = [
                run.measures.get(measure, math.nan)
                - math.fsum(part for part in column if not math.isnan(part))
                for run, column in zip(runs, columns)
            ]
        return found

    def has_rest(self, measure: str, by: str) -> bool:
        """Whether something of a measure belongs to no group, under any model."""
        for label in self.models:
            least = NEXT_TO_NOTHING * max(abs(self.value(label, measure).mean), 1.0)
            if any(abs(part) > least for part in self.sample(label, measure, Where(by, REST))):
                return True
        return False

    def value(self, label: str, measure: str, where: Where | None = None) -> Interval:
        """Mean and interval under a model, of the whole or of a group."""
        if where is None:
            return self.comparison.models[label][measure]
        unit = CATALOGUE[measure].unit
        sample = self.sample(label, measure, where)
        return intervals.interval(sample, self.comparison.confidence, unit)

    def difference(self, label: str, measure: str, where: Where | None = None) -> Difference:
        """Paired difference of a model from the baseline, its verdict withheld where it must be."""
        found = intervals.difference(
            self.sample(label, measure, where),
            self.sample(self.baseline, measure, where),
            self.comparison.confidence,
            CATALOGUE[measure].better,
        )
        return weighed(measure, found, self._open(label, where), self._open(self.baseline, where))

    def _open(self, label: str, where: Where | None) -> float:
        """Share of unfinished requests; of the whole where the group has no requests of its own."""
        own = self.value(label, "unfinished", where).mean
        return own if math.isfinite(own) else self.value(label, "unfinished").mean

    def cell(
        self, label: str, measure: str, where: Where | None = None, *, differences: bool = False
    ) -> Text:
        """One cell: the value with arrow and verdict, or the difference with its interval."""
        value = self.value(label, measure, where)
        if math.isnan(value.mean):
            return Text(NOTHING, style=colours.LABEL, justify="right")
        # units too long for every number stand beside the measure
        own = interval(value.mean, value.low, value.high, value.unit, bare=True)
        if label == self.baseline:
            return Text(own, justify="right")
        gap = self.difference(label, measure, where)
        style = _style(gap.verdict)
        if differences:
            words = difference_words(gap, value.unit) or NOTHING
            return Text(words, style=style, justify="right")
        text = Text(own, justify="right")
        base = self.value(self.baseline, measure, where).mean
        judged = math.isfinite(gap.mean) and gap.mean != 0
        mark = MARKS.get(gap.verdict, ("", ""))[0] if judged else ""
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
        size = abs(gap)
        # as many digits as the shares have: what they show apart, the difference must show too
        digits = 3 if size >= 0.01 and max(abs(mean), abs(base)) >= 0.1 else 5
        size = round(size, digits) or float(f"{size:.1g}")
        return f"{arrow}{figure(size, gap_unit(unit))}"
    if math.isnan(base) or base == 0:
        return arrow
    ratio = mean / base
    if ratio >= 10:
        return f"{arrow}×{_factor(ratio)}"
    if 0 < ratio <= 0.1:
        return f"{arrow}÷{_factor(1 / ratio)}"
    percent = 100 * abs(ratio - 1)
    if percent < _LEAST_PERCENT:
        return f"{arrow}<{_LEAST_PERCENT}%"
    return f"{arrow}{percent:.0f}%" if percent >= 9.5 else f"{arrow}{percent:.1g}%"


def _factor(ratio: float) -> str:
    """A factor; from ten thousand on more digits would say nothing."""
    return f"{ratio:,.0f}" if ratio < 9999.5 else ">9,999"
