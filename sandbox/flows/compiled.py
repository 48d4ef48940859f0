"""The compiled form of a program: flat arrays that any engine can run without names.

In: a `Program`. Out: a `Compiled`: operation codes with their operands, jumps as positions, a
matrix of what every row binds to every slot, the draws that every flow makes, and the laws. All
mistakes that can be seen before a run are refused here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sandbox.flows.assembly import Assembler, Code
from sandbox.flows.bindings import UNBOUND, matrix_of, verify
from sandbox.flows.laws import Law
from sandbox.flows.program import Program
from sandbox.randomness import key

Integers = NDArray[np.int64]
Bits = NDArray[np.uint64]


@dataclass(frozen=True)
class Compiled:
    """A program in flat arrays.

    Attributes:
        program: what was compiled.
        code: [operation, 5] operation code and operands (see `assembly.Code`).
        flow_start: [flow + 1] where each flow's operations begin in `code`.
        columns: the slot names, by column of `matrix`.
        matrix: [row, column] what each row binds to each slot; `UNBOUND` where nothing.
        list_start, list_items: ragged lists of rows or copies.
        route_start, route_links: ragged routes.
        laws: the distinct laws.
        station_law: [station] position of its law.
        draw_start: [flow + 1] where each flow's draws begin in the arrays below.
        draw_purpose: keys of the draws' purposes.
        draw_law: position of the draw's law; `STATION_LAW`: that of the station visited;
            `CHANCE`: not a time but a number of parts per billion.
        draw_column: the slot column of the station visited, else -1.
        row_key: keys of the rows' names, for draws of scattered children.
    """

    program: Program
    code: Integers
    flow_start: Integers
    columns: tuple[str, ...]
    matrix: Integers
    list_start: Integers
    list_items: Integers
    route_start: Integers
    route_links: Integers
    laws: tuple[Law, ...]
    station_law: Integers
    draw_start: Integers
    draw_purpose: Bits
    draw_law: Integers
    draw_column: Integers
    row_key: Bits

    def snapped(self) -> set[int]:
        """The copies of which some batch takes snapshots."""
        columns = {a for code, a, *_ in self.code.tolist() if code == Code.SNAPSHOT}
        return {
            copy
            for column in columns
            for which in set(self.matrix[:, column].tolist())
            if which != UNBOUND
            for copy in self.program.lists[which]
        }


def compile(program: Program) -> Compiled:
    """The compiled form of `program`.

    Raises:
        ValueError: for unknown labels and flows, jumps backwards, flows that do not end, time-out
            blocks that do not close, slots that a row does not bind or binds out of range,
            streams whose rows and weights do not fit, open hours that overlap, and registers with
            two sources or with replicas of none.
    """
    assembler = Assembler(program.flows)
    laws: dict[Law, int] = {}
    station_law = [laws.setdefault(station.law, len(laws)) for station in program.stations]
    draw_law = [
        law if isinstance(law, int) else laws.setdefault(law, len(laws))
        for law in assembler.draw_laws
    ]
    columns = {name: position for position, name in enumerate(assembler.columns)}
    matrix = matrix_of(program.rows, columns)
    verify(program, assembler, matrix)
    list_start, list_items = _ragged(program.lists)
    route_start, route_links = _ragged(program.routes)
    count = len(program.links)
    if len(route_links) and not -count <= route_links.min() <= route_links.max() < count:
        raise ValueError("a route names a link that the program does not have")
    return Compiled(
        program=program,
        code=np.array(assembler.code, np.int64).reshape(-1, 5),
        flow_start=np.array(assembler.flow_start, np.int64),
        columns=tuple(columns),
        matrix=matrix,
        list_start=list_start,
        list_items=list_items,
        route_start=route_start,
        route_links=route_links,
        laws=tuple(laws),
        station_law=np.array(station_law, np.int64),
        draw_start=np.array(assembler.draw_start, np.int64),
        draw_purpose=np.array([key(p) for p in assembler.draw_purposes], np.uint64),
        draw_law=np.array(draw_law, np.int64),
        draw_column=np.array(assembler.draw_columns, np.int64),
        row_key=np.array([key(row.key) for row in program.rows], np.uint64),
    )


def _ragged(lists: tuple[tuple[int, ...], ...]) -> tuple[Integers, Integers]:
    """Starts (one more than there are lists) and items of a list of lists."""
    starts = np.zeros(len(lists) + 1, np.int64)
    np.cumsum([len(items) for items in lists], out=starts[1:])
    return starts, np.array([item for items in lists for item in items], np.int64)


__all__ = ["UNBOUND", "Compiled", "compile"]
