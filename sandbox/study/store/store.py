"""A store of studies: opened for writing by studies, for reading by everybody else.

In: a path. Out: studies by a beginning of their id, their runs and scenarios; places for new ones;
room, when old ones are cleared away.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any

import sandbox
from sandbox.language import Message
from sandbox.scenario.document import Document
from sandbox.study.identity import code, inputs, libraries
from sandbox.study.runs import RunResult
from sandbox.study.store import findings
from sandbox.study.store.form import FATES, FORM, unpacked
from sandbox.study.store.keeping import Keeping, enter_scenario
from sandbox.study.store.opening import (
    for_reading,
    for_writing,
    snapshot,
    transaction,
    watched,
)
from sandbox.study.store.rows import UNDER_WAY, PointRow, StudyRow, all_rows, now
from sandbox.study.store.whereabouts import here
from sandbox.study.trouble import Trouble


@dataclass(frozen=True)
class Cleared:
    """What was cleared away."""

    studies: int
    runs: int
    bytes: int


class Store:
    """One file; close it, or use it in a `with` block."""

    def __init__(
        self,
        path: str | Path,
        *,
        reading: bool = False,
        command: Sequence[str] = (),
        begun: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Open the file at `path`; unless `reading`, it is made when it is not there.

        `command` is noted with the studies that begin: the words that somebody gave; `begun` is
        told the id of each.

        Raises:
            Trouble: when the file cannot be used.
        """
        self.path = Path(path)
        self._command, self._begun = tuple(command), begun
        self._connection: sqlite3.Connection = (for_reading if reading else for_writing)(self.path)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def study(self, kind: str, document: Document, settings: Mapping[str, Any]) -> Keeping:
        """The place of a study, new or as it was left: the same kind, scenario, code and settings
        are the same study.

        Raises:
            Trouble: when the store cannot be written.
            Refused: when a file beside the scenario can no longer be read.
        """
        digest, written = inputs(document), json.dumps(settings, sort_keys=True, ensure_ascii=False)
        study = sha256(json.dumps([kind, digest, code(), written]).encode()).hexdigest()
        place = (UNDER_WAY, *here())
        with watched(self.path), transaction(self._connection):
            enter_scenario(self._connection, document, digest)
            self._connection.execute(
                "INSERT INTO studies VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET"
                " state = excluded.state, host = excluded.host, process = excluded.process",
                (
                    study,
                    kind,
                    digest,
                    json.dumps(self._command, ensure_ascii=False),
                    written,
                    sandbox.__version__,
                    code(),
                    json.dumps(libraries()),
                    now(),
                    *place,
                ),
            )
        self._begun(study)
        return Keeping(self._connection, self.path, study)

    def studies(self) -> list[StudyRow]:
        """All studies, those that began last first.

        Raises:
            Trouble: when the store cannot be read.
        """
        with watched(self.path):
            return all_rows(self._connection)

    def find(self, beginning: str) -> StudyRow:
        """The study whose id begins so.

        Raises:
            Trouble: when there is none, or more than one.
        """
        found = [study for study in self.studies() if study.id.startswith(beginning.lower())]
        if not beginning or not found:
            raise Trouble(
                Message(
                    "store {file}: no study has an id that begins with {id!r}; "
                    "`pilot-sandbox studies list` shows all",
                    {"file": self.path, "id": beginning},
                )
            )
        if len(found) > 1:
            ids = ", ".join(study.short for study in found[:10])
            raise Trouble(
                Message("{id!r} begins the ids of several studies: {ids}",
                        {"id": beginning, "ids": ids})
            )  # fmt: skip
        return found[0]

    def runs(
        self, study: StudyRow, replication: int | None = None
    ) -> Iterator[tuple[str, RunResult]]:
        """The finished runs of a study in their order, each with the digest of its scenario.

        Only those of one `replication`, if it is given. Runs of which only the fates of requests
        were kept are passed over: they have no measures.

        Raises:
            Trouble: when the store cannot be read, or a result has a form of another version.
        """
        with watched(self.path):
            members = self._connection.execute(
                "SELECT members.scenario, form, result FROM members JOIN runs ON run = identity"
                " WHERE study = ?1 AND (?2 IS NULL OR members.replication = ?2) ORDER BY place",
                (study.id, replication),
            )
            for scenario, form, result in members:
                if form >= FATES:
                    continue
                if form != FORM:
                    raise Trouble(
                        Message(
                            "store {file}: its results have a form of another version",
                            {"file": self.path},
                        )
                    )
                yield scenario, unpacked(result)

    def snapshot(self) -> AbstractContextManager[None]:
        """A `with` block in which all that is read is of one moment, whoever writes meanwhile."""
        return snapshot(self._connection)

    def points(self, study: StudyRow) -> list[PointRow]:
        """The points of a study in their order; scenarios that are no point's come after them.

        Raises:
            Trouble: when the store cannot be read.
        """
        with watched(self.path):
            done = dict(
                self._connection.execute(
                    "SELECT members.scenario, count(identity) FROM members"
                    " LEFT JOIN runs ON run = identity WHERE study = ? GROUP BY members.scenario"
                    " ORDER BY min(place)",
                    (study.id,),
                )
            )
            found = [
                PointRow(number, scenario, json.loads(factors), done.get(scenario, 0))
                for number, scenario, factors in self._connection.execute(
                    "SELECT number, scenario, factors FROM points WHERE study = ? ORDER BY number",
                    (study.id,),
                )
            ]
        others = [one for one in done if all(one != point.scenario for point in found)]
        return found + [
            PointRow(number, scenario, {}, done[scenario])
            for number, scenario in enumerate(others, len(found))
        ]

    def conclusion(self, study: StudyRow) -> tuple[Any, ...]:
        """What a study found: what its design returns, of a comparison all but its runs; nothing
        while it is not known.

        Raises:
            Trouble: when the store cannot be read, or the conclusion has a form of another version.
        """
        with watched(self.path):
            row = self._connection.execute(
                "SELECT form, found FROM conclusions WHERE study = ?", (study.id,)
            ).fetchone()
            if row is None:
                return ()
            if row[0] != findings.FORM:
                raise Trouble(
                    Message(
                        "store {file}: its results have a form of another version",
                        {"file": self.path},
                    )
                )
            found: tuple[Any, ...] = findings.read(row[1])
            return found

    def scenarios(self, study: StudyRow) -> dict[str, str]:
        """The texts of a study's scenarios by digest, that of the study itself first.

        Raises:
            Trouble: when the store cannot be read.
        """
        with watched(self.path):
            found = self._connection.execute(
                "SELECT digest, text FROM scenarios LEFT JOIN members"
                " ON digest = members.scenario AND study = ?1"
                " WHERE digest = ?2 OR study IS NOT NULL"
                " GROUP BY digest ORDER BY digest != ?2, min(place)",
                (study.id, study.digest),
            )
            return {digest: zlib.decompress(text).decode() for digest, text in found}

    def file(self, study: StudyRow) -> str:
        """The file that a study's scenario was read from, as it was named then.

        Raises:
            Trouble: when the store cannot be read.
        """
        with watched(self.path):
            row = self._connection.execute(
                "SELECT file FROM scenarios WHERE digest = ?", (study.digest,)
            ).fetchone()
            name: str = row[0]
            return name

    def clear(self, old: Callable[[list[StudyRow]], Sequence[StudyRow]]) -> Cleared:
        """Remove the studies that `old` picks, never one under way, and runs that no study needs.

        Raises:
            Trouble: when the store cannot be written.
        """
        before = self._size()
        with watched(self.path):
            with transaction(self._connection):
                gone = [each for each in old(self.studies()) if each.state != UNDER_WAY]
                for study in gone:
                    for table in ("members", "points", "plans", "conclusions"):
                        self._connection.execute(
                            f"DELETE FROM {table} WHERE study = ?", (study.id,)
                        )
                    self._connection.execute("DELETE FROM studies WHERE id = ?", (study.id,))
                runs = self._connection.execute(
                    "DELETE FROM runs WHERE identity NOT IN (SELECT run FROM members)"
                ).rowcount
                self._connection.execute(
                    "DELETE FROM scenarios WHERE digest NOT IN (SELECT scenario FROM members)"
                    " AND digest NOT IN (SELECT scenario FROM studies)"
                    " AND digest NOT IN (SELECT scenario FROM points)"
                )
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return Cleared(len(gone), runs, max(0, before - self._size()))

    def _size(self) -> int:
        files = (self.path, Path(f"{self.path}-wal"))
        return sum(file.stat().st_size for file in files if file.exists())
