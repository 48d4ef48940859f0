"""Draws the pictures of the app that the README shows: docs/app-zh.svg and docs/app-en.svg.

In: a shipped scenario, run through the app itself, without a terminal. Out: the comparison screen
in both languages. Run it again when a screen changes: `python docs/pictures.py` (a minute or two).
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from sandbox.language import speak
from sandbox.tui.app import SandboxApp
from sandbox.tui.export import as_picture

HERE = Path(__file__).parent
SCENARIO = "business-startup"
SIZE = (140, 32)


async def draw() -> None:
    """Open the scenario, run its comparison, draw the table in both languages."""
    speak("zh")
    app = SandboxApp()
    async with app.run_test(size=SIZE) as pilot:

        async def settle() -> None:
            await app.workers.wait_for_complete()
            app.follow()
            for _ in range(5):
                await pilot.pause()

        await settle()
        await pilot.press("o")
        await pilot.press(*SCENARIO, "enter")
        await settle()
        await settle()
        await pilot.press("m", "r")
        await settle()
        study = app.desk.study
        if study is None or study.state != "done":
            raise SystemExit(f"the study did not end well: {study and study.failure}")
        await pilot.press("t")
        for language in ("zh", "en"):
            speak(language)
            app.screen.retell()
            app.title = "pilot-sandbox"
            await settle()
            (HERE / f"app-{language}.svg").write_text(
                as_picture(app, "pilot-sandbox"), encoding="utf-8"
            )


if __name__ == "__main__":
    asyncio.run(draw())
