"""A live run: one model's run in which accidents are made by hand, beside its undisturbed twin.

In: a document, a model, acts. Out: looks at both at the same simulated time. An act is an entry
of the scenario: the scenario with it is run again up to the present. All randomness belongs to
things, so everything before the act comes out as it was, and the run is a plain run of the
scenario that `document` has by then.
"""

from __future__ import annotations

from dataclasses import replace

from sandbox.flows import TICKS
from sandbox.scenario import Document
from sandbox.study.live.acts import MILLISECOND, Act, Lasting, free_name, with_acts
from sandbox.study.live.lane import Lane, Look
from sandbox.study.runs import Workshop, workshop_of


class LiveRun:
    """One model, what was done to it, and its twin."""

    def __init__(
        self,
        document: Document,
        model: str,
        seed: int | None = None,
        replication: int = 0,
        engine: str = "auto",
    ) -> None:
        self.original = self.document = document
        self.model = model
        self.seed = int(document.scenario.study.seed) if seed is None else seed
        self.replication = replication
        self._engine = engine
        self.acts: dict[str, Act] = {}
        self._first = self._made = workshop_of(document)
        self._lane = self._begun(self._made)
        self._twin: Lane | None = None
        self._aim: int | None = None

    def _begun(self, made: Workshop) -> Lane:
        return Lane(made, self.model, self.seed, self.replication, self._engine)

    # a show, as players take it

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The run."""
        return (self._lane,)

    @property
    def now(self) -> int:
        """The present; while a goal is aimed at, that goal."""
        if self._aim is not None:
            return self._aim
        return self._lane.now if self._twin is None else max(self._lane.now, self._twin.now)

    @property
    def end(self) -> int:
        """The last time that the run can reach."""
        return self._lane.end

    @property
    def over(self) -> bool:
        """Whether run and twin are over."""
        return self._lane.over and (self._twin is None or self._twin.over)

    def go(self, until: int) -> bool:
        """Go a slice towards `until`, in a jump towards the goal; whether there is more to do."""
        jump = self._aim is not None
        goal = until if self._aim is None else self._aim
        both = (self._lane,) if self._twin is None else (self._lane, self._twin)
        more = [lane.go(goal, jump=jump) for lane in both]
        if any(more):
            return True
        self._aim = None
        return False

    def step(self) -> None:
        """The next event of the run; the twin follows."""
        self._lane.step()
        if self._twin is not None:
            while self._twin.go(self._lane.now):
                pass

    def jump(self, time: int) -> None:
        """Aim at a time; back in time everything is run again."""
        if _past(self._lane, time):
            self._lane = self._begun(self._made)
        if self._twin is not None and _past(self._twin, time):
            self._twin = self._begun(self._first)
        self._aim = time

    @property
    def aiming(self) -> bool:
        """Whether a goal is not reached yet."""
        return self._aim is not None

    def looks(self) -> tuple[Look, ...]:
        """The run, and its twin if it has one."""
        looks = [self._lane.look()]
        if self._twin is not None:
            looks.append(self._twin.look())
        return tuple(looks)

    # by hand

    def moment(self) -> float:
        """When an act would take place: the first millisecond that is still to come, in seconds."""
        now = self.now
        if self._aim is None and not self._lane.clear:
            now += 1
        return -(-now // MILLISECOND) * MILLISECOND / TICKS

    def act(self, act: Act) -> str:
        """Do something to the run; the name under which it is kept.

        Raises:
            Refused: when the scenario cannot have it; nothing has changed then.
        """
        name = free_name(self.original, self.acts)
        self._take({**self.acts, name: act})
        return name

    def end_act(self, name: str) -> None:
        """End what was done: repair, mend the network, let a surge go down.

        Raises:
            KeyError: when nothing of this name was done.
            ValueError: when it cannot be ended, or has ended.
        """
        act = self.acts[name]
        if name not in self.lasting():
            raise ValueError(f"{name} cannot be ended")
        assert isinstance(act, Lasting)
        until = max(self.moment(), act.start + 0.001)
        self._take({**self.acts, name: replace(act, until=until)})

    def lasting(self) -> list[str]:
        """Names of the acts that still go on, and can be ended by hand."""
        moment = self.moment()
        return [
            name
            for name, act in self.acts.items()
            if isinstance(act, Lasting) and (act.until is None or act.until > moment)
        ]

    def undo(self) -> None:
        """Take the last act back as if it had never been done."""
        if self.acts:
            self._take(dict(list(self.acts.items())[:-1]))

    def _take(self, acts: dict[str, Act]) -> None:
        now = self.now
        goal = -(-now // MILLISECOND) * MILLISECOND if self._lane.clear else now + 1
        document = with_acts(self.original, acts)
        made = self._first if document is self.original else Workshop(document)
        lane = self._begun(made)
        if not acts:
            self._twin = None
        elif self._twin is None:
            self._twin = self._lane if self._aim is None else self._begun(self._first)
        self.acts, self.document, self._made, self._lane = acts, document, made, lane
        self._aim = max(goal, self._twin.now if self._twin is not None else 0)


def _past(lane: Lane, time: int) -> bool:
    """Whether a lane has gone beyond a time."""
    return time < lane.now or (time == lane.now and not lane.clear)
