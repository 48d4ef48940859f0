"""`schema`: the JSON Schema that editors use to complete and check scenario files.

In: nothing. Out: JSON.
"""

from __future__ import annotations

import json

from sandbox.cli.frame import Command
from sandbox.cli.output import put
from sandbox.language import say


def schema() -> None:
    """Print the schema."""
    from sandbox.scenario import schema as scenario_schema

    put(json.dumps(scenario_schema(), ensure_ascii=False, indent=2) + "\n")


def command() -> Command:
    """The command."""
    return Command(
        "schema",
        schema,
        [],
        help=say("Prints the JSON Schema of scenario files, for completion in editors."),
    )
