"""One study of the queue: the command that does it, and what is known of that command's process.

In: a folder of the queue. Out: a `Job`, read from its note and from the lock that its process
holds. A note that is damaged is no job: nobody could say which command it was.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sandbox.background.held import held

QUEUED = "queued"
UNDER_WAY = "under way"
CANCELLED = "cancelled"
FINISHED = "finished"
FAILED = "failed"
BROKEN_OFF = "broken off"
"""Its process is gone, and nobody has seen how it ended."""

NOTE, LOCK, SAID, ANSWER, STUDY = "job.json", "lock", "said.txt", "answer.txt", "study"
_WORDS = 4000
"""Bytes of the last words that are read."""


@dataclass(frozen=True)
class Job:
    """A command of the queue; `state` as its note has it, but for `state_now`.

    `code` is its exit code, below nought the signal that ended it. `since`: when it was put into
    the queue the last time, in UTC, which gives the order.
    """

    number: int
    command: tuple[str, ...]
    folder: str
    since: datetime
    state: str = QUEUED
    asked: bool = False  # to end
    process: int | None = None
    started: datetime | None = None
    ended: datetime | None = None
    code: int | None = None

    @property
    def name(self) -> str:
        """What people call it: no study's id begins so."""
        return f"q{self.number}"

    def to_json(self) -> dict[str, Any]:
        """As its note, and the command line's JSON."""
        plain = asdict(self)
        for name in ("since", "started", "ended"):
            moment = plain[name]
            plain[name] = None if moment is None else moment.isoformat()
        return {**plain, "command": list(self.command)}


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def read(folder: Path) -> Job | None:
    """The job of a folder as it is now; none where there is no note, or a damaged one."""
    try:
        job = _job(json.loads((folder / NOTE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError):
        return None
    if job.state == UNDER_WAY and not held(folder / LOCK):
        return replace(job, state=BROKEN_OFF)
    return job


def _job(plain: Mapping[str, Any]) -> Job:
    moments = {
        name: None if plain[name] is None else datetime.fromisoformat(plain[name])
        for name in ("since", "started", "ended")
    }
    command = tuple(plain["command"])
    whole = isinstance(plain["number"], int) and all(isinstance(word, str) for word in command)
    if not whole or not command or moments["since"] is None:
        raise ValueError("not the note of a job")
    return Job(**{**plain, **moments, "command": command})


def write(folder: Path, job: Job) -> None:
    """Write the note, whole or not at all.

    Raises:
        OSError: when it cannot be written.
    """
    descriptor, name = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(job.to_json(), file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, folder / NOTE)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def last_words(folder: Path) -> str:
    """What the command said on standard error, the end of it; nothing before it has begun."""
    try:
        with (folder / SAID).open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - _WORDS))
            return file.read().decode("utf-8", "replace").strip()
    except OSError:
        return ""


def study_of(folder: Path) -> str:
    """The id of the study in the store; nothing before the command has begun one."""
    try:
        return (folder / STUDY).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def note_study(folder: Path, study: str) -> None:
    """Note which study of the store the command is at; one that cannot be noted is not known."""
    with suppress(OSError):
        (folder / STUDY).write_text(study, encoding="ascii")
