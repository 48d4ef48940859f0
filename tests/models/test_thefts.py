"""What stolen credentials get at under each model, and when somebody finds out."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from sandbox.flows import Tally
from sandbox.flows.program import StreamKind
from sandbox.measures import Prices, evaluate
from sandbox.models import PRESETS
from tests.models.running import Outcomes, run, world
from tests.world.small_world import need, resource

DAYS = 6.0
THEFT = {"agency": "tax@330102", "rate": "30/h", "from": "2 days"}
NEEDS = {"check": need(rate="2/h", deadline="1 h")}
CATALOGUE = {"population": resource()}
MODELS: dict[str, Any] = {name: {"heartbeat": "4 h"} if "feed" in name else {} for name in PRESETS}
OVER_THE_PLATFORM = ("central_library", "federated_query", "cached_query", "sensed", "hybrid")
AT_HAND = ("bilateral", "hub_exchange", "change_feed")


def robbed(theft: dict[str, Any] | None, audit: dict[str, Any] | None = None) -> Any:
    parts: dict[str, Any] = {"needs": NEEDS, "catalogue": CATALOGUE, "models": MODELS}
    if theft is not None:
        parts["disturbances"] = {"raid": {"theft": THEFT | theft}}
    if audit is not None:
        parts["governance"] = {"audit": audit}
    return world(**parts)


def thief(found: Outcomes) -> int:
    (place,) = (n for n, s in enumerate(found.program.streams) if s.kind is StreamKind.THEFT)
    return place


def stolen(found: Outcomes) -> float:
    return evaluate(found.program, found.counters, Prices())["stolen"]


def ended(found: Outcomes) -> list[tuple[str, float]]:
    return [
        (n.event, n.time / 86400e9)
        for n in found.counters.notes
        if n.kind == "theft" and n.event != "begins"
    ]


@pytest.mark.parametrize("model", [*OVER_THE_PLATFORM, "hub_exchange", "change_feed"])
def test_a_thief_gets_whatever_the_agency_could_ask_for(model: str) -> None:
    """Under every model that shares, the same requests; each of them is answered."""
    found = run(robbed({"for": "1 day"}), model, days=DAYS)
    made = found.counters.needs.made[thief(found)]
    assert stolen(found) == made == asked_for()
    assert abs(made - 720) < 3.29 * np.sqrt(720)
    assert ended(found) == [("ends", 3.0)]


@cache
def asked_for() -> int:
    """What the thief asks for in a day, whatever the model."""
    found = run(robbed({"for": "1 day"}), "federated_query", days=DAYS)
    return int(found.counters.needs.made[thief(found)])


def test_partners_give_a_thief_what_they_share_with_the_agency() -> None:
    """Nine tenths of the people are of its own county, a twentieth of its prefecture."""
    found = run(robbed({"for": "1 day"}), "bilateral", days=DAYS)
    share = stolen(found) / asked_for()
    assert abs(share - 0.95 / 0.98) < 3.29 * np.sqrt(0.97 * 0.03 / asked_for())


def test_letters_leave_a_thief_with_what_the_agency_wrote_down_itself() -> None:
    """A person's entry is there at t with 1 − e^(−λt/N): λ collections a day from N people."""
    some = robbed({})
    found = run(some, "letters", days=DAYS)
    share = stolen(found) / found.counters.needs.made[thief(found)]
    verified = float(PRESETS["letters"].defaults.verified or 0)
    (own,) = (p for p in some.partitions.values() if p.source == "police@330102")
    expected = 0.0
    for part, people in ((0.9, own.records), (0.05, own.records), (0.03, 2 * own.records)):
        daily = 48 * part / 0.98 * (1 - verified) / people
        mean = 1 + (np.exp(-6 * daily) - np.exp(-2 * daily)) / (4 * daily)  # from day 2 to day 6
        expected += part / 0.98 * mean
    assert abs(share - expected) < 3.29 * np.sqrt(expected * (1 - expected) / own.records)


@pytest.mark.parametrize("model", OVER_THE_PLATFORM)
def test_an_audit_of_all_uses_ends_what_is_on_record(model: str) -> None:
    found = run(robbed({}, {"sampled": 1, "every": "1 day"}), model, days=DAYS)
    assert ended(found) == [("detected", 3.0)]
    assert found.counters.needs.refusals["2"][thief(found)] > 0


@pytest.mark.parametrize("model", AT_HAND)
def test_reading_copies_at_hand_is_on_no_record(model: str) -> None:
    """All records are of other places' people, so that nothing is asked of the platform."""
    found = run(robbed({}, {"sampled": 1, "every": "1 day"}), model, days=DAYS)
    assert found.counters.needs.tallies[thief(found), Tally.LOGGED] == 0
    assert all(event != "detected" for event, _ in ended(found))


@pytest.mark.parametrize("model", [*OVER_THE_PLATFORM, *AT_HAND])
def test_until_sharing_starts_a_thief_gets_what_letters_leave(model: str) -> None:
    parts: dict[str, Any] = {"needs": NEEDS, "catalogue": CATALOGUE, "models": MODELS}
    parts |= {"disturbances": {"raid": {"theft": THEFT}}}
    waiting = world(**parts, governance={"waves": [{"from": "300 days"}]})
    assert stolen(run(waiting, model, days=DAYS)) == stolen(run(robbed({}), "letters", days=DAYS))


def test_what_is_noticed_ends_too() -> None:
    found = run(robbed({"noticed": {"constant": "12 h"}}), "federated_query", days=DAYS)
    assert ended(found) == [("noticed", 2.5)]
    assert evaluate(found.program, found.counters, Prices())["theft_lasts"] == 43200.0


@pytest.mark.parametrize("model", PRESETS)
def test_a_theft_changes_nobodys_requests(model: str) -> None:
    """The same people ask for the same at the same time, and are counted alone."""
    without = run(robbed(None), model, days=DAYS, traced=True)
    found = run(robbed({}), model, days=DAYS, traced=True)
    others = {key: at for key, at in found.made.items() if not key[0].startswith("theft")}
    assert others == without.made
    ours, theirs = (evaluate(one.program, one.counters, Prices()) for one in (found, without))
    assert ours["requests"] == theirs["requests"]
    assert theirs["stolen"] == 0
    assert np.isnan(theirs["theft_lasts"])
