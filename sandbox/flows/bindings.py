"""Bindings: whether every row that a flow can meet binds every slot of that flow to a real thing.

In: a program and its assembled flows. Out: the matrix of bindings, or a ValueError that names the
flow, the row and the slot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sandbox.flows.assembly import Assembler, Kind
from sandbox.flows.program import CopyKind, Program, Row

UNBOUND = -(1 << 62)

Integers = NDArray[np.int64]


def matrix_of(rows: Sequence[Row], columns: Mapping[str, int]) -> Integers:
    """[row, column] what each row binds; slots that no flow uses are left out."""
    matrix = np.full((len(rows), len(columns)), UNBOUND, np.int64)
    for position, row in enumerate(rows):
        for name, value in row.bindings.items():
            column = columns.get(name)
            if column is not None:
                matrix[position, column] = value
    return matrix


def verify(program: Program, assembler: Assembler, matrix: Integers) -> None:
    """Check all rows against the flows that they run in.

    Raises:
        ValueError: naming the first flow, row and slot that do not fit.
    """
    limits = {
        Kind.STATION: len(program.stations),
        Kind.ROUTE: len(program.routes),
        Kind.COPY: len(program.copies),
        Kind.GATE: len(program.gates),
        Kind.REGISTER: len(program.registers),
        Kind.ROWS: len(program.lists),
        Kind.COPIES: len(program.lists),
    }
    _verify_streams(program)
    _verify_hours(program)
    _verify_copies(program)
    pairs = _pairs(program, assembler, matrix)
    for flow, rows in enumerate(pairs):
        if not rows:
            continue
        chosen = np.array(sorted(rows), np.int64)
        for name, kind in assembler.slots[flow].items():
            bound = matrix[chosen, assembler.columns[name]]
            wrong = bound == UNBOUND
            if kind is not Kind.NUMBER:
                wrong |= (bound < 0) | (bound >= limits[kind])
            if wrong.any():
                row = program.rows[chosen[np.argmax(wrong)]].key
                value = int(bound[np.argmax(wrong)])
                said = "does not bind it" if value == UNBOUND else f"binds it to {value}"
                raise ValueError(
                    f"flow {program.flows[flow].name!r} needs slot {name!r} as a"
                    f" {kind.name.lower()}, but row {row!r} {said}"
                )
            if kind is Kind.COPIES:
                _verify_lists(program, set(bound.tolist()), name)


def _verify_streams(program: Program) -> None:
    """Rows, weights, flows and rhythms of the streams and timetables are there."""
    for stream in program.streams:
        if not stream.rows or len(stream.rows) != len(stream.weights):
            raise ValueError(f"stream {stream.name!r} needs as many weights as rows, at least one")
        if min(stream.weights) < 0 or abs(sum(stream.weights) - 1) > 1e-6:
            raise ValueError(f"the weights of stream {stream.name!r} do not sum to one")
        if not 0 <= stream.flow < len(program.flows):
            raise ValueError(f"stream {stream.name!r} names a flow that is not there")
        if min(stream.rows) < 0 or max(stream.rows) >= len(program.rows):
            raise ValueError(f"stream {stream.name!r} names a row that is not there")
        if stream.times is None and not 0 <= stream.rhythm < len(program.rhythms):
            raise ValueError(f"stream {stream.name!r} names a rhythm that is not there")
        if stream.rate < 0:
            raise ValueError(f"stream {stream.name!r} has a negative rate")
        if stream.register >= len(program.registers):
            raise ValueError(f"stream {stream.name!r} names a register that is not there")
    for table in program.timetables:
        if not 0 <= table.flow < len(program.flows) or not 0 <= table.row < len(program.rows):
            raise ValueError(f"timetable {table.name!r} names a flow or row that is not there")
        if table.period <= 0 or table.offset < 0:
            raise ValueError(f"timetable {table.name!r} needs a positive period and an offset")


def _verify_hours(program: Program) -> None:
    """Open intervals ascend and do not overlap."""
    for intervals in program.hours:
        last = -1
        for start, end in intervals:
            if not last <= start < end:
                raise ValueError("open intervals must ascend and not overlap")
            last = end


def _verify_copies(program: Program) -> None:
    """A register has at most one source, and one if anybody holds a replica of it."""
    sources: set[int] = set()
    for copy in program.copies:
        if copy.kind is CopyKind.SOURCE:
            if copy.register in sources:
                raise ValueError(f"copy {copy.name!r} is a second source of its register")
            sources.add(copy.register)
    for copy in program.copies:
        if copy.kind is CopyKind.REPLICA and copy.register not in sources:
            raise ValueError(f"copy {copy.name!r} is a replica of a register without source")


def _pairs(program: Program, assembler: Assembler, matrix: Integers) -> list[set[int]]:
    """Per flow: the rows that it can run with, through streams, timetables and scattering."""
    met: list[set[int]] = [set() for _ in program.flows]
    work: list[tuple[int, Iterable[int]]] = []
    work += [(stream.flow, stream.rows) for stream in program.streams]
    work += [(table.flow, (table.row,)) for table in program.timetables]
    while work:
        flow, rows = work.pop()
        new = set(rows) - met[flow]
        if not new:
            continue
        met[flow] |= new
        for slot, child in assembler.scatters[flow]:
            lists = set(matrix[list(new), assembler.columns[slot]].tolist())
            for position in lists:
                if 0 <= position < len(program.lists):
                    items = program.lists[position]
                    if items and not 0 <= min(items) <= max(items) < len(program.rows):
                        raise ValueError(f"a list in slot {slot!r} names a row that is not there")
                    work.append((child, items))
    return met


def _verify_lists(program: Program, lists: set[int], slot: str) -> None:
    """Lists of copies hold copies."""
    for position in lists:
        items = program.lists[position]
        if items and not 0 <= min(items) <= max(items) < len(program.copies):
            raise ValueError(f"a list in slot {slot!r} names a copy that is not there")


def verify_batch(program: Program, taken: Sequence[int], given: Sequence[int]) -> None:
    """A snapshot fits the copies it is applied to: as many, of the same registers, no sources.

    Raises:
        ValueError: when it does not.
    """
    if len(taken) != len(given):
        raise ValueError("a batch applies a snapshot to a list of another length")
    for source, target in zip(taken, given):
        to = program.copies[target]
        if program.copies[source].register != to.register:
            raise ValueError(f"a batch brings another register to copy {to.name!r}")
        if to.kind is CopyKind.SOURCE:
            raise ValueError(f"a batch is applied to copy {to.name!r}, which is a source")
