"""Scenarios from the command line: loaded, built and checked before anything runs.

In: file names or names of shipped scenarios. Out: documents and worlds, or `Refused` with the
problems of all of them at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox.cli.output import tell

if TYPE_CHECKING:
    from sandbox.scenario import Document
    from sandbox.scenario.nodes import Node
    from sandbox.scenario.problems import Problem
    from sandbox.study import Workshop
    from sandbox.world import World


def workshop(source: str) -> Workshop:
    """A scenario ready to be run, checked by every room that can find something wrong.

    Warnings are told to standard error.

    Raises:
        Refused: with every problem.
    """
    from sandbox.study.opening import opened as opened_by_all_rooms

    made = opened_by_all_rooms(source)
    for warning in made.world.warnings:
        tell(warning.render())
    return made


def opened(source: str) -> tuple[Document, World]:
    """A document and its world, checked in the same way.

    Raises:
        Refused: with every problem.
    """
    made = workshop(source)
    return made.document, made.world


def read_from(document: Document) -> list[Path]:
    """The files that a scenario was read from: itself, what it extends, graphs and traces."""
    from sandbox.scenario.beside import named

    written = {Path(name) for name in _marked(document.root)}
    return [*written, *(document.folder / name for name in named(document.scenario).values())]


def _marked(node: Node) -> set[str]:
    """The files in which a node and what is below it were written."""
    inside = node.items or list(node.mapping.values())
    return {node.mark.file}.union(*map(_marked, inside))


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
