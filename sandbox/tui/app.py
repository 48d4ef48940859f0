"""The app: screens on a desk, one language in force, one study at a time.

In: keys and clicks. Out: screens. Actions that can be done everywhere live here; the registry
says their keys.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segments
from rich.text import Text
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from sandbox.background.place import own_store, state
from sandbox.language import Message, current, say, speak
from sandbox.tui.actions import bindings, everywhere
from sandbox.tui.desk import Desk
from sandbox.tui.kept_studies import LOOK, KeptStudies
from sandbox.tui.memory import Memory
from sandbox.tui.page import Page
from sandbox.tui.pages.confirm import Confirm
from sandbox.tui.pages.leave_study import LeaveStudy
from sandbox.tui.palette import Palette
from sandbox.tui.preferences import Preferences
from sandbox.tui.running import StudyRun
from sandbox.tui.settings import place
from sandbox.tui.settled import SettledApp
from sandbox.tui.trouble import trouble
from sandbox.tui.width_probe import SERVED, probe

if TYPE_CHECKING:
    from sandbox.study.live.recording import Recording

_SIGNALLED = 128  # exit codes above are those of signals, as shells count them


class SandboxApp(SettledApp):
    """The terminal app."""

    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - Textual's own type
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-high")]  # noqa: RUF012 - is no ClassVar either
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings([action for action in everywhere() if action.name != "command_palette"]),
        Binding("ctrl+q", "quit", show=False, priority=True),
        # as Textual would bind it, but under a name, so that it can have another key
        Binding("ctrl+p", "command_palette", show=False, priority=True, id="command_palette"),
    ]
    ESCAPE_TO_MINIMIZE = False

    def __init__(
        self,
        jobs: int | None = None,
        preferences: Preferences | None = None,
        recording: Recording | None = None,
    ) -> None:
        """With a recording, the app plays that and does nothing else."""
        super().__init__(preferences or Preferences())
        self._recording = recording
        self.desk = Desk()
        self.jobs = jobs
        self.kept = KeptStudies(self)
        self._drawn = -1

    def on_mount(self) -> None:
        """Show the scenarios; from now on look a few times a second at the study under way."""
        from sandbox.tui.pages.home import HomePage

        self.title = say("Sharing sandbox")
        if self._recording is None:
            self.push_screen(HomePage())
        else:
            from sandbox.tui.pages.replay import ReplayPage

            self.push_screen(ReplayPage(self._recording))
        self.settle()
        self.set_interval(LOOK, self.kept.look)
        self._heed_signals()

    def _heed_signals(self) -> None:
        """Leave in good order when told to end, lest the terminal stay as the app needs it."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            with suppress(NotImplementedError, RuntimeError):  # not here, or not in this thread
                if number is not None:
                    loop.add_signal_handler(number, self._leave_at_once, int(number))

    def _leave_at_once(self, number: int) -> None:
        self._drop_study()
        self.exit(return_code=_SIGNALLED + number)

    # pages

    def show_page(self, name: str) -> None:
        """Bring a page of this name to the front; pages opened above it are closed."""
        for depth, screen in enumerate(self.screen_stack):
            if isinstance(screen, Page) and name == screen.NAME:
                for _ in self.screen_stack[depth + 1 :]:
                    self.pop_screen()
                return
        self.push_screen(self._new(name))

    def _new(self, name: str) -> Page:
        from sandbox.tui.pages.compare import ComparePage
        from sandbox.tui.pages.settings import SettingsPage
        from sandbox.tui.pages.setup import SetupPage
        from sandbox.tui.pages.studies import StudiesPage
        from sandbox.tui.pages.timeline import TimelinePage
        from sandbox.tui.pages.views import VIEW_PAGES
        from sandbox.tui.pages.watch import WatchPage

        pages: dict[str, type[Page]] = {
            "settings": SettingsPage,
            "setup": SetupPage,
            "watch": WatchPage,
            "compare": ComparePage,
            "timeline": TimelinePage,
            **VIEW_PAGES,
            "studies": StudiesPage,
        }
        return pages[name]()

    def allows(self, action: str) -> bool:
        """Whether an action that depends on the desk is possible now."""
        study = self.desk.study
        if action == "watch":
            return study is not None
        if action == "cancel":
            return study is not None and study.running and not study.cancelling
        if action == "all_studies":
            return self.kept.store is not None
        if action == "table":
            return self.desk.finished is not None
        return True

    def opens(self) -> bool:
        """Whether a scenario is being read whose world the next keys are meant for."""
        return isinstance(self.screen, Page) and bool(self.screen.opening)

    def front_page(self) -> Page | None:
        """The page in front, or behind a dialog."""
        pages = (each for each in reversed(self.screen_stack) if isinstance(each, Page))
        return next(pages, None)

    # the study

    def start_study(self) -> None:
        """Start the comparison of what was chosen."""
        desk = self.desk
        if desk.document is None or desk.running:
            return
        study = StudyRun(
            desk.document,
            desk.chosen,
            desk.replications,
            desk.seed,
            jobs=self.jobs,
            store=self.kept.store,
            name=desk.name,
        )
        desk.start(study)
        self._drawn = -1
        self.run_worker(study.execute, thread=True, group="study", exit_on_error=False)

    def study_words(self) -> str:
        """The study's state for the title line."""
        study = self.desk.study
        if study is None:
            return ""
        if study.cancelling:
            return say("cancelling …")
        words = {
            "running": say("running {percent}%", percent=f"{100 * study.fraction:.0f}"),
            "done": say("study done"),
            "cancelled": say("study cancelled"),
            "failed": say("study failed"),
            "refused": say("scenario refused"),
        }
        return words[study.state]

    def follow(self) -> None:
        """Let the page in front, or behind a dialog, draw what is new of the study."""
        if not self.screen_stack:  # the app is leaving
            return
        front, study = self.screen, self.desk.study
        if isinstance(front, Confirm | LeaveStudy) and front.is_mounted and front.moot():
            front.dismiss(None)
            return  # the page behind it follows at the next look
        page = self.front_page()
        if study is None or page is None or not page.ready or study.version == self._drawn:
            return
        if study.state == "refused" and page is not front:
            return  # its problems are a page of their own, which waits for the answer
        self._drawn = study.version
        page.follow()
        page.frame()
        if study.state == "refused":
            from sandbox.tui.pages.problems import ProblemsPage

            self.push_screen(ProblemsPage(study.problems))

    # everywhere

    def action_language(self) -> None:
        """Switch between Chinese and English."""
        speak("en" if current() == "zh" else "zh")
        self.clear_notifications()
        self.tell_anew()

    def action_settings(self) -> None:
        """Show the settings."""
        if isinstance(self.screen, Page):
            self.show_page("settings")

    def action_jump(self) -> None:
        """Show letters over the parts of the page that take keys."""
        from sandbox.tui.pages.jump import jump

        if isinstance(self.screen, Page):
            jump(self.screen)

    def action_help(self) -> None:
        """Show the help of the page in front."""
        from sandbox.tui.pages.help import HelpPage

        if isinstance(self.screen, Page) and not isinstance(self.screen, HelpPage):
            self.push_screen(HelpPage(self.screen))

    def action_help_quit(self) -> None:
        """Control-C: say how to quit instead."""
        quitting = next(each for each in everywhere() if each.name == "quit")
        self.notify(say("Press {key} to quit", key=quitting.key_label))

    async def action_quit(self) -> None:
        """Leave; ask first where changes are not saved, and while a study runs."""
        from sandbox.tui.begun import leave

        if not isinstance(self.screen, Confirm | LeaveStudy):
            leave(self, self._leave_study)

    def _leave_study(self) -> None:
        """Leave; ask first what becomes of a study that runs."""
        study = self.desk.study
        if study is None or not study.running or not self.settings.ask_before_quitting:
            self.exit()
            return

        if self.kept.background and study.store is not None:
            self.push_screen(LeaveStudy(lambda: not study.running), self.kept.leave)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                study.cancel()
                self.exit()

        self.push_screen(
            Confirm(
                Message("A study is running. Cancel it and quit?"),
                Message("Quit"),
                lambda: not study.running,
            ),
            answered,
        )

    def action_all_studies(self) -> None:
        """List the studies that are kept."""
        if isinstance(self.screen, Page):
            self.show_page("studies")

    def action_command_palette(self) -> None:
        """Search the actions of the page in front."""
        open_already = any(isinstance(screen, Palette) for screen in self.screen_stack)
        if isinstance(self.screen, Page) and not open_already:
            self.push_screen(Palette())

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The registry's actions of the page in front, for the palette."""
        if not isinstance(screen, Page):
            return
        for action in screen.possible():
            if action.name == "command_palette":
                continue

            perform = partial(screen.perform, action)
            yield SystemCommand(action.title.render(), action.about.render(), perform)

    # trouble

    def _handle_exception(self, error: Exception) -> None:
        """What a half-built screen says while the app is leaving is nobody's trouble."""
        if not self._exit:
            super()._handle_exception(error)

    async def run_async(self, **options: Any) -> None:
        """Run until the end; whatever that was, no study goes on after it.

        The interpreter waits for the study's thread, and with it the prompt.
        """
        try:
            await super().run_async(**options)
        finally:
            self._drop_study()

    def _drop_study(self) -> None:
        if self.desk.running and self.desk.study is not None:
            self.desk.study.cancel()

    def _fatal_error(self) -> None:
        """Say that something broke: what kind and where, without values that may be records."""
        self._drop_study()
        self.bell()
        self._exit_renderables.append(
            Segments(self.console.render(Text(trouble(self._exception)), self.console.options))
        )
        self._close_messages_no_wait()


def run(
    language: str | None = None,
    symbols_asked: str = "",
    *,
    recording: Recording | None = None,
    store: Path | None = None,
) -> int:
    """Run the app until the planner leaves; with a recording, play that.

    Args:
        language: what the command line asked for; None: as the settings say, else the locale.
        symbols_asked: a set of symbols that the command line asked for, or nothing.
        recording: what to play.
        store: where studies are kept (default: as the environment says, else the planner's own;
            visitors in a browser have none).

    Returns:
        The exit code: 0, 70 when something broke, 128 + its number when a signal ended the app.
    """
    served = bool(os.environ.get(SERVED))
    preferences = Preferences.kept(place(), keep=not served)
    chosen = language or preferences.settings.language
    if chosen:
        speak(chosen)
    preferences.option = symbols_asked
    preferences.widths = probe()
    app = SandboxApp(preferences=preferences, recording=recording)
    if not served and recording is None:
        app.kept.store = store or own_store()
        app.kept.memory = Memory(state() / "app.json")
    app.run()
    app.kept.left()
    code = app.return_code or 0
    return code if code == 0 or code > _SIGNALLED else 70
