"""What can be done on every screen: settings, keys of one's own, help, jumping, taking along."""

import csv
import io
import subprocess
import sys

import pytest
from textual.widgets import Input

from sandbox.language import current
from sandbox.report.long_form import HEADER
from sandbox.tui import colours, keymap, symbols
from sandbox.tui.actions import ACTIONS
from sandbox.tui.app import SandboxApp
from sandbox.tui.export import as_picture, file_name
from sandbox.tui.help_search import search
from sandbox.tui.pages.confirm import Confirm
from sandbox.tui.pages.help import HelpPage
from sandbox.tui.pages.home import HomePage
from sandbox.tui.pages.jump import Jump
from sandbox.tui.pages.new_key import NewKey
from sandbox.tui.pages.open_file import OpenFile
from sandbox.tui.pages.pick import Pick
from sandbox.tui.pages.settings import SettingsPage
from sandbox.tui.palette import Palette
from sandbox.tui.preferences import Preferences
from sandbox.tui.settings import Settings, read
from sandbox.tui.themes import THEMES
from sandbox.tui.widgets.listing import Listing
from sandbox.tui.width_probe import Widths


@pytest.fixture(autouse=True)
def afterwards():
    yield
    colours.wear("dusk")
    symbols.draw_with("braille")
    keymap.remap({})


async def take(pilot, settle, key: str, value: str) -> None:
    """Choose a value of a setting as a planner would."""
    pilot.app.screen.query_one(Listing).select(key)
    await pilot.press("enter")
    assert isinstance(pilot.app.screen, Pick)
    chosen = pilot.app.screen
    chosen.query_one("OptionList").highlighted = chosen.names.index(value)
    await pilot.press("enter")
    await settle(pilot)


async def test_settings_apply_at_once_and_are_kept(library, lines, settle, tmp_path) -> None:
    file = tmp_path / "settings.yaml"
    app = SandboxApp(preferences=Preferences.kept(file))
    async with app.run_test(size=(100, 60)) as pilot:
        await settle(pilot)
        await pilot.press("f9")
        await settle(pilot)
        assert isinstance(app.screen, SettingsPage)
        assert str(file) in lines(app)[1]
        await take(pilot, settle, "theme", "daylight")
        assert app.theme == "daylight"
        assert app.screen.styles.background.hex == THEMES["daylight"].background
        await take(pilot, settle, "symbols", "ascii")
        text = "\n".join(lines(app))
        assert all(sign.isascii() or sign.isalnum() for sign in text)  # 中文 in the key bar
        assert "ASCII characters" in text
        await take(pilot, settle, "symbols", "braille")
        assert "…" in "\n".join(lines(app))
        await take(pilot, settle, "frames", "10")
        await take(pilot, settle, "line", "slow")
        assert (app.settings.frames, app.frames) == (10, 2)
        await take(pilot, settle, "ask_before_quitting", "no")
        await take(pilot, settle, "language", "zh")
        assert current() == "zh"
        assert "设置" in lines(app)[0]
        assert "浅色" in "\n".join(lines(app))
        kept = Settings("zh", "daylight", "braille", 10, "slow", False)
        assert read(file) == (kept, [])
        app.screen.query_one(Listing).select("theme")
        await pilot.press("backspace")
        await settle(pilot)
        assert app.theme == read(file)[0].theme == "dusk"


async def test_a_key_of_ones_own_does_what_the_old_one_did(library, lines, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(100, 60)) as pilot:
        await settle(pilot)
        await pilot.press("f9")
        await settle(pilot)
        table = app.screen.query_one(Listing)
        for key in ("q", "tab"):  # of another action; of none that can be had
            table.select("key:open_path")
            await pilot.press("enter")
            await settle(pilot)
            await pilot.press(key)
            await settle(pilot)
            assert app.settings.keys == {}
        assert isinstance(app.screen, NewKey)
        assert "Tab moves, opens or leaves everywhere" in "\n".join(lines(app))
        await pilot.press("f7")
        await settle(pilot)
        assert app.settings.keys == {"open_path": "f7"}
        for action, key in (("language", "l"), ("command_palette", "f8")):  # `l` was its own
            table.select(f"key:{action}")
            await pilot.press("enter")
            await settle(pilot)
            await pilot.press(key)
            await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert "F7 File…" in lines(app)[-1]
        await pilot.press("o")
        await settle(pilot)
        assert isinstance(app.screen, HomePage)
        await pilot.press("f1")
        await settle(pilot)
        assert "F7" in "\n".join(lines(app))
        await pilot.press("escape", "f7")
        await settle(pilot)
        assert isinstance(app.screen, OpenFile)
        await pilot.press("escape", "ctrl+p")
        await settle(pilot)
        assert isinstance(app.screen, HomePage)
        await pilot.press("f8")
        await settle(pilot)
        assert isinstance(app.screen, Palette)


async def test_a_damaged_file_is_told_of_and_asked_about(library, lines, settle, tmp_path) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("theme: pink\n")
    app = SandboxApp(preferences=Preferences.kept(file))
    async with app.run_test(size=(100, 60)) as pilot:
        await settle(pilot)
        (told,) = app._notifications
        assert "found `pink`" in told.message
        await pilot.press("f9")
        await settle(pilot)
        await take(pilot, settle, "theme", "contrast")
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        await settle(pilot)
        assert app.theme == "contrast"
        assert file.read_text() == "theme: pink\n"
        await take(pilot, settle, "theme", "okabe-ito")
        await pilot.press("y")
        await settle(pilot)
        assert read(file) == (Settings(theme="okabe-ito"), [])
        assert (tmp_path / "settings.yaml.damaged").exists()


async def test_keys_typed_while_the_terminal_was_asked_are_answered(library, settle) -> None:
    app = SandboxApp(preferences=Preferences(widths=Widths({}, typed="\x1b[Bo./x")))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, OpenFile)
        assert app.screen.query_one(Input).value == "./x"


async def test_charts_are_drawn_as_often_as_the_settings_and_the_line_allow(
    library, settle, monkeypatch
) -> None:
    app = SandboxApp(preferences=Preferences(Settings(frames=10)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        now, drawn = [app._followed + 100.0], []
        monkeypatch.setattr("sandbox.tui.settled.monotonic", lambda: now[0])
        monkeypatch.setattr(app, "follow", lambda: drawn.append(now[0]))
        app._pace.stop()
        for slow, wanted in ((False, 10), (True, 2)):
            drawn.clear()
            now[0] += 10
            for _ in range(10):  # its timer, for a second
                now[0] += 0.1
                app.line.took(0.5 if slow else 0.0)
                app._look()
            assert len(drawn) == wanted, (slow, drawn)


async def test_without_the_question_a_running_study_is_left_at_once(
    library, study, settle, to_models
) -> None:
    app = SandboxApp(preferences=Preferences(Settings(ask_before_quitting=False)))
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot)
        study.go_on.clear()
        await pilot.press("r", "q")
        study.go_on.set()
    assert app.return_code == 0


async def test_what_is_typed_into_the_help_is_searched(library, lines, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f1")
        await settle(pilot)
        first = lines(app)
        assert "Pick a scenario: a world of regions" in first[1]  # what the screen is for
        assert "^q Quit" in first[-1]
        await pilot.press(*"warm-up")
        await settle(pilot)
        assert isinstance(app.screen, HelpPage)
        assert app.screen.query_one(Input).value == "warm-up"
        text = "\n".join(lines(app))
        assert "预热期、研究期、收尾期" in text
        assert "Tab" not in text
        await pilot.press("f2")
        await settle(pilot)
        assert "不计量的时段" in "\n".join(lines(app))
        await pilot.press(*"zzz")
        await settle(pilot)
        assert "没有找到" in "\n".join(lines(app))
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, HomePage)


def test_the_search_finds_actions_words_and_measures_by_either_language() -> None:
    assert search("  ") == []
    assert {hit.title for hit in search("settings")} >= {"Settings"}
    assert {hit.title for hit in search("设置")} >= {"Settings"}
    assert any("response_time.mean" in hit.title for hit in search("响应 mean"))
    for action in ACTIONS:
        assert action.key_label in {hit.sign for hit in search(action.title.render("zh"))}


async def test_a_letter_goes_to_the_part_of_the_screen_that_it_stands_on(
    library, lines, settle, to_models
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot)
        page = app.screen
        parts = [part for part in page.focus_chain if part.region.area]
        assert len(parts) == 3  # replications, seed, models
        for number, letter in enumerate("asd"):
            await pilot.press("f6")
            await settle(pilot)
            assert isinstance(app.screen, Jump)
            region = parts[number].region
            assert lines(app)[region.y][region.x : region.x + 3] == f" {letter} "
            await pilot.press(letter)
            await settle(pilot)
            assert page.focused is parts[number]
        await pilot.press("f6", "z")
        await settle(pilot)
        assert page.focused is parts[2]


async def test_a_table_is_taken_along_whole(
    library, governed, settle, follow, to_models, tmp_path, monkeypatch
) -> None:
    copied = []
    monkeypatch.setattr(SandboxApp, "copy_to_clipboard", lambda self, text: copied.append(text))
    app = SandboxApp()

    async def taken(where: int, *keys: str) -> None:
        await pilot.press("y")
        assert isinstance(app.screen, Pick), app.screen
        await pilot.press(*["down"] * where, "enter", *keys)
        await pilot.pause(0.1)

    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot)
        await pilot.press("r")
        await follow(pilot)
        monkeypatch.chdir(tmp_path)
        await taken(0)  # of the chart: one measure, interval by interval
        rows = list(csv.reader(io.StringIO(copied[-1])))
        assert tuple(rows[0]) == (*HEADER[:3], "time", *HEADER[3:])
        assert {row[4] for row in rows[1:]} == {app.desk.measure}
        await pilot.press("t")
        await settle(pilot)
        await taken(0)
        rows = list(csv.reader(io.StringIO(copied[-1])))
        assert tuple(rows[0]) == HEADER
        comparison = app.desk.finished.comparison
        found = next(r for r in rows if r[:4] == ["letters", "", "", "requests"])
        assert float(found[4]) == comparison.models["letters"]["requests"].mean
        await taken(1)
        listing = app.screen.query_one(Listing)
        assert copied[-1].count("\n") == len(listing.rows) + 1
        await taken(2)
        assert copied[-1].startswith("<svg")
        assert "http" not in copied[-1].replace("http://www.w3.org", "")
        await taken(3, "enter")
        assert (tmp_path / "compare.csv").read_text() == copied[0 + 1]
        (tmp_path / "compare.csv").write_text("mine")
        await taken(3, "enter")
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        await settle(pilot)
        assert (tmp_path / "compare.csv").read_text() == "mine"
        await taken(3, "enter", "y")
        assert (tmp_path / "compare.csv").read_text() == copied[1]
        await taken(4, *"no/where", "enter")
        assert [each.name for each in tmp_path.iterdir()] == ["compare.csv"]
        await pilot.press("g", "2")
        await settle(pilot)
        await taken(0)
        assert next(csv.reader(io.StringIO(copied[-1])))[0] == "Article"
        await pilot.press("1")
        await settle(pilot)
        await taken(0)  # of the bars there is no table: the first is text
        assert "Timeline" in copied[-1].splitlines()[0]
        await pilot.press("escape", "escape", "escape", "escape", "enter")
        await settle(pilot)
        await taken(0)
        rows = list(csv.reader(io.StringIO(copied[-1])))
        assert {row[1] for row in rows[1:]} == {"agency"}
        assert len({row[2] for row in rows[1:]}) == 1


def test_files_are_named_after_their_screen() -> None:
    assert file_name("compare", "text") == "compare.txt"
    assert file_name("比较", "svg") == "screen.svg"


async def test_a_picture_needs_nothing_from_elsewhere(library, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "@font-face" not in as_picture(app, "title")


def test_the_symbols_asked_for_on_the_command_line_are_checked() -> None:
    asked = [sys.executable, "-m", "sandbox", "--lang", "en", "--symbols", "brail"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert found.returncode == 2
    assert "'braille'" in found.stderr
