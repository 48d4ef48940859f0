"""Which keys do what: the registry's own, or those that the planner has put in their place.

In: keys by the identity of an action. Out: the keys in force, how they are written, and which
actions would share a key. The mapping in force is the only state here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sandbox.tui import symbols

if TYPE_CHECKING:
    from sandbox.tui.action import Action

RESERVED = frozenset(
    {
        *("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "tab", "shift+tab"),
        *("enter", "escape", "ctrl+c", "ctrl+q"),
    }
)
"""Keys that move, open, leave and answer everywhere; they mean nothing else."""

_LABELS = {
    "escape": "Esc",
    "enter": "⏎",
    "question_mark": "?",
    "space": "Space",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "comma": ",",
    "full_stop": ".",
    "equals_sign": "=",
    "semicolon": ";",
    "apostrophe": "'",
    "backspace": "⌫",
    "delete": "Del",
    "insert": "Ins",
    "tab": "Tab",
    "shift+tab": "⇧Tab",
    "exclamation_mark": "!",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}
_IN_ASCII = {**_LABELS, "enter": "Enter", "backspace": "Bksp"}
_own: dict[str, str] = {}


def remap(mapping: Mapping[str, str]) -> None:
    """Put keys of the planner's in force, by identity; what is not named keeps its own."""
    _own.clear()
    _own.update(mapping)


def keys_of(action: Action) -> str:
    """The keys in force, separated by commas; the first is shown."""
    return _own.get(action.identity, action.keys)


def label(key: str) -> str:
    """A key as the key bar, the help and the settings write it."""
    *held, last = key.split("+") if key != "plus" else [key]
    last = (_IN_ASCII if symbols.drawn() == "ascii" else _LABELS).get(last, last)
    if last.startswith("f") and last[1:].isdigit():
        last = last.upper()
    if held == ["ctrl"]:
        return f"^{last}"
    return "+".join([*(each.capitalize() for each in held), last])


def is_typed(key: str) -> bool:
    """Whether a line to type into takes the key for a character."""
    return len(key) == 1 or (key in _LABELS and len(_LABELS[key]) == 1 and key != "enter")


def conflicts(
    actions: Iterable[Action], mapping: Mapping[str, str]
) -> list[tuple[Action, Action, str]]:
    """Pairs of actions that would mean the same key on one screen, and that key."""
    known = list(actions)
    found = []
    for place, one in enumerate(known):
        mine = set(mapping.get(one.identity, one.keys).split(","))
        for other in known[place + 1 :]:
            shares = not one.pages or not other.pages or set(one.pages) & set(other.pages)
            theirs = mapping.get(other.identity, other.keys).split(",")
            found += [(one, other, key) for key in theirs if shares and key in mine]
    return found
