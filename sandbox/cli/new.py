"""`new [NAME|FILE]`: a commented starter scenario to change.

In: a name or a file. Out: the file, in the language in force; one that exists is left alone unless
`--force` is given. `-` writes to standard output.
"""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import click

from sandbox.cli.frame import Command
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


def new(target: str, force: bool) -> None:
    """Write the starter."""
    if target == "-":
        put(starter(current()))
        return
    path = Path(target)
    if path.name and not re.search(r"\w", re.sub(r"\.ya?ml$", "", path.name)):
        raise refuse(say("{file}: names no file; write a name with letters or digits.", file=path))
    if path.suffix.lower() not in _ENDINGS:
        path = path.with_name(path.name + ".yaml") if path.name else path / f"{PLACEHOLDER}.yaml"
    try:
        with path.open("w" if force else "x", encoding="utf-8", newline="\n") as file:
            file.write(starter(current(), _name(path)))
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
        ],
        help=say("Writes a commented starter scenario to a new file."),
    )
