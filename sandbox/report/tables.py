"""The comparison as a table for people: measures down, sharing models across, baseline first.

In: a comparison and the measures to show. Out: rich renderables that fit the width given; models
that do not fit beside each other go into further blocks. Every cell holds the mean ± half-width
and, below it, the paired difference from the baseline with its verdict.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sandbox.language import say
from sandbox.language.figures import (
    NOTHING,
    Figure,
    figure,
    gap_unit,
    interval,
    said_beside,
    unit_words,
)
from sandbox.measures import info
from sandbox.report.facts import Facts
from sandbox.report.grouped import Grouped
from sandbox.report.notes import about_groups, beyond_shares, open_requests
from sandbox.report.paragraphs import plain, width, wrap
from sandbox.report.precision_words import precision_words
from sandbox.report.terms import measure_term, term
from sandbox.study.bias import BIASED, LIMIT
from sandbox.study.contributions import REST
from sandbox.study.intervals import UNDETERMINED

if TYPE_CHECKING:
    from sandbox.study import Comparison, Difference, Interval, RunResult

MARKS = {
    "better": ("✓", "green"),
    "worse": ("✗", "red"),
    "no difference shown": ("≈", "dim"),
    BIASED: ("?", "yellow"),
    UNDETERMINED: (NOTHING, "dim"),
}
"""Sign and colour of a verdict or of none; `higher` and `lower` are told by the arrow alone."""
_LABEL = 22
_HEAD = 18


def difference_words(difference: Difference, unit: str) -> str:
    """`▼2.1 ±0.1 d ✓`: direction, size, half-width and verdict of a paired difference."""
    mean, low, high = difference.mean, difference.low, difference.high
    unit = gap_unit(unit)
    if math.isnan(mean):
        return ""
    if mean == 0 and not high > low:
        return "="
    if difference.verdict == "no difference shown":
        return f"≈{interval(mean, low, high, unit, sign=True, bare=True)}"
    arrow = "▲" if mean > 0 else "▼"
    size = interval(abs(mean), low, high, unit, bare=True)
    if not any(digit in size for digit in "123456789"):  # a verdict on nothing would be absurd
        size = Figure(float(f"{abs(mean):.2g}"), unit).render()
    return f"{arrow}{size} {MARKS.get(difference.verdict, ('', ''))[0]}".rstrip()


def _cell(value: Interval | None, difference: Difference | None) -> Text:
    if value is None:
        return Text(NOTHING, style="dim")
    text = Text(interval(value.mean, value.low, value.high, value.unit, bare=True))
    words = difference_words(difference, value.unit) if difference is not None else ""
    if words:
        style = MARKS.get(difference.verdict, ("", ""))[1] if difference is not None else ""
        text.append("\n").append(words, style=style or "")
    return text


def _columns_of(cells: Sequence[Text]) -> int:
    return max((width(line) for cell in cells for line in cell.plain.split("\n")), default=1)


def _blocks(widths: Sequence[int], room: int) -> Iterator[range]:
    """Runs of neighbouring columns that fit into `room` (at least one each)."""
    start, used = 0, 0
    for index, wide in enumerate(widths):
        if index > start and used + wide + 2 > room:
            yield range(start, index)
            start, used = index, 0
        used += wide + 2
    yield range(start, len(widths))


def laid_out(
    heads: Sequence[Text], labels: Sequence[Text], columns: Sequence[Sequence[Text]], room: int
) -> list[Table]:
    """Tables of `columns` under `heads`, side by side as far as they fit into `room`."""
    label_width = min(_columns_of(labels), 40)
    widths = [_columns_of([head, *cells]) for head, cells in zip(heads, columns, strict=True)]
    tables = []
    for block in _blocks(widths, max(room - label_width - 2, 10)):
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
        table.add_column(Text(""), width=label_width, overflow="fold")
        tallest = max(heads[index].plain.count("\n") for index in block)
        for index in block:
            head = heads[index].copy()
            head.append("\n" * (tallest - head.plain.count("\n")))
            table.add_column(head, no_wrap=True, width=widths[index])
        for row, label in enumerate(labels):
            table.add_row(label, *(columns[index][row] for index in block))
        tables.append(table)
    return tables


def with_unit(name: str) -> str:
    """A measure in words, with its unit where numbers do not carry it."""
    words, unit = measure_term(name), info(name).unit
    if said_beside(unit):
        return say("{measure} ({unit})", measure=words, unit=unit_words(unit))
    return words


def _label(name: str) -> Text:
    """A measure in words, and its name below."""
    text = Text("\n".join(wrap(with_unit(name), _LABEL)))
    if measure_term(name) != name:
        text.append(f"\n{name}", style="dim")
    return text


def _group_label(grouped: Grouped, group: str) -> Text:
    """A group in words, and its key below."""
    words = plain(grouped.title(group))
    text = Text("\n".join(wrap(words, _LABEL)))
    if words != plain(group) and group != REST:
        text.append("\n" + plain(group), style="dim")
    return text


def _head(label: str, baseline: str) -> Text:
    text = Text("\n".join(wrap(plain(label), _HEAD)), style="bold")
    if label == baseline:
        text.append("\n" + say("baseline"), style="dim")
    return text


def ordered(labels: Sequence[str], baseline: str) -> list[str]:
    """The models with the baseline first."""
    return sorted(labels, key=lambda label: label != baseline)


def _facts(facts: Facts) -> list[Text]:
    lines = [Text(plain(facts.title or facts.scenario), style="bold")]
    lines += [Text(line, style="dim") for line in wrap(facts.sentence(), 78)]
    return [*lines, Text("")]


def legend(biased: bool = False) -> Text:
    """What the signs in a table mean, with the one for withheld verdicts if there are any."""
    words = say(
        "± half-width of the interval · ▲ ▼ paired difference from the baseline · "
        "✓ better · ✗ worse · "
        "≈ no difference shown · = none at all · – undefined"
    )
    if biased:
        words += say(" · ? no verdict: biased by unfinished requests")
    return Text("\n".join(wrap(words, 78)), style="dim")


def comparison_table(
    comparison: Comparison, facts: Facts, names: Sequence[str], columns: int = 80
) -> RenderableType:
    """The table of `names` by model, in blocks at most `columns` wide."""
    models = ordered(list(comparison.models), comparison.baseline)
    cells = [
        [
            _cell(
                comparison.models[model].get(name),
                comparison.differences.get(model, {}).get(name),
            )
            for name in names
        ]
        for model in models
    ]
    heads = [_head(model, comparison.baseline) for model in models]
    tables = laid_out(heads, [_label(name) for name in names], cells, columns)
    parts: list[RenderableType] = [*_facts(facts)]
    for table in tables:
        parts += [table, Text("")]
    signs = legend(BIASED in _verdicts(comparison, names))
    shares = beyond_shares(
        (name, comparison.models[model].get(name)) for name in names for model in models
    )
    return Group(*parts, signs, *_faint(shares), *_method(comparison), *_notes(comparison))


def _faint(notes: Sequence[str]) -> Iterator[Text]:
    return (Text("\n".join(wrap(note, 78)), style="dim") for note in notes)


def _method(comparison: Comparison) -> Iterator[Text]:
    """How differences were judged, where there are any."""
    if comparison.differences:
        words = say(
            "Method: differences are paired by replication, on the same draws, with Student's t; "
            "verdicts hold for all models together (Holm). `pilot-sandbox pairs` compares response "
            "times request by request."
        )
        yield Text("\n".join(wrap(words, 78)), style="dim")


def _verdicts(comparison: Comparison, names: Sequence[str]) -> set[str]:
    return {
        found[name].verdict
        for found in comparison.differences.values()
        for name in names
        if name in found
    }


def _notes(comparison: Comparison) -> list[RenderableType]:
    notes: list[RenderableType] = []
    if comparison.precision is not None:
        lines = [line for said in precision_words(comparison.precision) for line in wrap(said, 78)]
        notes.append(Text("\n" + "\n".join(lines)))
    warnings = [wrap(note, 78) for note in open_requests(comparison.left_open())]
    return notes + [Text("\n" + "\n".join(note), style="yellow") for note in warnings]


def grouped_table(
    comparison: Comparison, grouped: Grouped, facts: Facts | str, columns: int = 80
) -> RenderableType:
    """One table for each measure: groups down, models across.

    Of a single run, which has no baseline, `facts` is the sentence that says what was run.
    """
    baseline = "" if isinstance(facts, str) else facts.baseline
    models = ordered(list(grouped.models), baseline)
    parts: list[RenderableType] = (
        [*_about_run(facts), Text("")] if isinstance(facts, str) else [*_facts(facts)]
    )
    for name in grouped.names:
        present = [
            group
            for group in grouped.groups
            if any(
                name in found and found[name].n
                for found in (grouped.models[model].get(group, {}) for model in models)
            )
        ]
        if not present:
            continue
        cells = [
            [_cell(grouped.models[model].get(group, {}).get(name), None) for group in present]
            for model in models
        ]
        heads = [_head(model, baseline) for model in models]
        labels = [_group_label(grouped, group) for group in present]
        title = say("{measure} by {what}", measure=with_unit(name), what=term(grouped.by))
        parts.append(Text(title, style="bold"))
        for table in laid_out(heads, labels, cells, columns):
            parts += [table, Text("")]
    shares = beyond_shares(
        (name, found.get(name))
        for name in grouped.names
        for groups in grouped.models.values()
        for found in groups.values()
    )
    notes = _faint([*shares, *about_groups(grouped)])
    signs = Text(say("± half-width of the interval · – undefined"), style="dim")
    return Group(*parts, signs, *notes, *_notes(comparison))


def _about_run(about: str) -> Iterator[Text]:
    return (Text(line, style="dim") for line in wrap(about, 78))


def run_table(
    result: RunResult,
    about: str,
    units: Mapping[str, str],
    names: Sequence[str],
    columns: int = 80,
) -> RenderableType:
    """The measures of a single run, one a line, under what was run (`about`)."""
    cells = [Text(figure(result.measures[name], units.get(name, ""))) for name in names]
    labels = [Text(measure_term(name)) for name in names]
    heads = [Text("\n".join(wrap(plain(result.model), _HEAD)), style="bold")]
    left_open = result.measures.get("unfinished", 0.0)
    notes = open_requests({result.model: left_open} if left_open > LIMIT else {})
    return Group(
        *_about_run(about),
        Text(""),
        *laid_out(heads, labels, [cells], columns),
        *(Text("\n" + "\n".join(wrap(note, 78)), style="yellow") for note in notes),
    )
