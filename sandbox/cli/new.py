"""`new [NAME|FILE]`: a commented starter scenario to change, or that of a new pilot province.

In: a name or a file, and what the province is made from. Out: the file, in the language in force;
one that exists is left alone unless `--force` is given. `-` writes to standard output.
"""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import Any

import click

from sandbox.cli.frame import Command
from sandbox.cli.new_pilot import options, pilot
from sandbox.cli.output import put, tell
from sandbox.cli.refusals import refuse
from sandbox.language import current, reason, say

PLACEHOLDER = "my-pilot"
_ENDINGS = (".yaml", ".yml")
_WORDS_OF_YAML = ("null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf")


def starter(language: str, name: str = PLACEHOLDER) -> str:
    """The text of the starter, called `name`."""
    file = resources.files("sandbox.cli") / f"starter.{language}.yaml"
    text = file.read_text(encoding="utf-8")
    return text.replace(f"scenario: {PLACEHOLDER}", f"scenario: {name}", 1)


def _name(path: Path) -> str:
    """A scenario's name that no YAML reader takes for anything else."""
    name = re.sub(r"[^\w-]+", "-", path.stem).strip("-_")
    if not re.search(r"[^\W\d_]", name):
        return PLACEHOLDER
    return f'"{name}"' if name.lower() in _WORDS_OF_YAML else name


def new(target: str, force: bool, source: str | None, **asked: Any) -> None:
    """Write the starter, or what is asked for instead of it."""

    def made(name: str) -> str:
        if source is not None:
            return pilot(source, name, **asked)
        return starter(current(), name)

    if target == "-":
        put(made(PLACEHOLDER))
        return
    path = Path(target)
    if path.name and not re.search(r"\w", re.sub(r"\.ya?ml$", "", path.name)):
        raise refuse(say("{file}: names no file; write a name with letters or digits.", file=path))
    if path.suffix.lower() not in _ENDINGS:
        path = path.with_name(path.name + ".yaml") if path.name else path / f"{PLACEHOLDER}.yaml"
    text = made(_name(path))
    try:
        with path.open("w" if force else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise refuse(
            say("{file} exists and is left alone; --force writes over it.", file=path)
        ) from None
    except (OSError, ValueError) as error:
        words = say("{file}: cannot be written: {reason}", file=path, reason=reason(error))
        raise refuse(words) from None
    put(f"{path}\n")
    tell(say("Written. Next: pilot-sandbox check {file}, then compare {file}.", file=path))


def command() -> Command:
    """The command."""
    return Command(
        "new",
        new,
        [
            click.Argument(["target"], metavar="[NAME|FILE]", required=False, default=PLACEHOLDER),
            click.Option(["--force"], is_flag=True, help=say("Write over a file that exists.")),
            *options(),
        ],
        help=say(
            "Writes a commented starter scenario to a new file, or with --from the scenario of a "
            "new pilot province."
        ),
    )
