"""`scenarios`: what is shipped.

In: nothing. Out: names and titles.
"""

from __future__ import annotations

from sandbox.cli.frame import Command
from sandbox.cli.output import put
from sandbox.language import say
from sandbox.report.paragraphs import pad, width


def scenarios() -> None:
    """List the shipped scenarios."""
    from sandbox.scenario import load, shipped

    names = shipped()
    column = max((width(name) for name in names), default=0) + 2
    for name in names:
        put(pad(name, column) + load(name).scenario.title.render() + "\n")


def command() -> Command:
    """The command."""
    return Command(
        "scenarios", scenarios, [], help=say("Lists the shipped scenarios, by name and title.")
    )
