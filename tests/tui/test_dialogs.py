"""Dialogs and palette speak the language in force, and lose nothing that is typed ahead."""

import asyncio
import re
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from textual import command, events
from textual.command import CommandList
from textual.widgets import (
    Input,
    OptionList,
    SelectionList,
    _input,
    _option_list,
    _selection_list,
    _tabbed_content,
    _toast,
)

from sandbox.language import current
from sandbox.tui.app import SandboxApp
from sandbox.tui.pages.confirm import Confirm
from sandbox.tui.pages.open_file import OpenFile
from sandbox.tui.pages.pick import Pick
from sandbox.tui.pages.setup import SetupPage
from sandbox.tui.pages.watch import WatchPage
from sandbox.tui.pages.world import WorldPage
from sandbox.tui.palette import Palette
from sandbox.world import build


def burst(app, keys):
    """Keys that arrive all at once, as from a fast hand over a slow line."""
    for key in keys:
        char = key if len(key) == 1 else None
        app.post_message(events.Key({"/": "slash", ".": "full_stop"}.get(key, key), char))


async def until(pilot, fits) -> None:
    for _ in range(200):
        if fits():
            return
        await pilot.pause(0.02)
    raise AssertionError(pilot.app.screen)


async def test_a_path_typed_at_once_after_o_is_all_in_the_dialog(library, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        burst(app, "o./quelle.yaml")
        await until(pilot, lambda: app.screen.query(Input) and app.screen.query_one(Input).value)
        await until(pilot, lambda: app.screen.query_one(Input).value == "./quelle.yaml")
        assert isinstance(app.screen, OpenFile)
        await pilot.press("escape")
        burst(app, ["o", *"tiny.yaml", "enter"])
        await until(pilot, lambda: isinstance(app.screen, WorldPage))
        await settle(pilot)


async def test_keys_typed_at_once_go_where_those_before_them_lead(library, study, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        burst(app, ["m", "down", "space", "r"])
        await until(pilot, lambda: isinstance(app.screen, WatchPage))
        await until(pilot, lambda: app.desk.study is not None and app.desk.study.state == "done")
        assert study.calls[0][0] == ("letters", "cached_query")
        burst(app, ["escape", "escape", "m"])
        await until(pilot, lambda: isinstance(app.screen, SetupPage))
        await settle(pilot)


async def test_a_key_that_closes_its_screen_does_not_hold_the_next_up(library, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        begun = asyncio.get_running_loop().time()
        burst(app, ["o", "escape"] * 5)
        burst(app, ["o", "x"])
        await until(
            pilot,
            lambda: (
                isinstance(app.screen, OpenFile)
                and app.screen.query(Input)
                and app.screen.query_one(Input).value == "x"
            ),
        )
        assert asyncio.get_running_loop().time() - begun < 4


async def test_the_language_switches_in_every_dialog(library, study, lines, settle, follow) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("o", "f2")
        await settle(pilot)
        assert "情景文件的路径" in "\n".join(lines(app))
        await pilot.press("escape", "f2", "enter")
        await settle(pilot)
        study.go_on.clear()
        await pilot.press("m", "r", "x")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert "Cancel the running study?" in "\n".join(lines(app))
        await pilot.press("l")
        await pilot.pause()
        assert current() == "zh"
        assert "要取消正在运行的研究吗" in "\n".join(lines(app))
        study.go_on.set()
        await pilot.press("n")
        await follow(pilot)
        await pilot.press("slash")
        await settle(pilot)
        assert isinstance(app.screen, Pick)
        before = app.screen.query_one(OptionList).highlighted
        assert "平均响应时间" in "\n".join(lines(app))
        await pilot.press("l")
        await settle(pilot)
        assert "mean response time" in "\n".join(lines(app))
        assert app.screen.query_one(OptionList).highlighted == before


async def test_the_palette_speaks_the_language_in_force(library, lines, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p", *"zzz")
        await until(pilot, lambda: "Nothing found" in "\n".join(lines(app)))
        await pilot.press("f2")
        await until(pilot, lambda: "没有找到" in "\n".join(lines(app)))
        await pilot.press("backspace", "backspace", "backspace")
        await until(pilot, lambda: "退出" in "\n".join(lines(app)))
        await pilot.press("f2")
        await until(pilot, lambda: "Quit" in "\n".join(lines(app)))
        assert isinstance(app.screen, Palette)
        assert app.screen.query_one(CommandList).option_count > 2


def test_textual_says_nothing_in_english_that_we_do_not_say_ourselves() -> None:
    """What its palette and its dialogs can show; a new version may say more."""
    said = {
        words
        for module in (command, _input, _option_list, _selection_list, _tabbed_content, _toast)
        for words in re.findall(
            r'(?:Text\(|placeholder: str = |placeholder=|notify\(|tooltip=)\s*f?"([A-Z][^"]+)"',
            Path(module.__file__).read_text(encoding="utf-8"),
        )
    }
    assert said == {"Search for commands…", "No matches found"}


async def test_the_palette_asked_for_again_while_it_closes_opens_again(library, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        burst(app, ["ctrl+p", "enter", "ctrl+p"] * 3)
        await until(pilot, lambda: isinstance(app.screen, Palette))
        app.action_command_palette()
        await settle(pilot)
        assert sum(isinstance(screen, Palette) for screen in app.screen_stack) <= 1


@pytest.mark.parametrize("key", ["x", "q"])
async def test_a_question_about_a_study_closes_when_the_study_has_ended(
    key, library, study, lines, settle, follow
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        study.go_on.clear()
        await pilot.press("m", "r", key)
        await until(pilot, lambda: isinstance(app.screen, Confirm) and app.screen.is_mounted)
        await until(pilot, lambda: "running" in lines(app)[0] and "%" in lines(app)[1])
        before = lines(app)[1]
        app.desk.study.progress = replace(app.desk.study.progress, fraction=0.77)
        app.desk.study.version += 1
        await until(pilot, lambda: lines(app)[1] != before)
        assert isinstance(app.screen, Confirm)
        study.go_on.set()
        await follow(pilot)
        await until(pilot, lambda: isinstance(app.screen, WatchPage))
        assert app.desk.study.state == "done"
        await until(pilot, lambda: "study done" in lines(app)[0])


async def test_keys_typed_while_a_world_is_built_wait_for_it(library, settle, monkeypatch) -> None:
    go_on = threading.Event()

    def slowly(document):
        go_on.wait(20)
        return build(document)

    monkeypatch.setattr("sandbox.world.build", slowly)
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        burst(app, ["down", "up", "enter", "m"])
        await until(pilot, app.opens)
        burst(app, ["down"])
        app.post_message(events.Key("f2", None))
        await until(pilot, lambda: current() == "zh")
        assert not isinstance(app.screen, SetupPage)  # the language does not wait
        go_on.set()
        await until(pilot, lambda: isinstance(app.screen, SetupPage))
        await until(pilot, lambda: app.screen.query_one(SelectionList).highlighted == 1)
