"""Opens a scenario: every room that can find something wrong with it looks at it at once.

In: a shipped name, a file or a document read before. Out: a `Workshop` whose world is built, or
`Refused` with the problems of all rooms in file order. A room whose part is sound looks at it even
when other parts are not. The command line and the app both open scenarios here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from sandbox.language import Message
from sandbox.models import PRESETS, all_findings, check
from sandbox.scenario import Document, Problem, Refused, document, load
from sandbox.scenario.nodes import Node
from sandbox.scenario.problems import in_order
from sandbox.scenario.sketch import Sketch
from sandbox.scenario.suggest import nearest
from sandbox.study.expectations import findings
from sandbox.study.runs import Workshop, workshop_of
from sandbox.study.weights import findings as weight_findings
from sandbox.world import World, build


def opened(source: str | Path | Document) -> Workshop:
    """The scenario shipped under a name or written in a file, ready to be run.

    Raises:
        Refused: with every problem.
    """
    made = workshop_of(source if isinstance(source, Document) else read(source))
    _ = made.world
    return made


def read(source: str | Path) -> Document:
    """The scenario's document alone, whose world is not built unless the document is refused.

    Raises:
        Refused: with every problem, those of the rooms that build on the document among them.
    """
    return _read(lambda: load(source))


def read_as(text: str, path: Path, name: str) -> Document:
    """The document of a file at `path` if it held `text`, as `read` would read it.

    Raises:
        Refused: with every problem, and with the sketch of what could be read.
    """
    return _read(lambda: document.read_as(text, path, name))


def made_of(root: Node, folder: Path, name: str) -> Document:
    """The document of a tree whose values know where they were written, perhaps in other files.

    Raises:
        Refused: with every problem.
    """
    return _read(lambda: document.laid(root, folder, name))


def _read(reading: Callable[[], Document]) -> Document:
    try:
        return reading()
    except Refused as refused:
        if refused.sketch is None:
            raise
        found = _all(refused.problems, refused.sketch)
        raise Refused(found, refused.sketch) from None


def _all(told: list[Problem], sketch: Sketch) -> list[Problem]:
    """What loading found, and what the other rooms find in the sound parts."""
    models = all_findings(sketch.draft.models)
    world, found = _built(sketch.rest)
    found += [sketch.problem(*finding) for finding in models]
    found += [sketch.problem(*finding) for finding in findings(sketch.draft.expect, world)]
    weights = weight_findings(sketch.draft.valid.get("study"))
    found += [sketch.problem(path, words, key=True) for path, words in weights]
    whole = sketch.rest is not None and len(sketch.rest.scenario.models) == len(
        sketch.draft.names("models") or ()
    )
    if sketch.rest is not None and world is not None and whole and not models:
        found += [each for each in check(sketch.rest, world) if not each.warning]
    meant = {nearest(path[1], PRESETS) for path, _ in models if len(path) == 2}
    return in_order(
        [*(each for each in told if not _follows(each, meant)), *found], sketch.root.mark
    )


def _built(rest: Document | None) -> tuple[World | None, list[Problem]]:
    """The world of what is sound, or why there is none."""
    if rest is None:
        return None, []
    try:
        return build(rest), []
    except Refused as refused:
        return None, list(refused.problems)


def _follows(problem: Problem, meant: Iterable[str | None]) -> bool:
    """Whether a model is only unknown because its own entry is misspelt."""
    said = problem.message.parameters
    return said.get("kind") == Message("model") and said.get("written") in meant
