"""The truth: which version every record of every register has.

In: changes. Out: versions. A record that never changed has version 0 and takes no memory; whether
its source entered it wrongly before the run is drawn for the record when somebody looks.
"""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.flows.program import Register
from sandbox.randomness import bits, identity, key, unit

_FIRST_ENTRY = key("first entry")


class Truth:
    """The present versions of all registers."""

    def __init__(self, registers: Sequence[Register], origin: int) -> None:
        self._versions: list[dict[int, int]] = [{} for _ in registers]
        self._records = [register.records for register in registers]
        self._errors = [register.error for register in registers]
        self._names = [key(register.name) for register in registers]
        self._origin = origin

    def record(self, register: int, subject: float) -> int:
        """The record of a register that a subject in [0, 1) stands for."""
        records = self._records[register]
        return max(0, min(int(subject * records), records - 1))

    def version(self, register: int, record: int) -> int:
        """The present version of a record."""
        return self._versions[register].get(record, 0)

    def first_error(self, register: int, record: int) -> int:
        """Whether the source's entry of a record from before the run is wrong."""
        share = self._errors[register]
        if not share:
            return 0
        owner = identity(self._origin, self._names[register], record)
        return int(unit(bits(owner, _FIRST_ENTRY)) < share)

    def change(self, register: int, record: int) -> int:
        """A record changes; its new version."""
        versions = self._versions[register]
        version = versions[record] = versions.get(record, 0) + 1
        return version
