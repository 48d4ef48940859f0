"""The way in and out: language, faults, exit codes.

In: the arguments of the process. Out: an exit code; whatever goes wrong becomes one clear sentence
on standard error, never a traceback (unless PILOT_SANDBOX_DEBUG asks for it).
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

import click

from sandbox.cli import interruptions
from sandbox.cli.exits import FAULT, FINE, INTERRUPTED, REFUSED, Exit
from sandbox.cli.output import silence, tell, unwritable
from sandbox.language import LANGUAGES, say, speak
from sandbox.language.message import from_locale, unknown_language
from sandbox.report.sheet import listed

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""what writing can meet through no fault of ours"""


def language_asked(arguments: Sequence[str]) -> str:
    """The language that the arguments ask for, wherever `--lang` stands, else nothing."""
    chosen = ""
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and index + 1 < len(arguments):
            chosen = arguments[index + 1]
        elif argument.startswith("--lang="):
            chosen = argument.removeprefix("--lang=")
    return chosen if chosen in LANGUAGES else ""


def language_of(arguments: Sequence[str]) -> str:
    """The language that the arguments ask for, else the locale's."""
    return language_asked(arguments) or from_locale()


def _survive_narrow_encodings() -> None:
    """Streams that cannot say a character say `?` instead of failing; closed ones say nothing."""
    nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - until the process ends
    sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            with contextlib.suppress(ValueError, OSError):
                stream.reconfigure(errors="replace")


def _fault(error: BaseException) -> int:
    """Apologise for a fault of ours without showing what it was working on."""
    if os.environ.get("PILOT_SANDBOX_DEBUG"):
        import traceback

        traceback.print_exception(error)
    from sandbox import __version__

    frame, place = error.__traceback__, ""
    while frame is not None:
        name = frame.tb_frame.f_globals.get("__name__", "")
        if name.startswith("sandbox."):
            place = f"{name}:{frame.tb_lineno}"
        frame = frame.tb_next
    tell(
        say(
            "Sorry: this is our fault ({kind} in {place}, version {version}). Please report it "
            "with your command line; PILOT_SANDBOX_DEBUG=1 shows the details.",
            kind=type(error).__name__,
            place=place or "?",
            version=__version__,
        )
    )
    return FAULT


def run(arguments: Sequence[str] | None = None) -> int:
    """Do what `arguments` say (default: those of the process); the exit code."""
    from sandbox.cli.click_words import punctuated, teach_click
    from sandbox.cli.commands import build

    given = list(sys.argv[1:] if arguments is None else arguments)
    _survive_narrow_encodings()
    speak(language_of(given))
    teach_click()
    strange = unknown_language()
    if strange:
        tell(
            say(
                "PILOT_SANDBOX_LANG is {value!r}; it can be {known}.",
                value=strange,
                known=listed(LANGUAGES),
            )
        )
        return REFUSED
    try:
        answer = build().main(given, prog_name="pilot-sandbox", standalone_mode=False, obj=given)
        return answer if isinstance(answer, int) else FINE
    except Exit as stop:
        if stop.words:
            tell(stop.words)
        return stop.code
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        words = punctuated(error.format_message())
        vars(error)["format_message"] = lambda: words
        error.show()
        return REFUSED
    except (click.Abort, KeyboardInterrupt):  # while the arguments were read
        return interruptions.code() or INTERRUPTED
    except SystemExit:  # click's answer to a reader that has gone away, such as `| head`
        silence(sys.stdout)
        return FINE
    except Exception as error:
        return _failed(error)


def _failed(error: Exception) -> int:
    """Say what went wrong; the exit code."""
    from sandbox.cli.refusals import lost, refusal, trouble

    code = interruptions.code()
    if code is not None:  # a library made an error of its own of the interruption
        return code
    words = refusal(error)
    if words is not None:
        tell(words)
        return REFUSED
    words = trouble(error)
    if words is not None:
        tell(words)
        return REFUSED
    words = lost(error)
    if words is not None:
        tell(words)
        return FAULT
    if isinstance(error, OSError) and error.errno in _FULL:
        silence(sys.stdout)
        tell(unwritable(error))
        return REFUSED
    return _fault(error)


def main() -> None:
    """The command `pilot-sandbox`."""
    try:
        with interruptions.heeded():
            code = run()
            code = _flushed(code)
    except KeyboardInterrupt:  # once more, in the middle of the apologies
        code = interruptions.code() or INTERRUPTED
    if interruptions.code() is not None:  # at once: Python would end itself by the signal
        os._exit(code)
    sys.exit(code)


def _flushed(code: int) -> int:
    """The exit code after the last words have gone out."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        silence(sys.stdout)
    except OSError as error:
        silence(sys.stdout)
        tell(unwritable(error))
        return code or REFUSED
    return code
