"""Reads the files that a scenario names: bounded, regular, UTF-8 text.

In: a name relative to the scenario's folder. Out: its text, or rows of a CSV with line numbers;
what is wrong is raised as `Unreadable` with a message.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from sandbox.language import Message

LARGEST = 64_000_000
"""Bytes; a hostile or mistaken file must not exhaust memory."""


class Unreadable(Exception):  # noqa: N818 - a word for a state, as `Refused`
    """A file cannot be used; `message` says why."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(message)


def read_text(folder: Path, name: str) -> str:
    """The text of a file.

    Raises:
        Unreadable: when it is missing, no regular file, too large, or not UTF-8.
    """
    path = folder / name
    try:
        if not path.is_file():
            raise Unreadable(Message("no file {file}", {"file": name}))
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except (OSError, ValueError):
        raise Unreadable(Message("file {file} cannot be read", {"file": name})) from None
    if len(data) > LARGEST:
        raise Unreadable(
            Message(
                "file {file} is larger than {limit} MB",
                {"file": name, "limit": LARGEST // 1_000_000},
            )
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(Message("file {file} is not UTF-8 text", {"file": name})) from None


def read_rows(
    folder: Path, name: str, needed: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV file with a header, each with its line number; cells are stripped.

    Raises:
        Unreadable: for the reasons of `read_text`, and when a needed column is missing.
    """
    reader = csv.reader(io.StringIO(read_text(folder, name), newline=""))
    try:
        header = [cell.strip() for cell in next(reader, [])]
        for column in needed:
            if column not in header:
                raise Unreadable(
                    Message("{file} has no column {column}", {"file": name, "column": column})
                )
        for row in reader:
            if any(cell.strip() for cell in row):
                cells = dict.fromkeys(header, "") | dict(zip(header, (c.strip() for c in row)))
                yield reader.line_num, cells
    except csv.Error:
        raise Unreadable(
            Message("{file}, line {line}: not CSV", {"file": name, "line": reader.line_num})
        ) from None
