"""Words of the flow language as the kernel compares them: plain integers and floats.

Out: operation codes, outcomes, tallies, joins, kinds of copies and families of laws, with the
numbers of their enumerations; units.
"""

from __future__ import annotations

from sandbox.flows import PPB as _PPB
from sandbox.flows import TICKS as _TICKS
from sandbox.flows import Join, Outcome, Tally
from sandbox.flows.assembly import Code
from sandbox.flows.laws import Family
from sandbox.flows.program import CopyKind

DO_DELAY = int(Code.DELAY)
DO_VISIT = int(Code.VISIT)
DO_SEND = int(Code.SEND)
DO_GATE = int(Code.GATE)
DO_SCOPE = int(Code.SCOPE)
DO_COLLECT = int(Code.COLLECT)
DO_READ = int(Code.READ)
DO_WRITE = int(Code.WRITE)
DO_STAMP = int(Code.STAMP)
DO_SNAPSHOT = int(Code.SNAPSHOT)
DO_APPLY = int(Code.APPLY)
DO_CHECK = int(Code.CHECK)
DO_SCATTER = int(Code.SCATTER)
DO_ATTEMPT = int(Code.ATTEMPT)
DO_SETTLE = int(Code.SETTLE)
DO_COUNT = int(Code.COUNT)
DO_LETTER = int(Code.LETTER)
DO_JUMP = int(Code.JUMP)
DO_DONE = int(Code.DONE)

ANSWERED = int(Outcome.ANSWERED)
REFUSED = int(Outcome.REFUSED)
FAILED = int(Outcome.FAILED)
TIMED_OUT = int(Outcome.TIMED_OUT)

OUT_OF_SCOPE = int(Tally.OUT_OF_SCOPE)
MISUSE = int(Tally.MISUSE)

JOIN_NONE = int(Join.NONE)
JOIN_MAJORITY = int(Join.MAJORITY)

SOURCE_COPY = int(CopyKind.SOURCE)
ENTRIES_COPY = int(CopyKind.ENTRIES)

CONSTANT = int(Family.CONSTANT)
EXPONENTIAL = int(Family.EXPONENTIAL)
ERLANG = int(Family.ERLANG)
GAMMA = int(Family.GAMMA)
LOGNORMAL = int(Family.LOGNORMAL)
UNIFORM = int(Family.UNIFORM)

TICKS_A_SECOND = float(_TICKS)
PARTS = int(_PPB)
"""Parts per billion."""
