"""Reads the files that a scenario names: bounded, regular, UTF-8 text.

In: a name relative to the scenario's folder. Out: its text, or rows of a CSV with line numbers;
what is wrong is raised as `Unreadable` with a message.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sandbox.language import Message
from sandbox.scenario.suggest import listed, nearest

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
    folder: Path,
    name: str,
    needed: Sequence[str],
    known: Sequence[str],
    heading: Callable[[str], str] = str,
) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV file with a header, each with its line number; cells are stripped.

    `heading` takes a column's name out of its heading. Lines with more cells than the header are
    refused, shorter ones filled up.

    Raises:
        Unreadable: for the reasons of `read_text`, and for columns that are missing, unknown or
            there twice.
    """
    reader = csv.reader(io.StringIO(read_text(folder, name), newline=""))
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(name, [heading(column) for column in header], needed, known)
        for row in reader:
            if any(cell.strip() for cell in row[len(header) :]):
                raise Unreadable(
                    Message(
                        "{file}, line {line}: more cells than the first line has columns",
                        {"file": name, "line": reader.line_num},
                    )
                )
            if any(cell.strip() for cell in row):
                cells = dict.fromkeys(header, "") | dict(zip(header, (c.strip() for c in row)))
                yield reader.line_num, cells
    except csv.Error:
        raise Unreadable(
            Message("{file}, line {line}: not CSV", {"file": name, "line": reader.line_num})
        ) from None


def _check_header(
    file: str, header: Sequence[str], needed: Sequence[str], known: Sequence[str]
) -> None:
    for number, column in enumerate(header):
        said = {"file": file, "column": column, "near": nearest(column, known) or ""}
        if column in header[:number]:
            raise Unreadable(Message("{file} has the column `{column}` twice", said))
        if column not in known and said["near"]:
            raise Unreadable(
                Message("{file}: unknown column `{column}`; did you mean `{near}`?", said)
            )
    for column in needed:
        if column not in header:
            said = {"file": file, "column": column, "known": listed(known)}
            raise Unreadable(
                Message(
                    "{file} has no column `{column}`; its first line names the columns: {known}",
                    said,
                )
            )
    for column in header:
        if column not in known:
            said = {"file": file, "column": column, "known": listed(known)}
            raise Unreadable(
                Message("{file}: unknown column `{column}`; known columns: {known}", said)
            )
