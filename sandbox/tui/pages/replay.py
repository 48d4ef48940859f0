"""A recording, played: for demonstrations; nothing can be changed.

In: a recording. Out: its map, events and charts, at any of its times.
"""

from __future__ import annotations

from sandbox.language import say
from sandbox.report.paragraphs import plain
from sandbox.study.live.recording import Recording
from sandbox.tui.action import REPLAY
from sandbox.tui.actions import bindings_of
from sandbox.tui.pages.mapped import MappedStage

_STEPS = 100  # of a whole recording


class ReplayPage(MappedStage):
    """One recording."""

    NAME = REPLAY
    BINDINGS = bindings_of(REPLAY)
    OF_SCENARIO = False

    def __init__(self, recording: Recording) -> None:
        super().__init__(recording.world, recording.program, recording)
        self.recording = recording

    def title_words(self) -> str:
        title = plain(self.world.scenario.title.render())
        return say("Recording: {title}, {model}", title=title, model=plain(self.recording.model))

    def purpose(self) -> str:
        return say(
            "A run as it was recorded. It can be paused, played at any pace, and looked at at any "
            "time, forward and back (, and ; move by a hundredth of it); nothing can be changed."
        )

    def _scrub(self, by: int) -> None:
        recording = self.recording
        self.player.order(
            lambda _: recording.jump(
                max(0, min(recording.now + by * recording.end // _STEPS, recording.end))
            )
        )

    def action_scrub_back(self) -> None:
        """A hundredth back."""
        self._scrub(-1)

    def action_scrub_forward(self) -> None:
        """A hundredth on."""
        self._scrub(1)
