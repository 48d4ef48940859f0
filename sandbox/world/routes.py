"""Routes over networks and gateways that may carry information of a given secrecy.

In: the graph of agencies and exchange points. Out: the nodes of the fastest route between two
places. In trees a route inside one network climbs to the common ancestor; everything else is
Dijkstra's algorithm, once per place that asks. Networks are never bridged freely (article 4): a
route changes networks at gateways only, uses as few of them as it can, and leaves the intranet to
secrets unless nothing else leads there.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

import networkx as nx

from sandbox.scenario.information import SECRECIES
from sandbox.scenario.scenario import Scenario

CEILING: Mapping[str, str] = {"internet": "public", "extranet": "sensitive", "intranet": "secret"}
"""The highest secrecy that a kind of network may carry (article 4 and the secrecy rules)."""

RANKS: Mapping[str, int] = {secrecy: rank for rank, secrecy in enumerate(SECRECIES)}

REMEMBERED = 256
"""Searches kept at a time: one per place that asks, secrecy and set of networks."""

_State = tuple[str, str]  # node, network in which it is reached
_Search = dict[_State, tuple[int, int, _State | None]]  # gateways, ticks, where from


@dataclass(frozen=True)
class _Passage:
    """A gateway: the two networks, and the highest secrecy that may pass."""

    between: tuple[str, str]
    rank: int


def _rank(secrecy: str) -> int:
    return RANKS[secrecy]


class Routes:
    """Fastest routes; ties go to the name that sorts first."""

    def __init__(self, graph: nx.Graph[str], scenario: Scenario, *, tree: bool) -> None:
        """`tree`: every network is a tree of exchange points `network@region`."""
        self._graph = graph
        self.tree = tree
        self._kinds = {name: spec.kind for name, spec in scenario.networks.items()}
        self._gateways = {
            name: _Passage(spec.between, _rank(spec.secrecy))
            for name, spec in scenario.gateways.items()
        }
        self._ways: Mapping[str, tuple[frozenset[str], ...]] = {
            s: self._permitted(s) for s in RANKS
        }
        self._climbs: dict[str, tuple[str, ...]] = {}
        self._reach: dict[tuple[frozenset[str], frozenset[str], int], frozenset[str]] = {}
        self._middles: dict[tuple[str, str, str], tuple[str, ...]] = {}
        self._shared: dict[tuple[frozenset[str], frozenset[str], frozenset[str]], list[str]] = {}
        self._places = {
            name: (node.get("kind", ""), node.get("region", ""))
            for name, node in graph.nodes(data=True)
        }
        self._known: dict[str, frozenset[str]] = {}
        self._searches: OrderedDict[tuple[str, frozenset[str], int], _Search] = OrderedDict()
        self._meets: dict[tuple[frozenset[str], frozenset[str], str], bool] = {}

    def path(self, a: str, b: str, secrecy: str) -> tuple[str, ...] | None:
        """Nodes of the fastest permitted route from `a` to `b`, both included; None: no route."""
        if a not in self._graph or b not in self._graph:
            return None
        if a == b:
            return (a,)
        for networks in self._ways[secrecy]:
            found = self._inside(a, b, networks) if self.tree else None
            found = found or self._search(a, b, networks, _rank(secrecy))
            if found is not None:
                return found
        return None

    def connected(self, a: str, b: str, secrecy: str) -> bool:
        """Whether there is a permitted route; in trees this depends on the networks alone."""
        if a not in self._graph or b not in self._graph:
            return False
        if not self.tree or a == b:
            return self.path(a, b, secrecy) is not None
        key = (self.networks(a), self.networks(b), secrecy)
        if key not in self._meets:
            self._meets[key] = self.path(a, b, secrecy) is not None
        return self._meets[key]

    def networks(self, place: str) -> frozenset[str]:
        """The networks that a place is connected to."""
        if place not in self._known:
            node = self._graph.nodes[place]
            found = {node["network"]} if node.get("kind") == "exchange" else set()
            for _, edge in self._graph[place].items():
                if not edge["gateway"]:
                    found.add(edge["network"])
            self._known[place] = frozenset(found)
        return self._known[place]

    def latency(self, path: tuple[str, ...]) -> float:
        """Propagation delay along a route, seconds."""
        return sum(float(self._graph[a][b]["latency"]) for a, b in itertools.pairwise(path))

    def _permitted(self, secrecy: str) -> tuple[frozenset[str], ...]:
        """Sets of networks to try one after the other."""
        able = frozenset(
            name for name, kind in self._kinds.items() if _rank(CEILING[kind]) >= _rank(secrecy)
        )
        usual = frozenset(name for name in able if self._kinds[name] != "intranet")
        return (able,) if secrecy == "secret" or usual == able else (usual, able)

    def _climb(self, point: str) -> tuple[str, ...]:
        """The exchange point and those above it, in its own network."""
        if point not in self._climbs:
            node = self._graph.nodes[point]
            above = None
            for other, edge in self._graph[point].items():
                there = self._graph.nodes[other]
                if (
                    not edge["gateway"]
                    and there["kind"] == "exchange"
                    and edge["region"] == node["region"]
                ):
                    above = other
            self._climbs[point] = (point, *(self._climb(above) if above is not None else ()))
        return self._climbs[point]

    def _inside(self, a: str, b: str, networks: frozenset[str]) -> tuple[str, ...] | None:
        """The fastest route that stays inside one network of trees."""
        ends = (self.networks(a), self.networks(b), networks)
        if ends not in self._shared:
            self._shared[ends] = sorted(ends[0] & ends[1] & ends[2])
        shared = self._shared[ends]
        found = [self._through(network, a, b) for network in shared]
        if len(found) < 2:
            return found[0] if found else None
        return min(found, key=lambda path: (round(self.latency(path) * 1e9), path))

    def _through(self, network: str, a: str, b: str) -> tuple[str, ...]:
        here, there = self._places[a], self._places[b]
        key = (network, here[1], there[1])
        if key not in self._middles:
            self._middles[key] = self._between(network, here[1], there[1])
        start = () if here[0] == "exchange" else (a,)
        end = () if there[0] == "exchange" else (b,)
        return (*start, *self._middles[key], *end)

    def _between(self, network: str, a: str, b: str) -> tuple[str, ...]:
        """Exchange points from one region to another: up to the nearest common one, and down."""
        up, down = self._climb(f"{network}@{a}"), self._climb(f"{network}@{b}")
        shared = 1
        while shared < len(up) and shared < len(down) and up[-shared - 1] == down[-shared - 1]:
            shared += 1
        return (*up[: len(up) - shared + 1], *reversed(down[: len(down) - shared]))

    def _search(
        self, a: str, b: str, networks: frozenset[str], rank: int
    ) -> tuple[str, ...] | None:
        if not self._within_reach(self.networks(a), networks, rank) & self.networks(b):
            return None  # no search can find what no gateway joins
        key = (a, networks, rank)
        if key in self._searches:
            self._searches.move_to_end(key)
        else:
            self._searches[key] = self._dijkstra(a, networks, rank)
            if len(self._searches) > REMEMBERED:
                self._searches.popitem(last=False)
        reached = self._searches[key]
        ends = [(reached[b, n][:2], n) for n in sorted(networks) if (b, n) in reached]
        if not ends:
            return None
        state: _State | None = (b, min(ends)[1])
        path: list[str] = []
        while state is not None:
            path.append(state[0])
            state = reached[state][2]
        return tuple(reversed(path))

    def _within_reach(
        self, start: frozenset[str], networks: frozenset[str], rank: int
    ) -> frozenset[str]:
        """Networks that gateways lead to, whatever their places."""
        key = (start, networks, rank)
        found = self._reach.get(key)
        if found is None:
            reached, before = start & networks, frozenset[str]()
            while reached != before:
                before = reached
                for passage in self._gateways.values():
                    if rank <= passage.rank and reached & set(passage.between):
                        reached |= networks & set(passage.between)
            found = self._reach[key] = reached
        return found

    def _dijkstra(self, a: str, networks: frozenset[str], rank: int) -> _Search:
        """Cheapest ways from `a`: fewest gateways, then least latency, then name."""
        done: _Search = {}
        heap: list[tuple[int, int, str, str, _State | None]] = []
        for network in sorted(self.networks(a) & networks):
            heappush(heap, (0, 0, a, network, None))
        while heap:
            passed, ticks, node, network, before = heappop(heap)
            if (node, network) in done:
                continue
            done[node, network] = (passed, ticks, before)
            for other, edge in self._graph[node].items():
                into = network
                if edge["gateway"]:
                    passage = self._gateways[edge["network"]]
                    if network not in passage.between or rank > passage.rank:
                        continue
                    one, two = passage.between
                    into = two if network == one else one
                    if into not in networks:
                        continue
                elif edge["network"] != network:
                    continue
                if (other, into) not in done:
                    reach = ticks + round(edge["latency"] * 1e9)
                    heappush(heap, (passed + edge["gateway"], reach, other, into, (node, network)))
        return done
