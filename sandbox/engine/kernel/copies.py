"""Truth and copies: `sandbox.engine.truth`, `copies` and `ages` over arrays.

In: values written, snapshots applied. Out: values read, and meters of age and exposure. A source's
entries are in one log of all sources, found through a hash of source and record; what is written
to other copies is found through a hash of copy and record.
"""

from __future__ import annotations

import numpy as np

from sandbox.engine.kernel.bits import bits, identity, unit
from sandbox.engine.kernel.columns import (
    AT_COPY,
    AT_COPY_AGE,
    AT_EXPIRY,
    AT_HELD,
    AT_LATEST,
    AT_LOG,
    AT_REGISTER,
    AT_REGISTER_ERROR,
    AT_SCRATCH,
    AT_TAKEN,
    AT_VERSION,
    AT_WRITTEN,
    C_AGED,
    C_AS_OF,
    C_COMPLETE,
    C_EXPOSED,
    C_FIRST_WRITTEN,
    C_HELD,
    C_KEEP,
    C_KIND,
    C_KNOWN,
    C_LAST,
    C_LAST_WRITTEN,
    C_LENGTH,
    C_LOGGED,
    C_OWN,
    C_POSITION,
    C_RECORDS,
    C_REGISTER,
    C_RENEWALS,
    C_SOURCE,
    C_WRITTEN,
    CF_AGE,
    CF_PEAKS,
    COPIES,
    EXPIRING,
    G_BEFORE,
    G_ERROR,
    G_POSITION,
    G_VERSION,
    H_COMPLETE,
    H_COPY,
    H_POSITION,
    H_TIME,
    H_WRITTEN,
    HELD,
    KEY_FIRST,
    LATEST,
    LOG,
    LOGGED,
    NOW,
    ORIGIN,
    R_NAME,
    R_RECORDS,
    REGISTERS,
    SIZE_HELD,
    SIZE_LATEST,
    SIZE_TAKEN,
    SIZE_VERSION,
    TAKEN,
    VERSIONS,
    WRITTEN,
    F,
    I,
)
from sandbox.engine.kernel.heaps import rise, sink
from sandbox.engine.kernel.jit import jit
from sandbox.engine.kernel.stations import add
from sandbox.engine.kernel.tables import RECORD_BITS, find
from sandbox.engine.kernel.words import ENTRIES_COPY, SOURCE_COPY, TICKS_A_SECOND


@jit
def record_of(x: I, fix: I, num: F, mem: I, register: int, subject: float) -> int:
    """The record of a register that a subject stands for."""
    records = fix[x[AT_REGISTER] + register * REGISTERS + R_RECORDS]
    return int(max(0, min(np.int64(subject * records), records - 1)))


@jit
def version_of(x: I, fix: I, num: F, mem: I, register: int, record: int) -> int:
    """The present version of a record."""
    row = find(x, fix, num, mem, AT_VERSION, SIZE_VERSION, 2, register << RECORD_BITS | record)
    return int(mem[row + 1] if mem[row] >= 0 else 0)


@jit
def change(x: I, fix: I, num: F, mem: I, register: int, record: int) -> int:
    """A record changes; its new version."""
    key = register << RECORD_BITS | record
    row = find(x, fix, num, mem, AT_VERSION, SIZE_VERSION, 2, key)
    if mem[row] < 0:
        mem[row] = key
        mem[row + 1] = 0
        x[VERSIONS] += 1
    mem[row + 1] += 1
    return int(mem[row + 1])


@jit
def first_error(x: I, fix: I, num: F, mem: I, register: int, record: int) -> int:
    """Whether the source's entry of a record from before the run is wrong."""
    share = num[x[AT_REGISTER_ERROR] + register]
    if share == 0.0:
        return 0
    owner = identity(
        np.uint64(x[ORIGIN]),
        np.uint64(fix[x[AT_REGISTER] + register * REGISTERS + R_NAME]),
        record,
    )
    return int(unit(bits(owner, np.uint64(x[KEY_FIRST]), 0)) < share)


@jit
def flush(x: I, fix: I, num: F, mem: I, copy: int) -> None:
    """Integrate a copy's age up to now."""
    t = x[AT_COPY] + copy * COPIES
    now = x[NOW]
    if mem[t + C_KNOWN]:
        low = (mem[t + C_LAST] - mem[t + C_AS_OF]) / TICKS_A_SECOND
        high = (now - mem[t + C_AS_OF]) / TICKS_A_SECOND
        num[x[AT_COPY_AGE] + copy * 2 + CF_AGE] += (high * high - low * low) / 2
        mem[t + C_AGED] += now - mem[t + C_LAST]
    mem[t + C_LAST] = now


@jit
def _renew(x: I, fix: I, num: F, mem: I, copy: int, time: int) -> None:
    """The copy is now as of `time`, unless it was newer already."""
    t = x[AT_COPY] + copy * COPIES
    if mem[t + C_KNOWN] and time <= mem[t + C_AS_OF]:
        return
    flush(x, fix, num, mem, copy)
    if mem[t + C_KNOWN]:
        num[x[AT_COPY_AGE] + copy * 2 + CF_PEAKS] += (x[NOW] - mem[t + C_AS_OF]) / TICKS_A_SECOND
        mem[t + C_RENEWALS] += 1
    mem[t + C_KNOWN] = 1
    mem[t + C_AS_OF] = time


@jit
def _hold(x: I, fix: I, num: F, mem: I, copy: int, records: int, time: int) -> None:
    """The copy holds so many records from `time` on."""
    t = x[AT_COPY] + copy * COPIES
    add(x, fix, num, mem, t, C_EXPOSED, mem[t + C_HELD] - records, time)
    mem[t + C_HELD] = records


@jit
def _at(x: I, fix: I, num: F, mem: I, source: int, record: int, position: int) -> int:
    """A record's place in a source's log as of a position; -1: before its first change."""
    row = find(x, fix, num, mem, AT_LATEST, SIZE_LATEST, 2, source << RECORD_BITS | record)
    if mem[row] < 0:
        return -1
    place = mem[row + 1]
    while place >= 0 and mem[x[AT_LOG] + place * LOG + G_POSITION] >= position:
        place = mem[x[AT_LOG] + place * LOG + G_BEFORE]
    return int(place)


@jit
def _enter(
    x: I, fix: I, num: F, mem: I, source: int, record: int, version: int, error: int
) -> None:
    """A change becomes known to a source."""
    key = source << RECORD_BITS | record
    row = find(x, fix, num, mem, AT_LATEST, SIZE_LATEST, 2, key)
    before = -1
    if mem[row] >= 0:
        before = mem[row + 1]
        if mem[x[AT_LOG] + before * LOG + G_VERSION] > version:
            return
    else:
        mem[row] = key
        x[LATEST] += 1
    place = x[LOGGED]
    x[LOGGED] = place + 1
    mem[x[AT_LOG] + place * LOG + G_VERSION] = version
    mem[x[AT_LOG] + place * LOG + G_ERROR] = error
    mem[x[AT_LOG] + place * LOG + G_BEFORE] = before
    mem[x[AT_LOG] + place * LOG + G_POSITION] = mem[x[AT_COPY] + source * COPIES + C_LENGTH]
    mem[x[AT_COPY] + source * COPIES + C_LENGTH] += 1
    mem[row + 1] = place


@jit
def _expire(x: I, fix: I, num: F, mem: I, due: int, key: int) -> None:
    """Remember when a cache's entry is to be dropped."""
    x[EXPIRING] += 1
    rise(mem, x[AT_EXPIRY], x[EXPIRING] - 1, due, key)


@jit
def settle(x: I, fix: I, num: F, mem: I) -> None:
    """Drop what has become too old in any cache, each value at its time."""
    heap = x[AT_EXPIRY]
    while x[EXPIRING] > 0 and mem[heap] < x[NOW]:
        due, key = mem[heap], mem[heap + 1]
        x[EXPIRING] -= 1
        last = heap + x[EXPIRING] * 2
        sink(mem, heap, x[EXPIRING], 0, mem[last], mem[last + 1])
        copy = key >> RECORD_BITS
        t = x[AT_COPY] + copy * COPIES
        row = find(x, fix, num, mem, AT_HELD, SIZE_HELD, 4, key)
        if mem[row + 1] >= 0 and mem[row + 3] + mem[t + C_KEEP] == due:
            mem[row + 1] = -1
            mem[t + C_OWN] -= 1
            if not mem[t + C_COMPLETE]:
                _hold(x, fix, num, mem, copy, mem[t + C_OWN], due)


@jit
def read(x: I, fix: I, num: F, mem: I, copy: int, record: int, value: int) -> bool:
    """Put the value held (version, error, time) into `value`; False: there is none."""
    t = x[AT_COPY] + copy * COPIES
    if mem[t + C_KIND] == SOURCE_COPY:
        place = _at(x, fix, num, mem, copy, record, mem[t + C_LENGTH])
        _from_log(x, fix, num, mem, mem[t + C_REGISTER], record, place, value)
        mem[value + 2] = x[NOW]
        return True
    if mem[t + C_KEEP] >= 0:
        settle(x, fix, num, mem)
    row = find(x, fix, num, mem, AT_HELD, SIZE_HELD, 4, copy << RECORD_BITS | record)
    own = mem[row] >= 0 and mem[row + 1] >= 0
    if not mem[t + C_COMPLETE]:
        if not own:
            return False
        mem[value], mem[value + 1], mem[value + 2] = (
            mem[row + 1],
            mem[row + 2],
            mem[row + 3],
        )
        return True
    place = -1
    if mem[t + C_SOURCE] >= 0 and mem[t + C_POSITION] > 0:
        place = _at(x, fix, num, mem, mem[t + C_SOURCE], record, mem[t + C_POSITION])
    _from_log(x, fix, num, mem, mem[t + C_REGISTER], record, place, value)
    mem[value + 2] = mem[t + C_AS_OF]
    if not own or mem[row + 1] < mem[value]:
        return True
    if mem[t + C_KIND] == ENTRIES_COPY:
        mem[value], mem[value + 1] = (
            mem[row + 1],
            mem[row + 2],
        )
        return True
    if mem[row + 1] == mem[value] and mem[row + 3] <= mem[value + 2]:
        return True
    mem[value], mem[value + 1], mem[value + 2] = (
        mem[row + 1],
        mem[row + 2],
        mem[row + 3],
    )
    return True


@jit
def _from_log(
    x: I, fix: I, num: F, mem: I, register: int, record: int, place: int, value: int
) -> None:
    if place < 0:
        mem[value] = 0
        mem[value + 1] = first_error(x, fix, num, mem, register, record)
    else:
        mem[value] = mem[x[AT_LOG] + place * LOG + G_VERSION]
        mem[value + 1] = mem[x[AT_LOG] + place * LOG + G_ERROR]


@jit
def write(
    x: I, fix: I, num: F, mem: I, copy: int, record: int, version: int, error: int, time: int
) -> None:
    """Take in a value, unless a newer one is held."""
    t = x[AT_COPY] + copy * COPIES
    if mem[t + C_KIND] == SOURCE_COPY:
        _enter(x, fix, num, mem, copy, record, version, error)
        return
    if mem[t + C_KEEP] >= 0:
        settle(x, fix, num, mem)
    in_order = mem[t + C_KIND] == ENTRIES_COPY
    key = copy << RECORD_BITS | record
    row = find(x, fix, num, mem, AT_HELD, SIZE_HELD, 4, key)
    if in_order:
        held = mem[row] >= 0 and mem[row + 1] >= 0
        old_version, old_time = mem[row + 1], mem[row + 3]
    else:
        value = x[AT_SCRATCH]
        held = read(x, fix, num, mem, copy, record, value)
        old_version, old_time = mem[value], mem[value + 2]
    newer = not held or version > old_version or (version == old_version and time > old_time)
    if newer and (not 0 <= mem[t + C_KEEP] < x[NOW] - time):
        if mem[t + C_LOGGED]:
            _note(x, fix, num, mem, copy, record, version, error, time)
        if mem[row] < 0:
            mem[row] = key
            mem[row + 1] = -1
            x[HELD] += 1
        if mem[row + 1] < 0:
            mem[t + C_OWN] += 1
        (
            mem[row + 1],
            mem[row + 2],
            mem[row + 3],
        ) = version, error, time
        if mem[t + C_KEEP] >= 0:
            _expire(x, fix, num, mem, time + mem[t + C_KEEP], key)
        if not mem[t + C_COMPLETE] and mem[t + C_OWN] != mem[t + C_HELD]:
            _hold(x, fix, num, mem, copy, mem[t + C_OWN], x[NOW])
    if in_order:
        hear(x, fix, num, mem, copy, time)


@jit
def hear(x: I, fix: I, num: F, mem: I, copy: int, time: int) -> None:
    """A message without a value: nothing has changed up to `time`."""
    if (
        mem[x[AT_COPY] + copy * COPIES + C_KIND] != SOURCE_COPY
        and mem[x[AT_COPY] + copy * COPIES + C_COMPLETE]
    ):
        _renew(x, fix, num, mem, copy, time)


@jit
def _note(
    x: I, fix: I, num: F, mem: I, copy: int, record: int, version: int, error: int, time: int
) -> None:
    """Log what was written to a copy of which batches take snapshots."""
    place = x[WRITTEN]
    x[WRITTEN] = place + 1
    node = x[AT_WRITTEN] + place * 5
    mem[node], mem[node + 1], mem[node + 2], mem[node + 3], mem[node + 4] = (
        record,
        version,
        error,
        time,
        -1,
    )
    t = x[AT_COPY] + copy * COPIES
    if mem[t + C_WRITTEN] == 0:
        mem[t + C_FIRST_WRITTEN] = place
    else:
        mem[x[AT_WRITTEN] + mem[t + C_LAST_WRITTEN] * 5 + 4] = place
    mem[t + C_LAST_WRITTEN] = place
    mem[t + C_WRITTEN] += 1


@jit
def state_of(x: I, fix: I, num: F, mem: I, copy: int, holding: int) -> None:
    """Put the present state of a copy into a row of holdings."""
    t = x[AT_COPY] + copy * COPIES
    mem[holding + H_COPY] = copy
    if mem[t + C_KIND] == SOURCE_COPY:
        mem[holding + H_COMPLETE] = 1
        mem[holding + H_POSITION] = mem[t + C_LENGTH]
        mem[holding + H_WRITTEN] = 0
        mem[holding + H_TIME] = x[NOW]
    else:
        mem[holding + H_COMPLETE] = mem[t + C_COMPLETE]
        mem[holding + H_POSITION] = mem[t + C_POSITION]
        mem[holding + H_WRITTEN] = mem[t + C_WRITTEN]
        mem[holding + H_TIME] = mem[t + C_AS_OF]


@jit
def _taken_row(x: I, fix: I, num: F, mem: I, copy: int, sender: int) -> int:
    """The row that says how much of what was written to `sender` a copy has."""
    key = copy << RECORD_BITS | sender
    row = find(x, fix, num, mem, AT_TAKEN, SIZE_TAKEN, 3, key)
    return int(row)


@jit
def untaken(x: I, fix: I, num: F, mem: I, copy: int, holding: int) -> int:
    """How much of what was written to a snapshot's copy another has not taken yet."""
    row = _taken_row(x, fix, num, mem, copy, mem[holding + H_COPY])
    taken = mem[row + 1] if mem[row] >= 0 else 0
    return int(max(0, mem[holding + H_WRITTEN] - taken))


@jit
def lacks(x: I, fix: I, num: F, mem: I, copy: int, holding: int) -> int:
    """Changes that a snapshot would bring; all records, to one that has no base yet."""
    t = x[AT_COPY] + copy * COPIES
    if mem[t + C_KIND] == SOURCE_COPY:
        return 0
    fill = 0
    if mem[holding + H_COMPLETE]:
        if mem[t + C_COMPLETE]:
            fill = max(0, mem[holding + H_POSITION] - mem[t + C_POSITION])
        else:
            fill = mem[t + C_RECORDS]
    return int(fill + untaken(x, fix, num, mem, copy, holding))


@jit
def apply(x: I, fix: I, num: F, mem: I, copy: int, holding: int) -> None:
    """Come to the state of a snapshot; never back to an older one."""
    t = x[AT_COPY] + copy * COPIES
    if mem[holding + H_COMPLETE]:
        if not mem[t + C_COMPLETE]:
            mem[t + C_COMPLETE] = 1
            _hold(x, fix, num, mem, copy, mem[t + C_RECORDS], x[NOW])
        mem[t + C_POSITION] = max(mem[t + C_POSITION], mem[holding + H_POSITION])
        _renew(x, fix, num, mem, copy, mem[holding + H_TIME])
    if mem[holding + H_WRITTEN]:
        sender = mem[holding + H_COPY]
        row = _taken_row(x, fix, num, mem, copy, sender)
        if mem[row] < 0:
            mem[row] = copy << RECORD_BITS | sender
            mem[row + 1] = 0
            mem[row + 2] = -1
            x[TAKEN] += 1
        taken, last = mem[row + 1], mem[row + 2]
        while taken < mem[holding + H_WRITTEN]:
            node = (
                mem[x[AT_COPY] + sender * COPIES + C_FIRST_WRITTEN]
                if last < 0
                else mem[x[AT_WRITTEN] + last * 5 + 4]
            )
            n = x[AT_WRITTEN] + node * 5
            write(x, fix, num, mem, copy, mem[n], mem[n + 1], mem[n + 2], mem[n + 3])
            last = node
            taken += 1
        mem[row + 1], mem[row + 2] = taken, last
