"""Points: the scenario with the values of its factors written over it.

In: a scenario, settings, and a value of each. Out: the document of a point, read and checked like
any other; and the check of all points before anything runs.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sandbox.language import Message
from sandbox.scenario.document import Document, rewritten
from sandbox.scenario.problems import Problem, Refused
from sandbox.study.designs.paths import refused
from sandbox.study.designs.settings import Level, Setting
from sandbox.study.opening import opened
from sandbox.study.statistics.factors import Span

Point = tuple[Any, ...]
"""One value for each setting, in their order."""

MOST_POINTS = 100_000


def document_at(document: Document, settings: Sequence[Setting], point: Point) -> Document:
    """The scenario at a point; the scenario itself where the point changes nothing.

    Raises:
        Refused: when a value is refused where it is written.
    """
    values = {
        setting.path: node
        for setting, value in zip(settings, point, strict=True)
        if (node := setting.node(value)) is not None
    }
    if not values:
        return document
    found = rewritten(document, values)
    return document if found.text == document.text else found


def factors_at(settings: Sequence[Setting], point: Point) -> dict[str, str]:
    """The values of a point by path, with all their digits, as the scenario has them."""
    return {setting.name: setting.exact(value) for setting, value in zip(settings, point)}


def factors_plain(settings: Sequence[Setting]) -> list[dict[str, Any]]:
    """Factors as a study's record has them: a path with its values, or with the ends of a range."""
    return [
        {
            "path": setting.name,
            "low": setting.exact(setting.factor.low),
            "high": setting.exact(setting.factor.high),
            "log": setting.factor.log,
        }
        if isinstance(setting.factor, Span)
        else {
            "path": setting.name,
            "values": [setting.exact(value) for value in setting.factor.values],
        }
        for setting in settings
    ]


def few_enough(settings: Sequence[Setting], points: int) -> None:
    """Make sure that a study has no more points than it can, before they are made.

    Raises:
        Refused: when it has.
    """
    if points > MOST_POINTS:
        message = Message(
            "{points} points, more than the {limit} that one study can have",
            {"points": f"{points:,}", "limit": f"{MOST_POINTS:,}"},
        )
        raise refused(settings[0].mark, (), message)


def check_points(
    document: Document, settings: Sequence[Setting], points: Iterable[Point], models: Sequence[str]
) -> None:
    """Make sure that every point can be run, before any is.

    The file's own checks are made of all points. Worlds, which take longer, are built at points
    that hold every listed value and both ends of every range; what only another combination of
    values gets wrong in the world is refused when its turn comes.

    Raises:
        Refused: with every problem, each said once.
    """
    points = list(dict.fromkeys(points))
    found: dict[str, Problem] = {}
    chosen = set(_telling(settings, points))
    for place, point in enumerate(points):
        try:
            there = document_at(document, settings, point)
            _models_there(document, there, settings, models)
            if place in chosen:
                opened(there)
        except Refused as refusal:
            for problem in refusal.problems:
                found.setdefault(problem.render("en"), _with_point(problem, settings, point))
    if found:
        raise Refused(found.values())


@contextlib.contextmanager
def at_point(settings: Sequence[Setting], point: Point) -> Iterator[None]:
    """What is refused in here is refused with the values of the point.

    Raises:
        Refused: in the place of the one that was raised.
    """
    try:
        yield
    except Refused as refusal:
        problems = [_with_point(problem, settings, point) for problem in refusal.problems]
        raise Refused(problems) from None


def _with_point(problem: Problem, settings: Sequence[Setting], point: Point) -> Problem:
    """A problem with the values that brought it about, unless it is shown at one of them."""
    if any(problem.file == setting.mark.file for setting in settings):
        return problem
    pairs = zip(settings, point)
    values = ", ".join(f"{setting.name} = {setting.words(value)}" for setting, value in pairs)
    said = {"point": values, "message": problem.message}
    return replace(problem, message=Message("with {point}: {message}", said))


def _models_there(
    document: Document, there: Document, settings: Sequence[Setting], models: Sequence[str]
) -> None:
    """Refuse a point that takes away a model which is compared."""
    kept = there.scenario.models
    gone = [label for label in models if label in document.scenario.models and label not in kept]
    if gone:
        setting = next(one for one in settings if one.path[0] == "models")
        message = Message("the model {model} is not there at every point", {"model": gone[0]})
        raise refused(setting.mark, setting.path, message)


def _telling(settings: Sequence[Setting], points: Sequence[Point]) -> Iterable[int]:
    """Places of points that hold every level, and the ends of what spans take."""
    for place, setting in enumerate(settings):
        column = [point[place] for point in points]
        if isinstance(setting.factor, Span):
            numbers = [value for value in column if not isinstance(value, Level)]
            for end in (min, max):
                if numbers:
                    yield column.index(end(numbers))
        else:
            yield from (column.index(value) for value in dict.fromkeys(column))
