"""Offices: the people who work on sharing, and work that waits for them (article 6).

In: who is to work, and for how long. Out: SimPy processes that end when the work is done: in
office hours, and once somebody of that role is free. Letters and governance share the business
bureau's people: whoever works on an agreement writes no letters meanwhile.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from sandbox.engine.interface import Plane
from sandbox.engine.sampling import chance, sampler
from sandbox.flows import PPB, TICKS
from sandbox.policy.governance.working import NEVER, Working
from sandbox.policy.laws import law
from sandbox.randomness import identity, key
from sandbox.scenario.distributions import Distribution
from sandbox.scenario.governance import EVERYONE, GovernanceSpec
from sandbox.world.world import World

CLERKS = "business"
"""Whose people write letters."""

Work = Generator[Any, Any, None]


class Office:
    """All people of a run, and all that they do."""

    def __init__(
        self, env: simpy.Environment, plane: Plane, world: World, working: Working
    ) -> None:
        assert world.scenario.governance is not None
        self._env, self._plane, self._world, self.working = env, plane, world, working
        self._spec: GovernanceSpec = world.scenario.governance
        self._desks: dict[tuple[str, str], simpy.Resource] = {}
        self._writers = {
            station.labels["agency"]: place
            for place, station in enumerate(plane.program.stations)
            if station.labels.get("role") == "clerk" and "agency" in station.labels
        }

    def work(
        self, party: str, role: str, effort: Distribution, thing: str, step: str, index: int = 0
    ) -> Work:
        """Work of a party on a thing: its `step`, the `index`-th of this kind."""
        length = round(self.drawn(effort, thing, step, index) * self.stretch(party))
        desk = self._desk(party, role)
        if desk is None:
            yield from self._pass(length)
        else:
            with desk.request() as turn:
                yield turn
                self._lend(party, role, desk)
                yield from self._pass(length)
            self._lend(party, role, desk)
        hours = length / TICKS / 3600.0
        self._plane.note("staff", party, role, hours=hours, thing=thing, step=step)

    def spend(self, effort: Distribution, thing: str, step: str, index: int = 0) -> Work:
        """Working time that is nobody's of the agencies."""
        yield from self._pass(self.drawn(effort, thing, step, index))

    def _pass(self, length: int) -> Work:
        until = self.working.after(int(self._env.now), length)
        if until >= NEVER:
            yield self._env.event()  # not before the run is over
        elif until > self._env.now:
            yield self._env.timeout(until - int(self._env.now))

    # draws, each keyed to what it is of

    def drawn(self, effort: Distribution, thing: str, step: str, index: int = 0) -> int:
        """A drawn length of time, in ticks."""
        owner = identity(self._plane.origin, key(f"governance|{thing}"), index)
        return sampler(law(effort))(owner, key(step))

    def happens(self, share: float, thing: str, step: str, index: int = 0) -> bool:
        """Whether something happens that does with probability `share`."""
        owner = identity(self._plane.origin, key(f"governance|{thing}"), index)
        return chance(owner, key(step)) < round(share * PPB)

    def stretch(self, party: str) -> float:
        """How many times the written effort a party's work takes, by its willingness w: 4^(½ − w).

        Half of it at 1, twice at 0, as written at ½.
        """
        written = self._spec.willingness
        for name in (party, party.partition("@")[0], EVERYONE) if written else ():
            if name in written:
                return float(4.0 ** (0.5 - float(written[name])))
        return 1.0

    # people

    def _desk(self, party: str, role: str) -> simpy.Resource | None:
        """The people of a role at a party; None: its work waits for nobody."""
        if self._spec.staff is None or party not in self._world.agencies:
            return None
        found = self._desks.get((party, role))
        if found is None:
            people = people_of(self._spec, party, role)
            found = self._desks[party, role] = simpy.Resource(self._env, people)
        return found

    def _lend(self, party: str, role: str, desk: simpy.Resource) -> None:
        """Whoever works here writes no letters meanwhile."""
        place = self._writers.get(party)
        if role == CLERKS and place is not None:
            self._plane.set_servers(place, int(desk.capacity) - desk.count)


def people_of(spec: GovernanceSpec, agency: str, role: str) -> int:
    """How many people of a role an agency has; the most special entry holds."""
    assert spec.staff is not None
    department = agency.partition("@")[0]
    for name in (f"{role}@{agency}", f"{role}@{department}", role):
        if name in spec.staff:
            return round(spec.staff[name].people)
    raise KeyError(role)
