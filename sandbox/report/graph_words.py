"""An imported agency graph in words: its files, and what each network has in it.

In: a world whose graph comes from files. Out: lines on a sheet.
"""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.report.sheet import Sheet, listed
from sandbox.report.terms import term
from sandbox.scenario.places import GraphSpec
from sandbox.world.world import World


def imported(sheet: Sheet, world: World, spec: GraphSpec) -> None:
    """The graph as a whole, then the links of each network."""
    files = [name for name in (spec.graphml, spec.nodes, spec.edges) if name]
    sheet.line(
        say(
            "an agency graph from {files}: nodes: {nodes}, links: {links}",
            files=listed(files),
            nodes=world.graph.number_of_nodes(),
            links=world.graph.number_of_edges(),
        ),
        2,
    )
    for key, network in world.scenario.networks.items():
        links = [
            (ends, edge) for *ends, edge in world.graph.edges(data=True) if edge["network"] == key
        ]
        if not links:
            continue
        delays = sorted(edge["latency"] for _, edge in links)
        rates = [8 * edge["bandwidth"] for _, edge in links if edge["bandwidth"] is not None]
        sheet.line(
            say(
                "{network} ({kind}): nodes: {nodes}, links: {links}, latency {latency}, "
                "bandwidth {bandwidth}",
                network=key,
                kind=term(network.kind),
                nodes=len({end for ends, _ in links for end in ends}),
                links=len(links),
                latency=_range([figure(delay, "s") for delay in delays]),
                bandwidth=_range([f"{rate / 1e6:g} Mbps" for rate in sorted(rates)])
                or say("not limited"),
            ),
            2,
        )


def _range(sorted_words: Sequence[str]) -> str:
    """`smallest … largest`, or the one value that all have."""
    if not sorted_words or sorted_words[0] == sorted_words[-1]:
        return "".join(sorted_words[:1])
    return f"{sorted_words[0]} … {sorted_words[-1]}"
