"""The bench as tables for people: contenders with their speeds, then the ratios with their spread.

In: results of the bench. Out: a rich renderable that fits the width given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sandbox.language import say
from sandbox.report.paragraphs import wrap
from sandbox.report.sheet import listed

if TYPE_CHECKING:
    from sandbox.bench import Results, Score


def bench_table(results: Results, columns: int) -> RenderableType:
    """All benchmarks, one below the other."""
    parts: list[RenderableType] = [Text("\n".join(wrap(_about(results), columns)))]
    for score in results.scores.values():
        parts += [Text(""), *_benchmark(score, columns)]
    return Group(*parts)


def _about(results: Results) -> str:
    machine = results.machine
    words = say(
        "{processor}, cores {cores}, {system}, {date}; {versions}; rounds {rounds}",
        processor=machine.processor,
        cores=machine.cores,
        system=machine.system,
        date=machine.date,
        versions=listed(f"{name} {version}" for name, version in machine.versions.items()),
        rounds=results.rounds,
    )
    if machine.load is not None:
        words += say("; load at the beginning {load}", load=f"{machine.load:.2f}")
    if results.quick:
        words += say("; quick: too short to say how fast anything is")
    return words


def _benchmark(score: Score, columns: int) -> list[RenderableType]:
    contest = score.contest
    title = say("{title} ({clock})", title=contest.title, clock=contest.clock)
    parts: list[RenderableType] = [
        Text("\n".join(wrap(title, columns)), style="bold"),
    ]
    if contest.contenders:
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
        table.add_column(Text(""), overflow="fold")
        for head in (say("{unit} per s", unit=contest.unit), say("ns each"), contest.mean.render()):
            table.add_column(Text(head), justify="right")
        for one in contest.contenders:
            speed = score.speed(one.key).median
            mean = score.laps[one.key][0].mean
            table.add_row(
                Text(one.title.render()), f"{speed:,.0f}", f"{1e9 / speed:,.0f}", f"{mean:,.3f}"
            )
        parts.append(table)
    if contest.ratios:
        parts.append(Text(say("Ratios of speeds, median (least to greatest):")))
    titles = {one.key: one.title.render() for one in contest.contenders}
    for ratio in contest.ratios:
        spread = score.ratio(ratio)
        words = say(
            "{above} / {below}: {median} ({low} to {high})",
            above=titles[ratio.above],
            below=titles[ratio.below],
            median=_digits(spread.median),
            low=_digits(spread.low),
            high=_digits(spread.high),
        )
        parts.append(Text("\n".join(wrap(words, columns, "  ", "    "))))
    for missing in contest.left_out:
        words = say("{title} is left out: {reason}", title=missing.title, reason=missing.reason)
        parts.append(Text("\n".join(wrap(words, columns, "", "  "))))
    return parts


def _digits(ratio: float) -> str:
    """Three digits."""
    return f"{ratio:.0f}" if ratio >= 100 else f"{ratio:.1f}" if ratio >= 10 else f"{ratio:.2f}"
