"""Where everything is: the arrays of a state, and the columns of each.

Out: `State` and constants. Every table is an int64 matrix with a row for each thing, so one row is
one or a few cache lines; floats have tables of their own. Unsigned keys are kept by their bits.
Sums that may pass 2⁶³ ticks are kept in two columns, see `split`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

I = NDArray[np.int64]
F = NDArray[np.float64]

NEVER = 1 << 62
PART = 20  # sums of times are kept as sums of their upper bits and of these lower ones
LOW = (1 << PART) - 1
REF = 28  # bits of an event that say whose it is
KIND = 2  # the lowest of them: what it is
TOKEN, TIMEOUT, OPENING = 0, 1, 2
RUN, SPREAD, RELEASE, TURN, JOIN = 0, 1, 2, 3, 4  # work to be done at once


class State(NamedTuple):
    """All of one replication, in four arrays.

    Few arrays keep the compiler quick: where a table begins is a scalar of its own (`AT_…`), and so
    is its number of rows (`SIZE_…`). What a run cannot change is in `fix` and `num`.
    """

    x: I  # scalars
    fix: I  # the program
    num: F  # the program's numbers with fractions, and the copies' ages
    mem: I  # memory


# scalars
(NOW, ORDER, HEAPED, WORKED, OPEN, EVENTS, WARM_UP, END, INTERVAL, INTERVALS, ORIGIN, LEVELS,
 FREE_TOKEN, LEFT_TOKEN, FREE_BLOCK, LEFT_BLOCK, FREE_GATHERING, LEFT_GATHERING, FREE_MEMBER,
 LEFT_MEMBER, FREE_VALUE, LEFT_VALUE, FREE_SNAPSHOT, LEFT_SNAPSHOT, FREE_HOLDING, LEFT_HOLDING,
 VERSIONS, LATEST, LOGGED, HELD, WRITTEN, TAKEN, EXPIRING, OUTAGES, HISTOGRAMMED, ARRIVING, GIVEN,
 TRACING, TRACED, TOLD, MARGIN, KEY_ROW, KEY_SUBJECT, KEY_MISUSE, KEY_GAP, KEY_RETRY, KEY_FIRST,
 WANTED, COLUMNS, STREAMED, HOLE, ARRIVAL, CELL_END, CELL, FAR, TABLES) = range(56)  # fmt: skip

# x, further on: where each table begins
(AT_CODE, AT_FLOW_START, AT_MATRIX, AT_LIST_START, AT_LIST_ITEMS, AT_ROUTE_START, AT_ROUTE_ITEMS,
 AT_DRAW_PURPOSE, AT_DRAW_LAW, AT_DRAW_COLUMN, AT_ROW_KEY, AT_LAW_FAMILY, AT_LAW_START,
 AT_HOURS_START, AT_HOURS, AT_STREAM, AT_HOMES, AT_REGISTER, AT_GIVEN, AT_DROP,
 AT_PACE_START, AT_LAW_NUMBERS, AT_LAW_VALUES, AT_LAW_SHARES, AT_STREAM_SHARE, AT_REGISTER_ERROR,
 AT_BANDWIDTH, AT_SOURCE_SPEED, AT_PACE_TIME, AT_PACE_MASS, AT_PACE_SLOPE, AT_DROP_FACTOR,
 AT_COPY_AGE, AT_STATION, AT_LINE, AT_LINK, AT_OUTAGE, AT_GATE, AT_COPY, AT_TOKEN, AT_BLOCK,
 AT_TIMEOUT, AT_GATHERING, AT_MEMBER, AT_VALUE, AT_SNAPSHOT, AT_HOLDING, AT_HEAP, AT_WORK, AT_LOG,
 AT_WRITTEN, AT_EXPIRY, AT_SOURCE, AT_ARRIVAL, AT_COUNT, AT_REFUSAL, AT_SERIES, AT_TRACE,
 AT_TOLD, AT_SCRATCH, AT_VERSION, AT_LATEST, AT_HELD, AT_TAKEN, AT_HISTOGRAM) = range(
    TABLES, TABLES + 65)  # fmt: skip
# … and how many rows it has
(SIZE_CODE, SIZE_FLOW_START, SIZE_MATRIX, SIZE_LIST_START, SIZE_LIST_ITEMS, SIZE_ROUTE_START,
 SIZE_ROUTE_ITEMS, SIZE_DRAW_PURPOSE, SIZE_DRAW_LAW, SIZE_DRAW_COLUMN, SIZE_ROW_KEY,
 SIZE_LAW_FAMILY, SIZE_LAW_START, SIZE_HOURS_START, SIZE_HOURS, SIZE_STREAM,
 SIZE_HOMES, SIZE_REGISTER, SIZE_GIVEN, SIZE_DROP, SIZE_PACE_START, SIZE_LAW_NUMBERS,
 SIZE_LAW_VALUES, SIZE_LAW_SHARES, SIZE_STREAM_SHARE, SIZE_REGISTER_ERROR, SIZE_BANDWIDTH,
 SIZE_SOURCE_SPEED, SIZE_PACE_TIME, SIZE_PACE_MASS, SIZE_PACE_SLOPE, SIZE_DROP_FACTOR,
 SIZE_COPY_AGE, SIZE_STATION, SIZE_LINE, SIZE_LINK, SIZE_OUTAGE, SIZE_GATE, SIZE_COPY,
 SIZE_TOKEN, SIZE_BLOCK, SIZE_TIMEOUT, SIZE_GATHERING, SIZE_MEMBER, SIZE_VALUE, SIZE_SNAPSHOT,
 SIZE_HOLDING, SIZE_HEAP, SIZE_WORK, SIZE_LOG, SIZE_WRITTEN, SIZE_EXPIRY, SIZE_SOURCE, SIZE_ARRIVAL,
 SIZE_COUNT, SIZE_REFUSAL, SIZE_SERIES, SIZE_TRACE, SIZE_TOLD, SIZE_SCRATCH, SIZE_VERSION,
 SIZE_LATEST, SIZE_HELD, SIZE_TAKEN, SIZE_HISTOGRAM) = range(
    TABLES + 65, TABLES + 130)  # fmt: skip
SCALARS = TABLES + 130

# what the kernel may want more of
(W_NOTHING, W_HEAP, W_TOKEN, W_BLOCK, W_GATHERING, W_MEMBER, W_VALUE, W_SNAPSHOT, W_HOLDING,
 W_VERSION, W_LATEST, W_LOG, W_HELD, W_WRITTEN, W_TAKEN, W_EXPIRY, W_HISTOGRAM, W_WORK, W_TRACE,
 W_TOLD, W_SENSE) = range(21)  # fmt: skip

# token; what every visit touches comes first
(T_POSITION, T_ROW, T_DUE, T_STATION, T_ROUTE, T_HOPS, T_WORK, T_IDENTITY, T_ALIVE, T_WAITING,
 T_NEXT, T_BEFORE, T_LOST, T_PRIORITY, T_INSIDE, T_BEHIND, T_STREAM, T_MADE, T_SIZE, T_VALUES,
 T_VALUE, T_REGISTER, T_RECORD, T_VERSION, T_ERROR, T_TIME, T_SNAPSHOT, T_PARENT, T_MEMBER,
 T_CHILDREN, T_PLACE, T_BLOCK, T_ARTICLE, T_NOTED, T_LETTER, T_MISUSE, T_INDEX, T_STAMP,
 T_END, T_SUBJECT, TOKENS) = range(41)  # fmt: skip

# block
(B_TOKEN, B_LINE, B_LEFT, B_FAILED, B_SETTLE, B_TRIED, B_DUE, B_POSITION, B_IDENTITY, B_OUTER,
 B_VALUES, B_VALUE, B_REGISTER, B_RECORD, B_VERSION, B_ERROR, B_TIME, B_SNAPSHOT, B_END,
 B_BEFORE, B_BEHIND, BLOCKS) = range(22)  # fmt: skip

# time-outs of one length: the blocks that they run for, in the order in which they end
Y_TICKS, Y_FIRST, Y_LAST, Y_QUEUED, TIMEOUTS = range(5)

# gathering
(G_PARENT, G_JOIN, G_FAILED, G_MISSING, G_FIRST, G_FAILURE, G_OUTCOME, G_ARTICLE, G_STARTING,
 G_NEXT, G_CURSOR, GATHERINGS) = range(12)  # fmt: skip

# member: a child's place in a gathering, and what it answered
(M_TOKEN, M_NEXT, M_VALUES, M_VALUE, M_REGISTER, M_RECORD, M_VERSION, M_ERROR, M_TIME,
 MEMBERS) = range(10)  # fmt: skip

# value: a node of a list of values
V_REGISTER, V_RECORD, V_VERSION, V_ERROR, V_TIME, V_NEXT, VALUES = range(7)

# snapshot and its states
P_USERS, P_LIST, P_FIRST, P_CHANGES, P_NEXT, SNAPSHOTS = range(6)
H_COPY, H_COMPLETE, H_POSITION, H_WRITTEN, H_TIME, H_NEXT, HOLDINGS = range(7)

# station; sums of moments have two columns
(S_SERVERS, S_BUSY, S_WAITING, S_UP, S_FAILS, S_HOURS, S_LAW, S_LOST,
 S_SERVED, S_PLACES, S_PRIORITY, S_MOST, S_BUSY_SUM, S_BUSY_LOW, S_QUEUE, S_QUEUE_LOW,
 S_HEAD, S_TAIL, S_INSIDE, S_LAST, S_CAPACITY, S_CAPACITY_LOW, S_DOWN, S_SINCE,
 S_ASLEEP, S_PAUSED, S_PAUSED_LAST, S_DUE, S_UP_SUM) = range(29)  # fmt: skip
STATIONS = 32  # whole cache lines: in large worlds every visit waits for memory

# link, one direction
(L_LATENCY, L_GATEWAY, L_UP, L_DOWN, L_SINCE, L_FREE, L_SENT, L_BYTES, L_UP_SUM, L_HELD,
 L_HELD_LAST, L_LATE, L_LATE_LAST, L_OUTAGE, L_OUTAGE_LAST) = range(15)  # fmt: skip
LINKS = 16  # whole cache lines
O_START, O_END, O_NEXT, OUTAGE = range(4)

# gate
A_OPEN, A_ARTICLE, A_SUM, GATES = range(4)

# copy
(C_REGISTER, C_SOURCE, C_KIND, C_COMPLETE, C_KEEP, C_LOGGED, C_POSITION, C_OWN, C_LENGTH,
 C_WRITTEN, C_FIRST_WRITTEN, C_LAST_WRITTEN, C_HELD, C_RECORDS, C_EXPOSED, C_EXPOSED_LOW, C_LAST,
 C_AS_OF, C_KNOWN, C_AGED, C_RENEWALS, COPIES) = range(22)  # fmt: skip
CF_AGE, CF_PEAKS = range(2)

# log of a source: entries of all sources together
G_VERSION, G_ERROR, G_BEFORE, G_POSITION, LOG = range(5)

# stream
(N_START, N_PRIORITY, N_NEED, N_REGISTER, N_DEADLINE, N_ROWS, N_COUNT, N_DROPS, N_DROPS_END,
 STREAMS) = range(10)  # fmt: skip
NF_MISUSE, NF_RECORDS, NF_REQUESTS = range(3)

# homes of streams: rows, and how one is found
J_SHARE, J_ROW, J_GUIDE, HOMES = 0, 1, 2, 4

# register
R_RECORDS, R_NAME, REGISTERS = range(3)

# source of arrivals
(Q_STREAM, Q_NAME, Q_RHYTHM, Q_FIXED, Q_SUM, Q_UNTIL, Q_SHIFT, Q_INDEX, Q_NEXT, Q_OWNER, Q_PLACE,
 SOURCES) = range(12)  # fmt: skip
# arrivals at given times
K_TIME, K_STREAM, K_INDEX, K_IDENTITY, GIVENS = range(5)
# falls of demand, stream by stream
D_START, D_END, D_KEY, DROPS = range(4)

# counters of a stream
(N_MADE, N_OUTCOME, N_SATISFIED, N_FRESH, N_RIGHT, N_ERROR, N_LETTERS, N_TIME, N_TIME_LOW,
 N_TIME_MOST, N_AGE, N_AGE_LOW, N_AGE_MOST, N_FIRST, N_CROSSINGS, N_TALLY) = (
    0, 1, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19)  # fmt: skip
COUNTS = 28  # with nine tallies

# series: whole counts first, then the sums of times in two columns each
(Z_MADE, Z_ANSWERED, Z_SATISFIED, Z_REFUSED, Z_FAILED, Z_TIMED_OUT, Z_LETTER, Z_FRESH, Z_CORRECT,
 Z_ERROR, Z_TIME, Z_TIME_LOW, Z_AGE, Z_AGE_LOW, SERIES) = range(15)  # fmt: skip

# trace
E_TIME, E_STREAM, E_INDEX, E_EVENT, E_CHILD, E_A, E_B, E_FIRST, E_COUNT, TRACES = range(10)
EV_MADE, EV_STEP, EV_TIMEOUT, EV_END = range(4)

PROGRAM = {
    "code": 5,
    "flow_start": 1,
    "matrix": 0,
    "list_start": 1,
    "list_items": 1,
    "route_start": 1,
    "route_items": 1,
    "draw_purpose": 1,
    "draw_law": 1,
    "draw_column": 1,
    "row_key": 1,
    "law_family": 1,
    "law_start": 1,
    "hours_start": 1,
    "hours": 3,
    "stream": STREAMS,
    "homes": HOMES,
    "register": REGISTERS,
    "given": GIVENS,
    "drop": DROPS,
    "pace_start": 1,
}
"""Tables of `fix`, with their widths (0: a scalar says)."""

NUMBERS = {
    "law_numbers": 2,
    "law_values": 1,
    "law_shares": 1,
    "stream_share": 3,
    "register_error": 1,
    "bandwidth": 1,
    "source_speed": 1,
    "pace_time": 1,
    "pace_mass": 1,
    "pace_slope": 1,
    "drop_factor": 1,
    "copy_age": 2,
}
"""Tables of `num`."""

MEMORY = {
    "station": STATIONS,
    "line": 2,
    "link": LINKS,
    "outage": OUTAGE,
    "gate": GATES,
    "copy": COPIES,
    "token": TOKENS,
    "block": BLOCKS,
    "timeout": TIMEOUTS,
    "gathering": GATHERINGS,
    "member": MEMBERS,
    "value": VALUES,
    "snapshot": SNAPSHOTS,
    "holding": HOLDINGS,
    "heap": 2,
    "work": 2,
    "log": LOG,
    "written": 5,
    "expiry": 2,
    "source": SOURCES,
    "arrival": 2,
    "count": COUNTS,
    "refusal": 0,
    "series": SERIES,
    "trace": TRACES,
    "told": 5,
    "scratch": 3,
}
"""Tables of `mem` whose rows are numbered."""

HASHES = {
    "version": 2,
    "latest": 2,
    "held": 4,
    "taken": 3,
    "histogram": 2,
}
"""Tables of `mem` whose rows are found by a key."""
