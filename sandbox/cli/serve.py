"""`serve`: the terminal app in a browser.

In: an address and a token. Out: a web server, until it is interrupted; where it is, on standard
error. Reached by other machines it lets nobody in without the token.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from sandbox.cli.exits import FINE
from sandbox.cli.frame import Command
from sandbox.cli.output import tell
from sandbox.cli.refusals import refuse
from sandbox.language import reason, say

if TYPE_CHECKING:
    from sandbox.tui.serving import Visits

HOST, PORT = "127.0.0.1", 8000
_SHORTEST = 16  # characters of a token
TOKEN = "PILOT_SANDBOX_TOKEN"


def _token(given: str | None, *, needed: bool) -> str:
    """The token in force: as given, else one made up where one is needed."""
    token = given if given is not None else os.environ.get(TOKEN, "")
    if not token:
        if given is not None:
            raise refuse(say("The token is empty; leave --token out and one is made up."))
        from secrets import token_urlsafe

        return token_urlsafe(24) if needed else ""
    if len(token) < _SHORTEST or not all(c.isascii() and (c.isalnum() or c in "-_") for c in token):
        raise refuse(
            say(
                "A token has {least} characters at least, of a-z, A-Z, 0-9, - and _; "
                "leave it out and one is made up.",
                least=_SHORTEST,
            )
        )
    return token


def serve(host: str, port: int, token: str | None) -> int:
    """Serve until interrupted."""
    try:
        from sandbox.tui import serving
    except ModuleNotFoundError as missing:
        if (missing.name or "").split(".")[0] not in ("aiohttp", "textual_serve", "aiohttp_jinja2"):
            raise
        raise refuse(
            say("`serve` needs the extra `serve`: pip install 'pilot-sandbox[serve]'")
        ) from None
    from sandbox.tui.width_probe import SERVED

    local = serving.is_loopback(host)
    known = _token(token, needed=not local)
    os.environ[SERVED] = "1"  # for the visitors' apps
    visits = serving.Visits(host, port, known)

    def ready() -> None:
        tell(say("The app is at {address}", address=serving.address(host, port, known)))
        if not local:
            tell(
                say(
                    "Other machines can reach it. Whoever has the token works with the files that "
                    "you can open; the line is not encrypted unless a proxy before it does that."
                )
            )
        tell(say("Ctrl-C ends it."))

    import asyncio

    try:
        number = asyncio.run(_until_signalled(visits, ready))
    except OSError as error:
        raise refuse(_unserved(error, host, port)) from None
    return 128 + number if number else FINE


async def _until_signalled(visits: Visits, ready: Callable[[], None]) -> int:
    """Serve until a signal comes; its number."""
    import asyncio
    import signal

    from sandbox.tui.serving import serve as run

    done, seen = asyncio.Event(), []
    loop = asyncio.get_running_loop()

    def end(number: int) -> None:
        seen.append(number)
        done.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end, int(number))
    await run(visits, ready, done)
    return seen[0] if seen else 0


def _unserved(error: OSError, host: str, port: int) -> str:
    from socket import gaierror

    if error.errno == errno.EADDRINUSE:
        return say(
            "Port {port} of {host} is taken by another program; choose another with --port.",
            port=port,
            host=host,
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return say(
            "The system does not permit port {port}; choose one from 1024 on with --port.",
            port=port,
        )
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, gaierror):
        return say("{host} is no address of this machine; see --host.", host=host)
    return say(
        "{host}, port {port}, cannot be served: {reason}",
        host=host,
        port=port,
        reason=reason(error),
    )


def command() -> Command:
    """The command."""
    return Command(
        "serve",
        serve,
        [
            click.Option(
                ["--host"],
                default=HOST,
                show_default=True,
                help=say("Address to serve; 0.0.0.0 is all of this machine's."),
            ),
            click.Option(
                ["--port"],
                type=click.IntRange(1, 65535),
                default=PORT,
                show_default=True,
                help=say("Port to serve."),
            ),
            click.Option(
                ["--token"],
                help=say(
                    "What visitors must know (default: PILOT_SANDBOX_TOKEN; else, where other "
                    "machines can reach it, one is made up and printed)."
                ),
            ),
        ],
        help=say(
            "Shows the terminal app in a browser: to this machine only, or to others who know a "
            "token. Every visitor has an app of their own; settings are kept for the visit only."
        ),
    )
