"""Where words go: data to standard output, narration to standard error.

In: text or rich renderables. Out: nothing. A reader that has gone away (`| head`) is no error: what
remains goes nowhere and the command still ends with its own exit code.
"""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import click

from sandbox.report.paragraphs import plain

if TYPE_CHECKING:
    from rich.console import RenderableType


def tell(words: str) -> None:
    """A line of narration."""
    click.echo(plain(words), err=True)


def _gone() -> None:
    """Give standard output another end: nowhere."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - until the process ends


def put(text: str) -> None:
    """Data, as it is."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _gone()


def columns() -> int:
    """Width of the terminal, 80 without one."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return 80
    return max(shutil.get_terminal_size((80, 24)).columns, 40)


def show(what: RenderableType) -> None:
    """A table, coloured when standard output is a terminal that likes colours."""
    import io

    from rich.console import Console

    live = sys.stdout.isatty()
    console = Console(
        file=io.StringIO(),
        width=columns(),
        force_terminal=live,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        no_color=None if live else True,
    )
    console.print(what)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    put("\n".join(line.rstrip() for line in text.splitlines()) + "\n")
