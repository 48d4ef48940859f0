"""Work is done by just the roles that the scenario asks to be staffed."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.scenario.governance import WORKERS, WRITERS
from tests.models.running import run
from tests.models.test_governed import NEEDS, governed

GOVERNANCE: dict[str, dict[str, Any]] = {
    "agreements": {"agreements": {}},
    "catalogue": {"catalogue": {"comment_days": 1, "update_every": "3 days"}},
    "standards": {"standards": {"conforming": 0, "adapting": {"exponential": "2 h"}}},
    "projects": {"projects": {"lead": "police", "review": {"rejected": 0.5}}},
    "supervision": {
        "supervision": {"trial": "2 days", "satisfied": 1, "fewest": 1, "rectifying": "2 h"},
        "waves": [{"from": "1 day"}],
    },
}


@pytest.mark.parametrize("section", WORKERS)
def test_a_section_is_worked_on_by_the_roles_that_it_asks_for(section: str) -> None:
    staff = {role: {"people": 9} for role in (*WORKERS[section], WRITERS)}
    needs = {name: need | {"deadline": "1 ms"} for name, need in NEEDS.items()}
    found = run(governed({"staff": staff, **GOVERNANCE[section]}, needs=needs), "hybrid", days=12.0)
    worked = {note.event for note in found.counters.notes if note.kind == "staff"}
    assert worked == {*WORKERS[section]}
