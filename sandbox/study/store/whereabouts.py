"""Where a study is under way: the machine, and the process with the moment it was started.

In: what a store notes. Out: whether that process is gone. Numbers of processes come round again;
the moment of the start tells a process from a later one of its number, also across a reboot.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path

_BETWEEN = " since "


def here() -> tuple[str, int]:
    """The place of this process, as `host` and `process` of a study."""
    process = os.getpid()
    start = _start(process)
    return socket.gethostname() + (_BETWEEN + start if start else ""), process


def gone(host: str, process: int) -> bool:
    """Whether the process is known to be gone; nothing is known of other machines."""
    name, _, start = host.partition(_BETWEEN)
    if name != socket.gethostname():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:  # it is somebody else's
        pass
    return bool(start) and _start(process) not in ("", start)


def _start(process: int) -> str:
    """When a process was started: ticks since the boot, and which boot; nothing where the system
    does not tell (proc(5), field 22 of `stat`; its second field may hold anything but its end).
    """
    with suppress(OSError, IndexError):
        fields = Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2]
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{fields.split()[19]}@{boot}"
    return ""
