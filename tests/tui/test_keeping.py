"""No finished study is lost while the app is open."""

from pathlib import Path

import pytest

from sandbox.tui.app import SandboxApp
from sandbox.tui.pages.compare import ComparePage
from sandbox.tui.pages.confirm import Confirm
from sandbox.tui.pages.home import HomePage
from sandbox.tui.pages.watch import WatchPage
from sandbox.tui.pages.world import WorldPage


async def test_a_study_is_found_again_from_the_list_of_scenarios(
    library, to_models, study, settle, follow
) -> None:
    study.go_on.clear()
    app = SandboxApp()

    def offered():
        return {command.title for command in app.get_system_commands(app.screen)}

    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot)
        await pilot.press("r", "escape", "escape", "escape")
        assert isinstance(app.screen, HomePage)
        running = app.desk.study
        assert offered() >= {"Chart", "Cancel"}
        await pilot.press("w")
        assert isinstance(app.screen, WatchPage)
        await pilot.press("escape", "x")
        assert isinstance(app.screen, Confirm)
        await pilot.press("n", "enter")
        await pilot.pause()
        assert isinstance(app.screen, WorldPage)
        await pilot.press("escape")
        study.go_on.set()
        await follow(pilot)
        assert "Table" in offered()
        await pilot.press("t")
        assert isinstance(app.screen, ComparePage)
        await pilot.press("escape", "enter")
        await settle(pilot)
        assert isinstance(app.screen, WorldPage)
        assert app.desk.study is running


async def test_a_finished_study_outlives_the_opening_of_another_scenario(
    library, to_models, study, lines, settle, follow
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot)
        await pilot.press("r")
        await follow(pilot)
        finished = app.desk.study
        await pilot.press("escape", "escape", "escape", "o", *"tiny.yaml", "enter")
        await settle(pilot)
        assert isinstance(app.screen, WorldPage)
        assert app.desk.study is None
        await pilot.press("escape")
        await settle(pilot)
        assert "✓ study done" in "\n".join(lines(app))
        await pilot.press("enter")
        await settle(pilot)
        assert app.desk.study is finished
        await pilot.press("t")
        assert isinstance(app.screen, ComparePage)


@pytest.mark.parametrize("answer", ["y", "n"])
async def test_a_file_that_changed_since_its_study_is_asked_about(
    answer, library, study, settle, follow, monkeypatch, tmp_path
) -> None:
    text = (Path(__file__).parent / "tiny.yaml").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")

    async def open_own(pilot):
        await pilot.press("o", *"own.yaml", "enter")
        await settle(pilot)

    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await open_own(pilot)
        await pilot.press("m", "r")
        await follow(pilot)
        finished = app.desk.study
        await pilot.press("escape", "escape", "escape")
        await open_own(pilot)
        assert app.desk.study is finished
        await pilot.press("escape")
        (tmp_path / "own.yaml").write_text(text.replace("40/day", "41/day"), encoding="utf-8")
        await open_own(pilot)
        assert isinstance(app.screen, Confirm)
        await pilot.press(answer)
        await settle(pilot)
        assert app.desk.study is (finished if answer == "n" else None)
        assert isinstance(app.screen, HomePage if answer == "n" else WorldPage)


async def test_a_finished_study_outlives_one_that_is_cancelled(
    library, to_models, study, settle, follow
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot)
        await pilot.press("r")
        await follow(pilot)
        finished = app.desk.study
        study.go_on.clear()
        await pilot.press("m", "r")
        await pilot.press("x", "y")
        await follow(pilot)
        assert app.desk.study.state == "cancelled"
        await pilot.press("t")
        await settle(pilot)
        assert isinstance(app.screen, ComparePage)
        assert app.screen.comparison is finished.comparison
