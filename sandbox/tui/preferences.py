"""The settings in force in this session, and where they are kept.

In: a file of settings, what the command line asked for, what the terminal answered. Out: the
settings, changed and kept at once; what follows from them for symbols.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sandbox.scenario import Problem
from sandbox.tui import settings as file_of
from sandbox.tui.settings import Settings
from sandbox.tui.width_probe import Widths


@dataclass
class Preferences:
    """What was chosen, by whom."""

    settings: Settings = field(default_factory=Settings)
    file: Path | None = None  # None: nothing is kept, as for a visitor over the web
    problems: list[Problem] = field(default_factory=list)  # of the file
    widths: Widths = field(default_factory=lambda: Widths({}))
    option: str = ""  # the symbols that the command line asked for

    @classmethod
    def kept(cls, file: Path, *, keep: bool = True) -> Preferences:
        """Those in a file; changes go there too, if they are to be kept."""
        settings, problems = file_of.read(file)
        return cls(settings, file if keep else None, problems)

    @property
    def symbols(self) -> str:
        """The set of symbols to draw with."""
        chosen = self.option or self.settings.symbols
        return self.widths.fitting if chosen == "auto" else chosen

    @property
    def damaged(self) -> bool:
        """Whether the file holds what cannot be read, and would be lost if it were written."""
        return self.file is not None and bool(self.problems)

    def change(self, **values: Any) -> None:
        """Put other values in force, and keep them unless that would lose a damaged file.

        Raises:
            OSError: where the file cannot be written; the values are in force all the same.
        """
        self.settings = replace(self.settings, **values)
        if "symbols" in values:
            self.option = ""
        if not self.damaged:
            self.keep()

    def keep(self) -> None:
        """Write the file; one that is damaged is put aside under another name first.

        Raises:
            OSError: where that cannot be done.
        """
        if self.file is None:
            return
        if self.damaged:
            file_of.put_aside(self.file)
            self.problems = []
        file_of.write(self.settings, self.file)
