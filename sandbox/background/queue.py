"""The queue beside a store: what waits, what is under way, what has ended.

In: a store's path; commands to put in, jobs to cancel or to put in again. Out: jobs in order. All
is a folder `STORE.queue` of small files; who changes it holds its lock for that moment.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sandbox.background import held
from sandbox.background import job as notes
from sandbox.background.job import CANCELLED, QUEUED, UNDER_WAY, Job
from sandbox.language import Message, reason
from sandbox.study.trouble import Trouble

MOST_AT_ONCE = 64
"""Studies at the same time, at most."""
_AT_ONCE = "at-once"


class Queue:
    """The queue of one store; it is made when something is put into it."""

    def __init__(self, store: str | Path) -> None:
        self.store = Path(store).absolute()
        self.folder = Path(f"{self.store}.queue")

    def of(self, job: Job) -> Path:
        """The folder of a job."""
        return self.folder / job.name

    def jobs(self) -> list[Job]:
        """All jobs, those that were put in last first."""
        try:
            names = [each for each in os.listdir(self.folder) if each[:1] == "q"]
        except OSError:
            return []
        found = [notes.read(self.folder / name) for name in names]
        return sorted((job for job in found if job), key=lambda job: (job.since, job.number))[::-1]

    def next(self) -> Job | None:
        """The job that has been waiting longest."""
        waiting = [job for job in self.jobs() if job.state == QUEUED]
        return waiting[-1] if waiting else None

    def find(self, name: str) -> Job | None:
        """The job of this name, or that is at the study of this id."""
        for job in self.jobs():
            if name == job.name or (name and notes.study_of(self.of(job)) == name):
                return job
        return None

    def worked(self) -> bool:
        """Whether a process works the queue off."""
        return held.held(self.folder / "worker")

    def at_once(self) -> int:
        """How many studies may run at the same time."""
        try:
            return min(max(int((self.folder / _AT_ONCE).read_text("ascii")), 1), MOST_AT_ONCE)
        except (OSError, ValueError):
            return 1

    def set_at_once(self, studies: int) -> None:
        """Let so many run at the same time, from now on.

        Raises:
            Trouble: when the folder cannot be written.
        """
        with self.changing():
            (self.folder / _AT_ONCE).write_text(str(studies), encoding="ascii")

    # changing

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """A `with` block in which nobody else changes the queue.

        Raises:
            Trouble: when the folder cannot be written, or on a system without locks.
        """
        held.required()
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with held.alone(self.folder / "lock"):
                yield
        except OSError as error:
            raise Trouble(
                Message("queue {folder}: {reason}",
                        {"folder": self.folder, "reason": reason(error)})
            ) from None  # fmt: skip

    def add(self, command: Sequence[str], folder: Path) -> Job:
        """Put a command in, to be given in a folder.

        Raises:
            Trouble: when the queue cannot be written.
        """
        with self.changing():
            number = 1 + max((job.number for job in self.jobs()), default=0)
            while (self.folder / f"q{number}").exists():  # one whose note is damaged
                number += 1
            job = Job(number, tuple(command), str(folder.absolute()), notes.now())
            self.of(job).mkdir(mode=0o700)
            notes.write(self.of(job), job)
        return job

    def cancel(self, job: Job) -> Job:
        """Take a job out that waits, or ask the process of one that runs to end in good order.

        Raises:
            Trouble: when the queue cannot be written.
        """
        with self.changing():
            found = notes.read(self.of(job))
            if found is None or found.state not in (QUEUED, UNDER_WAY):
                return found or job
            if found.state == QUEUED:
                found = replace(found, state=CANCELLED, ended=notes.now())
            else:
                found = replace(found, asked=True)
            notes.write(self.of(found), found)
            if found.state == UNDER_WAY and found.process is not None:
                # It holds its lock, so the number is its own and nobody else's.
                with contextlib.suppress(ProcessLookupError):
                    os.kill(found.process, signal.SIGTERM)
        return found

    def again(self, job: Job) -> Job:
        """Put a job in again that has ended or broken off: the same command, at the end.

        Raises:
            Trouble: when the queue cannot be written.
        """
        with self.changing():
            found = notes.read(self.of(job))
            if found is None or found.state in (QUEUED, UNDER_WAY):
                return found or job
            found = Job(found.number, found.command, found.folder, notes.now())
            notes.write(self.of(found), found)
        return found

    def remove(self, job: Job) -> None:
        """Forget a job that is not under way; its study stays in the store.

        Raises:
            Trouble: when the queue cannot be written.
        """
        with self.changing():
            found = notes.read(self.of(job))
            if found is None or found.state != UNDER_WAY:
                shutil.rmtree(self.of(job), ignore_errors=True)
