"""The truth: which version every record of every register has.

In: changes. Out: versions. A record that never changed has version 0 and takes no memory.
"""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.flows.program import Register


class Truth:
    """The present versions of all registers."""

    def __init__(self, registers: Sequence[Register]) -> None:
        self._versions: list[dict[int, int]] = [{} for _ in registers]
        self._records = [register.records for register in registers]

    def record(self, register: int, subject: float) -> int:
        """The record of a register that a subject in [0, 1) stands for."""
        records = self._records[register]
        return max(0, min(int(subject * records), records - 1))

    def version(self, register: int, record: int) -> int:
        """The present version of a record."""
        return self._versions[register].get(record, 0)

    def change(self, register: int, record: int) -> int:
        """A record changes; its new version."""
        versions = self._versions[register]
        version = versions[record] = versions.get(record, 0) + 1
        return version
