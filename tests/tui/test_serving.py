"""The app in a browser: who is let in, and that what a browser shows is the app."""

import asyncio
import importlib.util
import shutil
import socket
import sys

import pytest

from sandbox.cli.serve import _token
from sandbox.language import speak

pytest.importorskip("textual_serve", reason="the extra `serve` is not installed")

from aiohttp.test_utils import TestClient, TestServer

from sandbox.tui.serving import COOKIE, Visits, address, is_loopback, serve

TOKEN = "a-token-nobody-guesses"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
BROWSER = CHROMIUM is not None and importlib.util.find_spec("playwright") is not None
# What the browser's terminal holds, as it would copy it: everything, selected with the mouse.
COPIED = """() => {
  const copy = new ClipboardEvent("copy", {clipboardData: new DataTransfer(), bubbles: true});
  document.querySelector(".xterm").dispatchEvent(copy);
  return copy.clipboardData.getData("text/plain");
}"""


async def client(token: str) -> TestClient:
    visits = Visits("127.0.0.1", 0, token, start=f"{sys.executable} -c pass")
    found = TestClient(TestServer(await visits.make_app()))
    await found.start_server()
    return found


async def test_nobody_is_let_in_without_the_token() -> None:
    visitor = await client(TOKEN)
    for path in ("/", "/ws", "/static/js/textual.js", "/?token=", "/?token=wrong", "/download/x"):
        for cookies in ({}, {COOKIE: TOKEN}, {COOKIE: "x"}):
            answer = await visitor.get(path, cookies=cookies, allow_redirects=False)
            assert answer.status == 403, (path, cookies)
            assert "oken" in await answer.text()
            assert "Set-Cookie" not in answer.headers
    await visitor.close()


async def test_the_token_opens_the_door_once_and_a_cookie_keeps_it_open() -> None:
    visitor = await client(TOKEN)
    answer = await visitor.get(f"/?token={TOKEN}", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/")  # out of the address line
    cookie = answer.cookies[COOKIE]
    assert TOKEN not in cookie.value
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    page = await visitor.get("/")
    assert page.status == 200
    text = await page.text()
    assert "Sharing sandbox" in text
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text
    for name in ("static/css/xterm.css", "static/js/textual.js"):
        assert name in text
        assert (await visitor.get(f"/{name}")).status == 200
    speak("zh")
    assert "信息共享沙盘" in await (await visitor.get("/")).text()
    await visitor.close()


async def test_this_machine_needs_no_token_and_another_site_gets_nothing() -> None:
    visitor = await client("")
    assert (await visitor.get("/")).status == 200
    foreign = {"Origin": "http://elsewhere.example"}  # a page that opens a socket to here
    assert (await visitor.get("/ws", headers=foreign)).status == 403
    own = f"http://127.0.0.1:{visitor.port}"
    assert (await visitor.get("/", headers={"Origin": own})).status == 200
    rebound = {"Host": "elsewhere.example"}  # a name that somebody has pointed to this machine
    assert (await visitor.get("/", headers=rebound)).status == 403
    await visitor.close()


def test_an_address_of_this_machine_alone_is_known_as_such() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.9.9.9", "localhost", "::1", "[::1]")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.0.2.1", "localhost.example", "")))
    assert address("127.0.0.1", 8000, "") == "http://127.0.0.1:8000/"
    assert address("::1", 80, "x") == "http://[::1]:80/?token=x"


def test_a_token_is_made_up_where_one_is_needed(monkeypatch) -> None:
    monkeypatch.delenv("PILOT_SANDBOX_TOKEN", raising=False)
    first, second = _token(None, needed=True), _token(None, needed=True)
    assert first != second
    assert len(first) >= 32
    assert _token(None, needed=False) == ""
    monkeypatch.setenv("PILOT_SANDBOX_TOKEN", TOKEN)
    assert _token(None, needed=False) == TOKEN
    assert _token("another-token-of-mine", needed=True) == "another-token-of-mine"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--token", "short"], "A token has 16 characters at least"),
        (["--token", ""], "The token is empty"),
        (["--host", "192.0.2.1"], "192.0.2.1 is no address of this machine"),
        (["--port", "TAKEN"], "is taken by another program"),
        (["--port", "70000"], "70000"),
    ],
)
def test_what_cannot_be_served_is_refused_in_words(arguments, told, capsys) -> None:
    from sandbox.cli import run

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        given = [port if each == "TAKEN" else each for each in arguments]
        assert run(["serve", "--lang", "en", *given]) == 2
    assert told in capsys.readouterr().err


def test_the_missing_extra_is_named(monkeypatch, capsys) -> None:
    from sandbox.cli import run

    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    monkeypatch.delitem(sys.modules, "sandbox.tui.serving")
    import sandbox.tui

    monkeypatch.delattr(sandbox.tui, "serving")
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    assert run(["serve", "--lang", "en"]) == 2
    assert "pip install 'pilot-sandbox[serve]'" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(not BROWSER, reason="no Chromium on PATH, or no playwright: see .ci/run")
async def test_a_browser_shows_the_app_and_gives_it_keys(monkeypatch) -> None:
    from playwright.async_api import Page, async_playwright

    monkeypatch.setenv("PILOT_SANDBOX_SERVED", "1")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done, here = asyncio.Event(), asyncio.Event()
    server = asyncio.create_task(serve(Visits("127.0.0.1", port, TOKEN), here.set, done))
    await asyncio.wait_for(here.wait(), 10)

    async def shown(page: Page, words: str) -> str:
        """The text of the browser's terminal, once it holds the words."""
        size = page.viewport_size
        text = ""
        for _ in range(120):
            await page.keyboard.down("Shift")  # select in the browser, not in the app
            await page.mouse.move(1, 1)
            await page.mouse.down()
            await page.mouse.move(size["width"] - 3, size["height"] - 3)
            await page.mouse.up()
            await page.keyboard.up("Shift")
            text = await page.evaluate(COPIED)
            if words in text:
                return text
            await asyncio.sleep(0.25)
        raise AssertionError(text)

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = await browser.new_page()
        elsewhere = []
        page.on("request", lambda r: elsewhere.append(r.url) if f":{port}/" not in r.url else None)
        gone = asyncio.Event()
        page.on("websocket", lambda visit: visit.on("close", lambda _: gone.set()))
        await page.goto(address("127.0.0.1", port, TOKEN))
        assert page.url == f"http://127.0.0.1:{port}/"
        text = await shown(page, "Flood emergency")
        assert text.splitlines()[0].strip() == "Sharing sandbox"
        assert "F1 Help" in text.splitlines()[-1]
        await page.keyboard.press("l")
        text = await shown(page, "洪涝应急")
        assert text.splitlines()[0].strip() == "信息共享沙盘"
        assert "F1 帮助" in text
        assert [url for url in elsewhere if not url.startswith("data:")] == []
        done.set()  # the server ends while a visitor is there
        await asyncio.wait_for(server, 20)
        await asyncio.wait_for(gone.wait(), 10)
        await browser.close()
