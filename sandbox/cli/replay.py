"""`replay FILE`: plays a recording in the terminal app, where nothing can be changed.

In: a file that `run --record` wrote. Out: the app.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sandbox.cli.frame import Command
from sandbox.cli.refusals import refuse
from sandbox.language import current, reason, say


def replay(file: str) -> int:
    """Play a recording."""
    from sandbox.study.live.recording import NotARecording, Recording

    try:
        recording = Recording(Path(file))
    except NotARecording as other:
        raise refuse(other.message.render()) from None
    except (OSError, ValueError) as error:
        raise refuse(
            say("{file}: cannot be read: {reason}", file=file, reason=reason(error))
        ) from None
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise refuse(say("A recording is played in a terminal; this is none."))
    from sandbox.tui.app import run

    return run(current(), recording=recording)


def command() -> Command:
    """The command."""
    return Command(
        "replay",
        replay,
        [click.Argument(["file"], metavar="FILE")],
        help=say("Plays a recording made by `run --record`; nothing can be changed."),
        epilog=say("FILE is a recording."),
    )
