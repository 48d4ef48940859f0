"""The ledger of conditions: what holds, who waits for it, and which gates it opens and closes.

In: conditions that begin and cease to hold. Out: gates of the traffic plane, with the article of
the first condition that does not hold; SimPy events for processes that wait.
"""

from __future__ import annotations

from collections.abc import Mapping

import simpy

from sandbox.engine.interface import Plane
from sandbox.policy.governance.plan import Condition, Plan


class Ledger:
    """What holds in one run."""

    def __init__(self, env: simpy.Environment, plane: Plane, plan: Plan) -> None:
        self._env, self._plane, self._starts = env, plane, plan.starts
        self._providers = plan.providers
        self._gates: Mapping[int, tuple[Condition, ...]] = plan.gates
        self._holding: set[str] = set()
        self._waiting: dict[str, list[simpy.Event]] = {}
        self._opens: dict[str, list[int]] = {}
        self._missing = {gate: len(conditions) for gate, conditions in plan.gates.items()}
        self._opened: dict[int, int] = {}
        self._serving = plan.serving
        self._idle = dict.fromkeys(name for names in plan.serving.values() for name in names)
        for name in self._idle:
            plane.note("system", name, "waits")
        for gate, conditions in plan.gates.items():
            for condition in conditions:
                self._opens.setdefault(condition.name, []).append(gate)
            plane.set_gate(gate, False, conditions[0].article)
            self._note(gate, "waits")

    def holds(self, name: str) -> bool:
        """Whether a condition holds."""
        return name in self._holding

    def when(self, name: str) -> simpy.Event:
        """An event that happens as soon as the condition holds."""
        event = self._env.event()
        if name in self._holding:
            event.succeed()
        else:
            self._waiting.setdefault(name, []).append(event)
        return event

    def hold(self, name: str) -> None:
        """The condition holds from now on."""
        if name in self._holding:
            return
        self._holding.add(name)
        for gate in self._opens.get(name, ()):
            self._missing[gate] -= 1
            if self._missing[gate]:
                self._plane.set_gate(gate, False, self._article(gate))
            else:
                self._open(gate, name)
        for event in self._waiting.pop(name, ()):
            event.succeed()

    def serve(self, system: str) -> None:
        """A system serves from now on, and costs what it costs."""
        if system in self._idle:
            del self._idle[system]
            self._plane.note("system", system, "serves")

    def cease(self, name: str) -> None:
        """The condition holds no longer."""
        if name not in self._holding:
            return
        self._holding.discard(name)
        for gate in self._opens.get(name, ()):
            if not self._missing[gate]:
                self._note(gate, "stops")
            self._missing[gate] += 1
            self._plane.set_gate(gate, False, self._article(gate))

    def _open(self, gate: int, last: str) -> None:
        """Everything is there, and `last` came last."""
        self._plane.set_gate(gate, True)
        for start in self._starts.get(gate, ()):
            number = self._opened.get(gate, 0)
            self._plane.start(start.flow, start.row, start.name, number)
        self._opened[gate] = self._opened.get(gate, 0) + 1
        for name in self._serving.get(gate, ()):
            self.serve(name)
        self._note(gate, "starts", last=last)
        for provider in self._providers.get(gate, ()):
            self.hold(f"shared:{provider}")

    def _note(self, gate: int, event: str, **detail: str | float) -> None:
        name = self._plane.program.gates[gate].name
        if name.startswith("when: "):
            self._plane.note("sharing", name.removeprefix("when: "), event, **detail)

    def _article(self, gate: int) -> str:
        """Of the first condition that does not hold."""
        return next(c.article for c in self._gates[gate] if c.name not in self._holding)
