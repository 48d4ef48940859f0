"""Work that tells which process did it, and whether an older one is still held there."""

from __future__ import annotations

import gc
import os
import time
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.engine.interface import Cancelled
from sandbox.study.driver import Look, Runner
from sandbox.study.progress import Task

_open: weakref.WeakSet[Any] = weakref.WeakSet()


@dataclass(frozen=True)
class Pids:
    """Runs of `pause` seconds of processor time, which look; that of `deadly` ends its process."""

    name: str = ""
    pause: float = 0.0
    deadly: int = -1
    alone: bool = False

    def open(self) -> Runner[tuple[int, int]]:
        """A world of its own; asked to be `alone`, there must be no other in this process."""
        if self.alone:
            gc.collect()
            assert not _open, "two worlds at the same time"
        world = _World(self)
        _open.add(world)
        return world


class _World:
    def __init__(self, work: Pids) -> None:
        self._work = work

    def __call__(self, task: Task, look: Look) -> tuple[int, int]:
        if task.index == self._work.deadly:
            os._exit(9)
        end = time.thread_time() + self._work.pause
        nothing: Mapping[str, float] = {}
        while (left := end - time.thread_time()) > 0:
            if not look(1 - left / self._work.pause, nothing):
                raise Cancelled
        return task.index, os.getpid()


def gone(pid: int) -> bool:
    """Whether there is no such process any more."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False
