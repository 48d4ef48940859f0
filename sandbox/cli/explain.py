"""`explain request|record|…`: opens one thing of a scenario and says why it is as it is.

In: nothing. Out: the group of these commands.
"""

from __future__ import annotations

from sandbox.cli import explain_record, explain_request, explain_thing
from sandbox.cli.frame import Group
from sandbox.language import say


def group() -> Group:
    """All commands that explain one thing."""
    return Group(
        "explain",
        None,
        [],
        [explain_request.command(), explain_record.command(), *explain_thing.commands()],
        help=say(
            "Opens one thing and says why: a request step by step, what copies believed of a "
            "record, who uses an agency, resource, agreement, station or link."
        ),
        epilog=say("`pilot-sandbox explain COMMAND --help` explains a command."),
    )
