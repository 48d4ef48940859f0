"""The group of all commands, built anew for every call, in the language in force.

In: nothing. Out: a click group. Without a command it opens the terminal app, or prints its help
when standard input or output is no terminal.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from sandbox import __version__
from sandbox.cli import (
    baseline,
    bench,
    calibrate,
    capacity,
    check,
    choose,
    compare,
    explain,
    measures,
    models,
    new,
    pairs,
    replay,
    run_one,
    scenarios,
    schema,
    sensitivity,
    serve,
    show,
    studies,
    sweep,
    test,
    timeline,
    warm_up,
)
from sandbox.cli.frame import Group
from sandbox.cli.output import put
from sandbox.cli.stored import VARIABLE, named
from sandbox.language import current, say

SYMBOLS = ("auto", "braille", "blocks", "ascii")


def _start(symbols: str | None, store: str | None) -> int | None:
    """The terminal app, when no command is given."""
    context = click.get_current_context()
    if context.invoked_subcommand is not None:
        return None
    served = bool(os.environ.get("PILOT_SANDBOX_SERVED"))  # in a browser
    if not served and not (sys.stdin.isatty() and sys.stdout.isatty()):
        put(context.get_help() + "\n")
        return None
    from sandbox.cli.entrance import language_asked
    from sandbox.tui.app import run

    asked = language_asked(context.obj or ()) or os.environ.get("PILOT_SANDBOX_LANG", "")
    where = Path(store) if store else None
    return run(current() if asked else None, symbols or "", store=where)


def build() -> Group:
    """All commands."""
    return Group(
        "pilot-sandbox",
        _start,
        [
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_version,
                help=say("Say the version and stop."),
            ),
            click.Option(
                ["--symbols"],
                type=click.Choice(SYMBOLS),
                help=say(
                    "What the terminal app draws with (default: the finest that the terminal draws "
                    "as wide as it should, or what the settings say)."
                ),
            ),
            click.Option(
                ["--store"],
                metavar="FILE",
                callback=named,
                help=say(
                    "Without a command: where the app keeps studies (default: {variable}, else "
                    "your own store).",
                    variable=VARIABLE,
                ),
            ),
        ],
        [
            compare.command(),
            show.command(),
            run_one.command(),
            replay.command(),
            pairs.command(),
            timeline.command(),
            explain.group(),
            warm_up.command(),
            calibrate.command(),
            sweep.command(),
            choose.command(),
            capacity.command(),
            sensitivity.command(),
            test.command(),
            baseline.command(),
            studies.group(),
            check.command(),
            new.command(),
            scenarios.command(),
            models.command(),
            measures.command(),
            schema.command(),
            serve.command(),
            bench.command(),
        ],
        help=say(
            "Compares ways for government departments to share information, by simulation, before "
            "anything is built.\n\nWithout a command: the terminal app. FILE is a scenario file or "
            "the name of a shipped scenario."
        ),
        epilog=say(
            "Data goes to standard output, narration to standard error. Exit codes: 0 fine, "
            "1 expectation not met or outcome changed, 2 input refused, 70 our own fault, "
            "130 interrupted, 143 terminated.\n\n`pilot-sandbox COMMAND --help` explains a command."
        ),
    )


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        put(f"pilot-sandbox {__version__}\n")
        context.exit()
