"""The operations of the flow language: what a request, a change or a batch does, step by step.

A flow is a list of operations. Operands that differ from need to need are *slots*: names that a
row of the program binds to a station, route, copy, gate, list or number. So one flow serves all
needs of the same shape. `purpose` names a random draw; it belongs to the request and the purpose,
not to the position of the operation, so the same purpose under two models is the same draw.

Flows only go forward: every label lies after the operations that lead to it; only `Attempt`
repeats. A token carries what it is about (its subject: the same share of every register's records,
so that one person is one record in each), the values it was told, and when they are vouched for.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from sandbox.flows.laws import Law


class Outcome(IntEnum):
    """How a request ends; every request made ends in exactly one."""

    ANSWERED = 0
    REFUSED = 1  # by an access decision; carries its article
    FAILED = 2  # nothing could serve it: down, overflowing, no path
    TIMED_OUT = 3  # given up after its time-outs
    UNFINISHED = 4  # still open when the run ended


class Join(IntEnum):
    """What the parent of scattered children waits for."""

    NONE = 0  # nothing: the children live on their own (publication)
    ALL = 1  # all of them; its values are all of theirs
    MAJORITY = 2  # all of them; its value is the one that most of them give (cross-check)


class Tally(IntEnum):
    """Things that flows count, for their stream."""

    COLLECTION = 0  # a citizen or company was asked
    DUPLICATE = 1  # … for something some agency already held
    LETTER = 2  # an official letter was sent
    OUT_OF_SCOPE = 3  # a use outside the granted scope was attempted
    MISUSE = 4  # … and happened
    REMOTE = 5  # a source was asked over the network
    CACHE_HIT = 6  # a cache answered
    LOGGED = 7  # the accountability service has put a use with stolen credentials on record
    CHARGED = 8  # an answer was charged for


@dataclass(frozen=True)
class Delay:
    """Wait for a time drawn from `law`."""

    law: Law
    purpose: str


@dataclass(frozen=True)
class Visit:
    """Queue at the station in slot `station` and be served there.

    The time is drawn from the station's own law. First in, first out; at a priority station the
    greatest priority first, without pushing a service aside. Out of working hours and in outages
    services stand still and go on afterwards; jobs may come and wait. A full queue sends the token
    to `failed` (absent: the flow ends as failed). So does a station that fails its jobs when down:
    at once those being served, then those waiting, and whoever comes before it is up again.
    """

    station: str
    purpose: str
    failed: str | None = None


@dataclass(frozen=True)
class Send:
    """Travel over the links of the route in slot `route`, one after the other.

    A link transmits first in, first out, then delays by its latency. The message has as many
    bytes as slot `size` says, times the number of changes in the token's snapshot if `batch`.
    A link that is down holds the message until it is up again; a transmission under way stands
    still meanwhile, a message that is only being delayed by the latency arrives. Each passage of a
    gateway counts as a crossing.
    """

    route: str
    size: str
    batch: bool = False


@dataclass(frozen=True)
class Gate:
    """Pass if the gate in slot `gate` is open, else go to `refused` with the gate's article."""

    gate: str
    refused: str


@dataclass(frozen=True)
class Scope:
    """Check whether this request keeps to its granted scope.

    One that does not is counted as out of scope; where scope is `enforced` it goes to `refused`
    (article 2), elsewhere the misuse happens and is counted.
    """

    enforced: bool
    refused: str


@dataclass(frozen=True)
class Collect:
    """Ask the citizen: the value becomes the truth of the register in slot `register` now.

    With the share in slot `error` (parts per billion) it is entered with an error.
    """

    register: str
    error: str
    purpose: str


@dataclass(frozen=True)
class Read:
    """Take the value of the subject's record from the copy in slot `copy`.

    Without a value there (or with one older than slot `max_age`, in ticks; negative: no limit) go
    to `missing` (absent: the flow ends as failed). A value is vouched for as of: now, at a source;
    the snapshot at the source, in a replica; the newest message, in entries that were filled (a
    feed in order vouches for all its records); its own time, in other entries (caches).
    """

    copy: str
    missing: str | None = None
    max_age: str | None = None


@dataclass(frozen=True)
class Write:
    """Put the token's value into the copy in slot `copy`.

    A newer version there is kept, and of equal versions the one vouched for later. Only values of
    the copy's own register are put. A token without a value is a heartbeat: it says that nothing
    else has happened up to its last `Stamp`.
    """

    copy: str


@dataclass(frozen=True)
class Stamp:
    """The source hands the token's values out: they are vouched for as of now."""


@dataclass(frozen=True)
class Snapshot:
    """Remember the present state of all copies in list `copies`, for those in list `to`.

    The size of the batch is the number of changes that those in `to` lack now, one to one; all
    records, for one that was never filled.
    """

    copies: str
    to: str


@dataclass(frozen=True)
class Apply:
    """Bring all copies in list `copies` to the remembered states of the snapshot's, one to one.

    They must be of the same registers, and no sources. A state older than the one there changes
    nothing; a copy that was never filled is so from now on.
    """

    copies: str


@dataclass(frozen=True)
class Check:
    """Go to `yes` with the probability in slot `share` (parts per billion)."""

    share: str
    purpose: str
    yes: str


@dataclass(frozen=True)
class Scatter:
    """Start a child in flow `flow` for every row in list `rows`, and wait as `join` says.

    `rows` is a slot that a list of rows is bound to, `flow` the name of a flow. Children start in
    the list's order and inherit subject, values, snapshot and priority; what they draw belongs to
    the parent and the key of their row. When a joined child ends other than answered, the parent
    goes to `failed` after all have ended (absent: it ends as the first such child of the list).
    For the majority, two wrong values of the same version count as the same; a tie goes to the
    value that is first in the list. An empty list lets the parent go on with what it had. Children
    that go by letter make their parent's request one by letter.
    """

    rows: str
    flow: str
    join: Join
    failed: str | None = None


@dataclass(frozen=True)
class Attempt:
    """Begin a block that must reach its `Settle` within slot `timeout` (ticks; 0: no limit).

    When it does not, whatever the token was doing is given up (a service under way goes on to no
    avail, joined children are given up too) and the block is tried again from its beginning, slot
    `retries` times, with what the token knew then and draws of its own; then the token goes to
    `failed`, which lies after the block. A jump out of the block settles it. Blocks may nest.
    """

    timeout: str
    retries: str
    failed: str


@dataclass(frozen=True)
class Settle:
    """End of the block of the last `Attempt`."""


@dataclass(frozen=True)
class Count:
    """Count one `what` for the token's stream."""

    what: Tally


@dataclass(frozen=True)
class ByLetter:
    """From here on this request goes by letter."""


@dataclass(frozen=True)
class Label:
    """A place to go to."""

    name: str


@dataclass(frozen=True)
class Jump:
    """Go on at label `to`."""

    to: str


@dataclass(frozen=True)
class Done:
    """The end. A refusal carries the article of the gate or scope that refused."""

    outcome: Outcome


Operation = (
    Delay
    | Visit
    | Send
    | Gate
    | Scope
    | Collect
    | Read
    | Write
    | Stamp
    | Snapshot
    | Apply
    | Check
    | Scatter
    | Attempt
    | Settle
    | Count
    | ByLetter
    | Label
    | Jump
    | Done
)


@dataclass(frozen=True)
class Flow:
    """A named list of operations."""

    name: str
    operations: tuple[Operation, ...]
