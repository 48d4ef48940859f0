"""What sources entered wrongly before the run."""

import math

from small_programs import DONE, Small

from sandbox.engine import Counters
from sandbox.flows.operations import Read
from sandbox.flows.program import CopyKind

SHARE = 0.2
REQUESTS = 20_000


def _read(kind: CopyKind, error: float = SHARE) -> Counters:
    small = Small(REQUESTS / 10)
    small.register("people", 1_000_000, error)
    small.copy("police", "people", CopyKind.SOURCE)
    if kind is not CopyKind.SOURCE:
        small.copy("held", "people", kind, complete=True)
    small.flow("ask", Read("copy"), DONE)
    small.row("here", copy="police" if kind is CopyKind.SOURCE else "held")
    small.stream("need", "ask", "here", 10.0)
    return small.run(seed=5)


def test_the_stated_share_of_answers_is_wrong_and_fresh_all_the_same() -> None:
    needs = _read(CopyKind.SOURCE).needs
    made = int(needs.made[0])
    half_width = 3.29 * math.sqrt(SHARE * (1 - SHARE) / made)  # 99.9 %
    assert abs(needs.error[0] / made - SHARE) < half_width
    assert needs.fresh[0] == made
    assert needs.correct[0] == made - needs.error[0]


def test_copies_filled_from_a_source_hold_its_errors() -> None:
    wrong = [_read(kind).needs.error[0] for kind in CopyKind]
    assert wrong[0] == wrong[1] == wrong[2] > 0


def test_a_source_without_errors_has_none() -> None:
    assert _read(CopyKind.SOURCE, 0.0).needs.error[0] == 0
