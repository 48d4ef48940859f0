"""Watch a run live: its map, its queues, its events, with accidents by hand.

In: the scenario on the desk and one of its models. Out: what was done, saved into a scenario.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from sandbox.language import Message, reason, say
from sandbox.report.paragraphs import plain
from sandbox.scenario import Refused
from sandbox.study.live import Act, Frame, LiveRun
from sandbox.study.live.saving import save, source_of
from sandbox.tui.action import LIVE
from sandbox.tui.actions import bindings_of
from sandbox.tui.live_accidents import choices
from sandbox.tui.pages.ask import Ask
from sandbox.tui.pages.confirm import Confirm
from sandbox.tui.pages.mapped import MappedStage
from sandbox.tui.pages.pick import Pick
from sandbox.tui.widgets.live_map import LiveMap
from sandbox.world.world import World


class LivePage(MappedStage):
    """One model's run, live."""

    NAME = LIVE
    BINDINGS = bindings_of(LIVE)

    def __init__(self, world: World, live: LiveRun) -> None:
        super().__init__(world, live.lanes[0].program, live)
        self.live = live
        self._acts = 0  # as far as the key line knows
        self._saved: dict[str, Act] = {}  # acts that are in a file

    def title_words(self) -> str:
        return say("Live: {model}", model=plain(self.live.model))

    def purpose(self) -> str:
        return say(
            "The run of one model as it goes on. Each sign on the map is an agency, a platform or "
            "a whole region; the fuller it is, the more it has to do. Dots are some of the "
            "requests on their way. a lets what is under the cursor fail, cuts networks, raises "
            "demand or revokes agreements; beside it runs the same run undisturbed, and "
            "differences are from that. s saves what was done as entries of a scenario, which "
            "repeats this very run."
        )

    def more_words(self) -> list[str]:
        acts = len(self.live.acts)
        return [say("accidents by hand: {n}", n=acts)] if acts else []

    def allows(self, action: str) -> bool:
        if action in ("undo", "save"):
            return bool(self.live.acts)
        return super().allows(action)

    def action_back(self) -> None:
        """Back; ask first where what was done by hand would be lost."""
        if not self.live.acts or dict(self.live.acts) == self._saved:
            super().action_back()
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.app.pop_screen()

        question = Message("What was done by hand is not saved. Leave without it?")
        self.app.push_screen(Confirm(question, Message("Leave")), answered)

    def action_accident(self) -> None:
        """Offer what can be done to the thing under the cursor."""
        live = self.live
        lasting = {name: live.acts[name] for name in live.lasting()}
        spot = self.query_one(LiveMap).cursor
        offered = choices(self.world, self.program, self._spots, spot, lasting)
        titles = {one.key: one.title for one in offered}

        def answered(key: str | None) -> None:
            chosen = next((one for one in offered if one.key == key), None)
            if chosen is None:
                return
            begin = chosen.begin
            if begin is None:
                self.player.order(lambda _: _ended(live, chosen.ends))
            else:
                self.player.order(lambda _: live.act(begin(live.moment())))

        self.app.push_screen(Pick(list(titles), titles.__getitem__, ""), answered)

    def action_undo(self) -> None:
        """Take the last act back."""
        self.player.order(lambda _: self.live.undo())

    def draw(self, frame: Frame) -> None:
        """As any stage; which keys do something depends on what was done."""
        super().draw(frame)
        if len(self.live.acts) != self._acts:
            self._acts = len(self.live.acts)
            self.frame()

    def action_save(self) -> None:
        """Ask where, and save."""
        document, acts = self.live.original, dict(self.live.acts)
        source = source_of(document)
        offered = f"{document.scenario.scenario}-by-hand.yaml" if source is None else str(source)

        def answered(typed: str | None) -> None:
            if not typed:
                return
            place = Path(typed)
            with suppress(RuntimeError):  # nobody's home folder
                place = place.expanduser()
            try:
                save(document, acts, place)
            except FileExistsError:
                words = say("{file} is there already; name another file.", file=plain(place))
            except OSError as error:
                said = {"file": plain(place), "reason": reason(error)}
                words = say("{file}: cannot be written: {reason}", **said)
            except Refused as refused:
                words = "\n".join(plain(one.message.render()) for one in refused.problems)
            else:
                self._saved = acts
                self.app.notify(say("Saved into {file}.", file=plain(place)), markup=False)
                return
            self.app.notify(words, severity="warning", markup=False)

        self.app.push_screen(Ask(Message("Save into which file"), offered), answered)


def _ended(live: LiveRun, name: str) -> None:
    """End an act, unless it has ended of itself meanwhile."""
    if name in live.lasting():
        live.end_act(name)
