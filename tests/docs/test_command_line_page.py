"""The page on the command line names every command, and every option that it takes."""

import re
from pathlib import Path

import click
import pytest

from sandbox.cli.commands import build

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "command-line.md"
TEXT = PAGE.read_text(encoding="utf-8")


def _commands(group: click.Group, words: str = "") -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        inside = command if isinstance(command, click.Group) else None
        found |= _commands(inside, f"{name} ") if inside else {f"{words}{name}": command}
    return found


COMMANDS = _commands(build())


def test_the_table_has_every_command() -> None:
    rows = [line.split("|")[1] for line in TEXT.splitlines() if line.startswith("| `")]
    for words in COMMANDS:
        assert any(re.search(rf"`{words}[ `]", row) for row in rows), words


@pytest.mark.parametrize("words", COMMANDS)
def test_every_option_of_a_command_is_named(words: str) -> None:
    for option in COMMANDS[words].params:
        if isinstance(option, click.Option):
            assert all(re.search(rf"{name}\b", TEXT) for name in option.opts), option.opts
