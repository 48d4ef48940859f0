"""Agencies and networks as a graph, drawn from regions, departments, networks and gateways.

In: the tree of regions and the scenario's sections. Out: agencies by id and a graph of agencies
(`police@330102`) and exchange points (`extranet@330102`) with links, uplinks and gateways. Edges
carry `name`, `network` (a gateway's own name for gateways), `region` (of the lower end), `latency`
(s), `bandwidth` (B/s or None) and `gateway`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx

from sandbox.language import Message, Text
from sandbox.scenario.part import LEVELS
from sandbox.scenario.places import DepartmentSpec, LinkSpec
from sandbox.scenario.scenario import Scenario
from sandbox.world.planting import Refuse, level_name
from sandbox.world.tree import within
from sandbox.world.world import Agency, Region


def link_name(network: str, a: str, b: str) -> str:
    """The link's name, the same from both ends: `network:a--b`, ends in order."""
    first, second = sorted((a, b))
    return f"{network}:{first}--{second}"


def agency_name(department: DepartmentSpec, region: Region) -> Text:
    """The agency's name: region and department."""
    return Text(
        f"{region.name.render('zh')}{department.name.render('zh')}",
        f"{department.name.render('en')}, {region.name.render('en')}",
    )


def establish(
    scenario: Scenario, regions: Mapping[str, Region], refuse: Refuse
) -> dict[str, Agency]:
    """Every agency: departments in all regions of their levels, where not restricted."""
    agencies: dict[str, Agency] = {}
    for name, department in scenario.departments.items():
        path = ("departments", name)
        for position, code in enumerate(department.regions or ()):
            if code not in regions:
                refuse(
                    (*path, "regions", position),
                    Message("no region {code} in this scenario", {"code": code}),
                )
        inside = within(regions, department.regions)
        before = len(agencies)
        for code, region in regions.items():
            if code in inside and region.level in department.levels:
                agency = f"{name}@{code}"
                agencies[agency] = Agency(
                    agency,
                    name,
                    code,
                    region.level,
                    tuple(department.networks),
                    agency_name(department, region),
                )
        if len(agencies) == before and inside:
            refuse(
                (*path, "levels"),
                Message(
                    "{department} has no agency: no region of its levels lies in its regions",
                    {"department": department.name},
                ),
            )
    return agencies


def connect(
    scenario: Scenario,
    regions: Mapping[str, Region],
    agencies: Mapping[str, Agency],
    refuse: Refuse,
) -> nx.Graph[str]:
    """The graph: for every network a tree of exchange points, access links, and gateways."""
    graph: nx.Graph[str] = nx.Graph()
    for network, spec in scenario.networks.items():
        for code, region in regions.items():
            graph.add_node(
                f"{network}@{code}",
                kind="exchange",
                network=network,
                region=code,
                level=region.level,
            )
        missing = {
            region.level
            for region in regions.values()
            if region.parent is not None and region.level not in spec.uplinks
        }
        for level in sorted(missing, key=LEVELS.index):
            refuse(
                ("networks", network, "uplinks"),
                Message(
                    "network {network} has no uplink for exchange points of level {level}",
                    {"network": network, "level": level_name(level)},
                ),
            )
        for code, region in regions.items():
            if region.parent is None or region.level == "nation":
                continue
            uplink = spec.uplinks.get(region.level)
            if uplink is not None:
                add_link(graph, network, f"{network}@{code}", f"{network}@{region.parent}", uplink)
    for agency in agencies.values():
        add_agency(graph, agency)
        for network in agency.networks:
            if network in scenario.networks:
                access = scenario.networks[network].access
                add_link(graph, network, agency.id, f"{network}@{agency.region}", access)
    _build_gateways(scenario, regions, graph, refuse)
    return graph


def add_agency(graph: nx.Graph[str], agency: Agency) -> None:
    """The agency as a node."""
    graph.add_node(
        agency.id,
        kind="agency",
        department=agency.department,
        region=agency.region,
        level=agency.level,
    )


def add_link(graph: nx.Graph[str], network: str, a: str, b: str, spec: LinkSpec) -> None:
    """A link of a network from `a`, its lower end, to `b`."""
    bandwidth = None if spec.bandwidth is None else float(spec.bandwidth)
    add_edge(graph, network, a, b, latency=float(spec.latency), bandwidth=bandwidth)


def add_edge(
    graph: nx.Graph[str],
    network: str,
    a: str,
    b: str,
    *,
    latency: float,
    bandwidth: float | None,
    gateway: bool = False,
) -> None:
    """An edge with everything that edges carry; its region is that of `a`."""
    attributes: dict[str, Any] = {
        "name": link_name(network, a, b),
        "network": network,
        "region": graph.nodes[a].get("region", ""),
        "latency": latency,
        "bandwidth": bandwidth,
        "gateway": gateway,
    }
    graph.add_edge(a, b, **attributes)


def _build_gateways(
    scenario: Scenario, regions: Mapping[str, Region], graph: nx.Graph[str], refuse: Refuse
) -> None:
    for name, gateway in scenario.gateways.items():
        one, other = gateway.between
        for position, place in enumerate(gateway.at):
            codes = [code for code, region in regions.items() if region.level == place]
            if place in regions:
                codes = [place]
            elif place not in LEVELS:
                refuse(
                    ("gateways", name, "at", position),
                    Message("no region {code} in this scenario", {"code": place}),
                )
            for code in codes:
                add_edge(
                    graph,
                    name,
                    f"{one}@{code}",
                    f"{other}@{code}",
                    latency=float(gateway.latency),
                    bandwidth=None if gateway.bandwidth is None else float(gateway.bandwidth),
                    gateway=True,
                )
