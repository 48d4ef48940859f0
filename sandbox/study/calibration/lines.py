"""A log's lines, one at a time: plain or gz-compressed, with or without a byte order mark.

In: a file. Out: numbered lines without their ends, `None` for one that is no text; what stops the
reading is a `LogRefused` at its beginning and a trouble later.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from sandbox.language import Message, reason
from sandbox.study.calibration.troubles import Troubles

LONGEST = 1_000_000
"""bytes of a line; longer ones are passed over"""
_GZIP = b"\x1f\x8b"
_MARK = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class LogRefused(Exception):  # noqa: N818 - a word for a state, as `Refused`
    """A log or mapping cannot be used at all; `message` says why."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message)


class Line(NamedTuple):
    """A line: its number from 1, its text, and whether it ended with a line end."""

    number: int
    text: str
    whole: bool


def lines(path: Path, troubles: Troubles) -> Iterator[Line]:
    """The lines of a log that hold text; blank ones are left out.

    Raises:
        LogRefused: when the file cannot be read, or is text of another encoding.
    """
    with _opened(path) as file:
        number = 0
        while True:
            number += 1
            try:
                data = file.readline(LONGEST + 1)
            except EOFError:
                troubles.add(number, Message("the compressed file is cut off here"))
                return
            except (zlib.error, gzip.BadGzipFile):
                troubles.add(number, Message("the compressed file is damaged from here on"))
                return
            except OSError as error:
                raise _unreadable(path, error) from None
            if not data:
                return
            if number == 1:
                if data.startswith(_WIDE):
                    said = {"file": str(path)}
                    raise LogRefused(
                        Message("{file} is text in UTF-16; save it in the encoding UTF-8", said)
                    )
                data = data.removeprefix(_MARK)
            whole = data.endswith(b"\n")
            if not whole and len(data) > LONGEST:
                _pass_over(file)
                said = {"limit": f"{LONGEST:,}"}
                troubles.add(number, Message("longer than {limit} bytes", said))
                continue
            try:
                text = data.decode("utf-8").strip()
            except UnicodeDecodeError:
                troubles.add(number, Message("not UTF-8 text; save the log in the encoding UTF-8"))
                continue
            if text:
                yield Line(number, text, whole)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    with file:
        try:
            compressed = file.peek(2)[:2] == _GZIP
        except OSError as error:
            raise _unreadable(path, error) from None
        if not compressed:
            yield file
            return
        with gzip.GzipFile(fileobj=file) as unpacked:
            yield cast(BinaryIO, unpacked)  # it reads as one


def _unreadable(path: Path, error: OSError | ValueError) -> LogRefused:
    said = {"file": str(path), "reason": reason(error)}
    return LogRefused(Message("{file}: cannot be read: {reason}", said))


def _pass_over(file: BinaryIO) -> None:
    """Read on to the end of a line that is too long."""
    while True:
        try:
            data = file.readline(LONGEST)
        except (EOFError, OSError, zlib.error):
            return  # the next read says so
        if not data or data.endswith(b"\n"):
            return
