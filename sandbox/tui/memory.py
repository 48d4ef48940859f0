"""What the app remembers between two sessions: where the planner left, and files opened lately.

In: pages as they are shown. Out: a small JSON file in the folder for state. It can be lost or
damaged without harm: then nothing is remembered.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

FILES = 8
"""Files that are remembered."""
_LONGEST = 65536  # bytes of a file that can be ours


@dataclass(frozen=True)
class Left:
    """Where the planner was last: scenario by name or absolute path, page, study by id."""

    scenario: str = ""
    page: str = ""
    study: str = ""
    files: tuple[str, ...] = field(default=())  # the latest first


class Memory:
    """The file and what stands in it; without a path nothing outlives the app."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.left = _read(path) if path is not None else Left()

    def visit(self, page: str, scenario: str, study: str) -> None:
        """A page is shown of a scenario, and perhaps of a stored study."""
        self._keep(replace(self.left, page=page, scenario=_lasting(scenario), study=study))

    def opened(self, file: str) -> None:
        """A scenario of this name was opened; files are remembered, shipped ones need not be."""
        lasting = _lasting(file)
        if Path(lasting).is_absolute():
            others = [one for one in self.left.files if one != lasting]
            self._keep(replace(self.left, files=(lasting, *others)[:FILES]))

    def files(self) -> list[str]:
        """Files opened lately that are still there."""
        return [file for file in self.left.files if Path(file).is_file()]

    def _keep(self, left: Left) -> None:
        if left == self.left:
            return
        self.left = left
        if self.path is not None:
            with suppress(OSError):  # what cannot be remembered is forgotten
                _write(self.path, left)


def _lasting(name: str) -> str:
    """A file's path from whichever folder the app is started next; a shipped name as it is."""
    with suppress(OSError, ValueError):
        file = Path(name)
        if name and file.is_file():
            return str(file.absolute())
    return name


def _read(path: Path) -> Left:
    try:
        if path.stat().st_size > _LONGEST:
            return Left()
        plain = json.loads(path.read_text(encoding="utf-8"))
        words = {name: plain[name] for name in ("scenario", "page", "study")}
        files = plain["files"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Left()
    if not isinstance(files, list) or any(
        not isinstance(word, str) or "\0" in word for word in [*words.values(), *files]
    ):
        return Left()
    return Left(**words, files=tuple(files[:FILES]))


def _write(path: Path, left: Left) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(left), file, ensure_ascii=False)
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
