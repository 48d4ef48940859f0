"""Saves what was done by hand into a scenario file.

In: a document, acts, a place. Out: the file, which loads as the scenario of the live run. The
scenario's own file keeps its comments and gets the entries; any other file is a new one that
extends it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from sandbox.scenario import Document, Refused
from sandbox.scenario.library import shipped
from sandbox.scenario.problems import Path as Where
from sandbox.scenario.splice import spliced
from sandbox.study.live.acts import Act, entries
from sandbox.study.opening import opened

SIGN = "# What was done by hand"
"""how a scenario begins that holds what was done by hand"""


def source_of(document: Document) -> Path | None:
    """The file that a scenario can be saved into; None: it is a shipped one."""
    if document.file in shipped():
        return None
    from sandbox.scenario.library import find

    path = find(document.file).resolve()
    return None if path in {find(name).resolve() for name in shipped()} else path


def save(document: Document, acts: Mapping[str, Act], place: Path) -> Document:
    """Write the acts into the scenario's own file, or into a new one; the document that it is.

    Raises:
        FileExistsError: when another file is there already.
        Refused: when the file has changed so that the entries do not fit any more.
        OSError: when it cannot be written.
    """
    values = entries(document, acts)
    source = source_of(document)
    if source is not None and place.resolve() == source:
        with source.open(encoding="utf-8-sig", newline="") as file:
            text = spliced(file.read(), str(place), values)
    elif place.exists():
        raise FileExistsError(str(place))
    else:
        text = _extending(document, source, place, values)
    return _write(text, place)


def _extending(
    document: Document, source: Path | None, place: Path, values: Mapping[Where, Any]
) -> str:
    """A scenario that extends another and adds the entries."""
    base = document.scenario.scenario if source is None else _way(source, place)
    data: dict[str, Any] = {"extends": base, "scenario": document.scenario.scenario}
    for path, value in values.items():
        below = data
        for step in path[:-1]:
            below = below.setdefault(str(step), {})
        below[str(path[-1])] = value
    body = yaml.safe_dump(
        data, sort_keys=False, allow_unicode=True, width=100, default_flow_style=None
    )
    return f"{SIGN}\n{body}"


def _way(source: Path, place: Path) -> str:
    """How a file at `place` names another one."""
    way = os.path.relpath(source, place.resolve().parent)
    return way if os.sep in way else f"./{way}"


def _write(text: str, place: Path) -> Document:
    """Put the text at its place, once it is known to be a scenario."""
    beside = place.with_name(f".{os.getpid()}.{place.stem[-60:]}.part.yaml")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
        try:
            opened(beside)
        except Refused as refused:  # told of the file that was asked for
            raise Refused([replace(one, file=str(place)) for one in refused.problems]) from None
        beside.replace(place)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return opened(place).document
