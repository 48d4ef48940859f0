"""Cost: building, running, staff and citizens' time, by kind and by who pays.

In: counters, prices and a grouping. Out: CNY over the window, a value for each group. Stations
that carry an `agency` label are paid by that agency, all others by the platform, which also pays
for the networks.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sandbox.engine.counters import Counters
from sandbox.flows import Program, Tally
from sandbox.flows.program import Station
from sandbox.measures import governance
from sandbox.measures.grouping import Grouping
from sandbox.measures.holdings import documents
from sandbox.measures.prices import Prices
from sandbox.measures.summing import total

HOUR = 3600.0
GIGABYTE = 1e9
PERSON_DAY = 8.0
"""Hours of a person-day."""

Floats = NDArray[np.float64]


def measure(
    program: Program, counters: Counters, prices: Prices, grouping: Grouping
) -> dict[str, Floats]:
    """Costs that can be laid to each group.

    Costs of stations and networks need groups of stations, costs of letters and collections
    groups of streams; negotiation belongs to the whole alone.
    """
    size, kept = grouping.size, grouping.kept
    values: dict[str, Floats] = {}
    own, shared, build, run = (np.zeros(size) for _ in range(4))
    if "stations" in kept:
        building, running = _stations(program, counters, prices)
        agencies = np.array(["agency" in s.labels for s in program.stations], bool)
        build = total(building, grouping.stations, size)
        run = total(running, grouping.stations, size)
        price = building + running
        own = total(np.where(agencies, price, 0.0), grouping.stations, size)
        shared = total(np.where(agencies, 0.0, price), grouping.stations, size)
    if "links" in kept:
        moved = counters.links.bytes / GIGABYTE * prices.gigabyte_moved
        networks = total(moved, grouping.links, size)
        run, shared = run + networks, shared + networks
    if "stations" in kept:
        values["cost.build"] = build
    if "stations" in kept or "links" in kept:
        values["cost.run"] = run
    if "streams" in kept:
        tallies = counters.needs.tallies
        letters = tallies[:, Tally.LETTER] * prices.letter_hours * prices.staff_hour
        asked = tallies[:, Tally.COLLECTION] * prices.collection_hours * prices.citizen_hour
        staff = total(letters, grouping.streams, size)
        if grouping.whole:
            staff = staff + _agreed(program, counters, prices)
        values["cost.staff"] = staff
        values["cost.citizens"] = total(asked, grouping.streams, size)
        if "stations" in kept:
            # what is charged changes hands: it costs agencies, and pays for the platform
            charged = total(tallies[:, Tally.CHARGED] * prices.charge, grouping.streams, size)
            values["cost.agencies"] = own + staff + charged
            values["cost.platform"] = shared - charged
            values["cost.total"] = build + run + staff + values["cost.citizens"]
    return values


def _stations(program: Program, counters: Counters, prices: Prices) -> tuple[Floats, Floats]:
    """Building (written off) and running of each station.

    A system that governance brings about costs its share of the window in which it serves.
    """
    waiting = governance.serving(counters)
    serves = np.array([waiting.get(_system(one), 1.0) for one in program.stations], np.float64)
    roles = [station.labels.get("role", "") for station in program.stations]
    building = np.array([prices.build.get(role, 0.0) for role in roles], np.float64)
    machine = np.array([role not in prices.staffed for role in roles], bool)
    own = np.array([station.price for station in program.stations], np.float64)
    hour = np.where(own < 0, prices.server_hour, own)
    running = np.where(machine, counters.stations.capacity, 0.0) / HOUR * hour
    return building * governance.written_off(counters, prices) * serves, running * serves


def _system(station: Station) -> str:
    """The name of the system that a station is, as projects and agreements have it."""
    place = station.labels.get("agency") or station.labels.get("region", "")
    return f"{station.labels.get('role', '')}@{place}"


def _agreed(program: Program, counters: Counters, prices: Prices) -> float:
    """Staff for governance, and for agreements: worked where they are negotiated, else priced."""
    priced = 0.0
    if governance.negotiation(counters) is None:
        priced = _negotiation(program, counters, prices)
    return governance.cost(counters, prices) + priced


def _negotiation(program: Program, counters: Counters, prices: Prices) -> float:
    """Person-days of the agreements that were in force at some time, written off."""
    reached = float(documents(program)[counters.gates > 0].sum())
    spent = reached * prices.negotiation_days * PERSON_DAY * prices.staff_hour
    return spent * governance.written_off(counters, prices)
