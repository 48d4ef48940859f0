"""The settings: what the app looks and sounds like here, and which key does what.

In: the preferences of the session. Out: others, in force at once and kept in their file.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.widgets import Static

from sandbox.language import LANGUAGES, Message, reason, say, speak
from sandbox.report.paragraphs import plain
from sandbox.tui import keymap
from sandbox.tui.action import SETTINGS, Action
from sandbox.tui.actions import ACTIONS, bindings_of
from sandbox.tui.page import Page
from sandbox.tui.page_names import page_names
from sandbox.tui.pages.confirm import Confirm
from sandbox.tui.pages.new_key import NewKey
from sandbox.tui.pages.pick import Pick
from sandbox.tui.setting_words import ABOUT, NAMES, value_words
from sandbox.tui.settings import FRAMES, LINES, Settings
from sandbox.tui.symbols import CHOICES
from sandbox.tui.themes import THEMES
from sandbox.tui.widgets.listing import Listing, Row
from sandbox.tui.widgets.prose import Paragraph, Prose, faint
from sandbox.tui.width_probe import GROUPS

_KEY = "key:"
_CHOICES: dict[str, tuple[str, ...]] = {
    "language": ("", *LANGUAGES),
    "theme": tuple(THEMES),
    "symbols": CHOICES,
    "frames": tuple(map(str, (1, 2, 5, 10, 15, 20, FRAMES[1]))),
    "line": LINES,
    "ask_before_quitting": ("yes", "no"),
}


class SettingsPage(Page):
    """A list of settings and keys."""

    NAME = SETTINGS
    OF_SCENARIO = False
    BINDINGS = bindings_of(SETTINGS)

    def parts(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        yield Listing(id="table", fixed=1)
        yield Prose(id="definition")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(Listing).focus()

    def title_words(self) -> str:
        return say("Settings")

    def purpose(self) -> str:
        return say(
            "Language, colours, symbols, pace and keys of the app. Enter changes the setting under "
            "the cursor, Backspace puts back what it was at first. All of it applies at once and "
            "is kept for the next time."
        )

    def allows(self, action: str) -> bool:
        return action != "settings"

    # what is shown

    def tell(self) -> None:
        preferences = self.sandbox.preferences
        if preferences.file is None:
            where = say("These settings are for this session only.")
        elif preferences.damaged:
            problem = preferences.problems[0].render()
            where = say(
                "! The settings file has mistakes and is left alone: {problem}",
                problem=plain(problem),
            )
        else:
            where = say("Kept in {file}", file=plain(str(preferences.file)))
        self.query_one("#heading", Static).update(where)
        heads = [say("Setting"), say("Value"), say("Where")]
        self.query_one(Listing).fill(heads, [*self._settings(), *self._keys()])
        self._tell_about()

    def _settings(self) -> list[Row]:
        found: list[Row] = []
        for name in _CHOICES:
            words = value_words(name, self._value(name))
            if name == "symbols" and self._value(name) == "auto":
                drawn = value_words(name, self.sandbox.preferences.symbols)
                words = say("{setting}: {now}", setting=words, now=drawn)
            found.append((name, [NAMES[name].render(), words, page_names(())]))
        return found

    def _keys(self) -> list[Row]:
        return [
            (
                _KEY + action.identity,
                [
                    say("Key: {action}", action=action.title),
                    " ".join(map(keymap.label, keymap.keys_of(action).split(","))),
                    page_names(action.pages),
                ],
            )
            for action in ACTIONS
        ]

    def _tell_about(self) -> None:
        key = self.query_one(Listing).current or ""
        words = self.query_one("#definition", Prose)
        if key.startswith(_KEY):
            words.show(Paragraph(self._action(key).about.render()))
            return
        said = [Paragraph(ABOUT[key].render())] if key in ABOUT else []
        if key == "symbols":
            said.append(faint(self._probed()))
        words.show(*said)

    def _probed(self) -> str:
        """What the terminal answered about its widths."""
        widths = self.sandbox.preferences.widths
        if not widths.cells:
            return say("The terminal was not asked or did not answer how wide it draws them.")
        signs = {
            group: say("as wide as they should be")
            if widths.right(group)
            else say(
                "{n} cells instead of {wanted}",
                n=widths.cells[group],
                wanted=cell_len(GROUPS[group]),
            )
            for group in GROUPS
        }
        return say(
            "This terminal draws braille {braille}; blocks {blocks}; signs {signs}; "
            "Chinese {chinese}.",
            braille=signs["braille"],
            blocks=signs["blocks"],
            signs=signs["signs"],
            chinese=signs["Chinese"],
        )

    def on_listing_moved(self) -> None:
        """Explain the setting under the cursor."""
        self._tell_about()

    def on_listing_opened(self) -> None:
        """Enter or a double click changes."""
        self.action_change()

    # changing

    def _value(self, name: str) -> str:
        value = getattr(self.sandbox.settings, name)
        return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)

    @staticmethod
    def _action(key: str) -> Action:
        return next(each for each in ACTIONS if _KEY + each.identity == key)

    def action_change(self) -> None:
        """Choose another value, or press another key."""
        key = self.query_one(Listing).current
        if key is None:
            return
        if key.startswith(_KEY):
            action = self._action(key)
            self.app.push_screen(NewKey(action), partial(self._remap, action))
            return

        def answered(value: str | None) -> None:
            if value:
                self._take(key, "" if value == "locale" else value)

        names = [value or "locale" for value in _CHOICES[key]]
        chosen = self._value(key) or "locale"
        self.app.push_screen(Pick(names, partial(value_words, key), chosen), answered)

    def _take(self, name: str, value: str) -> None:
        if name == "language" and value:
            speak(value)
        taken: dict[str, Callable[[], object]] = {
            "frames": lambda: int(value),
            "ask_before_quitting": lambda: value == "yes",
        }
        self._change(**{name: taken[name]() if name in taken else value})

    def _remap(self, action: Action, key: str | None) -> None:
        """Give an action another key, unless another has it on the same screen."""
        if not key:
            return
        keys = {**self.sandbox.settings.keys, action.identity: key}
        for one, other, _ in keymap.conflicts(ACTIONS, keys):
            if action in (one, other):
                rival = other if one is action else one
                words = say(
                    "{key} is the key of “{action}” on the same screen; nothing changed.",
                    key=keymap.label(key),
                    action=rival.title,
                )
                self.app.notify(words, severity="warning", markup=False)
                return
        self._change(keys=keys)

    def action_put_back(self) -> None:
        """The value or the key that it has without any settings."""
        key = self.query_one(Listing).current or ""
        if key.startswith(_KEY):
            keys = dict(self.sandbox.settings.keys)
            keys.pop(key.removeprefix(_KEY), None)
            self._change(keys=keys)
        elif key in _CHOICES:
            self._change(**{key: getattr(Settings(), key)})

    def _change(self, **values: object) -> None:
        preferences = self.sandbox.preferences
        try:
            preferences.change(**values)
        except (OSError, ValueError) as error:
            self._not_kept(error)
        self.sandbox.apply()
        if preferences.damaged:
            question = Message(
                "The settings file has mistakes. Keep it under another name and write a new one?"
            )
            self.app.push_screen(Confirm(question, Message("Write a new one")), self._overwrite)

    def _overwrite(self, yes: bool | None) -> None:
        if yes:
            try:
                self.sandbox.preferences.keep()
            except (OSError, ValueError) as error:
                self._not_kept(error)
            self.retell()

    def _not_kept(self, error: OSError | ValueError) -> None:
        words = say("The settings could not be written: {reason}", reason=reason(error))
        self.app.notify(words, severity="error", markup=False)
