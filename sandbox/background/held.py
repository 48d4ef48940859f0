"""Files that processes hold: held as long as one process lives that has them open, never longer.

In: a path. Out: whether somebody holds it, and holding it. The kernel lets go when the process is
gone, however it went; so nothing counts as running for ever, and no number of a process that has
come round again is mistaken for it.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from sandbox.language import Message
from sandbox.study.trouble import Trouble


def possible() -> bool:
    """Whether this system has locks that a child inherits."""
    return sys.platform != "win32"


def required() -> None:
    """Refuse where there are none.

    Raises:
        Trouble: on a system without them.
    """
    if not possible():
        raise Trouble(
            Message(
                "studies in the background need Linux, macOS or WSL; here, give the command "
                "`compare` with --store in a terminal of its own"
            )
        )


def take(path: Path) -> int | None:
    """Hold the file: a file descriptor to be closed, or none when somebody else holds it.

    Raises:
        OSError: when the file cannot be written.
    """
    import fcntl

    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def held(path: Path) -> bool:
    """Whether a process holds the file."""
    if not possible() or not path.exists():
        return False
    import fcntl

    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:  # shared: readers who look at the same moment are not taken for its holder
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return False


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """One process at a time in here; the others wait, for what is done here takes a moment."""
    import fcntl

    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
