"""The suite: all benchmarks by name, in the order in which they are told.

In: names, rounds, whether to be quick. Out: `Results`, also as JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from typing import Any

import sandbox
from sandbox.bench.contest import Contest, Score, run
from sandbox.bench.machine import Machine

NAMES = ("tandem", "multi-class", "large-graph", "batch-heavy", "threads", "shipped")

Look = Callable[[float, str], object]
"""Told how much is done, from 0 to 1, and which benchmark is under way."""


@dataclass(frozen=True)
class Results:
    """The scores of one call, and where and when they were measured."""

    machine: Machine
    rounds: int
    quick: bool
    scores: dict[str, Score]

    def plain(self) -> dict[str, Any]:
        """All of it in plain values, for JSON; words are English there."""
        return {
            "bench": {
                "version": sandbox.__version__,
                "rounds": self.rounds,
                "quick": self.quick,
                **asdict(self.machine),
            },
            "benchmarks": {name: _plain(score) for name, score in self.scores.items()},
        }


def hold(names: Sequence[str], rounds: int, quick: bool, look: Look) -> Results:
    """Hold the benchmarks of these names, one after the other."""
    machine = Machine.here()
    scores: dict[str, Score] = {}
    for place, name in enumerate(names):
        look(place / len(names), name)
        with ExitStack() as kept:
            contest = _contest(name, quick, kept)
            laps = rounds * max(len(contest.contenders), 1)
            done = iter(range(1, laps + 1))

            def told(place: int = place, name: str = name) -> None:
                look((place + next(done) / laps) / len(names), name)  # noqa: B023 - called within

            scores[name] = run(contest, rounds, told)
    return Results(machine, rounds, quick, scores)


def _contest(name: str, quick: bool, kept: ExitStack) -> Contest:
    """The contest of a name; each is loaded when it is wanted."""
    match name:
        case "tandem":
            from sandbox.bench import tandem

            return tandem.contest(tandem.QUICK if quick else tandem.FULL, kept)
        case "multi-class":
            from sandbox.bench import classes

            return classes.contest(classes.QUICK if quick else classes.FULL)
        case "large-graph":
            from sandbox.bench import graph

            return graph.contest(graph.QUICK if quick else graph.FULL)
        case "batch-heavy":
            from sandbox.bench import batches

            return batches.contest(batches.QUICK if quick else batches.FULL)
        case "threads":
            from sandbox.bench import threads

            return threads.contest(threads.QUICK if quick else threads.FULL)
        case "shipped":
            from sandbox.bench import shipped

            return shipped.contest(shipped.QUICK if quick else shipped.FULL)
        case _:
            raise ValueError(f"there is no benchmark {name!r}")


def _plain(score: Score) -> dict[str, Any]:
    contest = score.contest
    return {
        "title": contest.title.render("en"),
        "unit": contest.unit.render("en"),
        "clock": contest.clock.render("en"),
        "mean": contest.mean.render("en"),
        "contenders": {
            one.key: {
                "title": one.title.render("en"),
                "speed": asdict(score.speed(one.key)),
                "laps": [asdict(lap) for lap in score.laps[one.key]],
            }
            for one in contest.contenders
        },
        "ratios": [{**asdict(one), **asdict(score.ratio(one))} for one in contest.ratios],
        "left_out": [
            {"title": one.title.render("en"), "reason": one.reason.render("en")}
            for one in contest.left_out
        ],
    }
