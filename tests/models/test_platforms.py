"""A platform stands on whichever network joins those whom it serves."""

from typing import Any

import pytest

from sandbox.flows import Outcome
from sandbox.models import assemble
from sandbox.models.presets import PRESETS
from tests.models.running import STATIONS, run, world
from tests.world.small_world import SMALL, need, network, resource

EVERYWHERE = {"local": 0.25, "prefecture": 0.25, "province": 0.25, "nation": 0.25}


def joined(networks: list[str], model: str, **sections: Any) -> Any:
    """A world whose departments are on these networks only, all requests by network."""
    departments = {
        name: spec | {"networks": networks} for name, spec in SMALL["departments"].items()
    }
    return world(
        departments=departments,
        networks=SMALL["networks"]
        | {"internet": network("internet"), "bureau": network("extranet")},
        needs={"check": need(reach=EVERYWHERE)},
        models={
            model: {"by_letter": False} | ({"partners": "all"} if model == "bilateral" else {})
        },
        **{"catalogue": {"population": resource()}} | sections,
    )


@pytest.mark.parametrize("model", [name for name in PRESETS if name != "letters"])
@pytest.mark.parametrize(
    ("networks", "secrecy"),
    [("intranet", "internal"), ("internet", "public"), ("bureau", "internal")],
)
def test_agencies_that_share_any_permitted_network_are_served(
    model: str, networks: str, secrecy: str
) -> None:
    some = joined([networks], model, catalogue={"population": resource(secrecy=secrecy)})
    result = run(some, model, days=2)
    assert result.refusals == {}
    assert result.outcome(Outcome.ANSWERED) > 0.9 * result.sum("made") > 0
    links = {link.labels["network"] for link in assemble(some, model).program.links}
    assert links <= {networks}


def test_platforms_off_the_extranet_name_their_network() -> None:
    program = assemble(joined(["intranet"], "federated_query"), "federated_query").program
    names = {station.name for station in program.stations}
    assert {"router@intranet@330000", "authentication@intranet@330102"} <= names


def test_the_extranet_comes_first_where_it_serves_as_well() -> None:
    some = joined(["intranet", "bureau", "extranet"], "federated_query")
    names = {station.name for station in assemble(some, "federated_query").program.stations}
    assert "router@330000" in names
    assert not any("@bureau@" in name or "@intranet@" in name for name in names)


def test_each_pair_of_agencies_is_served_by_the_network_they_share() -> None:
    departments = {
        "police": SMALL["departments"]["police"] | {"networks": ["extranet", "bureau"]},
        "tax": SMALL["departments"]["tax"] | {"networks": ["bureau"]},
        "courts": {"name": "courts", "levels": ["county"], "networks": ["extranet"]},
    }
    some = world(
        departments=departments,
        networks=SMALL["networks"] | {"bureau": network("extranet")},
        catalogue={"population": resource()},
        needs={"check": need(), "case": need(consumer="courts")},
        models={"federated_query": {"by_letter": False}},
    )
    result = run(some, "federated_query", days=2)
    assert result.refusals == {}
    assert result.outcome(Outcome.ANSWERED) > 0.9 * result.sum("made") > 0


def test_a_platform_takes_values_by_the_name_that_outages_call_it() -> None:
    names = ("router@intranet@330000", "router@330000", "authentication@330000")
    special = STATIONS | {name: {"servers": 5 + n} for n, name in enumerate(names)}

    def servers(networks: list[str]) -> dict[str, int]:
        some = joined(networks, "federated_query", stations=special)
        stations = assemble(some, "federated_query").program.stations
        return {station.name: station.servers for station in stations}

    assert servers(["intranet"])["router@intranet@330000"] == 5
    extranet = servers(["extranet"])
    assert extranet["router@330000"] == 6
    assert 7 not in extranet.values(), "the region's own platform, not those below it"
