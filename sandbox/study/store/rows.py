"""A study and its points as the store tells them.

In: a row. Out: a `StudyRow` with what of the study is known, and whether it is still under way.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox.study.store.whereabouts import gone

SHORT = 10
"""Letters of an id that are shown; any beginning that fits one study only is understood."""

UNDER_WAY = "under way"
FINISHED = "finished"
INTERRUPTED = "interrupted"
FAILED = "failed"
BROKEN_OFF = "broken off"
"""The state of a study that says that it is under way, and whose process is gone; or that lost its
store or cluster."""

COLUMNS = """
    studies.id, kind, scenarios.name, studies.scenario, command, settings, version, code,
    libraries, begun, ended, state, host, process,
    (SELECT count(*) FROM members WHERE study = studies.id),
    (SELECT count(*) FROM members JOIN runs ON run = identity WHERE study = studies.id),
    (SELECT coalesce(sum(wall), 0) FROM members JOIN runs ON run = identity
        WHERE study = studies.id),
    plans.runs, plans.exact
"""
FROM = """
    FROM studies JOIN scenarios ON digest = studies.scenario
    LEFT JOIN plans ON plans.study = studies.id
"""


@dataclass(frozen=True)
class StudyRow:
    """One study; times in UTC, `wall` in seconds: what its finished runs took, added up.

    `total` counts the runs that were entered so far, `planned` those that the design comes to:
    so many, or so many at most where a rule may stop it early (`exact` is false then). Nobody
    knows (none) of studies that were put together by hand.
    """

    id: str
    kind: str
    scenario: str
    digest: str
    command: tuple[str, ...]
    settings: dict[str, Any]
    version: str
    code: str
    libraries: dict[str, str]
    begun: datetime
    ended: datetime | None
    state: str
    total: int
    done: int
    wall: float
    planned: int | None = None
    exact: bool = True

    @property
    def short(self) -> str:
        """The beginning of the id."""
        return self.id[:SHORT]

    def to_json(self) -> dict[str, Any]:
        """As the command line's JSON."""
        return {
            "id": self.id,
            "kind": self.kind,
            "scenario": self.scenario,
            "digest": self.digest,
            "command": list(self.command),
            "settings": self.settings,
            "version": self.version,
            "code": self.code,
            "libraries": self.libraries,
            "begun": self.begun.isoformat(),
            "ended": None if self.ended is None else self.ended.isoformat(),
            "state": self.state,
            "runs": self.total,
            "finished": self.done,
            "planned": self.planned,
            "at_most": self.planned is not None and not self.exact,
            "seconds": self.wall,
        }


@dataclass(frozen=True)
class PointRow:
    """One point of a study: values by path as the scenario has them, and its runs so far.

    A study that varies nothing has one point, without values.
    """

    number: int
    scenario: str
    factors: dict[str, str]
    done: int

    def to_json(self) -> dict[str, Any]:
        """As the command line's JSON."""
        return {
            "point": self.number,
            "scenario": self.scenario,
            "factors": self.factors,
            "finished": self.done,
        }


def now() -> str:
    """This moment as it is stored."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def study_row(row: tuple[Any, ...]) -> StudyRow:
    """The study of a row with `COLUMNS`."""
    study, kind, scenario, digest, command, settings, version, code, libraries, *rest = row
    begun, ended, state, host, process, total, done, wall, planned, exact = rest
    if state == UNDER_WAY and gone(host, process):
        state = BROKEN_OFF
    return StudyRow(
        id=study,
        kind=kind,
        scenario=scenario,
        digest=digest,
        command=tuple(json.loads(command)),
        settings=json.loads(settings),
        version=version,
        code=code,
        libraries=json.loads(libraries),
        begun=datetime.fromisoformat(begun),
        ended=None if ended is None else datetime.fromisoformat(ended),
        state=state,
        total=total,
        done=done,
        wall=wall,
        planned=planned,
        exact=planned is None or bool(exact),
    )


def all_rows(connection: sqlite3.Connection) -> list[StudyRow]:
    """All studies, those that began last first."""
    found = connection.execute(f"SELECT {COLUMNS} {FROM} ORDER BY begun DESC, studies.rowid DESC")
    return [study_row(row) for row in found]
