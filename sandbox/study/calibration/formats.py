"""The formats of logs, and how a log's own is told from its first line.

In: a log. Out: its records, one at a time; lines that cannot be used are told as troubles.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from sandbox.language import Message
from sandbox.scenario.suggest import listed, nearest
from sandbox.study.calibration.fields import record_of
from sandbox.study.calibration.lines import Line, LogRefused, lines
from sandbox.study.calibration.plain import COLUMNS, NEEDED, plain_record
from sandbox.study.calibration.record import Bad, Record
from sandbox.study.calibration.troubles import Troubles

FORMATS = ("auto", "xroad-json", "xroad-csv", "csv")
_XROAD = ("securityServerType", "requestInTs", "messageId", "serviceCode", "succeeded")
_XROAD_NEEDED = (*_XROAD, "clientMemberCode", "serviceMemberCode")

Parse = Callable[[str], Record]


def records(path: Path, form: str, offset: int, troubles: Troubles) -> Iterator[Record]:
    """The records of a log in a format; `offset` (s) is local time's from UTC.

    Raises:
        LogRefused: when the file cannot be read, is empty, or its first line fits no format.
    """
    source = lines(path, troubles)
    first = next(source, None)
    if first is None:
        if troubles.total:
            said = {"file": str(path), "message": troubles.told[0][1]}
            raise LogRefused(Message("{file}: {message}", said))
        raise LogRefused(Message("{file} is empty", {"file": str(path)}))
    if form == "auto":
        form = guessed(first.text)
    if form == "xroad-json":
        return _parsed(chain([first], source), _json, troubles)
    return _parsed(source, _columns(str(path), first.text, form, offset), troubles)


def guessed(first: str) -> str:
    """The format that a first line is of."""
    if first.startswith(("{", "[")):
        return "xroad-json"
    header = {cell.strip().casefold() for cell in _cells(first, _delimiter(first))}
    return "xroad-csv" if "securityservertype" in header else "csv"


def _parsed(source: Iterator[Line], parse: Parse, troubles: Troubles) -> Iterator[Record]:
    for line in source:
        try:
            record = parse(line.text)
        except Bad as bad:
            cut = not line.whole
            words = Message("the last line is cut off") if cut else bad.message
            troubles.add(line.number, words)
            continue
        yield record


def _json(text: str) -> Record:
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise Bad(Message("no JSON object; one record a line is expected")) from None
    if not isinstance(found, dict):
        raise Bad(Message("no JSON object; one record a line is expected"))
    if "securityServerType" in found:
        return record_of(found.get)
    folded = {name.casefold(): value for name, value in found.items()}  # as databases export them
    return record_of(lambda field: folded.get(field.casefold()))


def _delimiter(header: str) -> str:
    return max((",", ";", "\t"), key=header.count)


def _cells(text: str, delimiter: str) -> list[str]:
    """The cells of one line: a quotation mark that stays open reaches no further than its line."""
    return next(csv.reader([text], delimiter=delimiter), [])


def _columns(file: str, header: str, form: str, offset: int) -> Parse:
    """How lines under a header are read.

    Raises:
        LogRefused: when a column that is needed is missing or there twice.
    """
    delimiter = _delimiter(header)
    try:
        names = [cell.strip() for cell in _cells(header, delimiter)]
    except csv.Error:
        names = [header]
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        if name.casefold() in places:
            said = {"file": file, "column": name}
            raise LogRefused(Message("{file} has the column `{column}` twice", said))
        places[name.casefold()] = place
    needed = NEEDED if form == "csv" else _XROAD_NEEDED
    for column in needed:
        if column.casefold() not in places:
            known = COLUMNS if form == "csv" else needed
            said = {"file": file, "column": column, "known": listed(known)}
            near = nearest(column, names)
            if near is not None:
                raise LogRefused(
                    Message(
                        "{file} has no column `{column}`; did you mean it by `{near}`?",
                        said | {"near": near},
                    )
                )
            raise LogRefused(
                Message(
                    "{file} has no column `{column}`; its first line names the columns: {known}",
                    said,
                )
            )

    def parse(text: str) -> Record:
        try:
            cells = _cells(text, delimiter)
        except csv.Error:
            raise Bad(Message("not CSV")) from None
        if len(cells) != len(names):
            said = {"count": len(cells), "columns": len(names)}
            raise Bad(Message("cells: {count}, but columns: {columns}", said))

        def get(field: str) -> str | None:
            place = places.get(field.casefold())
            return None if place is None else cells[place].strip() or None

        return plain_record(get, offset) if form == "csv" else record_of(get)

    return parse
