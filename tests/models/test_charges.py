"""Use is free of charge (article 2): a model that charges is flagged, and it shows who pays."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.flows import Tally
from sandbox.measures import Prices, evaluate
from tests.models.running import run, world
from tests.world.small_world import need

NEEDS = {"check": need(rate="5/h")}
PRICES = Prices(staff_hour=60.0, letter_hours=1.0, server_hour=2.0)
CHARGING = Prices(staff_hour=60.0, letter_hours=1.0, server_hour=2.0, charge=3.0)


@pytest.mark.parametrize("model", ["bilateral", "central_library", "federated_query", "hybrid"])
def test_charging_moves_money_and_nothing_else(model: str) -> None:
    free = run(world(needs=NEEDS, models={model: {}}), model)
    paid = run(world(needs=NEEDS, models={model: {"charge": "3 CNY"}}), model)
    ours = evaluate(paid.program, paid.counters, CHARGING)
    theirs = evaluate(free.program, free.counters, PRICES)
    charged = ours["charged"]
    assert charged > 0
    assert ours["compliance.2"] - theirs["compliance.2"] == charged
    assert ours["cost.agencies"] - theirs["cost.agencies"] == pytest.approx(3 * charged)
    assert theirs["cost.platform"] - ours["cost.platform"] == pytest.approx(3 * charged)
    moved = ("charged", "compliance.2", "compliance.total", "cost.agencies", "cost.platform")
    assert {name: value for name, value in ours.items() if name not in moved} == pytest.approx(
        {name: value for name, value in theirs.items() if name not in moved}, nan_ok=True, abs=0
    )


def test_own_answers_and_letters_are_free() -> None:
    """What is charged for is what is asked of a source over the platform."""
    found = run(world(needs=NEEDS, models={"federated_query": {"charge": "3 CNY"}}),
                "federated_query")  # fmt: skip
    tallies = found.counters.needs.tallies
    assert tallies[:, Tally.CHARGED].sum() == tallies[:, Tally.REMOTE].sum()
    timed = {"check": need(rate="5/h", timeout="10 s")}
    letters = {"federated_query": {"charge": "3 CNY"}}
    cut = {"cut": {"cut": {"network": "extranet", "from": "0 s", "for": "30 days"}}}
    found = run(world(needs=timed, models=letters, disturbances=cut), "federated_query")
    assert found.sum("by_letter") > 0
    assert found.tally(Tally.CHARGED) == 0


def test_a_server_has_the_price_of_its_station() -> None:
    from tests.models.running import STATIONS

    cloud = STATIONS["cloud"] | {"price": "5 CNY"}
    models: dict[str, Any] = {"central_library": {}}
    plain = run(world(needs=NEEDS, models=models), "central_library")
    stations = STATIONS | {"cloud": cloud}
    dear = run(world(needs=NEEDS, models=models, stations=stations), "central_library")
    hours = sum(
        capacity / 3600
        for station, capacity in zip(dear.program.stations, dear.counters.stations.capacity)
        if station.labels["role"] == "cloud"
    )
    ours = evaluate(dear.program, dear.counters, PRICES)["cost.run"]
    theirs = evaluate(plain.program, plain.counters, PRICES)["cost.run"]
    assert hours == pytest.approx(4 * 3 * 24)  # four servers, three days
    assert ours - theirs == pytest.approx(3.0 * hours)
