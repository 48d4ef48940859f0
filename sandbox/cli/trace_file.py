"""The file that takes a trace or a log: whole or not there, never in the place of what was read.

In: the place that the user named, and the files that the scenario was read from. Out: a stream.
An ordinary file is written beside its place and put there when the run is over; a device, a pipe
or `-` (standard output) is written as the run goes on. What cannot be written is refused.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol, TextIO

from sandbox.cli.exits import FINE, Exit
from sandbox.cli.output import silence, unwritable
from sandbox.cli.refusals import refuse
from sandbox.language import reason, say

FIRST = b'{"event": "trace"'
"""how a trace begins; a file that begins otherwise is no earlier trace"""
FIRST_OF_LOG = b'{"monitoringDataTs"'
"""how a log of X-Road records begins"""


class Sink(Protocol):
    """What a trace is written to."""

    def write(self, text: str) -> object:
        """Take some lines."""


class _Writing:
    """A file whose troubles are told as refusals; a reader that leaves has seen enough."""

    def __init__(self, file: TextIO, place: str) -> None:
        self._file, self._place = file, place

    def write(self, text: str) -> None:
        try:
            self._file.write(text)
        except BrokenPipeError:
            raise Exit(FINE) from None
        except OSError as error:
            raise _refused(self._place, error) from None

    def close(self) -> None:
        try:
            self._file.close()
        except BrokenPipeError:
            raise Exit(FINE) from None
        except OSError as error:
            raise _refused(self._place, error) from None


class _Standard:
    """Standard output."""

    def write(self, text: str) -> None:
        try:
            sys.stdout.write(text)
        except BrokenPipeError:
            silence(sys.stdout)
            raise Exit(FINE) from None
        except OSError as error:
            silence(sys.stdout)
            raise refuse(unwritable(error)) from None


def _refused(place: str, error: OSError | ValueError) -> Exit:
    return refuse(say("{file}: cannot be written: {reason}", file=place, reason=reason(error)))


@contextlib.contextmanager
def traced(
    place: str | None, inputs: Iterable[Path], first: bytes = FIRST
) -> Iterator[Sink | None]:
    """The stream for a trace at `place`, or for a log that begins with `first`; None: not wanted.

    Raises:
        Exit: when `place` is one of `inputs`, is an ordinary file that begins with something else
            than `first`, or cannot be written.
    """
    if place is None:
        yield None
    elif place == "-":
        yield _Standard()
    elif _ordinary(place, inputs, first):
        with put_in_place(place) as sink:
            yield sink
    else:
        with _opened(Path(place), place) as sink:
            yield sink


def _ordinary(place: str, inputs: Iterable[Path], first: bytes) -> bool:
    """Whether `place` is an ordinary file, or none yet; refuses those that hold something else."""
    path = Path(place)
    try:
        there = path.stat()
        if not stat.S_ISREG(there.st_mode) or _is_standard_output(there):
            return False
        if any(path.samefile(read) for read in inputs if read.exists()):
            raise refuse(_read_from(place, first))
        with path.open("r+b") as file:
            found = file.read(len(first))
    except FileNotFoundError:
        return True
    except (OSError, ValueError) as error:
        raise _refused(place, error) from None
    if found and found != first:
        raise refuse(_something_else(place, first))
    return True


def _read_from(place: str, first: bytes) -> str:
    if first == FIRST:
        return say(
            "{file}: the scenario was read from it; the trace needs a file of its own", file=place
        )
    return say("{file}: the scenario was read from it; the log needs a file of its own", file=place)


def _something_else(place: str, first: bytes) -> str:
    if first == FIRST:
        return say("{file} exists, is no trace and is left alone; name another file", file=place)
    return say(
        "{file} exists, is no log of X-Road records and is left alone; name another file",
        file=place,
    )


def _is_standard_output(there: os.stat_result) -> bool:
    """Whether a place such as `/dev/stdout` is where standard output goes."""
    try:
        return os.path.samestat(there, os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError, AttributeError):
        return False


@contextlib.contextmanager
def _opened(path: Path, place: str) -> Iterator[_Writing]:
    try:
        writing = _Writing(path.open("w", encoding="utf-8", newline="\n"), place)
    except (OSError, ValueError) as error:
        raise _refused(place, error) from None
    try:
        yield writing
    except BaseException:
        with contextlib.suppress(Exit):  # what went wrong first is what is told
            writing.close()
        raise
    writing.close()


@contextlib.contextmanager
def put_in_place(place: str) -> Iterator[_Writing]:
    """A file beside its place, which takes it when the trace is whole and goes otherwise."""
    path = Path(os.path.realpath(place))
    beside = path.with_name(f".{os.getpid()}.{path.name[-100:]}.part")
    try:
        with _opened(beside, place) as writing:
            yield writing
        try:
            beside.replace(path)
        except OSError as error:
            raise _refused(place, error) from None
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
