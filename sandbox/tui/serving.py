"""The app in browsers: a web server that starts one app for each visitor.

In: an address, and a token that visitors must know unless only this machine can reach it. Out:
pages and web sockets; each visitor's app is a process of its own and ends when the visitor goes.
What runs is textual-serve; what is ours is who is let in, and a page that loads nothing from
elsewhere.
"""

from __future__ import annotations

import asyncio
import hmac
import html
import ipaddress
import logging
import shlex
import sys
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve.server import Server

from sandbox.language import current, say

COOKIE = "pilot-sandbox"
_WEEK = 7 * 86400
_PATIENCE = 5.0  # seconds for the apps of visitors to end
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="static/css/xterm.css">
<style>
@font-face {{ font-family: "Roboto Mono"; font-weight: 100 700;
  src: url("static/fonts/RobotoMono-VariableFont_wght.ttf"); }}
html, body {{ margin: 0; height: 100%; background: #11151C; color: #D8DEE9; overflow: hidden;
  font-family: "Roboto Mono", "Sarasa Mono SC", "Noto Sans Mono CJK SC", monospace; }}
.textual-terminal {{ width: 100vw; height: 100vh; }}
#ended {{ display: none; position: absolute; inset: 0; background: #11151CEE; z-index: 9;
  align-items: center; justify-content: center; flex-direction: column; gap: 1em; }}
body.-closed #ended {{ display: flex; }}
button {{ font: inherit; padding: .5em 2em; }}
</style>
</head>
<body>
<div id="ended"><div>{ended}</div>
<button type="button" onclick="location.reload()">{again}</button></div>
<div id="terminal" class="textual-terminal" data-font-size="{size}"></div>
<script>
document.getElementById("terminal").dataset.sessionWebsocketUrl =
  location.protocol.replace("http", "ws") + "//" + location.host + location.pathname + "ws";
</script>
<script src="static/js/textual.js"></script>
</body>
</html>
"""


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def command() -> str:
    """What starts a visitor's app, for a shell."""
    return shlex.join([sys.executable, "-m", "sandbox", "--lang", current(), "--symbols", "auto"])


class Visits(Server):
    """Lets visitors in who know the token, and gives each an app of their own."""

    def __init__(self, host: str, port: int, token: str, start: str = "") -> None:
        """`start` is the command of a visitor's app; empty: ours."""
        super().__init__(start or command(), host=host, port=port)
        self.token = token
        self._visits: set[asyncio.Task[Any]] = set()
        log = logging.getLogger("textual-serve")
        log.addHandler(logging.NullHandler())
        log.propagate = False  # a visitor who leaves in the middle of a word is no news

    async def make_app(self) -> web.Application:
        """The application, with its doorkeeper before everything else."""
        app = await self._make_app()
        app.middlewares.append(self._door)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Whoever serves says where; textual-serve would print its own name."""

    async def on_shutdown(self, app: web.Application) -> None:  # noqa: ARG002 - aiohttp gives it
        """Visitors' apps end in good order before the server does."""
        for visit in self._visits:
            visit.cancel()
        if self._visits:
            await asyncio.wait(set(self._visits), timeout=_PATIENCE)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """One visit: an app, from the first word to the last."""
        visit = asyncio.current_task()
        assert visit is not None
        self._visits.add(visit)
        try:
            return await super().handle_websocket(request)
        finally:
            self._visits.discard(visit)

    # who is let in

    @property
    def _pass(self) -> str:
        """What the cookie holds: whoever reads it does not know the token."""
        return hmac.new(self.token.encode(), b"visitor", sha256).hexdigest()

    @web.middleware
    async def _door(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        if not self._own_page(request):
            return self._refusal(say("This page was asked for under another address."))
        if not self.token:
            return await handler(request)
        given = request.query.get("token")
        if given is not None:
            if not hmac.compare_digest(given.encode(), self.token.encode()):
                return self._refusal(say("The token is wrong."))
            answer = web.Response(status=303, headers={"Location": request.path})
            answer.set_cookie(
                COOKIE,
                self._pass,
                max_age=_WEEK,
                httponly=True,
                samesite="Lax",
                secure=request.secure,
            )
            return answer
        shown = request.cookies.get(COOKIE, "")
        if not hmac.compare_digest(shown.encode(), self._pass.encode()):
            return self._refusal(
                say("A token is needed: open the address that `pilot-sandbox serve` has printed.")
            )
        return await handler(request)

    def _own_page(self, request: web.Request) -> bool:
        """Whether another site is not using the visitor's browser to get in.

        Browsers let any page open a web socket anywhere, but say which page it was; and a name
        that anybody can point to this machine is no name of ours.
        """
        host = request.headers.get("Host", "")
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != host:
            return False
        name = urlsplit(f"//{host}").hostname or ""
        return bool(self.token) or is_loopback(name) or name == self.host

    @staticmethod
    def _refusal(words: str) -> web.Response:
        return web.Response(status=403, text=f"{words}\n")

    # what is shown

    async def handle_index(self, request: web.Request) -> Any:
        """The page of a visitor's app."""
        size = request.query.get("fontsize", "16")
        page = _PAGE.format(
            language=current(),
            title=html.escape(say("Sharing sandbox")),
            ended=html.escape(say("The session has ended.")),
            again=html.escape(say("Begin another")),
            size=size if size.isdecimal() else "16",
        )
        return web.Response(text=page, content_type="text/html")


def address(host: str, port: int, token: str) -> str:
    """What a visitor opens."""
    name = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"http://{name}:{port}/" + (f"?token={token}" if token else "")


async def serve(visits: Visits, ready: Callable[[], None], done: asyncio.Event) -> None:
    """Serve until `done`; `ready` is called when visitors can come.

    Raises:
        OSError: where the address or the port cannot be had.
    """
    runner = web.AppRunner(await visits.make_app(), access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, visits.host, visits.port).start()
        ready()
        await done.wait()
    finally:
        await runner.cleanup()
