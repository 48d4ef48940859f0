"""What is known of a scenario while it is changed: its trees, its problems, its world.

In: a text, and the place that its file names are relative to. Out: `Findings`, made in two steps
away from the screen: what reading says, at once; what building the world says, when there is time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as File

from sandbox.measures import CATALOGUE
from sandbox.models import PRESETS
from sandbox.scenario import Document, Problem, Refused
from sandbox.scenario.editing import Manuscript, Row, Span, parse
from sandbox.scenario.nodes import Node
from sandbox.scenario.problems import Path, spoken
from sandbox.scenario.text import compose
from sandbox.study.opening import opened, read_as
from sandbox.world import World

UNSAVED = "*"
"""after the name of a scenario on the desk that is in no file as it is"""


@dataclass(frozen=True)
class Findings:
    """What was found in a text."""

    text: str
    written: Node | None
    """the tree of the text itself; None where it is no YAML"""
    spans: Span | None
    merged: Node | None
    """the tree with all that is inherited"""
    problems: tuple[Problem, ...]
    """mistakes first, then warnings"""
    document: Document | None = None
    world: World | None = None
    complete: bool = False
    """whether every room has looked at it"""

    @property
    def mistakes(self) -> list[Problem]:
        """What keeps it from being run."""
        return [each for each in self.problems if not each.warning]


def manuscript_of(name: str) -> Manuscript:
    """The text of a scenario as the app knows it by name.

    Raises:
        Refused: when there is none.
    """
    return Manuscript.open(name)


def trees(text: str) -> tuple[Node | None, Span | None]:
    """The tree of a text and its spans; None where it cannot be read."""
    try:
        return compose(text, ""), parse(text)
    except Refused:
        return None, parse(text)


def look(text: str, folder: File, name: str) -> Findings:
    """What reading a text says: everything but what needs a world."""
    written, spans = trees(text)
    place = folder / (File(name).name or "scenario.yaml")
    try:
        document = read_as(text, place, name)
    except Refused as refused:
        merged = refused.sketch.root if refused.sketch is not None else None
        return Findings(text, written, spans, merged, tuple(refused.problems), complete=True)
    found = tuple(document.warnings)
    return Findings(text, written, spans, document.root, found, document)


def look_further(findings: Findings) -> Findings:
    """The same with the world, and with what building it says."""
    if findings.document is None:
        return findings
    try:
        world = opened(findings.document).world
    except Refused as refused:
        told = tuple(refused.problems)
        return replace(findings, problems=(*told, *findings.problems), complete=True)
    return replace(findings, problems=tuple(world.warnings), world=world, complete=True)


def names_known(world: World | None) -> Mapping[str, Sequence[str]]:
    """Names that forms offer and that a scenario does not write itself."""
    known: dict[str, Sequence[str]] = {"presets": list(PRESETS), "measures": list(CATALOGUE)}
    known["regions"] = list(world.regions) if world is not None else []
    known["agencies"] = list(world.agencies) if world is not None else []
    return known


def by_row(problems: Iterable[Problem], rows: Sequence[Row], file: str) -> dict[Path, str]:
    """What each row says is wrong: with it, or with something below it that is not shown."""
    places = {
        spoken(row.path[:-1] if row.path[-1] == "value" and row.label != "value" else row.path): row
        for row in rows
        if row.kind != "add"
    }
    found: dict[Path, str] = {}
    for problem in problems:
        if problem.warning or problem.file != file:
            continue
        path = problem.path
        while path and path not in places:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        if path:
            found.setdefault(places[path].path, problem.message.render())
    return found


def by_line(problems: Iterable[Problem], file: str) -> dict[int, str]:
    """What is wrong with each line, from 0."""
    found: dict[int, str] = {}
    for problem in problems:
        if problem.file == file and not problem.warning:
            found.setdefault(problem.line - 1, problem.message.render())
    return found
