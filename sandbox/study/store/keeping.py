"""One study in its store, while it is under way.

In: documents with the runs that are wanted of them, then results; what the design comes to, the
points it varies, what it found. Out: the results that are there already, of this study or of any
other. A result is committed before `keep` returns.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Generic

from sandbox.engine.interface import Cancelled
from sandbox.scenario.document import Document
from sandbox.study.identity import code, identity, inputs
from sandbox.study.progress import Task
from sandbox.study.store import findings
from sandbox.study.store.form import Form, Result
from sandbox.study.store.opening import transaction, watched
from sandbox.study.store.rows import BROKEN_OFF, FAILED, FINISHED, INTERRUPTED, now
from sandbox.study.trouble import Trouble


class Keeping:
    """A study's place in the store; the end of the `with` block is noted as the study's."""

    def __init__(self, connection: sqlite3.Connection, path: Path, study: str) -> None:
        self._connection, self._path = connection, path
        self.id = study
        self._found: list[Any] = []

    def __enter__(self) -> Keeping:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        state = FINISHED
        if error is not None:
            state = _end(error)
        try:
            with watched(self._path), transaction(self._connection):
                self._connection.execute(
                    "UPDATE studies SET state = ?, ended = ? WHERE id = ?", (state, now(), self.id)
                )
        except Trouble:
            if error is None:
                raise

    def plan(self, runs: int, *, exact: bool) -> None:
        """Note to how many runs the design comes; unless `exact`, to so many at most.

        Raises:
            Trouble: when the store cannot be written.
        """
        with watched(self._path), transaction(self._connection):
            self._connection.execute(
                "INSERT OR REPLACE INTO plans VALUES (?, ?, ?)", (self.id, runs, exact)
            )

    def point(self, factors: Mapping[str, str], document: Document) -> None:
        """Note a point before its runs: the value of every path that is varied, as written.

        Raises:
            Trouble: when the store cannot be written.
            Refused: when a file beside the scenario can no longer be read.
        """
        digest = inputs(document)
        with watched(self._path), transaction(self._connection):
            enter_scenario(self._connection, document, digest)
            self._connection.execute(
                "INSERT OR IGNORE INTO points SELECT ?1, coalesce(max(number), -1) + 1, ?2, ?3"
                " FROM points WHERE study = ?1",
                (self.id, digest, json.dumps(factors, ensure_ascii=False)),
            )

    def conclude(self, found: Any) -> None:
        """Note what the study found: a dataclass, after what it has concluded with in this `with`
        block. It takes the place of an earlier conclusion, which was the same.

        Raises:
            Trouble: when the store cannot be written.
        """
        self._found.append(found)
        row = (self.id, findings.FORM, findings.written(tuple(self._found)))
        with watched(self._path), transaction(self._connection):
            self._connection.execute("INSERT OR REPLACE INTO conclusions VALUES (?, ?, ?)", row)

    def wanted(
        self,
        document: Document,
        tasks: Sequence[Task],
        seed: int,
        form: Form[Result],
        series_by: str | None = None,
    ) -> Wanted[Result]:
        """The runs that the study wants of a document, entered before the first of them begins.

        Raises:
            Trouble: when the store cannot be written.
            Refused: when a file beside the scenario can no longer be read.
        """
        digest = inputs(document)
        runs = {
            task.index: identity(digest, task.model, seed, task.replication, series_by, form.name)
            for task in tasks
        }
        with watched(self._path), transaction(self._connection):
            enter_scenario(self._connection, document, digest)
            row = self._connection.execute(
                "SELECT coalesce(max(place), -1) FROM members WHERE study = ?", (self.id,)
            ).fetchone()
            self._connection.executemany(
                "INSERT OR IGNORE INTO members VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (self.id, place, runs[task.index], digest, task.model, task.replication)
                    for place, task in enumerate(tasks, row[0] + 1)
                ],
            )
        return Wanted(self._connection, self._path, digest, runs, form)


class Wanted(Generic[Result]):
    """Runs of one document, by task."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        digest: str,
        runs: dict[int, str],
        form: Form[Result],
    ) -> None:
        self._connection, self._path = connection, path
        self._digest, self._runs, self._form = digest, runs, form

    def known(self, task: Task) -> Result | None:
        """The result of a task, when the store has it by now.

        Raises:
            Trouble: when the store cannot be read.
        """
        with watched(self._path):
            row = self._connection.execute(
                "SELECT result FROM runs WHERE identity = ? AND form = ?",
                (self._runs[task.index], self._form.number),
            ).fetchone()
            return None if row is None else self._form.unpacked(row[0])

    def complete(self) -> bool:
        """Whether the store has all of them.

        Raises:
            Trouble: when the store cannot be read.
        """
        with watched(self._path):
            return all(
                self._connection.execute(
                    "SELECT 1 FROM runs WHERE identity = ? AND form = ?", (run, self._form.number)
                ).fetchone()
                for run in self._runs.values()
            )

    def keep(self, task: Task, result: Result) -> None:
        """Commit the result of a task; one that another process has kept meanwhile stays.

        Raises:
            Trouble: when the store cannot be written.
        """
        row = (
            self._runs[task.index],
            self._digest,
            code(),
            result.model,
            result.seed,
            result.replication,
            result.engine,
            now(),
            result.wall,
            self._form.number,
            self._form.packed(result),
        )
        with watched(self._path), transaction(self._connection):
            self._connection.execute(
                "INSERT OR IGNORE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row
            )


def enter_scenario(connection: sqlite3.Connection, document: Document, digest: str) -> None:
    """The text of a scenario, when the store does not have it."""
    connection.execute(
        "INSERT OR IGNORE INTO scenarios VALUES (?, ?, ?, ?)",
        (digest, document.scenario.scenario, document.file, zlib.compress(document.text.encode())),
    )


def _end(error: BaseException) -> str:
    """What became of a study that ended with an error.

    Of a full disk no end can be noted at times, and at others one can: that it was broken off is
    what the store says of the first (see `study_row`), so it is what is noted of the second.
    """
    if isinstance(error, (KeyboardInterrupt, Cancelled)):
        return INTERRUPTED
    return BROKEN_OFF if isinstance(error, Trouble) else FAILED
