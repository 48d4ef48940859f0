"""A sweep as a table, CSV or JSON: points down, models across, and where the best model changes.

In: a sweep and the measures to show. Out: rich renderables, rows of text, plain dictionaries.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from sandbox.language import say
from sandbox.language.figures import interval
from sandbox.report.notes import beyond_shares
from sandbox.report.origins import facts_of_origin
from sandbox.report.paragraphs import plain, wrap
from sandbox.report.sheet import listed
from sandbox.report.tables import laid_out, with_unit
from sandbox.study.statistics.unusable import Unusable

if TYPE_CHECKING:
    from sandbox.study.designs.settings import Setting
    from sandbox.study.designs.sweep import Sweep
    from sandbox.study.statistics.crossings import Crossing

_LABEL, _HEAD = 30, 18
BEST, DOUBTFUL = "✓", "?"
"""signs of the best mean at a point: as it is, and where unfinished requests could be the reason"""


def sweep_table(
    sweep: Sweep, title: str, names: Sequence[str], columns: int = 80
) -> RenderableType:
    """A table for each measure, and below it where the best model changes."""
    facts = facts_of_origin(title, sweep.origin)
    parts: list[RenderableType] = [Text(plain(facts.title or facts.scenario), style="bold")]
    parts += [Text(line, style="dim") for line in wrap(facts.sentence(), 78)]
    factors = " · ".join(plain(setting.name) for setting in sweep.settings)
    parts += [
        Text(line, style="dim")
        for line in wrap(
            say("points: {count}, by {factors}", count=len(sweep.points), factors=factors), 78
        )
    ]
    labels = [Text("\n".join(wrap(_words(sweep, place), _LABEL))) for place in _places(sweep)]
    heads = [Text("\n".join(wrap(plain(model), _HEAD)), style="bold") for model in sweep.models]
    for name in names:
        cells = [
            [_cell(sweep, place, model, name) for place in _places(sweep)] for model in sweep.models
        ]
        parts += [
            Text(""),
            Text(say("{measure} · {name}", measure=with_unit(name), name=name), style="bold"),
        ]
        parts += laid_out(heads, labels, cells, columns)
        parts += [Text("\n".join(wrap(line, 78, "", hang))) for line, hang in _changes(sweep, name)]
    signs = say("± half-width of the interval · – undefined")
    if len(sweep.models) > 1:
        signs += say(" · ✓ best mean at the point")
    if any(sweep.doubtful(place, name) for place in _places(sweep) for name in names):
        signs += say(" · ? best mean too, but unfinished requests could be the reason")
    shares = beyond_shares(
        (name, sweep.interval(place, model, name))
        for name in names
        for place in _places(sweep)
        for model in sweep.models
    )
    parts.append(Text(""))
    parts += [Text("\n".join(wrap(words, 78)), style="dim") for words in (signs, *shares)]
    return Group(*parts)


def _places(sweep: Sweep) -> Sequence[int]:
    return range(len(sweep.points))


def _words(sweep: Sweep, place: int) -> str:
    """The values of a point."""
    pairs = zip(sweep.settings, sweep.points[place])
    return plain(" · ".join(setting.words(value) for setting, value in pairs))


def _cell(sweep: Sweep, place: int, model: str, name: str) -> Text:
    found = sweep.interval(place, model, name)
    text = Text(interval(found.mean, found.low, found.high, found.unit, bare=True))
    best = sweep.best(place, name)
    if model in best and len(best) < len(sweep.models):
        if sweep.doubtful(place, name):
            text.append(f" {DOUBTFUL}", style="yellow")
        else:
            text.append(f" {BEST}", style="green")
    return text


def _changes(sweep: Sweep, name: str) -> Iterator[tuple[str, str]]:
    """Lines on where the best model changes, each with what its further lines hang by."""
    try:
        found = sweep.changes(name)
    except Unusable as why:
        yield say("Where the best model changes: {why}.", why=why.render()), "  "
        return
    for crossing in found:
        yield _crossing(sweep.settings[0], crossing), "  "
    if not found and sweep.line and any(sweep.best(place, name) for place in _places(sweep)):
        leaders = sweep.best(sweep.line[0][1], name)
        yield say("No change of the best model: {model}.", model=listed(map(plain, leaders))), "  "


def _crossing(setting: Setting, crossing: Crossing) -> str:
    words = say(
        "At {factor} = {at} {after} takes over from {before}",
        factor=plain(setting.name),
        at=_at(setting, crossing.at),
        after=plain(crossing.after),
        before=plain(crossing.before),
    )
    if math.isfinite(crossing.low) and math.isfinite(crossing.high):
        span = {"low": _at(setting, crossing.low), "high": _at(setting, crossing.high)}
        return words + say(" (between {low} and {high} the two cannot be told apart).", **span)
    return words + say(" (how far around it the two cannot be told apart goes beyond the points).")


def _at(setting: Setting, number: float) -> str:
    """A number of a factor, in its unit, with four digits."""
    return setting.words(float(f"{number:.4g}"))


def sweep_rows(sweep: Sweep, names: Sequence[str]) -> Iterator[Sequence[str]]:
    """A header, and a row for each point, model and measure; undefined numbers are empty."""
    factors = [setting.name for setting in sweep.settings]
    yield ["point", *factors, "model", "measure", "mean", "low", "high", "unit", "n", "best"]
    for place, point in enumerate(sweep.points):
        values = [setting.exact(value) for setting, value in zip(sweep.settings, point)]
        for model in sweep.models:
            for name in names:
                found = sweep.interval(place, model, name)
                numbers = [_number(value) for value in (found.mean, found.low, found.high)]
                best = sweep.best(place, name)
                said = "" if not best else "yes" if model in best else "no"
                if said == "yes" and sweep.doubtful(place, name):
                    said = "doubtful"
                yield [str(place), *values, model, name, *numbers, found.unit, str(found.n), said]


def _number(value: float) -> str:
    return repr(float(value)) if math.isfinite(value) else ""
