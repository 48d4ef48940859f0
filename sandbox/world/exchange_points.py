"""Exchange points of an imported graph: every region gets one on each network that has links.

In: a graph and regions. Out: nodes `network@region`, for platforms to stand at. Where the file has
none for a region, its platform stands beside the exchange point nearest in the tree of regions;
where the file has none at all, beside the best connected node, which is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import networkx as nx

from sandbox.world.graph import add_edge
from sandbox.world.world import Region


def place_exchange_points(
    graph: nx.Graph[str], networks: Sequence[str], regions: Mapping[str, Region]
) -> dict[str, str]:
    """Add the missing exchange points; by network without any: the node that stands in."""
    stand_ins: dict[str, str] = {}
    for network in networks:
        degrees = _degrees(graph, network)
        if not degrees:
            continue
        order = sorted(degrees, key=lambda name: (-degrees[name], name))
        points = [node for node in order if graph.nodes[node]["kind"] == "exchange"]
        if not points:
            stand_ins[network] = order[0]
        beside = _nearest(graph, points or order, regions)
        for code, region in regions.items():
            point = f"{network}@{code}"
            if point not in graph:
                graph.add_node(
                    point, kind="exchange", network=network, region=code, level=region.level
                )
                add_edge(graph, network, point, beside[code], latency=0.0, bandwidth=None)
    return stand_ins


def _degrees(graph: nx.Graph[str], network: str) -> dict[str, int]:
    """Links of each node on a network."""
    degrees: dict[str, int] = {}
    for a, b, edge in graph.edges(data=True):
        if edge["network"] == network:
            degrees[a] = degrees.get(a, 0) + 1
            degrees[b] = degrees.get(b, 0) + 1
    return degrees


def _nearest(
    graph: nx.Graph[str], nodes: Sequence[str], regions: Mapping[str, Region]
) -> dict[str, str]:
    """By region: the first node in it, else in a part of it, else above it, else of all."""
    inside: dict[str, str] = {}
    for node in nodes:
        inside.setdefault(graph.nodes[node]["region"] or "", node)
    for code in reversed(list(regions)):  # parts before wholes
        parent = regions[code].parent
        if code in inside and parent is not None:
            inside.setdefault(parent, inside[code])
    found: dict[str, str] = {}
    for code, region in regions.items():  # wholes before parts
        above = found[region.parent] if region.parent is not None else nodes[0]
        found[code] = inside.get(code, above)
    return found
