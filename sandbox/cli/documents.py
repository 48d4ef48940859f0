"""Scenarios from the command line: loaded, built and checked before anything runs.

In: file names or names of shipped scenarios. Out: documents and worlds, or `Refused` with the
problems of all of them at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.scenario import Document
    from sandbox.scenario.problems import Problem
    from sandbox.world import World


def opened(source: str) -> tuple[Document, World]:
    """A document and its world, checked by every room that can find something wrong.

    Raises:
        Refused: with every problem.
    """
    from sandbox.scenario import load
    from sandbox.study import Workshop

    document = load(source)
    return document, Workshop(document).world


def all_opened(sources: Sequence[str]) -> list[tuple[Document, World]]:
    """Several documents.

    Raises:
        Refused: with every problem of every file.
    """
    from sandbox.scenario import Refused

    fine: list[tuple[Document, World]] = []
    problems: list[Problem] = []
    for source in dict.fromkeys(sources):
        try:
            fine.append(opened(source))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return fine
