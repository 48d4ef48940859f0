"""The scene: all that the processes of governance act on in one run.

In: a world, a plan, a run's environment and plane. Out: people, working time, conditions, and the
judgement of what the policy demands.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

import simpy

from sandbox.engine.interface import Plane
from sandbox.flows.laws import ticks
from sandbox.policy.governance.ledger import Ledger
from sandbox.policy.governance.office import Office
from sandbox.policy.governance.parties import lead
from sandbox.policy.governance.plan import Plan
from sandbox.policy.governance.working import NEVER, Working
from sandbox.scenario.governance import GovernanceSpec
from sandbox.world.world import World


class Scene:
    """One run's governance."""

    def __init__(
        self,
        env: simpy.Environment,
        plane: Plane,
        world: World,
        plan: Plan,
        working: Working,
    ) -> None:
        assert world.scenario.governance is not None
        self.env, self.plane, self.world, self.plan = env, plane, world, plan
        self.spec: GovernanceSpec = world.scenario.governance
        self.working = working
        self.office = Office(env, plane, world, working)
        self.ledger = Ledger(env, plane, plan)

    @property
    def now(self) -> int:
        """The present time, in ticks."""
        return int(self.env.now)

    def until(self, moment: int) -> simpy.Event:
        """An event at a moment; at once when it is over, never when there is none."""
        if moment >= NEVER:
            return self.env.event()
        return self.env.timeout(max(0, moment - self.now))

    def at(self, seconds: float) -> int:
        """Seconds after the start, in ticks; of infinity: never."""
        return ticks(seconds) if seconds < math.inf else NEVER

    def moment(self, written: date | float | None) -> int:
        """A date or a time after the start, in ticks; 0: none is written, or it is over."""
        if written is None:
            return 0
        return max(0, ticks(self.world.scenario.study.seconds(written)))

    def judge(
        self, article: str, rule: str, met: bool, parties: Sequence[str], late: float = 0.0
    ) -> None:
        """Write down a demand of the policy, and whether it was met; `late`: seconds too late."""
        self.plane.note(
            "demand",
            rule,
            "met" if met else "missed",
            article=article,
            parties=", ".join(parties),
            late=late,
        )

    def judge_clock(self, article: str, rule: str, due: int, parties: Sequence[str]) -> None:
        """A demand that something is done by `due`; it is done now."""
        late = max(0, self.now - due) if due < NEVER else 0
        self.judge(article, rule, not late, parties, late / 1e9)

    def lead(self, department: str) -> str:
        """The agency that speaks for a department."""
        return lead(self.world, department)
