"""Routes climb trees, never bridge networks freely, and are the same every time."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from sandbox.scenario.problems import Refused
from sandbox.world import World
from tests.world.small_world import small, world_of

GATE = {
    "gate": {
        "between": ["extranet", "intranet"],
        "at": ["province"],
        "latency": "1 s",
        "secrecy": "internal",
    }
}


def split_world(**sections: Any) -> World:
    """Police on the intranet only, tax on the extranet only."""
    data = small(**sections)
    data["departments"]["police"]["networks"] = ["intranet"]
    return world_of(**data)


def test_a_route_climbs_to_the_common_ancestor_and_down_again() -> None:
    routes = world_of().routes
    assert routes.path("tax@330102", "police@330105", "internal") == (
        "tax@330102",
        "extranet@330102",
        "extranet@330100",
        "extranet@330105",
        "police@330105",
    )
    assert routes.path("tax@330102", "police@330102", "internal") == (
        "tax@330102",
        "extranet@330102",
        "police@330102",
    )
    assert routes.path("tax@330102", "extranet@330000", "internal") == (
        "tax@330102",
        "extranet@330102",
        "extranet@330100",
        "extranet@330000",
    )
    assert routes.path("tax@330102", "tax@330102", "internal") == ("tax@330102",)


def test_routes_are_the_fastest_of_the_network() -> None:
    world = world_of()
    only = nx.subgraph_view(
        world.graph, filter_edge=lambda a, b: world.graph[a][b]["network"] == "extranet"
    )
    agencies = list(world.agencies)
    for a in agencies:
        for b in agencies:
            path = world.routes.path(a, b, "internal")
            assert path is not None
            expected = nx.shortest_path_length(only, a, b, weight="latency")
            assert world.routes.latency(path) == pytest.approx(expected)


def test_secrets_stay_on_the_intranet() -> None:
    routes = world_of().routes
    path = routes.path("police@330102", "police@330203", "secret")
    assert path is not None
    assert {node.split("@")[0] for node in path[1:-1]} == {"intranet"}
    assert routes.path("tax@330102", "police@330102", "secret") is None


def test_an_agency_on_two_networks_is_no_bridge_between_them() -> None:
    with pytest.raises(Refused) as caught:
        split_world(
            departments=small()["departments"]
            | {"both": {"name": "b", "levels": ["county"], "networks": ["extranet", "intranet"]}}
        )
    (problem,) = caught.value.problems
    assert problem.path == "needs.check.resources.0"
    assert problem.message.render("en") == (
        "no route from tax, Shangcheng District to police, Shangcheng District on a network that "
        "may carry internal information (article 4)"
    )


def test_networks_meet_at_gateways_only() -> None:
    path = split_world(gateways=GATE).routes.path("tax@330102", "police@330102", "internal")
    assert path == (
        "tax@330102",
        "extranet@330102",
        "extranet@330100",
        "extranet@330000",
        "intranet@330000",
        "intranet@330100",
        "intranet@330102",
        "police@330102",
    )


def test_a_gateway_lets_nothing_more_secret_pass() -> None:
    data = small(gateways=GATE)
    data["catalogue"]["population"]["secrecy"] = "sensitive"
    with pytest.raises(Refused) as caught:
        split_world(**data)
    assert caught.value.problems[0].path == "needs.check.resources.0"


def test_the_internet_carries_public_information_only() -> None:
    data = small()
    data["networks"]["internet"] = data["networks"]["extranet"] | {"kind": "internet"}
    data["departments"]["police"]["networks"] = ["internet"]
    data["departments"]["tax"]["networks"] = ["internet"]
    with pytest.raises(Refused):
        world_of(**data)
    for entry in data["catalogue"].values():
        entry["secrecy"] = "public"
    assert world_of(**data).routes.connected("tax@330102", "police@330203", "public")


def test_an_unknown_place_has_no_route() -> None:
    assert world_of().routes.path("tax@330102", "nobody@330102", "internal") is None


def test_edges_say_what_they_are() -> None:
    edge = world_of(gateways=GATE).graph["extranet@330102"]["tax@330102"]
    assert edge == {
        "name": "extranet:extranet@330102--tax@330102",
        "network": "extranet",
        "region": "330102",
        "latency": 0.001,
        "bandwidth": 12_500_000.0,
        "gateway": False,
    }
