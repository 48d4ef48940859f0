"""The files beside a scenario: graphs and traces that it names and that belong to what it says.

In: a document. Out: their names, their bytes, and a text that needs no folder: it travels with the
bytes to machines that do not have the files.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sandbox.language import Message, reason
from sandbox.scenario import problems
from sandbox.scenario.document import Document, written
from sandbox.scenario.problems import Refused
from sandbox.scenario.scenario import Scenario
from sandbox.scenario.text import compose

Files = tuple[tuple[str, bytes], ...]
"""Names and contents."""


def named(scenario: Scenario) -> dict[problems.Path, str]:
    """The files that a scenario names, by the place where it does; names as they are written."""
    found: dict[problems.Path, str | None] = {}
    if scenario.graph is not None:
        for part in ("graphml", "nodes", "edges"):
            found["graph", part] = getattr(scenario.graph, part)
    for name, need in scenario.needs.items():
        if need.arrivals:
            found["needs", name, "arrivals", "file"] = need.arrivals.file
    return {path: name for path, name in found.items() if name is not None}


def contents(document: Document) -> Files:
    """What the files hold, in the order in which the scenario names them, each once.

    Raises:
        Refused: when a file can no longer be read.
    """
    return tuple(_read(document))


def carried(document: Document) -> tuple[str, Files]:
    """The document's text with other file names, and the files under these names.

    Raises:
        Refused: when a file can no longer be read.
    """
    files = contents(document)
    if not files:
        return document.text, ()
    plain = {name: f"{number}{Path(name).suffix}" for number, (name, _) in enumerate(files)}
    data = compose(document.text, document.file).plain()
    for (*sections, last), name in named(document.scenario).items():
        inside: Any = data
        for section in sections:
            inside = inside[section]
        inside[last] = plain[name]
    return written(data), tuple((plain[name], data) for name, data in files)


def _read(document: Document) -> Iterator[tuple[str, bytes]]:
    seen = set()
    for path, name in named(document.scenario).items():
        if name in seen:
            continue
        seen.add(name)
        try:
            yield name, (document.folder / name).read_bytes()
        except OSError as error:
            message = Message("the file cannot be read: {reason}", {"reason": reason(error)})
            raise Refused([document.problem(path, message)]) from None
