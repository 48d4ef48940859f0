"""Imports an agency graph from GraphML or from CSV files of nodes and edges.

In: the `graph` section. Out: agencies and a graph with the same attributes as a drawn one. Nodes
with `department` and `region` become agencies (`police@330102`), nodes with `region` alone become
exchange points (`extranet@330102`), others keep their names and only pass things on. An edge may
name a network or a gateway; without `latency` it is like an access link of its network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import networkx as nx

from sandbox.language import Message
from sandbox.scenario.places import GraphSpec
from sandbox.scenario.scenario import Scenario
from sandbox.scenario.units import parse
from sandbox.world.files import Unreadable, read_rows, read_text
from sandbox.world.graph import add_agency, add_edge, agency_name
from sandbox.world.planting import Refuse
from sandbox.world.world import Agency, Region

_MARKUP = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

Row = tuple[Message, dict[str, str]]
"""Where it is written (for messages), and its attributes."""


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

    def wrong(self, key: str, place: Message, what: Message) -> None:
        """A problem inside a file."""
        self.refuse(("graph", key), Message("{place}: {what}", {"place": place, "what": what}))


def import_graph(
    scenario: Scenario,
    spec: GraphSpec,
    regions: Mapping[str, Region],
    folder: Path,
    refuse: Refuse,
) -> tuple[dict[str, Agency], nx.Graph[str]]:
    """Agencies and graph of the files; what is wrong with them goes to `refuse`."""
    work = _Import(scenario, spec, regions, refuse)
    try:
        if spec.graphml is not None:
            key = "graphml"
            nodes, edges = _read_graphml(folder, spec.graphml)
        else:
            key = "nodes"
            nodes = list(_read_csv(folder, str(spec.nodes), ["id"]))
            key = "edges"
            edges = list(_read_csv(folder, str(spec.edges), ["source", "target"]))
    except Unreadable as error:
        refuse(("graph", key), error.message)
        return {}, work.graph
    inline = spec.graphml is not None
    for place, row in nodes:
        _add_node(work, "graphml" if inline else "nodes", place, row)
    for place, row in edges:
        _add_edge(work, "graphml" if inline else "edges", place, row)
    _settle_networks(work)
    _place_exchange_points(work)
    return work.agencies, work.graph


def _read_csv(folder: Path, name: str, needed: list[str]) -> Iterator[Row]:
    for line, row in read_rows(folder, name, needed):
        yield Message("{file}, line {line}", {"file": name, "line": line}), row


def _read_graphml(folder: Path, name: str) -> tuple[list[Row], list[Row]]:
    text = read_text(folder, name)
    if _MARKUP.search(text):  # entities can expand without bound
        raise Unreadable(Message("{file} declares entities, which are refused", {"file": name}))
    try:
        graph = nx.parse_graphml(text)
    except Exception:
        raise Unreadable(Message("{file} is not GraphML", {"file": name})) from None
    nodes = [
        (
            Message("{file}, node {node}", {"file": name, "node": node}),
            {"id": str(node)} | {key: str(value).strip() for key, value in data.items()},
        )
        for node, data in graph.nodes(data=True)
    ]
    edges = [
        (
            Message("{file}, edge {a} – {b}", {"file": name, "a": a, "b": b}),
            {"source": str(a), "target": str(b)}
            | {key: str(value).strip() for key, value in data.items()},
        )
        for a, b, data in graph.edges(data=True)
    ]
    return nodes, edges


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
        work.wrong(key, place, Message("no region {code} in this scenario", {"code": code}))
        return
    if department and not code:
        work.wrong(key, place, Message("an agency needs a region"))
        return
    if department and department not in work.scenario.departments:
        work.wrong(
            key,
            place,
            Message("no department {department} in this scenario", {"department": department}),
        )
        return
    if not code:
        work.graph.add_node(name, kind="passage", network="", region="", level="")
        return
    region = work.regions[code]
    network = row.get("network", "") or work.spec.network
    world_name = f"{department or network}@{code}"
    if world_name in work.graph:
        work.wrong(key, place, Message("node {node} is given twice", {"node": world_name}))
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
            work.wrong(key, place, Message("no node {node}", {"node": row[end] or "''"}))
        ends.append(name)
    network = row.get("network", "") or work.spec.network
    gateway = work.scenario.gateways.get(network)
    if gateway is None and network not in work.scenario.networks:
        work.wrong(
            key,
            place,
            Message("no network or gateway {network} in this scenario", {"network": network}),
        )
        return
    like = gateway if gateway is not None else work.scenario.networks[network].access
    latency = _number(work, key, place, row.get("latency", ""), "duration", float(like.latency))
    usual = None if like.bandwidth is None else float(like.bandwidth)
    bandwidth = _number(work, key, place, row.get("bandwidth", ""), "bandwidth", usual)
    a, b = ends
    if a is None or b is None or a not in work.graph or b not in work.graph:
        return
    if a == b or work.graph.has_edge(a, b):
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
    """A quantity with its unit, or a bare number of seconds or bytes per second."""
    if not written:
        return usual
    try:
        value = float(written)
    except ValueError:
        try:
            value = parse(written, dimension)
        except ValueError:
            value = -1.0
    if not 0 <= value < float("inf") or (dimension == "bandwidth" and value == 0):
        work.wrong(key, place, Message("{written} is not readable", {"written": repr(written)}))
        return usual
    return value


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


def _place_exchange_points(work: _Import) -> None:
    """Give every region an exchange point, for platform nodes to stand at.

    Where the file has none, it stands beside the best connected node of that network in the
    region, else below it, else anywhere.
    """
    for network in work.scenario.networks:
        degree: dict[str, int] = {}
        for a, b, edge in work.graph.edges(data=True):
            if edge["network"] == network:
                degree[a] = degree.get(a, 0) + 1
                degree[b] = degree.get(b, 0) + 1
        if not degree:
            continue
        best: dict[str, str] = {}
        for node in sorted(degree, key=lambda name: (-degree[name], name)):
            code: str | None = work.graph.nodes[node]["region"] or None
            best.setdefault("", node)
            if code is not None:
                best.setdefault(code, node)
        for code in reversed(list(work.regions)):  # parts before wholes
            parent = work.regions[code].parent
            if code in best and parent is not None:
                best.setdefault(parent, best[code])
        for code, region in work.regions.items():
            point = f"{network}@{code}"
            if point not in work.graph:
                work.graph.add_node(
                    point, kind="exchange", network=network, region=code, level=region.level
                )
                add_edge(
                    work.graph,
                    network,
                    point,
                    best.get(code, best[""]),
                    latency=0.0,
                    bandwidth=None,
                )
