"""`models [NAME]`: the sharing models shipped, and what happens under one of them.

In: a name or nothing. Out: the list with the three axes, or one model step by step.
"""

from __future__ import annotations

import click

from sandbox.cli.frame import Command
from sandbox.cli.output import columns, put
from sandbox.cli.refusals import guess_or_list, refuse
from sandbox.language import say


def models(name: str | None) -> None:
    """List the models or explain one."""
    from sandbox.models import PRESETS
    from sandbox.report.model_words import model_in_words, models_in_words

    if name is None:
        put(models_in_words(PRESETS.values(), columns()))
        return
    if name not in PRESETS:
        words = say("There is no sharing model {name!r}.", name=name)
        raise refuse(words + guess_or_list(name, PRESETS))
    put(model_in_words(PRESETS[name], columns()))


def command() -> Command:
    """The command."""
    return Command(
        "models",
        models,
        [click.Argument(["name"], metavar="[NAME]", required=False)],
        help=say("Lists the sharing models shipped, or explains one step by step."),
    )
