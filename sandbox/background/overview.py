"""All studies of a store with what the queue knows of them: what a planner sees as one list.

In: a store and its queue. Out: entries, those that began or were put in last first; how long one
will still take.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sandbox.background import job as notes
from sandbox.background.job import QUEUED, UNDER_WAY, Job
from sandbox.background.queue import Queue
from sandbox.language import Message, say
from sandbox.study.kept import studies_of
from sandbox.study.store import StudyRow
from sandbox.study.trouble import Trouble

_SOONER = (QUEUED, UNDER_WAY)


@dataclass(frozen=True)
class Entry:
    """A study of the store, a job of the queue, or both: the job that is at the study."""

    study: StudyRow | None
    job: Job | None
    words: str = ""  # the last that a failed command has said

    @property
    def key(self) -> str:
        """The study's id; before it has one, the name of its job."""
        return self.study.id if self.study is not None else self.job.name if self.job else ""

    @property
    def short(self) -> str:
        """The beginning of the key."""
        return self.study.short if self.study is not None else self.key

    @property
    def state(self) -> str:
        """The job's while that says something that the store cannot know, else the study's."""
        if self.job is not None and self.job.state in _SOONER:
            return self.job.state
        if self.study is not None:
            return self.study.state
        return self.job.state if self.job is not None else ""

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self.state == UNDER_WAY

    @property
    def resumable(self) -> bool:
        """Whether the same command would go on with it."""
        if self.state in (QUEUED, UNDER_WAY, notes.FINISHED):
            return False
        return bool(self.job is not None or (self.study is not None and self.study.command))

    @property
    def when(self) -> datetime:
        """When it began, or was put into the queue."""
        if self.study is not None:
            return self.study.begun
        assert self.job is not None
        return self.job.since

    @property
    def kind(self) -> str:
        """Of the study, or the command's first word."""
        if self.study is not None:
            return self.study.kind
        return self.job.command[0] if self.job is not None else ""

    @property
    def scenario(self) -> str:
        """The scenario's name, or the file of the command."""
        if self.study is not None:
            return self.study.scenario
        words = self.job.command[1:] if self.job is not None else ()
        return Path(words[0]).stem if words else ""

    @property
    def fraction(self) -> float:
        """Share of the planned runs that are done; nought where nobody knows the plan."""
        study = self.study
        if study is None or not study.planned:
            return 0.0
        return min(study.done / study.planned, 1.0)

    def left(self, cores: int | None = None) -> float | None:
        """Seconds that it will still take, at most where a rule may stop it; none if not known.

        By what a run has taken on the average, on as many cores as there are, or as the command
        asks for. The runs under way have done a part already: half of it, on the average.
        """
        study = self.study
        if study is None or not self.running or not study.done or not study.planned:
            return None
        asked = self.job.command if self.job is not None else study.command
        cores = _jobs(asked) or cores or os.cpu_count() or 1
        rest = max(study.planned - study.done, 0)
        return (rest - min(rest, cores) / 2) * study.wall / study.done / cores


def _jobs(command: Sequence[str]) -> int | None:
    """What the command says of `--jobs`."""
    for word, after in zip(command, [*command[1:], ""]):
        value = after if word == "--jobs" else word.removeprefix("--jobs=")
        if word.startswith("--jobs") and value.isdecimal():
            return int(value)
    return None


def overview(store: Path) -> list[Entry]:
    """All entries; no store, or an empty one, has none but the jobs.

    Raises:
        Trouble: when the store cannot be read.
    """
    queue = Queue(store)
    jobs = queue.jobs()
    studies = studies_of(store) if store.exists() and store.stat().st_size else []
    at: dict[str, Job] = {}
    waiting: list[Entry] = []
    known = {study.id for study in studies}
    for job in jobs:
        study = notes.study_of(queue.of(job))
        if study in known:
            at.setdefault(study, job)  # the latest
        else:
            waiting.append(Entry(None, job, _words(queue, job)))
    found = []
    for row in studies:
        mine = at.get(row.id)
        asked = mine if row.state != notes.FINISHED else None
        found.append(Entry(row, mine, "" if asked is None else _words(queue, asked)))
    return sorted([*waiting, *found], key=_moment, reverse=True)


def _words(queue: Queue, job: Job) -> str:
    """What a failed command has said last; of one that was killed, that it was."""
    if job.state != notes.FAILED:
        return ""
    if job.code is not None and job.code < 0:
        return say("its process was ended by signal {number}", number=-job.code)
    return notes.last_words(queue.of(job))


def _moment(entry: Entry) -> datetime:
    since = entry.job.since if entry.job is not None and entry.job.state in _SOONER else None
    return max(entry.when, since or datetime.min.replace(tzinfo=UTC))


def find(entries: Sequence[Entry], name: str) -> Entry:
    """The entry of a job's name or of the beginning of a study's id.

    Raises:
        Trouble: when there is none, or more than one.
    """
    wanted = name.lower()
    found = [each for each in entries if each.job is not None and each.job.name == wanted]
    if not found and wanted:
        found = [each for each in entries if each.study and each.study.id.startswith(wanted)]
    if not found:
        raise Trouble(
            Message(
                "no study has an id that begins with {id!r}, and no waiting one that name; "
                "`pilot-sandbox studies queue` shows all",
                {"id": name},
            )
        )
    if len(found) > 1:
        ids = ", ".join(each.short for each in found[:10])
        raise Trouble(
            Message("{id!r} begins the ids of several studies: {ids}", {"id": name, "ids": ids})
        )
    return found[0]
