"""What a planner has chosen about the app itself, and the file that keeps it.

In: a YAML file under the user's configuration folder. Out: `Settings`, and what is wrong with the
file; a file with mistakes is still read as far as it can be, and never written over unasked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.language import LANGUAGES, Message, reason
from sandbox.scenario import Problem, Refused
from sandbox.scenario.document import written as as_yaml
from sandbox.scenario.explain import unknown_key, wrong
from sandbox.scenario.nodes import Node
from sandbox.scenario.text import compose, decode
from sandbox.tui.symbols import CHOICES as SYMBOLS
from sandbox.tui.themes import FIRST, THEMES

LINES = ("auto", "fast", "slow")
FRAMES = (1, 30)
"""Least and most frames a second of what a running study shows."""


@dataclass(frozen=True)
class Settings:
    """All of them, with what is in force where nothing was chosen."""

    language: str = ""  # empty: as the command line or the locale says
    theme: str = FIRST
    symbols: str = "auto"
    frames: int = 5
    line: str = "auto"  # how fast the terminal takes what is written
    ask_before_quitting: bool = True  # while a study runs
    keys: dict[str, str] = field(default_factory=dict)  # by the identity of an action

    def plain(self) -> dict[str, Any]:
        """As the file has it: only what differs from what is in force without it."""
        first = Settings()
        names = self.__dataclass_fields__
        return {
            name: getattr(self, name)
            for name in names
            if getattr(self, name) != getattr(first, name)
        }


def place() -> Path:
    """Where the settings are kept: `$XDG_CONFIG_HOME`, else `~/.config` (`%APPDATA%`).

    The XDG Base Directory Specification has a relative path ignored.
    """
    chosen = os.environ.get("XDG_CONFIG_HOME", "")
    if not Path(chosen).is_absolute():
        chosen = os.environ.get("APPDATA", "") if os.name == "nt" else ""
    base = Path(chosen) if chosen else Path.home() / ".config"
    return base / "pilot-sandbox" / "settings.yaml"


def _one_of(*known: str) -> Callable[[Any], Message | None]:
    def check(value: Any) -> Message | None:
        return None if value in known and isinstance(value, str) else _not_one_of(value, known)

    return check


def _not_one_of(value: Any, known: Iterable[str]) -> Message:
    said = {"value": value, "known": ", ".join(known)}
    return Message("found `{value}`; expected one of {known}", said)


def _frames(value: Any) -> Message | None:
    if isinstance(value, int) and not isinstance(value, bool) and FRAMES[0] <= value <= FRAMES[1]:
        return None
    said = {"value": value, "least": FRAMES[0], "most": FRAMES[1]}
    return Message("found `{value}`; expected a whole number from {least} to {most}", said)


def _truth(value: Any) -> Message | None:
    return None if isinstance(value, bool) else wrong(value, bool)


_CHECKS: dict[str, Callable[[Any], Message | None]] = {
    "language": _one_of(*LANGUAGES),
    "theme": _one_of(*THEMES),
    "symbols": _one_of(*SYMBOLS),
    "frames": _frames,
    "line": _one_of(*LINES),
    "ask_before_quitting": _truth,
}


def read(file: Path) -> tuple[Settings, list[Problem]]:
    """The settings in a file, as far as they can be read, and what is wrong with it.

    No file, or an empty one, is no mistake.
    """
    name = str(file)
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return Settings(), []
    except (OSError, ValueError) as error:
        message = Message("the file cannot be read: {reason}", {"reason": reason(error)})
        return Settings(), [Problem(name, 1, 1, "", message)]
    if not data.strip():
        return Settings(), []
    try:
        root = compose(decode(data, name), name)
    except Refused as refused:
        return Settings(), refused.problems
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    for key, node in root.mapping.items():
        if key == "keys":
            found["keys"] = _keys(node, problems)
        elif key not in _CHECKS:
            message = unknown_key(key, [*_CHECKS, "keys"])
            problems.append(Problem.at(root.keys[key], (key,), message))
        elif (mistake := _CHECKS[key](node.plain())) is not None:
            problems.append(Problem.at(node.mark, (key,), mistake))
        else:
            found[key] = node.value
    return Settings(**found), problems


def _keys(node: Node, problems: list[Problem]) -> dict[str, str]:
    """The key mappings that can be used; the others are told of."""
    from sandbox.tui.actions import ACTIONS
    from sandbox.tui.keymap import RESERVED, conflicts

    known = {action.identity: action for action in ACTIONS}
    found: dict[str, str] = {}
    if not isinstance(node.value, dict):
        problems.append(Problem.at(node.mark, ("keys",), wrong(node.plain(), dict[str, str])))
    for name, key in node.mapping.items():
        path = ("keys", name)
        if name not in known:
            problems.append(Problem.at(node.keys[name], path, unknown_key(name, known)))
            continue
        written = str(key.plain())
        if not isinstance(key.plain(), str | int) or not written or set(written) & set(" \t"):
            message = Message("expected the name of a key, such as `x`, `f7` or `ctrl+t`")
            problems.append(Problem.at(key.mark, path, message))
        elif RESERVED & set(written.split(",")):
            message = Message("the key `{key}` moves, opens or leaves everywhere", {"key": written})
            problems.append(Problem.at(key.mark, path, message))
        else:
            found[name] = written
    for one, other, letter in conflicts(ACTIONS, found):
        name = other.identity if other.identity in found else one.identity
        if found.pop(name, None) is None:
            continue
        rival = one if name == other.identity else other
        said = {"key": letter, "other": rival.identity}
        message = Message("the key `{key}` is that of `{other}` on the same screen", said)
        problems.append(Problem.at(node.mapping[name].mark, ("keys", name), message))
    return found


def write(settings: Settings, file: Path) -> None:
    """Keep the settings; whole or not at all.

    Raises:
        OSError: where that cannot be done.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        new.write_text(as_yaml(settings.plain()) if settings.plain() else "", encoding="utf-8")
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def put_aside(file: Path) -> Path:
    """Rename a damaged file, so that another can take its place; its new name.

    Raises:
        OSError: where that cannot be done.
    """
    number, aside = 1, file.with_name(f"{file.name}.damaged")
    while aside.exists():
        number += 1
        aside = file.with_name(f"{file.name}.damaged-{number}")
    file.rename(aside)
    return aside
