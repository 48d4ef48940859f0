"""Where words go: data to standard output, narration to standard error.

In: text or rich renderables. Out: nothing. A reader that has gone away (`| head`) is no error: what
remains goes nowhere and the command still ends with its own exit code. Data that cannot be written
(a full disk) is refused; narration that cannot be is lost, since nobody could be told.
"""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, TextIO

import click

from sandbox.cli.refusals import refuse
from sandbox.language import reason, say
from sandbox.report.paragraphs import plain

if TYPE_CHECKING:
    from rich.console import RenderableType


def tell(words: str) -> None:
    """A line of narration."""
    try:
        click.echo(plain(words), err=True)
    except OSError:
        silence(sys.stderr)


def silence(stream: TextIO) -> None:
    """Give a standard stream another end, nowhere: it fails no more, not even at the very end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError, AttributeError):
        nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - until the process ends
        if stream is sys.stdout:
            sys.stdout = nowhere
        else:
            sys.stderr = nowhere


def unwritable(error: OSError) -> str:
    """What is said when standard output does not take what is written."""
    return say("Standard output cannot be written: {reason}.", reason=reason(error))


def put(text: str) -> None:
    """Data, as it is.

    Raises:
        Exit: when it cannot be written.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        silence(sys.stdout)
    except OSError as error:
        silence(sys.stdout)
        raise refuse(unwritable(error)) from None


def columns() -> int:
    """Width of the terminal, 80 without one."""
    if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
        return 80
    return max(shutil.get_terminal_size((80, 24)).columns, 40)


def show(what: RenderableType) -> None:
    """A table, coloured when standard output is a terminal that likes colours."""
    import io

    from rich.console import Console

    live, drawn = sys.stdout.isatty(), io.StringIO()
    console = Console(
        file=drawn,
        width=columns(),
        force_terminal=live,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        no_color=None if live else True,
    )
    console.print(what)
    put("\n".join(line.rstrip() for line in drawn.getvalue().splitlines()) + "\n")
