"""Works a queue off: starts what waits, waits for it, notes how it ended, and goes.

In: a queue. Out: commands done one after the other, or as many at a time as are asked for, each in
a process of its own. Nothing is left running when nothing is queued. If the worker itself dies,
what it has started goes on: such a study is found under way by the lock that it holds, and ended
by what its store says.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sandbox.background import held
from sandbox.background import job as notes
from sandbox.background.job import CANCELLED, FAILED, FINISHED, LOCK, SAID, UNDER_WAY, Job
from sandbox.background.queue import Queue

VARIABLE = "PILOT_SANDBOX_JOB"
"""Environment variable that tells a command the folder of its job."""
_LOOK = 0.4
"""Seconds between two looks."""
_PATIENCE = 5.0
"""Seconds until a command that was asked to end is asked again: a library that was just calling
back into Python may have swallowed the signal."""
_BY_SIGNAL = (128 + signal.SIGINT, 128 + signal.SIGTERM, -signal.SIGINT, -signal.SIGTERM)


def wake(queue: Queue) -> None:
    """See to it that somebody works the queue off; where somebody does, this one ends at once.

    Raises:
        Trouble: on a system without locks.
    """
    held.required()
    subprocess.Popen(
        [sys.executable, "-m", "sandbox.background", str(queue.store)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # what ends the terminal does not end it
        cwd=queue.folder,
        env=_environment(),
    )


def _environment() -> dict[str, str]:
    """This process's, by which the child finds the same modules wherever it is started."""
    paths = [str(Path(path).absolute()) for path in sys.path if path]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def work(queue: Queue) -> None:
    """Work the queue off; at once done when somebody else works it off already.

    Raises:
        Trouble, OSError: when the queue cannot be written.
    """
    mine = _place(queue)
    if mine is None:
        return
    children: dict[int, subprocess.Popen[bytes]] = {}
    asked: dict[int, float] = {}
    try:
        while True:
            _note_ended(queue, children)
            _ask_again(queue, children, asked)
            with queue.changing():
                running = sum(job.state == UNDER_WAY for job in queue.jobs())
                waiting = queue.next()
                if waiting is None and not children:
                    os.close(mine)  # while the queue is ours: what is put in next wakes another
                    mine = None
                    return
                if waiting is not None and running < queue.at_once():
                    _start(queue, waiting, children)
                    continue
            time.sleep(_LOOK)
    finally:
        if mine is not None:
            os.close(mine)


def _place(queue: Queue) -> int | None:
    """The worker's lock; tried again, since whoever looks at it holds it for a moment too."""
    for _ in range(5):
        with queue.changing():
            mine = held.take(queue.folder / "worker")
        if mine is not None:
            return mine
        time.sleep(_LOOK / 2)
    return None


def _start(queue: Queue, job: Job, children: dict[int, subprocess.Popen[bytes]]) -> None:
    """Start the command; it holds the lock of its job from its first moment to its last."""
    folder = queue.of(job)
    lock = held.take(folder / LOCK)
    if lock is None:  # a helper of an earlier process is still about to end
        return
    try:
        with (folder / SAID).open("wb") as said, (folder / notes.ANSWER).open("wb") as answer:
            child = subprocess.Popen(
                [sys.executable, "-m", "sandbox", *job.command],
                stdin=subprocess.DEVNULL,
                stdout=answer,
                stderr=said,
                cwd=job.folder,
                env={**_environment(), VARIABLE: str(folder)},
                pass_fds=(lock,),
                start_new_session=True,
            )
    except OSError as error:
        (folder / SAID).write_text(str(error), encoding="utf-8")
        notes.write(folder, replace(job, state=FAILED, ended=notes.now()))
        return
    finally:
        os.close(lock)
    children[job.number] = child
    notes.write(
        folder, replace(job, state=UNDER_WAY, process=child.pid, started=notes.now(), code=None)
    )


def _ask_again(
    queue: Queue, children: dict[int, subprocess.Popen[bytes]], asked: dict[int, float]
) -> None:
    """Repeat to those that were asked to end what they may not have heard."""
    for number, child in children.items():
        job = notes.read(queue.folder / f"q{number}")
        if job is None or not job.asked:
            asked.pop(number, None)
        elif time.monotonic() > asked.setdefault(number, time.monotonic() + _PATIENCE):
            child.terminate()
            asked[number] = time.monotonic() + _PATIENCE


def _note_ended(queue: Queue, children: dict[int, subprocess.Popen[bytes]]) -> None:
    """Note how those ended that have ended since."""
    for number, child in list(children.items()):
        code = child.poll()
        if code is None:
            continue
        del children[number]
        with queue.changing():
            job = notes.read(queue.folder / f"q{number}")
            if job is not None:
                ended = replace(job, state=_state(code), ended=notes.now(), code=code)
                with suppress(FileNotFoundError):  # removed meanwhile
                    notes.write(queue.of(job), ended)


def _state(code: int) -> str:
    """How a command with this exit code has ended; below nought: by a signal."""
    if code == 0:
        return FINISHED
    if code in _BY_SIGNAL:
        return CANCELLED
    return FAILED
