"""Imports an agency graph from GraphML or from CSV files of nodes and edges.

In: the `graph` section. Out: agencies and a graph with the same attributes as a drawn one. Nodes
with `department` and `region` become agencies (`police@330102`), nodes with `region` alone become
exchange points (`extranet@330102`), where platforms stand; others keep their names and only pass
things on. An edge may name a network or a gateway; without `latency` it is like an access link of
its network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import networkx as nx
from pydantic_core import PydanticCustomError

from sandbox.language import Message
from sandbox.scenario.explain import said_of_quantity
from sandbox.scenario.places import GraphSpec
from sandbox.scenario.quantities import Dimension
from sandbox.scenario.scenario import Scenario
from sandbox.scenario.suggest import unknown
from sandbox.world.exchange_points import place_exchange_points
from sandbox.world.files import Unreadable
from sandbox.world.graph import add_agency, add_edge, agency_name
from sandbox.world.graph_files import EDGE, NODE, read_csv, read_graphml
from sandbox.world.planting import Refuse
from sandbox.world.world import Agency, Region

TOLD = 20
"""Problems of one file that are told one by one."""


@dataclass
class _Import:
    """An import under way."""

    scenario: Scenario
    spec: GraphSpec
    regions: Mapping[str, Region]
    refuse: Refuse
    graph: nx.Graph[str] = field(default_factory=nx.Graph)
    agencies: dict[str, Agency] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # ids in the file → names in the world
    told: dict[str, int] = field(default_factory=dict)  # problems by file

    def wrong(self, key: str, place: Message, what: Message) -> None:
        """A problem inside a file."""
        self.told[key] = self.told.get(key, 0) + 1
        if self.told[key] <= TOLD:
            self.refuse(("graph", key), Message("{place}: {what}", {"place": place, "what": what}))

    def rest(self) -> None:
        """How many problems were not told."""
        for key, number in self.told.items():
            if number > TOLD:
                said = {"file": getattr(self.spec, key), "count": number - TOLD}
                self.refuse(("graph", key), Message("{file}: {count} more lines are wrong", said))


def import_graph(
    scenario: Scenario,
    spec: GraphSpec,
    regions: Mapping[str, Region],
    folder: Path,
    refuse: Refuse,
    warn: Refuse,
) -> tuple[dict[str, Agency], nx.Graph[str]]:
    """Agencies and graph of the files; what is wrong with them goes to `refuse`."""
    work = _Import(scenario, spec, regions, refuse)
    key = "graphml"
    try:
        if spec.graphml is not None:
            nodes, edges = read_graphml(folder, spec.graphml)
        else:
            key = "nodes"
            nodes = read_csv(folder, str(spec.nodes), NODE[:1], NODE)
            key = "edges"
            edges = read_csv(folder, str(spec.edges), EDGE[:2], EDGE)
    except Unreadable as error:
        refuse(("graph", key), error.message)
        return {}, work.graph
    inline = spec.graphml is not None
    for place, row in nodes:
        _add_node(work, "graphml" if inline else "nodes", place, row)
    for place, row in edges:
        _add_edge(work, "graphml" if inline else "edges", place, row)
    work.rest()
    if not work.told:
        _settle_networks(work)
        _settle_exchange_points(work, warn)
    return work.agencies, work.graph


def _add_node(work: _Import, key: str, place: Message, row: dict[str, str]) -> None:
    name, department, code = row["id"], row.get("department", ""), row.get("region", "")
    if not name:
        work.wrong(key, place, Message("the node has no id"))
        return
    if name in work.names:
        work.wrong(key, place, Message("node {node} is given twice", {"node": name}))
        return
    work.names[name] = name
    if code and code not in work.regions:
        work.wrong(key, place, unknown(Message("region"), code, work.regions))
        return
    if department and department not in work.scenario.departments:
        known = work.scenario.departments
        work.wrong(key, place, unknown(Message("department"), department, known))
        return
    if department and not code:
        work.wrong(key, place, Message("an agency needs a region"))
        return
    if not code:
        work.graph.add_node(name, kind="passage", network="", region="", level="")
        return
    region = work.regions[code]
    network = row.get("network", "") or work.spec.network
    if network not in work.scenario.networks:
        work.wrong(key, place, unknown(Message("network"), network, work.scenario.networks))
        return
    world_name = f"{department or network}@{code}"
    if world_name in work.graph:
        other = next(node for node, there in work.names.items() if there == world_name)
        said = {"node": name, "other": other, "name": world_name}
        work.wrong(key, place, Message("nodes {other} and {node} are both {name}", said))
        return
    work.names[name] = world_name
    if department:
        spec = work.scenario.departments[department]
        agency = Agency(world_name, department, code, region.level, (), agency_name(spec, region))
        work.agencies[world_name] = agency
        add_agency(work.graph, agency)
    else:
        work.graph.add_node(
            world_name, kind="exchange", network=network, region=code, level=region.level
        )


def _add_edge(work: _Import, key: str, place: Message, row: dict[str, str]) -> None:
    ends = []
    for end in ("source", "target"):
        name = work.names.get(row[end])
        if name is None:
            work.wrong(key, place, unknown(Message("node"), row[end], work.names))
        ends.append(name)
    network = row.get("network", "") or work.spec.network
    gateway = work.scenario.gateways.get(network)
    if gateway is None and network not in work.scenario.networks:
        known = [*work.scenario.networks, *work.scenario.gateways]
        work.wrong(key, place, unknown(Message("network or gateway"), network, known))
        return
    like = gateway if gateway is not None else work.scenario.networks[network].access
    latency = _number(work, key, place, row.get("latency", ""), "duration", float(like.latency))
    usual = None if like.bandwidth is None else float(like.bandwidth)
    bandwidth = _number(work, key, place, row.get("bandwidth", ""), "bandwidth", usual)
    a, b = ends
    if a is None or b is None or a not in work.graph or b not in work.graph:
        return
    if a == b:
        work.wrong(key, place, Message("{a} is linked to itself", {"a": row["source"]}))
        return
    if work.graph.has_edge(a, b):
        work.wrong(key, place, Message("{a} and {b} are linked already", {"a": a, "b": b}))
        return
    add_edge(
        work.graph,
        network,
        a,
        b,
        latency=latency or 0.0,
        bandwidth=bandwidth,
        gateway=gateway is not None,
    )


def _number(
    work: _Import, key: str, place: Message, written: str, dimension: str, usual: float | None
) -> float | None:
    """A quantity with its unit."""
    if not written:
        return usual
    try:
        return float(_DIMENSIONS[dimension].read(written))
    except PydanticCustomError as error:
        work.wrong(key, place, said_of_quantity(error.type, error.context or {}))
        return usual


_DIMENSIONS = {
    "duration": Dimension("duration"),
    "bandwidth": Dimension("bandwidth", above=True),
}


def _settle_networks(work: _Import) -> None:
    """Agencies are on the networks of their edges."""
    for name, agency in work.agencies.items():
        edges = work.graph[name].values()
        networks = sorted({edge["network"] for edge in edges if not edge["gateway"]})
        work.agencies[name] = Agency(
            agency.id,
            agency.department,
            agency.region,
            agency.level,
            tuple(networks),
            agency.name,
        )


def _settle_exchange_points(work: _Import, warn: Refuse) -> None:
    """Every region has one; told where the file leaves open where platforms stand."""
    stand_ins = place_exchange_points(work.graph, list(work.scenario.networks), work.regions)
    key = "graphml" if work.spec.graphml is not None else "nodes"
    for network, node in stand_ins.items():
        warn(
            ("graph", key),
            Message(
                "no node is an exchange point of {network} (a node with a region and no "
                "department), so its platforms stand beside {node}, the best connected node",
                {"network": network, "node": node},
            ),
        )
