"""How wide this terminal draws the characters that are in doubt.

In: a terminal, before the app takes it. Out: the cells that each group of characters took, by
asking where the cursor is after them (CSI 6n, answered by CSI row ; column R: ECMA-48 DSR and CPR),
and the set of symbols that follows from it.
"""

from __future__ import annotations

import os
import re
import select
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from rich.cells import cell_len

GROUPS = {
    "braille": "⣿⠿⠶⠒⠄",
    "blocks": "█▌▄▒░▖",
    "signs": "±×÷…·–✓✗≈▲▼←→│─┤›“",
    "Chinese": "国",
}
SERVED = "PILOT_SANDBOX_SERVED"
"""Set where the app is shown in a browser."""
_TIMEOUT = 1.0  # seconds for all answers together
_ANSWER = re.compile(rb"\x1b\[\d+;(\d+)R")


@dataclass(frozen=True)
class Widths:
    """Cells by group; empty where the terminal did not say."""

    cells: dict[str, int]
    seconds: float = 0.0  # until the last answer
    typed: str = ""  # what came between the answers: keys typed ahead

    def right(self, group: str) -> bool:
        """Whether a group is as wide as the app counts it."""
        return self.cells.get(group) == cell_len(GROUPS[group])

    @property
    def fitting(self) -> str:
        """The richest set whose characters are as wide as they should be."""
        if not speaks_unicode() or (self.cells and not self.right("signs")):
            return "ascii"
        if not self.cells:
            return "braille"
        return next((name for name in ("braille", "blocks") if self.right(name)), "ascii")


def speaks_unicode() -> bool:
    """Whether the environment says that the terminal can show more than ASCII."""
    if os.environ.get(SERVED):
        return True
    encoding = (getattr(sys.__stdout__, "encoding", None) or "").replace("-", "").lower()
    return encoding in ("utf8", "utf8mb4") and os.environ.get("TERM", "") not in ("dumb", "linux")


def question() -> str:
    """What is written to the terminal: each group on the first cells, and where the cursor is."""
    asked = "".join(f"\r{signs}\x1b[6n" for signs in GROUPS.values())
    return f"{asked}\r\x1b[K"


def understood(answer: bytes, seconds: float = 0.0) -> Widths:
    """The widths in what the terminal answered; none unless it answered every question."""
    columns = [int(found) - 1 for found in _ANSWER.findall(answer)]
    typed = _ANSWER.sub(b"", answer).decode(errors="ignore")
    typed = typed.replace("\n", "\r")  # as the app's own way of reading has Enter
    if len(columns) != len(GROUPS):
        return Widths({}, typed=typed)
    return Widths(dict(zip(GROUPS, columns)), seconds, typed)


def probe() -> Widths:
    """Ask the terminal of this process; nothing is asked where there is none."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return Widths({})
    try:
        import termios
        import tty
    except ImportError:  # Windows
        return Widths({})
    source = sys.stdin.fileno()
    try:
        before = termios.tcgetattr(source)
    except termios.error:
        return Widths({})
    try:
        tty.setcbreak(source, termios.TCSANOW)
        return asked(lambda text: os.write(sys.stdout.fileno(), text), source)
    except OSError:
        return Widths({})
    finally:
        termios.tcsetattr(source, termios.TCSANOW, before)


def asked(write: Callable[[bytes], object], source: int, timeout: float = _TIMEOUT) -> Widths:
    """Write the question, read the answers until all are there or the time is over."""
    begun = time.monotonic()
    write(question().encode())
    answer = b""
    while len(_ANSWER.findall(answer)) < len(GROUPS):
        left = begun + timeout - time.monotonic()
        if left <= 0 or not select.select([source], [], [], left)[0]:
            break
        more = os.read(source, 1024)
        if not more:
            break
        answer += more
    return understood(answer, time.monotonic() - begun)
