"""The work of a study as it travels: the scenario's text and what its runs have in common.

In: a document, a seed, an engine. Out: `Runs`, which any process opens to do tasks with: one of
this machine finds files beside the scenario where they are, another machine gets them too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sandbox.scenario.beside import Files, carried
from sandbox.scenario.document import Document, reload
from sandbox.study.progress import Task
from sandbox.study.runs import RunResult, Workshop, latest_workshop, workshop_of

if TYPE_CHECKING:
    from sandbox.study.driver import Look, Runner
    from sandbox.world import World

LONG = 2_000_000
"""Requests and changes of a run from which runs share a process: a few seconds in the kernel.
Shorter ones spend most of their time in Python, of which only one thread runs at a time."""


@dataclass(frozen=True)
class Runs:
    """The work of a study: opened in whatever process does runs, from the document's text."""

    text: str
    folder: Path | None
    file: str
    seed: int
    engine: str
    series_by: str | None = None
    beside: Files = ()
    """the files that the text names, where there is no folder that has them"""

    @classmethod
    def of(cls, document: Document, seed: int, engine: str, series_by: str | None = None) -> Runs:
        """The runs of a document, for processes of this machine."""
        return cls(document.text, document.folder, document.file, seed, engine, series_by)

    @classmethod
    def carried(
        cls, document: Document, seed: int, engine: str, series_by: str | None = None
    ) -> Runs:
        """The same runs, for machines that have no file of the document.

        Raises:
            Refused: when a file beside the scenario can no longer be read.
        """
        text, beside = carried(document)
        return cls(text, None, document.file, seed, engine, series_by, beside)

    def workshop(self) -> Workshop:
        """The workshop of the document, in this process."""
        with _unpacked(self) as work:
            workshop = _workshop(work)
            _ = workshop.world  # files beside the scenario are read here
        return workshop

    def open(self) -> Runner[RunResult]:
        """A workshop for the document, ready to do tasks."""
        workshop = self.workshop()
        end = float(workshop.document.scenario.study.horizon) * 1e9

        def run(task: Task, look: Look) -> RunResult:
            return workshop.run(
                task.model,
                seed=self.seed,
                replication=task.replication,
                engine=self.engine,
                observer=lambda seen: look(min(1.0, seen.time / end), seen.measures),
                series_by=self.series_by,
            )

        return run


def threaded(engine: str, world: World) -> bool:
    """Whether runs of a world are long and in an engine that lets other threads run."""
    from sandbox.engine import choose
    from sandbox.world.volume import volumes

    arrivals = sum(volumes(world).values())
    return arrivals >= LONG and choose(engine, arrivals).name == "compiled"


@contextmanager
def _unpacked(work: Runs) -> Iterator[Runs]:
    """The work with a folder that holds the files that came with it."""
    if not work.beside:
        yield work
        return
    with TemporaryDirectory(prefix="pilot-sandbox-") as folder:
        for name, data in work.beside:
            (Path(folder) / name).write_bytes(data)
        yield replace(work, folder=Path(folder), beside=())


def _workshop(work: Runs) -> Workshop:
    """The workshop of work that may have come from another process."""
    latest = latest_workshop()
    if latest is not None:
        document = latest.document
        if (document.text, document.folder, document.file) == (work.text, work.folder, work.file):
            return latest
    return workshop_of(reload(work.text, work.folder, work.file))
