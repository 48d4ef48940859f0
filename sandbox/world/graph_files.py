"""Reads the files of an agency graph: CSV of nodes and edges, or GraphML.

In: file names relative to the scenario's folder. Out: nodes and edges as rows of texts, each with
the place where it is written; latencies and bandwidths carry their units, those of the column's
heading (`latency (ms)`) included. Files that cannot be used are `Unreadable`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import networkx as nx

from sandbox.language import Message
from sandbox.scenario.suggest import nearest
from sandbox.world.files import Unreadable, read_rows, read_text

NODE = ("id", "department", "region", "network")
EDGE = ("source", "target", "network", "latency", "bandwidth")
"""What nodes and edges may have."""

_MARKUP = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_UNIT = re.compile(r"(latency|bandwidth)\s*[(（\[]\s*([^)）\]]+?)\s*[)）\]]")

Row = tuple[Message, dict[str, str]]
"""Where it is written (for messages), and its attributes."""


def read_csv(folder: Path, name: str, needed: Sequence[str], known: Sequence[str]) -> list[Row]:
    """Rows of a CSV file.

    Raises:
        Unreadable: also for columns that nobody knows.
    """
    return [
        (Message("{file}, line {line}", {"file": name, "line": line}), _with_units(row))
        for line, row in read_rows(folder, name, needed, known, heading=_heading)
    ]


def read_graphml(folder: Path, name: str) -> tuple[list[Row], list[Row]]:
    """Nodes and edges of a GraphML file. What drawing tools add is left alone.

    Raises:
        Unreadable: also for attributes that look like a misspelt one.
    """
    text = read_text(folder, name)
    if _MARKUP.search(text):  # entities can expand without bound
        raise Unreadable(Message("{file} declares entities, which are refused", {"file": name}))
    try:
        graph = nx.parse_graphml(text)
    except Exception:
        raise Unreadable(Message("{file} is not GraphML", {"file": name})) from None
    nodes = [
        (
            Message("{file}, node {node}", {"file": name, "node": node}),
            {"id": str(node)} | _attributes(name, data, NODE[1:]),
        )
        for node, data in graph.nodes(data=True)
    ]
    edges = [
        (
            Message("{file}, edge {a} – {b}", {"file": name, "a": a, "b": b}),
            {"source": str(a), "target": str(b)} | _attributes(name, data, EDGE[2:]),
        )
        for a, b, data in graph.edges(data=True)
    ]
    return nodes, edges


def _attributes(file: str, data: Mapping[str, object], known: Sequence[str]) -> dict[str, str]:
    for key in data:
        near = None if _heading(key) in known else nearest(key, known)
        if near is not None:
            said = {"file": file, "column": key, "near": near}
            raise Unreadable(
                Message("{file}: unknown attribute `{column}`; did you mean `{near}`?", said)
            )
    return _with_units({key: str(value).strip() for key, value in data.items()})


def _heading(column: str) -> str:
    """A column without the unit in its heading."""
    match = _UNIT.fullmatch(column)
    return match[1] if match else column


def _with_units(row: Mapping[str, str]) -> dict[str, str]:
    """A row whose bare numbers have the unit that their column's heading says."""
    found: dict[str, str] = {}
    for column, cell in row.items():
        match = _UNIT.fullmatch(column)
        bare = match is not None and re.fullmatch(r"[\d.,eE+-]+", cell) is not None
        found[_heading(column)] = f"{cell} {match[2]}" if match and bare else cell
    return found
