"""`check FILE…`: is a scenario fit to run?

In: scenarios. Out: a line for each that is fine; every problem of the others, and exit code 2.
"""

from __future__ import annotations

from sandbox.cli.documents import opened
from sandbox.cli.exits import FINE, REFUSED
from sandbox.cli.frame import Command
from sandbox.cli.options import about_file, scenario_arguments
from sandbox.cli.output import put, tell
from sandbox.cli.refusals import refusal
from sandbox.language import say
from sandbox.report.paragraphs import plain


def check(files: tuple[str, ...]) -> int:
    """Check each file; the others are checked even when one is refused."""
    from sandbox.scenario import Refused

    code = FINE
    for source in dict.fromkeys(files):
        try:
            document, world = opened(source)
        except Refused as refused:
            tell(refusal(refused) or "")
            code = REFUSED
            continue
        put(
            plain(
                say(
                    "{file}: fine (agencies: {agencies}, needs: {needs}, models: {models})",
                    file=source,
                    agencies=len(world.agencies),
                    needs=len(document.scenario.needs),
                    models=len(document.scenario.models),
                )
            )
            + "\n"
        )
    return code


def command() -> Command:
    """The command."""
    return Command(
        "check",
        check,
        [scenario_arguments()],
        help=say("Says whether scenario files are fit to run, and everything that is wrong."),
        epilog=about_file(
            "check mine.yaml",
        ),
    )
