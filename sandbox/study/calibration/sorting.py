"""Sorting more rows than memory holds: sorted runs on disk, merged block by block.

In: rows of a numpy structured type, in any order. Out: the same rows in the order of their fields,
in blocks that never part rows with the same first field. What is kept in memory is one run, and as
much again while the runs are merged, however many rows there are.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

RUN = 1 << 16
"""rows of a run"""
LEAST = 64
"""rows of each run that are read at once"""

Rows = NDArray[Any]
Squeeze = Callable[[Rows], Rows]
"""Leaves out rows that say nothing new, of sorted rows."""


class Sorter:
    """Takes rows, gives them back in order. Use it as a context: its disk space goes with it."""

    def __init__(self, kind: np.dtype[Any], squeeze: Squeeze | None = None, run: int = RUN) -> None:
        self._squeeze, self._run = squeeze, run
        self._buffer = np.zeros(run, kind)
        self._filled = 0
        self._file = tempfile.TemporaryFile(prefix="pilot-sandbox-")  # noqa: SIM115 - see __exit__
        self._runs: list[tuple[int, int]] = []  # where each begins, in bytes; how many rows
        self.most_held = 0
        """most rows in memory at any time, for those who want to know"""

    def __enter__(self) -> Sorter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def one(self, row: tuple[Any, ...]) -> None:
        """Take a row."""
        if self._filled == self._run:
            self._flush()
        self._buffer[self._filled] = row
        self._filled += 1

    def many(self, rows: Rows) -> None:
        """Take some rows."""
        begin = 0
        while begin < len(rows):
            if self._filled == self._run:
                self._flush()
            end = min(len(rows), begin + self._run - self._filled)
            self._buffer[self._filled : self._filled + end - begin] = rows[begin:end]
            self._filled += end - begin
            begin = end

    def blocks(self) -> Iterator[Rows]:
        """All rows in order."""
        if not self._runs:  # they fit into memory
            rows = self._sorted()
            self.most_held = max(self.most_held, self._run)
            if len(rows):
                yield rows
            return
        self._flush()
        self._buffer = self._buffer[:0]
        yield from self._merged()

    def _sorted(self) -> Rows:
        rows = np.sort(self._buffer[: self._filled])
        return rows if self._squeeze is None else self._squeeze(rows)

    def _flush(self) -> None:
        rows = self._sorted()
        self._filled = 0
        self.most_held = max(self.most_held, self._run)
        if len(rows):
            begin = self._file.seek(0, 2)
            self._file.write(rows.tobytes())
            self._runs.append((begin, len(rows)))

    def _merged(self) -> Iterator[Rows]:
        kind = self._buffer.dtype
        assert kind.names is not None
        first = kind.names[0]
        step = max(LEAST, self._run // len(self._runs))
        heads = [np.zeros(0, kind)] * len(self._runs)
        read = [0] * len(self._runs)
        while True:
            for number, (begin, count) in enumerate(self._runs):
                if not len(heads[number]) and read[number] < count:
                    heads[number] = self._read(begin, read[number], min(step, count - read[number]))
                    read[number] += len(heads[number])
            self.most_held = max(self.most_held, sum(map(len, heads)))
            waiting = [
                heads[number][-1][first]
                for number, (_, count) in enumerate(self._runs)
                if read[number] < count
            ]
            if not waiting:  # everything is in memory
                left = self._together(heads)
                if len(left):
                    yield left
                return
            # rows below the least of the last keys read are all in memory
            cut = min(waiting)
            parts, rest, stuck = [], [], True
            for head in heads:
                place = int(np.searchsorted(head[first], cut, side="left"))
                parts.append(head[:place])
                rest.append(head[place:])
                stuck &= place == 0
            heads = rest
            if stuck:  # one key fills what was read: read on where it ends the part
                for number, (begin, count) in enumerate(self._runs):
                    more = min(step, count - read[number])
                    if more and heads[number][-1][first] == cut:
                        further = self._read(begin, read[number], more)
                        heads[number] = np.concatenate([heads[number], further])
                        read[number] += more
                continue
            yield self._together(parts)

    def _together(self, parts: list[Rows]) -> Rows:
        rows = np.sort(np.concatenate(parts))
        return rows if self._squeeze is None else self._squeeze(rows)

    def _read(self, begin: int, done: int, count: int) -> Rows:
        size = self._buffer.dtype.itemsize
        self._file.seek(begin + done * size)
        return np.frombuffer(self._file.read(count * size), self._buffer.dtype)
