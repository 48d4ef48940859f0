"""A lane: one model's run, stepped, with a log of its latest events.

In: a workshop, a model, seed and replication. Out: looks at the run, at any time that it is
brought forward to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.engine import Counters, Progress, arrivals_of, choose
from sandbox.engine.clock import NEVER
from sandbox.engine.stepping import Ordered, Standing, Stepped, SteppedTraffic
from sandbox.flows.program import StreamKind
from sandbox.study.convert import horizon
from sandbox.study.live.log import Log
from sandbox.study.runs import Workshop

_SLICES = {"simpy": 400, "compiled": 20_000}
"""events between which other threads get their turn: a few milliseconds"""
_TOLD = 400
"""the same while steps are told, which is done in Python"""
_LEAD = 300
"""such a part of the horizon, the last before a jump's goal, is told again"""


@dataclass(frozen=True)
class Look:
    """A run at a moment."""

    model: str
    standing: Standing
    progress: Progress


class Lane:
    """The run of one model."""

    def __init__(
        self,
        made: Workshop,
        model: str,
        seed: int,
        replication: int = 0,
        engine: str = "auto",
        only: Callable[[str, int], bool] | None = None,
    ) -> None:
        """`engine` as for a study; `only`: whose steps go into the log (stream, index).

        Raises:
            EngineUnavailable: when there is no such engine.
            Refused: when the world or the models do not fit together.
        """
        study = made.document.scenario.study
        self.model = model
        self.log = Log()
        self._only = only
        assembly = made.assembly(model)
        self.program = assembly.program
        self._kinds = {
            stream.name: "change" if stream.kind is StreamKind.CHANGE else "request"
            for stream in self.program.streams
        }
        self.engine = choose(engine, arrivals_of(self.program, float(study.horizon))).name
        self._horizon = horizon(study)
        self.end = self._horizon.end + self._horizon.drain
        self._run: Stepped = _stepped(
            self.engine,
            Ordered(
                self.program, seed, replication, self._horizon, assembly.control,
                self._step, self._act,
            ),
        )  # fmt: skip
        self.clear = True
        """whether nothing that is due at this very time has happened yet"""

    def _step(
        self, time: int, stream: str, index: int, event: str, detail: Mapping[str, Any]
    ) -> None:
        if self._only is not None and not self._only(stream, index):
            return
        self.log.add(time, self._kinds.get(stream, "batch"), stream, index, event, detail)

    def _act(
        self, time: int, kind: str, name: str, event: str, detail: Mapping[str, str | float]
    ) -> None:
        self.log.add(time, kind, name, -1, event, detail)

    @property
    def now(self) -> int:
        """The present, in ticks."""
        return self._run.now

    @property
    def over(self) -> bool:
        """Whether the run is over."""
        return self._run.over

    def go(self, until: int, *, jump: bool = False) -> bool:
        """Go a slice towards `until`; whether there is more to do.

        What is due before `until` is done. In a jump only the last stretch is told.
        """
        goal, quiet = until, False
        if jump:
            told = until - self._horizon.end // _LEAD
            quiet = self.now < told
            goal = told if quiet else until
        self._run.hush(quiet)
        more = self._run.advance(goal, _SLICES[self.engine] if quiet else _TOLD)
        if not more and goal < until and not self.over:
            return True
        self.clear = not more
        return more

    def rush(self, until: int) -> None:
        """Go on to `until` at once, without telling any step."""
        self._run.hush(True)
        while self._run.advance(until, _SLICES[self.engine]):
            pass
        self._run.hush(False)
        self.clear = True

    def step(self) -> None:
        """Go on until something was told that is not minor, or the run is over."""
        before = self.log.count
        self._run.hush(False)
        while not self.over and all(entry.minor for entry in self.log.since(before)):
            self._run.advance(NEVER, 1)
        self.clear = self.over

    def look(self) -> Look:
        """How things stand."""
        return Look(self.model, self._run.standing(), self._run.progress())

    def counters(self) -> Counters:
        """The raw counters of the run, once it is over."""
        return self._run.counters()


def _stepped(engine: str, what: Ordered) -> Stepped:
    if engine == "simpy":
        return SteppedTraffic(what)
    from sandbox.engine.stepping_arrays import SteppedArrays

    return SteppedArrays(what)
