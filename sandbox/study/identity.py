"""What makes a run the run that it is: a name that two runs share only if they give the same.

In: a document, a model, a seed, a replication. Out: digests. All of the scenario counts, also what
a model may not depend on; so do the files beside it, the source text of the rooms that results
come from, and the versions of the libraries that compute. The engine does not: both give the same.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import sandbox
from sandbox.scenario.beside import contents
from sandbox.scenario.document import Document

SHOWING = frozenset(("cli", "tui", "report", "bench", "background", "language"))
"""Rooms that only show, say or wait: no room that computes imports them for a number."""
SOURCES = frozenset((".py", ".yaml", ".csv", ".json"))
LIBRARIES = ("numpy", "scipy", "simpy", "networkx", "faker", "chinesecalendar")
"""Those whose versions may matter to a number."""


@cache
def libraries() -> dict[str, str]:
    """Their versions; a question mark where the installation does not say."""
    return {name: _version(name) for name in LIBRARIES}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"


@cache
def code() -> str:
    """SHA-256 of the text that results come from, with the versions of the libraries."""
    folder = Path(sandbox.__file__).parent
    digest = hashlib.sha256(json.dumps(libraries(), sort_keys=True).encode())
    for file in sorted(folder.rglob("*")):
        parts = file.relative_to(folder).parts
        if file.suffix in SOURCES and parts[0] not in SHOWING and file.is_file():
            digest.update(_framed("/".join(parts).encode(), file.read_bytes()))
    return digest.hexdigest()


def inputs(document: Document) -> str:
    """SHA-256 of all that a scenario says: its text with what it extends, and files beside it.

    Raises:
        Refused: when a file beside the scenario can no longer be read.
    """
    digest = hashlib.sha256(_framed(document.text.encode()))
    for name, data in contents(document):
        digest.update(_framed(name.encode(), data))
    return digest.hexdigest()


def identity(
    scenario: str,
    model: str,
    seed: int,
    replication: int,
    series_by: str | None = None,
    what: str = "",
) -> str:
    """SHA-256 of one run of the scenario whose `inputs` are given, done by this code.

    `what` is kept of it, where that is not what comparisons are made of.
    """
    whole = [scenario, code(), model, seed, replication, series_by, *([what] if what else [])]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


def _framed(*parts: bytes) -> bytes:
    """The parts with their lengths, so that none can pass for a piece of another."""
    return b"".join(len(part).to_bytes(8, "big") + part for part in parts)
