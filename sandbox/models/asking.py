"""What requests have in common under every model: reads at hand, letters, questions over a network.

In: a use and who is to answer it. Out: legs. Over a network every request passes authentication,
authorisation (access decision and scope) and audit at the trust service of its level before it
goes on; a refusal ends it there.
"""

from __future__ import annotations

from collections.abc import Callable

from sandbox.flows import Outcome, Tally, ticks
from sandbox.flows.operations import (
    Attempt,
    Collect,
    Count,
    Done,
    Gate,
    Label,
    Operation,
    Read,
    Scope,
    Send,
    Settle,
    Stamp,
    Visit,
)
from sandbox.models.bench import Bench, Use, Voice
from sandbox.models.by_letter import by_letter, desks, endings
from sandbox.models.conversion import converting, converting_bindings
from sandbox.models.gates import NETWORK_ARTICLE
from sandbox.models.legs import Leg, Path, never
from sandbox.models.numbers import ppb
from sandbox.world.world import Agency


class Asking:
    """Makes legs; `letters` says whether what no path serves goes by letter."""

    def __init__(self, bench: Bench, *, letters: bool) -> None:
        self.bench, self.letters = bench, letters
        self._paths: dict[str, Path] = {}
        self._shared: dict[tuple[str, ...], dict[str, int]] = {}

    def source(self, use: Use) -> Voice:
        """The source answers from its own copy, and vouches for it as of now."""
        return Voice(
            use.source,
            "read",
            (Read("source"), Stamp()),
            {"source": self.bench.truth.source(use.partition)},
        )

    def verifier(self, use: Use, agency: Agency, error: float) -> Voice:
        """Another department that holds the same data answers, wrong with share `error`."""
        return Voice(
            agency,
            "verify",
            (Collect("register", "error", f"verified by {agency.department}"), Stamp()),
            {"register": self.bench.truth.register(use.partition), "error": ppb(error)},
        )

    def own(self, voice: Voice) -> Leg:
        """The consumer itself is asked: its own database answers."""
        path = self.path(
            f"own {voice.verb}" + (f" {voice.agency.department}" if voice.verb != "read" else ""),
            lambda: (
                Visit("database", "database", failed="failed"),
                *voice.answer,
                Scope(enforced=False, refused="failed"),
                Done(Outcome.ANSWERED),
                *endings(self.bench.post, (), letters=False),
            ),
        )
        station = self.bench.sites.agency("database", voice.agency)
        return Leg(path, {"database": station, **voice.bindings})

    def held(self, use: Use, copy: int) -> Leg:
        """A copy at the consumer answers: a short service at its own system."""
        voice = self.source(use)
        path = self.path(
            f"held{self.suffix}",
            lambda: (
                Gate("permit", refused="denied"),
                Visit("system", "system", failed="failed"),
                Read("copy", missing="failed"),
                Scope(enforced=False, refused="misused"),
                Done(Outcome.ANSWERED),
                *self.endings(voice),
            ),
        )
        return Leg(
            path,
            {
                "permit": use.permit.gate,
                "system": self.bench.sites.agency("system", use.consumer),
                "copy": copy,
                **self.ending_bindings(use, voice),
            },
        )

    def letter(self, use: Use, voice: Voice, article: str = "") -> Leg:
        """A letter, where no path over a network serves.

        Without letters the request is refused by `article` or by its access decision, else fails.
        """
        if self.letters:
            path = self.path(
                "letter" + _of(voice), lambda: by_letter(self.bench.post, voice.answer)
            )
            return Leg(path, self.letter_bindings(use, voice))
        path = self.path(
            "no path",
            lambda: (
                Gate("permit", refused="denied"),
                Done(Outcome.FAILED),
                Label("denied"),
                Done(Outcome.REFUSED),
            ),
        )
        closed = bool(article) and use.permit.granted
        return Leg(
            path,
            {"permit": never(self.bench.builder, article) if closed else use.permit.gate},
        )

    def live(self, use: Use, voice: Voice) -> Leg:
        """A question over the network: trust service, platform routers, the agency's database.

        Where article 4 leaves no way it goes by letter.
        """
        network = self._network(use, voice.agency)
        if network is None or not use.permit.networked:
            return self.letter(use, voice, NETWORK_ARTICLE)
        bindings, stops = network
        timed = use.demand.spec.timeout is not None
        path = self.path(
            f"ask over {stops}{' timed' if timed else ''}{_of(voice)}{self.suffix}",
            lambda: self._question(voice, stops, timed),
        )
        return Leg(
            path,
            {
                **bindings,
                "permit": use.permit.gate,
                **self.terms(use),
                **self.ending_bindings(use, voice),
            },
        )

    def terms(self, use: Use) -> dict[str, int]:
        """Sizes of question and answer, and when a question is given up."""
        key = ("terms", use.demand.need, use.partition.resource)
        found = self._shared.get(key)
        if found is None:
            spec = use.demand.spec
            found = self._shared[key] = {
                "question": round(spec.request_size),
                "answer": round(use.resource.record_size),
                "timeout": ticks(float(spec.timeout or 0.0)),
                "retries": round(spec.retries),
            }
        return found

    def trusted(self, failed: str = "failed") -> tuple[Operation, ...]:
        """The head of every question: the way to the trust service and its three stations.

        Slots: `to trust`, `question`, `authentication`, `authorisation`, `permit`, `audit`.
        """
        return (
            Send("to trust", "question"),
            Visit("authentication", "authentication", failed=failed),
            Visit("authorisation", "authorisation", failed=failed),
            Gate("permit", refused="denied"),
            Scope(enforced=True, refused="misused"),
            Visit("audit", "audit", failed=failed),
        )

    def trust_bindings(self, use: Use, network: str) -> dict[str, int] | None:
        """The trust service of the consumer's region on a network; None: no way there."""
        key = ("trust", use.consumer.id, network, use.resource.secrecy)
        if key not in self._shared:
            self._shared[key] = self._trust(use, network) or {}
        return dict(self._shared[key]) or None

    def _trust(self, use: Use, network: str) -> dict[str, int] | None:
        bench, region, secrecy = self.bench, use.consumer.region, use.resource.secrecy
        point = bench.sites.point(region, network)
        there = bench.ways.route(use.consumer.id, point, secrecy)
        if there is None:
            return None
        return {
            "to trust": there,
            "authentication": bench.sites.platform("authentication", region, network),
            "authorisation": bench.sites.platform("authorisation", region, network),
            "audit": bench.sites.platform("audit", region, network),
        }

    def endings(self, voice: Voice) -> tuple[Operation, ...]:
        """Where a path ends that did not answer."""
        return endings(self.bench.post, voice.answer, letters=self.letters)

    def ending_bindings(self, use: Use, voice: Voice) -> dict[str, int]:
        """The bindings of `endings`; where nothing goes by letter nobody has a desk for them."""
        return self.letter_bindings(use, voice) if self.letters else dict(voice.bindings)

    def letter_bindings(self, use: Use, voice: Voice) -> dict[str, int]:
        """The bindings of a letter to whoever is to answer."""
        sites = self.bench.sites
        key = ("letter", use.consumer.id, voice.agency.id, str(use.permit.letterable))
        found = self._shared.get(key)
        if found is None:
            clerk = sites.agency("clerk", use.consumer)
            theirs = sites.agency("clerk", voice.agency)
            found = dict(desks(self.bench.post, clerk, theirs, use.permit.letterable))
            self._shared[key] = found
        return {**found, **voice.bindings}

    def attempted(self, timed: bool) -> tuple[tuple[Operation, ...], tuple[Operation, ...]]:
        """What begins and what ends a block that is given up after the need's time-out."""
        if not timed:
            return (), ()
        return (Attempt("timeout", "retries", failed="given up"),), (Settle(),)

    @property
    def suffix(self) -> str:
        """What path names say of the way out."""
        return ", else letter" if self.letters else ""

    def path(self, name: str, operations: Callable[[], tuple[Operation, ...]]) -> Path:
        """The path of this name; its operations are composed when it is first taken."""
        found = self._paths.get(name)
        if found is None:
            found = self._paths[name] = Path(name, operations())
        return found

    def _question(self, voice: Voice, stops: int, timed: bool) -> tuple[Operation, ...]:
        begin, end = self.attempted(timed)
        way: list[Operation] = []
        for number in range(stops):
            way.append(Send(f"to router {number}", "question"))
            way.append(Visit(f"router {number}", f"router {number}", failed="failed"))
        return (
            *begin,
            *self.trusted(),
            *way,
            Send("to agency", "question"),
            Visit("front end", "front end", failed="failed"),
            Visit("database", "database", failed="failed"),
            *voice.answer,
            *converting(self.bench.world, "failed"),
            Count(Tally.REMOTE),
            Send("back", "answer"),
            *end,
            Done(Outcome.ANSWERED),
            *self.endings(voice),
        )

    def _network(self, use: Use, agency: Agency) -> tuple[dict[str, int], int] | None:
        """Stations and routes from a consumer to an agency, and the number of routers between."""
        key = ("network", use.consumer.id, agency.id, use.resource.secrecy)
        found = self._shared.get(key)
        if found is None:
            found = self._shared[key] = self._found(use, agency) or {}
        return (found, found["stops"]) if found else None

    def _found(self, use: Use, agency: Agency) -> dict[str, int] | None:
        bench, secrecy, here = self.bench, use.resource.secrecy, use.consumer.region
        network = bench.sites.platforms.joining(use.consumer, agency, secrecy)
        bindings = self.trust_bindings(use, network)
        if bindings is None:
            return None
        key = ("routers", here, agency.region, network, secrecy)
        if key not in self._shared:
            self._shared[key] = self._routers(here, agency.region, network, secrecy) or {}
        routers = self._shared[key]
        if not routers:
            return None
        place = bench.sites.point(bench.tree.home(agency.region), network)
        leg = bench.ways.route(place, agency.id, secrecy)
        back = bench.ways.route(agency.id, use.consumer.id, secrecy)
        if leg is None or back is None:
            return None
        bindings |= routers
        bindings["back"] = back
        bindings["to agency"] = leg
        bindings["front end"] = bench.sites.agency("front_end", agency)
        bindings["database"] = bench.sites.agency("database", agency)
        return bindings | converting_bindings(bench.gates.governed, agency.id, bench.open)

    def _routers(self, here: str, there: str, network: str, secrecy: str) -> dict[str, int] | None:
        """The platform's routers between two regions, and the ways to them."""
        bench, tree = self.bench, self.bench.tree
        place = bench.sites.point(here, network)
        regions = tree.between(tree.home(here), tree.home(there))
        bindings = {"stops": len(regions)}
        for number, region in enumerate(regions):
            point = bench.sites.point(region, network)
            leg = bench.ways.route(place, point, secrecy)
            if leg is None:
                return None
            bindings[f"to router {number}"] = leg
            bindings[f"router {number}"] = bench.sites.platform("router", region, network)
            place = point
        return bindings


def _of(voice: Voice) -> str:
    return "" if voice.verb == "read" else f" ({voice.verb} {voice.agency.department})"
