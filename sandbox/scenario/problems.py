"""What is wrong with a scenario, and where.

In: places in files and messages. Out: `Problem`s that say themselves as
`file:line:column: path: message`, some of them mere warnings, and `Refused`, the exception that
carries all that are not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.language import Message

if TYPE_CHECKING:
    from sandbox.scenario.sketch import Sketch

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Mark:
    """A place in a file; lines and columns count from one."""

    file: str
    line: int
    column: int


def spoken(path: Path) -> str:
    """`("needs", "tax", "levels", 0)` as people read it: `needs.tax.levels[0]`."""
    words = ""
    for step in path:
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else str(step)
    return words


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong."""

    file: str
    line: int
    column: int
    path: str
    message: Message
    warning: bool = False
    """what is said may be meant so; it is told, and refuses nothing"""

    @classmethod
    def at(cls, mark: Mark, path: Path, message: Message, *, warning: bool = False) -> Problem:
        """The problem `message` at a mark and a path."""
        return cls(mark.file, mark.line, mark.column, spoken(path), message, warning)

    def render(self, language: str | None = None) -> str:
        """`file:line:column: path: message` in `language` (default: the one in force)."""
        path = f" {self.path}:" if self.path else ""
        message = self.message
        if self.warning:
            message = Message("warning: {message}", {"message": message})
        return f"{self.file}:{self.line}:{self.column}:{path} {message.render(language)}"

    def __str__(self) -> str:
        return self.render()


def in_order(found: Iterable[Problem], first: Mark) -> list[Problem]:
    """Problems in the order of the file, then of the files it extends; each said once a place."""
    once: dict[Any, Problem] = {}
    for problem in found:
        key = (problem.file, problem.line, problem.column, problem.message.render("en"))
        once.setdefault(key, problem)
    return sorted(once.values(), key=lambda p: (p.file != first.file, p.file, p.line, p.column))


class Refused(Exception):  # noqa: N818 - the word that users know from the exit code
    """A scenario is refused; `problems` holds everything that is wrong with it, in file order.

    `sketch` is what could be read of it all the same, for the checks of other rooms.
    """

    def __init__(self, problems: Iterable[Problem], sketch: Sketch | None = None) -> None:
        self.problems = list(problems)
        self.sketch = sketch
        super().__init__(self.problems)

    def render(self, language: str | None = None) -> str:
        """All problems, one a line."""
        return "\n".join(problem.render(language) for problem in self.problems)

    def __str__(self) -> str:
        return self.render()
