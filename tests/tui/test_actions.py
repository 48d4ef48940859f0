"""Every action of the registry is done, shown and explained."""

import pytest
from textual.command import CommandList, CommandPalette

from sandbox.tui.actions import ACTIONS, actions_of
from sandbox.tui.app import SandboxApp
from sandbox.tui.page import Page
from sandbox.tui.pages.agency import AgencyPage
from sandbox.tui.pages.compare import ComparePage
from sandbox.tui.pages.edit import EditPage
from sandbox.tui.pages.help import HelpPage
from sandbox.tui.pages.home import HomePage
from sandbox.tui.pages.live import LivePage
from sandbox.tui.pages.problems import ProblemsPage
from sandbox.tui.pages.province import ProvincePage
from sandbox.tui.pages.race import RacePage
from sandbox.tui.pages.record import RecordPage
from sandbox.tui.pages.replay import ReplayPage
from sandbox.tui.pages.report import ReportPage
from sandbox.tui.pages.request import RequestPage
from sandbox.tui.pages.settings import SettingsPage
from sandbox.tui.pages.setup import SetupPage
from sandbox.tui.pages.studies import StudiesPage
from sandbox.tui.pages.thing import ThingPage
from sandbox.tui.pages.timeline import TimelinePage
from sandbox.tui.pages.views import VIEW_PAGES
from sandbox.tui.pages.watch import WatchPage
from sandbox.tui.pages.world import WorldPage
from sandbox.tui.widgets.key_bar import KeyBar


def test_every_action_is_done_by_its_page_or_by_the_app() -> None:
    pages = {
        "home": HomePage,
        "world": WorldPage,
        "agency": AgencyPage,
        "setup": SetupPage,
        "watch": WatchPage,
        "compare": ComparePage,
        "timeline": TimelinePage,
        "live": LivePage,
        "race": RacePage,
        "replay": ReplayPage,
        "help": HelpPage,
        "problems": ProblemsPage,
        "settings": SettingsPage,
        **VIEW_PAGES,
        "edit": EditPage,
        "province": ProvincePage,
        "request": RequestPage,
        "record": RecordPage,
        "thing": ThingPage,
        "studies": StudiesPage,
        "report": ReportPage,
    }
    for action in ACTIONS:
        name = f"action_{action.name.split('(')[0]}"
        for owner in [pages[page] for page in action.pages] or [SandboxApp]:
            assert callable(getattr(owner, name, None)), (owner, name)


def test_no_key_means_two_things_on_one_screen() -> None:
    for page in {page for action in ACTIONS for page in action.pages}:
        keys = [key for action in actions_of(page) for key in action.keys.split(",")]
        assert len(keys) == len(set(keys)), page


async def test_help_lists_every_action_of_its_screen(library, lines, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(110, 50)) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("f1")
        await settle(pilot)
        assert isinstance(app.screen, HelpPage)
        text = "\n".join(lines(app))
        for action in actions_of("world"):
            assert action.about.render() in text


async def test_the_help_of_the_list_of_scenarios_names_none(library, lines, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(110, 50)) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("escape", "f1")
        await settle(pilot)
        assert lines(app)[0].strip() == "Sharing sandbox › Help: Scenarios"
        await pilot.press("f2")
        await settle(pilot)
        assert "A tiny" not in lines(app)[0]
        assert "帮助" in lines(app)[0]


async def test_the_palette_holds_the_registry_in_the_language_in_force(library, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("l")
        titles = {command.title for command in app.get_system_commands(app.screen)}
        assert titles == {
            "打开",
            "文件…",
            "编辑",
            "新建",
            "English",
            "帮助",
            "跳到",
            "设置",
            "退出",
        }
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert isinstance(app.screen, CommandPalette)
        await pilot.press(*"退出", "enter")
        await settle(pilot)
    assert app.return_code == 0


@pytest.mark.parametrize("key", ["pagedown", "pageup"])
async def test_page_keys_in_the_opening_palette_do_no_harm(key, library, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.action_command_palette()
        await pilot._wait_for_screen()
        palette = app.screen
        assert isinstance(palette, CommandPalette)
        commands = palette.query_one(CommandList)
        commands.add_option("not laid out yet")
        commands.highlighted = 0
        await palette.run_action(f"command_list('{key.replace('page', 'page_')}')")
        await pilot.press(key, "escape")
        await settle(pilot)
        assert isinstance(app.screen, HomePage)


async def test_a_key_in_the_key_bar_can_be_clicked(library, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        bar = app.screen.query_one(KeyBar)
        start = next(s for s, _, action in bar._spans if action.name == "open_path")
        await pilot.click(KeyBar, offset=(start + 1, 0))
        await pilot.pause()
        assert not isinstance(app.screen, Page)
