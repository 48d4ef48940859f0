"""A second account of the same runs, kept from nothing but their traces."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import Any

import numpy as np
import pytest

from sandbox.engine.interface import Horizon
from sandbox.engine.simpy_engine import SimpyEngine
from sandbox.flows import Outcome, Tally, ticks
from sandbox.flows.program import StreamKind
from sandbox.models import PRESETS, assemble
from sandbox.world import World
from tests.models.running import world
from tests.world.small_world import SMALL, need, resource

WARM_UP, END = ticks(86400), ticks(4 * 86400)


def eventful() -> World:
    """Changes, errors, misuse, two sources at once, a cross-check, an agreement that ends."""
    fast = {"changes": "60/year", "records": 150, "collection": {"delay": "2 h", "error": "10%"}}
    return world(
        departments=SMALL["departments"]
        | {"health": {"name": "health", "levels": ["prefecture", "county"]}},
        catalogue={
            "population": resource(
                **fast,
                verifiers=[{"department": name, "error": "5%"} for name in ("tax", "health")],
            ),
            "income": resource(
                **fast, provider="tax", level="prefecture", kind="status", **{"class": "business"}
            ),
        },
        agreements={
            "paper": {"provider": "tax", "consumers": ["health"], "resources": ["income"]}
            | {"from": "1 day", "until": "3 days"}
        },
        needs={
            "check": need(rate="2/h", out_of_scope="10%", deadline="6 h"),
            "both": need(consumer="health", resources=["population", "income"], rate="1/h"),
            "sure": need(consumer="health", cross_check=True, rate="1/h"),
        },
        models={
            name: {"by_letter": name in ("letters", "federated_query", "hybrid")}
            | ({"schedule": {"period": "6 h", "offset": "1 h"}} if name == "bilateral" else {})
            for name in PRESETS
        },
    )


class Account:
    """What a trace says of a run."""

    def __init__(self) -> None:
        self.made: dict[tuple[str, int], int] = {}
        self.ended: dict[tuple[str, int], tuple[int, dict[str, Any]]] = {}
        self.known: dict[tuple[int, int], list[int]] = defaultdict(list)  # record → change times
        self.counted: dict[str, int] = defaultdict(int)

    def tell(self, time: int, stream: str, index: int, event: str, detail: dict[str, Any]) -> None:
        who = (stream, index)
        if event == "made" and "child" not in detail and stream != "batch":
            self.made[who] = time
        elif event == "end" and "child" not in detail and stream != "batch":
            self.ended[who] = (time, detail)
            if stream.startswith("changes:"):
                register, record, version, *_ = detail["values"][0]
                times = self.known[register, record]
                assert version >= 1
                times += [0] * (version - len(times))
                times[version - 1] = self.made[who]
        elif event == "count" and WARM_UP <= self.made.get(who, -1) < END:
            self.counted[detail["what"]] += 1

    def version(self, register: int, record: int, time: int) -> int:
        """The version of a record at a time, from the changes that the trace told of."""
        return bisect_right(self.known.get((register, record), []), time)


@pytest.mark.parametrize("name", PRESETS)
def test_the_counters_are_what_a_trace_adds_up_to(name: str) -> None:
    assembly = assemble(eventful(), name)
    account = Account()
    counters = SimpyEngine().run(
        assembly.program,
        5,
        0,
        Horizon(WARM_UP, END, ticks(20 * 86400), ticks(86400)),
        assembly.control,
        None,
        account.tell,
    )
    needs = counters.needs
    for place, stream in enumerate(assembly.program.streams):
        if stream.kind is not StreamKind.NEED:
            continue
        made = {
            who: time
            for who, time in account.made.items()
            if who[0] == stream.name and time >= WARM_UP
        }
        ends = {who: account.ended[who] for who in made if who in account.ended}
        answered = {who: end for who, end in ends.items() if end[1]["outcome"] == "answered"}
        assert needs.made[place] == len(made)
        for outcome in (Outcome.ANSWERED, Outcome.REFUSED, Outcome.FAILED, Outcome.TIMED_OUT):
            found = sum(end[1]["outcome"] == outcome.name.lower() for end in ends.values())
            assert needs.outcomes[place, outcome] == found
        took = [end[0] - made[who] for who, end in answered.items()]
        assert needs.satisfied[place] == sum(time <= stream.deadline for time in took)
        assert needs.response_time[place] == pytest.approx(sum(took) / 1e9, rel=1e-12)
        ages, fresh, correct, wrong = [], 0, 0, 0
        for time, detail in answered.values():
            values = detail.get("values", [])
            ages.append(max(time - value[4] for value in values))
            now = all(account.version(v[0], v[1], time) == v[2] for v in values)
            error = any(v[3] for v in values)
            fresh, wrong = fresh + now, wrong + error
            correct += now and not error
        assert needs.age[place] == pytest.approx(sum(ages) / 1e9, rel=1e-12)
        assert (needs.fresh[place], needs.correct[place]) == (fresh, correct)
        assert needs.error[place] == wrong
    assert needs.made.sum() > 200
    collected = int(np.sum(needs.tallies[:, Tally.COLLECTION]))
    assert collected == account.counted["collection"]
