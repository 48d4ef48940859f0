"""The file that takes a recording: whole or not there, never in the place of anything else.

In: the place that the user named, and what was read. Out: a file that is put there when it is
whole.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from sandbox.cli.exits import Exit
from sandbox.cli.refusals import refuse
from sandbox.language import reason, say

_GZIP = b"\x1f\x8b"


def fits(place: str, inputs: Iterable[Path]) -> None:
    """See to it, before anything runs, that a recording may be put at `place`.

    Raises:
        Exit: when another file is there, or nothing can be.
    """
    path = Path(place)
    try:
        if not place or path.is_dir() or not path.absolute().parent.is_dir():
            raise refuse(say("{file} is no place for a file", file=place))
        if any(read.exists() and path.exists() and path.samefile(read) for read in inputs):
            raise refuse(say("{file} belongs to the scenario; record elsewhere", file=place))
        if path.exists():
            with path.open("rb") as file:
                if file.read(2) not in (_GZIP, b""):
                    raise refuse(
                        say("{file} exists, is no recording and is left alone; name another file",
                            file=place)
                    )  # fmt: skip
    except (OSError, ValueError) as error:
        raise _refused(place, error) from None


@contextlib.contextmanager
def recorded(place: str) -> Iterator[IO[bytes]]:
    """A file beside its place, which takes it when it is whole and goes otherwise.

    Raises:
        Exit: when it cannot be written.
    """
    path = Path(os.path.realpath(place))
    beside = path.with_name(f".{os.getpid()}.{path.name[-100:]}.part")
    try:
        with beside.open("wb") as file:
            yield file
        beside.replace(path)
    except OSError as error:
        raise _refused(place, error) from None
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _refused(place: str, error: OSError | ValueError) -> Exit:
    return refuse(say("{file}: cannot be written: {reason}", file=place, reason=reason(error)))
