"""Where and when figures were measured: machine, date, versions.

In: nothing. Out: a `Machine` as it is now.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_LIBRARIES = ("simpy", "numpy", "numba", "ciw")


@dataclass(frozen=True)
class Machine:
    """What figures depend on besides the program; `load` is that of the last minute."""

    processor: str
    cores: int
    system: str
    date: str
    load: float | None
    versions: dict[str, str]

    @staticmethod
    def here() -> Machine:
        """This machine, now."""
        return Machine(
            processor=_processor(),
            cores=os.cpu_count() or 1,
            system=f"{platform.system()} {platform.release()} {platform.machine()}",
            date=datetime.now(UTC).date().isoformat(),
            load=round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
            versions=_versions(),
        )


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _versions() -> dict[str, str]:
    found = {platform.python_implementation(): platform.python_version()}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    compiler = shutil.which("g++")
    if compiler is not None:
        done = subprocess.run(
            [compiler, "-dumpfullversion"], capture_output=True, text=True, check=False
        )
        if done.stdout.strip():
            found["g++"] = done.stdout.strip()
    return found
