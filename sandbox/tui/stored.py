"""A stored comparison as the app shows one: with its scenario and the world of that.

In: a store and a study's id. Out: what the comparison's page needs; nothing where the study is
another one, is not complete, or its world can no longer be built: then its report is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sandbox.scenario import Document, Refused, shipped
from sandbox.study import Comparison
from sandbox.study.identity import inputs
from sandbox.study.kept import comparison_of
from sandbox.study.opening import opened, read
from sandbox.study.store import Store, StudyRow
from sandbox.world import World


@dataclass(frozen=True)
class Stored:
    """A finished comparison out of the store; `name` is what its scenario is opened by."""

    study: str
    name: str
    document: Document
    world: World
    comparison: Comparison


def stored_comparison(path: Path, study: str) -> Stored | None:
    """The comparison of a study, when it can be shown as one.

    Raises:
        Trouble: when the store cannot be read, or has no such study.
    """
    with Store(path, reading=True) as store:
        row = store.find(study)
        if row.kind != "compare":
            return None
        try:
            kept = comparison_of(store, row)
            file = store.file(row)
            if kept is None or not kept.complete:
                return None
            name, document = _source(row, file, kept.document)
            world = opened(document).world
        except Refused:  # another version's scenario, or files beside it that are gone
            return None
    return Stored(row.id, name, document, world, kept.comparison)


def _source(row: StudyRow, file: str, kept: Document) -> tuple[str, Document]:
    """The scenario's name and document: its file, while that says what it said then.

    With the file come the files beside it, without which some worlds cannot be built.
    """
    for name in [each for each in shipped() if each == row.scenario] + [file]:
        try:
            if name == row.scenario or Path(name).is_file():
                document = read(name)
                if inputs(document) == row.digest:
                    return name, document
        except Refused:
            continue
    return file, kept
