"""Cells of a CSV file, each with its line and column.

In: a folder, a file, the columns that it may have. Out: rows of the cells that are not empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sandbox.language import Message
from sandbox.scenario.problems import Mark, Problem, Refused
from sandbox.scenario.suggest import listed, nearest
from sandbox.world.files import Unreadable, read_text

_CELL = re.compile(r'[ \t]*(?:"((?:[^"]|"")*)"[ \t]*(?=,|$)|([^,"]*)(?=,|$))')


@dataclass(frozen=True)
class Cell:
    """What a cell holds, and where."""

    text: str
    mark: Mark


Row = dict[str, Cell]
"""cells by column; empty ones are not there"""


def rows_of(
    folder: Path, file: str, columns: Mapping[str, str], needed: Sequence[str]
) -> list[Row]:
    """The rows of a file whose first line names its columns, in English or in Chinese.

    Raises:
        Refused: with everything that is wrong with the file itself.
    """
    name = str(folder / file)
    try:
        lines = read_text(folder, file).splitlines()
    except Unreadable as unreadable:
        raise Refused([Problem(name, 1, 1, "", unreadable.message)]) from None
    problems: list[Problem] = []
    english = {zh: en for en, zh in columns.items()}
    head = list(_cells(lines[0] if lines else "", name, 1, problems))
    names = [english.get(cell.text, cell.text) for cell in head]
    for cell, column in zip(head, names):
        if column not in columns:
            problems.append(Problem.at(cell.mark, (), _unknown(column, columns)))
    for column in needed:
        if column not in names:
            said = {"column": column, "zh": columns[column], "known": listed(columns)}
            message = Message("the column `{column}` ({zh}) is missing; columns: {known}", said)
            problems.append(Problem(name, 1, 1, "", message))
    rows: list[Row] = []
    for number, line in enumerate(lines[1:], 2):
        if not line.strip(" ,\t"):
            continue
        cells = list(_cells(line, name, number, problems))
        row = {column: cell for column, cell in zip(names, cells) if cell.text}
        rows.append(row)
        if len(cells) > len(names) and any(cell.text for cell in cells[len(names) :]):
            message = Message("more cells than the first line has columns")
            problems.append(Problem.at(cells[len(names)].mark, (), message))
        for column in needed:
            if column in names and column not in row:
                mark = Mark(name, number, 1)
                message = Message("the cell `{column}` is empty", {"column": column})
                problems.append(Problem.at(mark, (), message))
    if not rows and not problems:
        problems.append(Problem(name, 1, 1, "", Message("there is no line below the first")))
    if problems:
        raise Refused(problems)
    return rows


def _cells(line: str, file: str, number: int, problems: list[Problem]) -> Iterator[Cell]:
    at = 0
    while True:
        match = _CELL.match(line, at)
        if match is None:
            mark = Mark(file, number, at + 1)
            message = Message(
                'a quote that is not closed, or one inside a cell; write it twice: ""'
            )
            problems.append(Problem.at(mark, (), message))
            return
        text = match[2] if match[1] is None else match[1].replace('""', '"')
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        yield Cell(text.strip(), Mark(file, number, start + 1))
        at = match.end()
        if at >= len(line):
            return
        at += 1


def _unknown(column: str, columns: Mapping[str, str]) -> Message:
    near = nearest(column, [*columns, *columns.values()])
    said = {"column": column, "near": near or "", "known": listed(columns)}
    if near is not None:
        return Message("unknown column `{column}`; did you mean `{near}`?", said)
    return Message("unknown column `{column}`; columns: {known}", said)
