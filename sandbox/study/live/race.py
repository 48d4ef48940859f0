"""A race: several models side by side on the same draws, moving together in simulated time.

In: a document and labels of its models. Out: looks at all of them at the same time, and one
request followed through every one of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.scenario import Document
from sandbox.study.live.lane import Lane, Look
from sandbox.study.live.log import Entry
from sandbox.study.runs import Workshop, workshop_of

MOST = 9
"""models that race at most"""


class Race:
    """Two to nine models."""

    def __init__(
        self,
        document: Document,
        models: Sequence[str],
        seed: int | None = None,
        replication: int = 0,
        engine: str = "auto",
    ) -> None:
        """The models start together.

        Raises:
            ValueError: for fewer than two models or more than nine.
        """
        if not 2 <= len(models) <= MOST:
            raise ValueError(f"a race needs 2 to {MOST} models")
        self.document, self.models = document, tuple(models)
        self.seed = int(document.scenario.study.seed) if seed is None else seed
        self.replication = replication
        self._engine = engine
        self._made = workshop_of(document)
        self.lanes = self._begun()
        self._aim: int | None = None

    def _begun(self) -> tuple[Lane, ...]:
        return tuple(
            Lane(self._made, model, self.seed, self.replication, self._engine)
            for model in self.models
        )

    @property
    def now(self) -> int:
        """The present; while a goal is aimed at, that goal."""
        return max(lane.now for lane in self.lanes) if self._aim is None else self._aim

    @property
    def end(self) -> int:
        """The last time that a run can reach."""
        return self.lanes[0].end

    @property
    def over(self) -> bool:
        """Whether all runs are over."""
        return all(lane.over for lane in self.lanes)

    @property
    def aiming(self) -> bool:
        """Whether a goal is not reached yet."""
        return self._aim is not None

    def go(self, until: int) -> bool:
        """Go a slice towards `until`, in a jump towards the goal; whether there is more to do."""
        jump = self._aim is not None
        goal = until if self._aim is None else self._aim
        more = [lane.go(goal, jump=jump) for lane in self.lanes]
        if any(more):
            return True
        self._aim = None
        return False

    def step(self) -> None:
        """The next event of the first model; the others follow."""
        first = self.lanes[0]
        first.step()
        for lane in self.lanes[1:]:
            while lane.go(first.now):
                pass

    def jump(self, time: int) -> None:
        """Aim at a time; back in time everything is run again."""
        if time < self.now or any(time == lane.now and not lane.clear for lane in self.lanes):
            self.lanes = self._begun()
        self._aim = time

    def looks(self) -> tuple[Look, ...]:
        """All runs, in the order of the models."""
        return tuple(lane.look() for lane in self.lanes)

    def follow(self, stream: str, index: int, made: int, until: int) -> dict[str, list[Entry]]:
        """What becomes of one request, made at a time, under every model before `until`.

        Every model is run again up to there, so that nothing of it is missing.
        """
        return {
            model: follow(self._made, model, self.seed, self.replication, self._engine,
                          (stream, index), made, until)
            for model in self.models
        }  # fmt: skip


def follow(
    workshop: Workshop,
    model: str,
    seed: int,
    replication: int,
    engine: str,
    request: tuple[str, int],
    made: int,
    until: int,
) -> list[Entry]:
    """The steps of a request (its stream and index) under a model, from when it is made."""
    lane = Lane(workshop, model, seed, replication, engine, lambda *one: one == request)
    lane.rush(made)
    found: list[Entry] = []
    more = True
    while more and not (found and found[-1].event == "end" and "child" not in found[-1].detail):
        more = lane.go(until)
        found = [entry for entry in lane.log.since(0) if entry.kind == "request"]
    return found
