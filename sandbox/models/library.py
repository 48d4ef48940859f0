"""Queries at a library in the cloud, whatever fills it.

In: a use, the region whose cloud holds the library, the library's copy. Out: a leg: consumer →
trust service → cloud → back, through the national platform when the library is another province's.
"""

from __future__ import annotations

from sandbox.flows import Outcome
from sandbox.flows.operations import Done, Operation, Read, Send, Visit
from sandbox.models.asking import Asking
from sandbox.models.bench import Use
from sandbox.models.gates import NETWORK_ARTICLE
from sandbox.models.legs import Leg
from sandbox.policy.governance import PLATFORM, Paper


def platform_papers(use: Use) -> tuple[Paper, ...]:
    """One agreement with the platform for each business resource; basic needs none."""
    if use.resource.class_ != "business":
        return ()
    return (granted_by_platform(use),)


def granted_by_platform(use: Use) -> Paper:
    """The agreement with the platform on a resource."""
    resource = use.partition.resource
    parties = (PLATFORM, use.source.id)
    return Paper(("platform", resource), "platform", parties, resource)


def query(asking: Asking, use: Use, home: str, copy: int) -> Leg:
    """A query at the library of `home`."""
    bench, secrecy, spec = asking.bench, use.resource.secrecy, use.demand.spec
    voice = asking.source(use)
    found = _way(asking, use, home)
    if found is None or not use.permit.networked:
        return asking.letter(use, voice, NETWORK_ARTICLE)
    bindings, stops = found
    timed = spec.timeout is not None
    path = asking.path(
        f"library over {stops}{' timed' if timed else ''}{asking.suffix}",
        lambda: _operations(asking, stops, timed, asking.endings(voice)),
    )
    network = bench.sites.platforms.serving(use.partition.resource)
    back = bench.ways.route(bench.sites.point(home, network), use.consumer.id, secrecy)
    assert back is not None
    return Leg(
        path,
        {
            **bindings,
            "permit": use.permit.gate,
            "copy": copy,
            "back": back,
            **asking.terms(use),
            **asking.ending_bindings(use, voice),
        },
    )


def _operations(
    asking: Asking, stops: int, timed: bool, endings: tuple[Operation, ...]
) -> tuple[Operation, ...]:
    begin, end = asking.attempted(timed)
    way: list[Operation] = []
    for number in range(stops):
        role = "cloud" if number in (0, stops - 1) else "router"
        way.append(Send(f"to cloud {number}", "question"))
        way.append(Visit(f"cloud {number}", _purpose(role, number), failed="failed"))
    return (
        *begin,
        *asking.trusted(),
        *way,
        Read("copy", missing="failed"),
        Send("back", "answer"),
        *end,
        Done(Outcome.ANSWERED),
        *endings,
    )


def _purpose(role: str, number: int) -> str:
    return f"{role} {number}" if number else role


def _way(asking: Asking, use: Use, home: str) -> tuple[dict[str, int], int] | None:
    """From the consumer to the library: the clouds and the national router between."""
    bench, secrecy = asking.bench, use.resource.secrecy
    network = bench.sites.platforms.serving(use.partition.resource)
    bindings = asking.trust_bindings(use, network)
    if bindings is None:
        return None
    place = bench.sites.point(use.consumer.region, network)
    regions = bench.tree.between(bench.tree.home(use.consumer.region), home)
    for number, region in enumerate(regions):
        role = "cloud" if number in (0, len(regions) - 1) else "router"
        there = bench.sites.point(region, network)
        route = bench.ways.route(place, there, secrecy)
        if route is None:
            return None
        bindings[f"to cloud {number}"] = route
        bindings[f"cloud {number}"] = bench.sites.platform(role, region, network)
        place = there
    if bench.ways.route(place, use.consumer.id, secrecy) is None:
        return None
    return bindings, len(regions)
