"""Commands and groups whose help pages are laid out for Chinese as well as for English.

In: options and callbacks. Out: click commands with `--lang` everywhere and a formatter that knows
that a Chinese character is two columns wide and may be broken anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click

from sandbox.cli import interruptions
from sandbox.language import LANGUAGES, say
from sandbox.report.paragraphs import pad, width, wrap


class _Formatter(click.HelpFormatter):
    """Click's formatter with our idea of width."""

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        paragraphs = text.split("\n\n")
        pages = []
        for paragraph in paragraphs:
            if paragraph.startswith("\b"):  # click's sign for lines that stay as they are
                pages.append("\n".join(indent + line for line in paragraph.splitlines()[1:]))
            else:
                pages.append(
                    "\n".join(wrap(" ".join(paragraph.split()), self.width, indent, indent))
                )
        self.write("\n\n".join(pages) + "\n")

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The usage, without a space after a colon that is as wide as one."""
        super().write_usage(prog, args, say("Usage: ") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(" " * self.current_indent + say("{heading}:", heading=heading) + "\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        lines = list(rows)
        column = min(max((width(first) for first, _ in lines), default=0), col_max) + col_spacing
        rest = " " * (self.current_indent + column)
        for first, second in lines:
            head = " " * self.current_indent + first
            if width(first) > column - col_spacing:
                self.write(head + "\n")
                head = rest
            else:
                head = pad(head, len(rest))
            self.write("\n".join(wrap(second, self.width, head, rest)) + "\n")


class _Context(click.Context):
    formatter_class = _Formatter


_SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"]}


def language_option() -> click.Option:
    """`--lang`, which the entrance has already obeyed when click sees it."""
    return click.Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help=say("Language of all words (default: the locale's, or PILOT_SANDBOX_LANG)."),
    )


class Command(click.Command):
    """A command of ours."""

    context_class = _Context

    def __init__(
        self,
        name: str,
        callback: Callable[..., int | None],
        params: Sequence[click.Parameter],
        help: str,
        epilog: str | None = None,
    ) -> None:
        super().__init__(
            name,
            context_settings=_SETTINGS,
            callback=callback,
            params=[*params, language_option()],
            help=help,
            epilog=epilog,
            options_metavar=say("[OPTIONS]"),
        )

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - click's signature
        """The first sentence of the help."""
        return _first_sentence(self.help)


def _first_sentence(help: str | None) -> str:
    return " ".join((help or "").split("\n\n")[0].split())


class Group(click.Group):
    """A group of commands: of all of them, or of those that share a first word."""

    context_class = _Context
    command_class = Command

    def __init__(
        self,
        name: str,
        callback: Callable[..., int | None] | None,
        params: Sequence[click.Parameter],
        commands: Sequence[click.Command],
        help: str,
        epilog: str,
    ) -> None:
        super().__init__(
            name,
            context_settings=_SETTINGS,
            callback=callback,
            params=[*params, language_option()],
            help=help,
            epilog=epilog,
            invoke_without_command=callback is not None,
            options_metavar=say("[OPTIONS]"),
            subcommand_metavar=say("[COMMAND …]"),
        )
        for command in commands:
            self.add_command(command)

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - click's signature
        """The first sentence of the help."""
        return _first_sentence(self.help)

    def invoke(self, ctx: click.Context) -> Any:
        """As click does, but an interruption is told once and keeps its exit code."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise interruptions.stop(error) from None

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order in which a newcomer needs them."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with our guess of what was meant."""
        from sandbox.cli.refusals import guess_or_list

        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            words = say("There is no command {name!r}.", name=name) + guess_or_list(
                name, self.commands
            )
            raise click.UsageError(words, ctx)
        return super().resolve_command(ctx, args)
