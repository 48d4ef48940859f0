"""What pages share on which something is played: its thread, its clock, its pace.

In: a player. Out: a page that draws the latest frame ten times a second, and gives orders to the
player, which never wait: the simulation goes on in a thread of its own.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Sequence
from typing import TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from sandbox.flows import TICKS, ticks
from sandbox.language import Message, say
from sandbox.language.figures import figure
from sandbox.report.paragraphs import plain
from sandbox.scenario.units import parse
from sandbox.study.live import Frame, Player
from sandbox.study.live.player import FRAME, Show
from sandbox.tui import colours
from sandbox.tui.live_words import clock
from sandbox.tui.page import Page
from sandbox.tui.pages.ask import Ask
from sandbox.world.world import World

PACES = (
    *(0.001, 0.01, 0.1, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0),
    *(3600.0, 10800.0, 21600.0, 43200.0, 86400.0, 172800.0, 604800.0),
)
"""simulated seconds in a second"""
_LONG = 120.0  # seconds that a whole run takes about at first

Played = TypeVar("Played", bound=Show)


def first_pace(horizon: float) -> float:
    """The pace at which a run of so many seconds takes about two minutes."""
    return max([pace for pace in PACES if pace * _LONG <= horizon], default=PACES[0])


class Stage(Page):
    """A page on which something is played."""

    MEASURES: Sequence[str] = (
        "response_time.mean",
        "satisfied",
        "by_letter",
        "failed",
        "refused",
        "fresh",
        "correct",
        "age.mean",
    )

    def __init__(self, world: World, show: Show) -> None:
        super().__init__()
        self.world = world
        horizon = float(world.scenario.study.horizon)
        self.player: Player[Show] = Player(show, first_pace(horizon))
        self.pace = first_pace(horizon)
        self.measure = self.MEASURES[0]
        self.drawn = -1

    def on_mount(self) -> None:
        """Start playing; Textual calls this of every class by itself, so none calls another's."""
        gc.freeze()  # looking through a large world for garbage would hold a frame up
        threading.Thread(target=self.player.run, name="live", daemon=True).start()
        self.set_interval(FRAME, self.look)

    def on_unmount(self) -> None:
        """Stop playing."""
        self.player.close()
        gc.unfreeze()

    def parts(self) -> ComposeResult:
        yield Static(id="clock", markup=False)

    @property
    def frame_now(self) -> Frame | None:
        """The latest frame."""
        return self.player.frame

    def look(self) -> None:
        """Draw the latest frame, if it is new."""
        if self.player.trouble is not None:
            trouble, self.player.trouble = self.player.trouble, None
            raise trouble
        if self.player.refused is not None:
            refused, self.player.refused = self.player.refused, None
            words = "\n".join(plain(one.message.render()) for one in refused.problems)
            self.app.notify(words, severity="warning", markup=False)
        frame = self.player.frame
        if frame is None or not self.ready or self.app.screen is not self:
            return
        if frame.number != self.drawn:
            self.drawn = frame.number
            self.query_one("#clock", Static).update(self.clock_words(frame))
            self.draw(frame)
        self.between_frames()

    def draw(self, frame: Frame) -> None:
        """Draw a frame."""

    def between_frames(self) -> None:
        """What moves although nothing new has come."""

    def tell(self) -> None:
        self.drawn = -1
        self.look()

    def clock_words(self, frame: Frame) -> Text:
        """The time, and what the player is about."""
        if frame.aiming:
            state = say("on the way …")
        elif frame.over:
            state = say("at the end")
        elif not frame.playing:
            state = say("paused")
        elif frame.behind:
            state = say("playing as fast as it can")
        else:
            state = say("playing")
        paused = not frame.playing and not frame.aiming
        words = Text(no_wrap=True, overflow="ellipsis")
        words.append(
            f" {clock(self.world, frame.now, fine=paused)} ", style=f"bold {colours.ACCENT}"
        )
        pace = say("{time} a second", time=figure(self.pace, "s"))
        words.append(f" {state} · {pace}", style=colours.TEXT)
        for said in self.more_words():
            words.append(f" · {said}", style=colours.LABEL)
        return words

    def more_words(self) -> list[str]:
        """What else the line with the clock says."""
        return []

    # keys

    def action_pause(self) -> None:
        """Go on, or pause."""
        frame = self.player.frame
        self.player.play(frame is not None and not frame.playing)

    def action_next_event(self) -> None:
        """The next event."""
        self.player.step()

    def _change_pace(self, by: int) -> None:
        place = PACES.index(self.pace) + by
        self.pace = PACES[max(0, min(place, len(PACES) - 1))]
        self.player.set_pace(self.pace)
        if self.player.frame is not None:
            self.query_one("#clock", Static).update(self.clock_words(self.player.frame))

    def action_faster(self) -> None:
        """Faster."""
        self._change_pace(1)

    def action_slower(self) -> None:
        """Slower."""
        self._change_pace(-1)

    def action_go_to_time(self) -> None:
        """Ask for a time and go there."""

        def answered(typed: str | None) -> None:
            if not typed:
                return
            try:
                seconds = parse(typed, "duration")
            except ValueError:
                self.app.notify(
                    say("No time: {typed}. Write it such as 36 h or 2.5 days.", typed=plain(typed)),
                    severity="warning",
                    markup=False,
                )
                return
            self.player.jump(ticks(min(seconds, self.player.show.end / TICKS)))

        question = Message("Time from the start of the study, such as 36 h or 2.5 days")
        self.app.push_screen(Ask(question), answered)

    def _choose_measure(self, by: int) -> None:
        names = list(self.MEASURES)
        self.measure = names[(names.index(self.measure) + by) % len(names)]
        self.drawn = -1
        self.look()

    def action_next_measure(self) -> None:
        """The next measure."""
        self._choose_measure(1)

    def action_previous_measure(self) -> None:
        """The measure before."""
        self._choose_measure(-1)
