"""Checks a text while it is changed: a moment after the last key, in a thread, one at a time.

In: the page's text. Out: findings on the page, and a world once there is time to build one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from textual import work
from textual.message import Message as Event
from textual.timer import Timer

from sandbox.language import say
from sandbox.scenario.editing import Manuscript
from sandbox.tui.drafting import Findings, look, look_further
from sandbox.tui.page import Page
from sandbox.tui.trouble import brief
from sandbox.tui.widgets.yaml_area import YamlArea

_SETTLED = 0.25  # seconds without a key before the text is checked
_AT_LEISURE = 1.0  # seconds more before a world is built from it


class Checks(Page):
    """What is found in the text, kept up to date."""

    manuscript: Manuscript
    findings: Findings
    looking: bool
    to_run: bool
    timer: Timer | None
    follow_form: Callable[[], None]
    go_on_to_run: Callable[[], None]

    @dataclass
    class Looked(Event):
        """A look at the text is over; `kind` names our own error, if there was one."""

        findings: Findings | None
        kind: str = ""

    def check_soon(self) -> None:
        self.frame()
        if self.timer is not None:
            self.timer.stop()
        self.timer = self.set_timer(_SETTLED, self.look)

    def look(self) -> None:
        """Check the text as it is now, one check at a time."""
        self.manuscript.pause()
        self.query_one(YamlArea).look_again()
        if not self.looking:
            self.looking = True
            self._check(None)

    def look_further(self) -> None:
        if not self.looking and self.findings.text == self.manuscript.text:
            self.looking = True
            self._check(self.findings)

    @work(thread=True, group="check", exit_on_error=False)
    def _check(self, so_far: Findings | None) -> None:
        manuscript = self.manuscript
        text, folder, name = manuscript.text, manuscript.folder, manuscript.file
        try:
            found = look(text, folder, name) if so_far is None else look_further(so_far)
        except Exception as error:
            self.post_message(self.Looked(None, brief(error)))
        else:
            self.post_message(self.Looked(found))

    def on_checks_looked(self, event: Looked) -> None:
        """Show what was found, unless the text is another by now."""
        self.looking = False
        found = event.findings
        if found is None:
            self.to_run = False
            self.app.notify(
                say(
                    "The scenario could not be checked; this is our fault ({kind}).",
                    kind=event.kind,
                ),
                severity="error",
            )
            return
        if found.text != self.manuscript.text:
            self.look()
            return
        if found.merged is None:
            found = replace(found, merged=self.findings.merged)
        if found.world is None:
            found = replace(found, world=self.findings.world if not found.complete else None)
        self.findings = found
        self.tell()
        self.follow_form()
        self.frame()
        if self.to_run:
            self.go_on_to_run()
        elif not found.complete:
            if self.timer is not None:
                self.timer.stop()
            self.timer = self.set_timer(_AT_LEISURE, self.look_further)
