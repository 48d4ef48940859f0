"""Agreements (article 8): asked for, negotiated, in force, delivered, amended, renewed, revoked.

In: a paper of the plan, from the day its need is stated. Out: the condition `agreement:NAME`,
which holds once data has been delivered and while the agreement is in force; the condition
`signed:NAME`; gates that count agreements in force; demands of the statutory clocks.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from sandbox.flows.laws import ticks
from sandbox.policy.governance.plan import Paper, Subject
from sandbox.policy.governance.scene import Scene
from sandbox.policy.governance.working import NEVER
from sandbox.randomness import identity, key, samplers
from sandbox.scenario.governance import NegotiationSpec
from sandbox.scenario.information import SECRECIES

Process = Generator[Any, Any, None]

JOINT = "joint"

_CHANGE = key("business change")


def rounds_of(spec: NegotiationSpec, paper: Paper, secrecy: str) -> int:
    """Rounds until an agreement is agreed.

    The written number for two parties, more for each further party (not where they issue it
    jointly), for secrecy, for want of a coordination mechanism, and for each party that names no
    responsible unit.
    """
    further = 0 if paper.form == JOINT else max(0, len(paper.parties) - 2)
    count = float(spec.rounds) + float(spec.rounds_per_party) * further
    count += {
        "sensitive": float(spec.rounds_sensitive),
        "secret": float(spec.rounds_secret),
    }.get(secrecy, 0.0)
    if not spec.coordination:
        count += float(spec.rounds_uncoordinated)
    unnamed = sum(party.partition("@")[0] in spec.unnamed for party in paper.parties)
    return round(count + float(spec.rounds_unnamed) * unnamed)


class Negotiation:
    """The life of one agreement."""

    def __init__(self, scene: Scene, spec: NegotiationSpec, paper: Paper, begins: int) -> None:
        self._scene, self._spec, self._paper = scene, spec, paper
        self._name, self._begins = paper.name, begins
        resources = scene.world.resources
        shared = [resources[paper.resource]] if paper.resource in resources else []
        self._secrecy = max((one.secrecy for one in shared), default="public", key=SECRECIES.index)
        self._unconditional = bool(shared) and all(one.sharing == "unconditional" for one in shared)
        self._gates = [gate for gate, name in scene.plan.counted.items() if name == paper.name]
        self._turn = 0  # how often anything was negotiated
        self.misuses = 0
        self._ended = scene.env.event()

    def lives(self) -> Process:
        """From the statement of the need to the end of the run."""
        scene, spec = self._scene, self._spec
        yield scene.until(self._begins)
        subject = scene.plan.subjects.get(self._name, Subject())
        parties = " – ".join(self._paper.parties)
        self._note("stated", form=self._paper.form, parties=parties, **subject.detail())
        if scene.spec.catalogue is not None and self._paper.resource:
            yield scene.ledger.when(f"catalogue:{self._paper.resource}")
        while True:
            yield from self._proposed()
            rounds = rounds_of(spec, self._paper, self._secrecy)
            yield from self._agreed(rounds, "signed")
            self._ended = scene.env.event()
            expires = self._expiry()
            self._in_force(True)
            signed = scene.now
            yield from self._work(self._paper.parties[-1], "support", spec.delivery, "delivery")
            due = scene.working.deadline(signed, round(spec.deliver_days))
            scene.judge_clock("8", "delivery", due, self._paper.parties)
            self._note("delivered")
            if not self._ended.triggered:
                scene.ledger.hold(f"agreement:{self._name}")
                yield from self._kept_up(expires)
            yield scene.until(scene.now + self._suspension())

    def revoke(self) -> None:
        """After misuse: it ends at once."""
        if self._scene.ledger.holds(f"signed:{self._name}"):
            self._in_force(False)
            self._note("revoked")
            self._ended.succeed("revoked")

    # parts of its life

    def _proposed(self) -> Process:
        """The proposal, and the reply within the statutory time."""
        scene, spec, parties = self._scene, self._spec, self._paper.parties
        yield from self._work(parties[0], "business", spec.drafting, "drafting")
        self._note("proposed")
        asked = scene.now
        yield from self._work(parties[-1], "responsible", spec.answering, "answering")
        days = spec.reply_days_unconditional if self._unconditional else spec.reply_days
        due = scene.working.deadline(asked, round(days))
        scene.judge_clock("8", "reply", due, parties)
        self._note("answered")

    def _agreed(self, rounds: int, event: str) -> Process:
        """Rounds, the secrecy units' review, and signatures."""
        spec, parties = self._spec, self._paper.parties
        # what is issued jointly is drafted by one, and countersigned by all
        working = parties[:1] if self._paper.form == JOINT else parties
        for number in range(rounds):
            for party in working:
                yield from self._work(party, "responsible", spec.round, f"round of {party}")
            self._note("round", number=number + 1)
        if self._secrecy != "public":
            for party in parties:
                yield from self._work(party, "secrecy", spec.review, f"review of {party}")
        for party in parties:
            yield from self._work(party, "leader", spec.signing, f"signature of {party}")
        self._note(event)

    def _kept_up(self, expires: int) -> Process:
        """While it is in force: amendments, renewals; until it expires or is revoked."""
        scene, spec = self._scene, self._spec
        change = self._next_change(scene.now)
        renewal = self._renewal(expires)
        guard = scene.env.process(self._expiring(expires))
        while not self._ended.triggered:
            coming = min(change, renewal)
            yield simpy.AnyOf(scene.env, [self._ended, scene.until(coming)])
            if self._ended.triggered:
                break
            if coming == change:
                yield from self._agreed(round(spec.amendment_rounds), "amended")
                change = self._next_change(scene.now)
                continue
            yield from self._agreed(round(spec.renewal_rounds), "renewed")
            if self._ended.triggered and self._ended.value == "expired":
                self._ended = scene.env.event()
                self._in_force(True)
                scene.ledger.hold(f"agreement:{self._name}")
            elif guard.is_alive:
                guard.interrupt()
            if not self._ended.triggered:
                expires = self._expiry()
                renewal = self._renewal(expires)
                guard = scene.env.process(self._expiring(expires))
        if guard.is_alive:
            guard.interrupt()

    def _expiring(self, expires: int) -> Process:
        """It expires unless it is renewed in time."""
        try:
            yield self._scene.until(expires)
        except simpy.Interrupt:
            return
        if not self._ended.triggered:
            self._in_force(False)
            self._note("expired")
            self._scene.judge("8", "term", False, self._paper.parties)
            self._ended.succeed("expired")

    def _in_force(self, now: bool) -> None:
        ledger = self._scene.ledger
        if now:
            ledger.hold(f"signed:{self._name}")
        else:
            ledger.cease(f"signed:{self._name}")
            ledger.cease(f"agreement:{self._name}")
        for gate in self._gates:
            self._scene.plane.set_gate(gate, now)

    def _expiry(self) -> int:
        term = self._spec.term
        return NEVER if term is None else self._scene.now + ticks(float(term))

    def _renewal(self, expires: int) -> int:
        if expires >= NEVER:
            return NEVER
        return max(self._scene.now, expires - ticks(float(self._spec.renewal)))

    def _next_change(self, now: int) -> int:
        """When business changes next: a Poisson process keyed to the agreement."""
        rate = float(self._spec.changes)
        if rate <= 0:
            return NEVER
        owner = identity(self._scene.plane.origin, key(f"governance|{self._name}"), self._turn)
        return now + ticks(samplers.exponential(owner, _CHANGE, 1.0 / rate))

    def _suspension(self) -> int:
        audit = self._scene.spec.audit
        revoked = self._ended.triggered and self._ended.value == "revoked"
        return ticks(float(audit.suspension)) if revoked and audit is not None else 0

    def _work(self, party: str, role: str, effort: Any, step: str) -> Process:
        self._turn += 1
        yield from self._scene.office.work(party, role, effort, self._name, step, self._turn)

    def _note(self, event: str, **detail: str | float) -> None:
        self._scene.plane.note("agreement", self._name, event, **detail)
