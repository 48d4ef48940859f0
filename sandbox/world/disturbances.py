"""Where a scenario says that something is special or goes wrong: those places must exist.

In: stations and disturbances, regions, and the graph. Out: problems: regions that the world does
not have, links that do not exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import networkx as nx

from sandbox.language import Message
from sandbox.scenario.problems import Path
from sandbox.scenario.scenario import Scenario
from sandbox.scenario.suggest import listed, unknown
from sandbox.world.planting import Refuse
from sandbox.world.world import Region


def check_places_of_workings(
    scenario: Scenario, regions: Mapping[str, Region], graph: nx.Graph[str], refuse: Refuse
) -> None:
    """Refuse regions and links that stations and disturbances name and the world does not have."""
    for path, code in _codes(scenario):
        if code not in regions:
            refuse(path, Message("no region {code} in this scenario", {"code": code}))
    for name, disturbance in scenario.disturbances.items():
        links = disturbance.outage.links if disturbance.outage else ()
        for number, (a, b) in enumerate(links):
            here: Path = ("disturbances", name, "outage", "links", number)
            for side, place in enumerate((a, b)):
                if place not in graph:
                    refuse((*here, side), unknown(Message("place"), place, _like(place, graph)))
            if a in graph and b in graph and not graph.has_edge(a, b):
                said = {"a": a, "b": b, "linked": listed(sorted(graph[a])) or "–"}
                refuse(
                    here,
                    Message(
                        "there is no link between {a} and {b}; {a} is linked to: {linked}", said
                    ),
                )


def _codes(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    """Codes of regions that keys of stations, outages, surges and cuts name."""
    for key in scenario.stations:
        last = key.split("@")[-1]
        if "@" in key and last not in scenario.departments:
            yield ("stations", key), last
    for name, disturbance in scenario.disturbances.items():
        for kind in ("surge", "cut"):
            event = getattr(disturbance, kind)
            for number, code in enumerate((event and event.regions) or ()):
                yield ("disturbances", name, kind, "regions", number), code


def _like(place: str, graph: nx.Graph[str]) -> list[str]:
    """Places whose owner or region is that of `place`, else all."""
    owner, _, code = place.partition("@")
    alike = [node for node in graph if node.startswith(f"{owner}@") or node.endswith(f"@{code}")]
    return sorted(alike or graph)
