"""What has changed since outcomes were kept, for people and for scripts.

In: changes. Out: a rich renderable, grouped by model (key, old, new, direction, relative change),
and the same as plain dictionaries for JSON.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sandbox.language import say
from sandbox.language.figures import NOTHING, Figure, figure, unit_words
from sandbox.report.paragraphs import jointed, plain, width, wrap
from sandbox.study.changes import EXACT
from sandbox.study.plain import finite, interval_form

if TYPE_CHECKING:
    from sandbox.study import Interval
    from sandbox.study.changes import Change, Changes
    from sandbox.study.outcomes import Outcomes

ARROWS = {"up": "↑", "down": "↓", "interval": "±"}
_STYLES = {"added": "green", "removed": "red"}
_DIGEST = 12  # characters of a digest that are shown


def changes_list(found: Changes, columns: int) -> RenderableType:
    """Everything that has changed, at most `columns` wide."""
    parts: list[RenderableType] = []
    for line in _facts(found):
        parts.append(Text("\n".join(wrap(line, columns)), style="yellow"))
    if found.none:
        said = {"scenario": plain(found.new.scenario), "count": found.new.count}
        if found.tolerance == EXACT:
            words = say("{scenario}: all {count} outcomes are as they were kept.", **said)
        else:
            words = say(
                "{scenario}: all {count} outcomes are as they were kept, within the tolerance.",
                **said,
            )
        return Group(*parts, Text("\n".join(wrap(words, columns))))
    for model in sorted({*found.models, *found.added, *found.removed}):
        lines = _model(found, model, columns)
        parts += [Text(""), *lines] if parts else lines
    parts += [Text(""), Text("\n".join(wrap(_summary(found), columns)))]
    if any(each.direction == "interval" for one in found.models.values() for each in one.values()):
        words = say("±: the mean is the same, its interval or the number of runs is not")
        parts.append(Text("\n".join(wrap(words, columns)), style="dim"))
    return Group(*parts)


def _facts(found: Changes) -> Iterator[str]:
    """In what the two studies differ, a line each."""
    names = {
        "scenario": say("name of the scenario"),
        "digest": say("contents of the scenario (digest)"),
        "seed": say("seed"),
        "replications": say("replications"),
        "confidence": say("confidence"),
        "version": say("version of the program"),
    }
    for name in found.facts:
        old, new = (_fact(one, name) for one in (found.old, found.new))
        yield say("{what}: kept {old}, now {new}", what=names[name], old=old, new=new)


def _fact(one: Outcomes, name: str) -> str:
    value = getattr(one, name)
    if name == "confidence":
        return figure(value, "share")
    return plain(value)[:_DIGEST] if name == "digest" else plain(value)


def _model(found: Changes, model: str, columns: int) -> list[RenderableType]:
    if model in found.added:
        count = len(found.new.models[model])
        words = say("{model}: model added, outcomes {count}", model=plain(model), count=count)
        return [Text(words, style="green")]
    if model in found.removed:
        count = len(found.old.models[model])
        words = say("{model}: model removed, outcomes {count}", model=plain(model), count=count)
        return [Text(words, style="red")]
    rows = [_row(key, change) for key, change in found.models[model].items()]
    heads = (say("kept"), say("now"), "", say("relative"))
    others = sum(
        max(width(head), *(width(cells[place]) for _, cells, _ in rows)) + 1
        for place, head in enumerate(heads)
    )
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column(say("outcome"), overflow="fold")
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    for key, cells, style in rows:
        table.add_row(Text(jointed(key, columns - others - 1), style=style), *cells)
    return [Text(plain(model), style="bold"), table]


def _row(key: str, change: Change) -> tuple[str, tuple[str, str, str, str], str]:
    """An outcome's name, what is said of it, and its colour."""
    sign = ARROWS.get(change.direction, "")
    if change.kind != "changed":
        sign = say("added") if change.kind == "added" else say("removed")
    cells = (*_sides(change), sign, _percent(change.relative))
    return plain(key), cells, _STYLES.get(change.kind, "")


def _sides(change: Change) -> tuple[str, str]:
    """Both values, with as many digits as tell them apart; an interval where only that differs."""
    old, new = change.old, change.new
    if old is None or new is None:
        return ("" if old is None else _said(old)), ("" if new is None else _said(new))
    if change.direction == "interval":
        return _with_interval(old), _with_interval(new)
    said = _said(old), _said(new)
    return said if said[0] != said[1] else (_exactly(old), _exactly(new))


def _said(one: Interval) -> str:
    return Figure(one.mean, one.unit).render()


def _exactly(one: Interval) -> str:
    return f"{one.mean!r} {unit_words(one.unit)}"


def _with_interval(one: Interval) -> str:
    ends = {"low": Figure(one.low, one.unit), "high": Figure(one.high, one.unit)}
    return say("{mean} ({low} … {high}, n = {n})", mean=_said(one), n=one.n, **ends)


def _percent(share: float) -> str:
    if share == 0:
        return "="
    return NOTHING if math.isnan(share) else f"{100 * share:+.3g}%".replace("-", "−")


def _summary(found: Changes) -> str:
    kinds = Counter(each.kind for one in found.models.values() for each in one.values())
    kinds["added"] += sum(len(found.new.models[model]) for model in found.added)
    kinds["removed"] += sum(len(found.old.models[model]) for model in found.removed)
    return say(
        "{scenario}: changed {changed}, added {added}, removed {removed}, unchanged {same}",
        scenario=plain(found.new.scenario),
        changed=kinds["changed"],
        added=kinds["added"],
        removed=kinds["removed"],
        same=found.new.count - kinds["changed"] - kinds["added"],
    )


def as_json(found: Changes) -> dict[str, Any]:
    """The answer of `baseline diff --format json`; undefined numbers are null."""
    answer: dict[str, Any] = finite(
        {
            "scenario": found.new.scenario,
            "same": found.none,
            "differs": {
                name: {"kept": getattr(found.old, name), "now": getattr(found.new, name)}
                for name in found.facts
            },
            "added": list(found.added),
            "removed": list(found.removed),
            "models": {
                model: {key: _change(each) for key, each in one.items()}
                for model, one in found.models.items()
            },
        }
    )
    return answer


def _change(change: Change) -> Mapping[str, Any]:
    return {
        "kind": change.kind,
        "kept": None if change.old is None else interval_form(change.old),
        "now": None if change.new is None else interval_form(change.new),
        "direction": change.direction or None,
        "relative": change.relative,
    }
