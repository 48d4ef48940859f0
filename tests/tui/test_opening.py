"""The app opens what the command line opens, refuses what it refuses, warns where it warns."""

from pathlib import Path

import pytest

from sandbox.scenario import Refused
from sandbox.study.opening import opened
from sandbox.tui.app import SandboxApp
from sandbox.tui.pages.home import HomePage
from sandbox.tui.pages.problems import ProblemsPage
from sandbox.tui.pages.warnings import WarningsPage
from sandbox.tui.pages.world import WorldPage

REFUSED = """
scenario: own
extends: tiny.yaml
needs:
  identity-check: {dedline: 3 days}
models:
  letters: {ttl: 6 h}
expect:
  - {model: letters, measure: nope, max: 3}
"""
LATE = """
scenario: own
extends: tiny.yaml
disturbances:
  late: {surge: {needs: [identity-check], factor: 3, from: 30 days, for: 1 h}}
"""


@pytest.fixture
def own(library, monkeypatch, tmp_path):
    """A scenario file of the planner's, beside the tiny one."""
    tiny = (Path(__file__).parent / "tiny.yaml").read_text(encoding="utf-8")
    (tmp_path / "tiny.yaml").write_text(tiny, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "own.yaml"


async def open_own(pilot, settle) -> None:
    await settle(pilot)
    await pilot.press("o", *"own.yaml", "enter")
    await settle(pilot)


async def test_the_app_lists_the_problems_of_all_rooms_as_the_command_line_does(
    own, settle
) -> None:
    own.write_text(REFUSED, encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        opened("own.yaml")
    paths = {problem.path for problem in refusal.value.problems}
    assert paths == {"needs.identity-check.dedline", "models.letters.ttl", "expect[0].measure"}
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_own(pilot, settle)
        assert isinstance(app.screen, ProblemsPage)
        assert app.screen.problems == refusal.value.problems


async def test_an_expectation_that_cannot_be_met_refuses_a_scenario_before_it_is_run(
    own, settle
) -> None:
    own.write_text(REFUSED.replace("dedline", "deadline").replace("ttl: 6 h", ""), encoding="utf-8")
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_own(pilot, settle)
        assert isinstance(app.screen, ProblemsPage)
        assert [problem.path for problem in app.screen.problems] == ["expect[0].measure"]


async def test_warnings_are_said_on_the_world_and_listed_in_both_languages(
    own, lines, settle
) -> None:
    own.write_text(LATE, encoding="utf-8")
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await open_own(pilot, settle)
        assert isinstance(app.screen, WorldPage)
        assert lines(app)[-2].startswith(" ! warnings: 1 (v lists them): the disturbance starts af")
        await pilot.press("l")
        await settle(pilot)
        assert lines(app)[-2].startswith(" ! 警告 1 条（按 v 列出）：")
        await pilot.press("l", "v")
        await settle(pilot)
        assert isinstance(app.screen, WarningsPage)
        assert "A tiny scenario › Warnings" in lines(app)[0]
        text = " ".join("\n".join(lines(app)).split())
        assert "own.yaml:5:" in text
        assert "changes nothing or little" in text
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, WorldPage)


async def test_a_world_without_warnings_has_no_key_for_them(library, lines, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("v")
        await settle(pilot)
        assert type(app.screen) is WorldPage
        assert "arnings" not in "\n".join(lines(app))


async def test_the_problems_of_a_scenario_are_listed(library, lines, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(110, 30)) as pilot:
        await settle(pilot)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert isinstance(app.screen, ProblemsPage)
        text = "\n".join(lines(app))
        assert "broken.yaml:8:5" in text
        assert "did you mean `deadline`?" in text
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, HomePage)


@pytest.mark.parametrize("path", ["tiny.yaml", "~/tiny.yaml", "~no-one/x", "no-such.yaml", "."])
async def test_a_path_opens_a_scenario_or_says_why_not(path, library, settle, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(Path(__file__).parent))
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("o")
        await pilot.pause()
        await pilot.press(*path, "enter")
        await settle(pilot)
        assert isinstance(app.screen, WorldPage if "tiny" in path else ProblemsPage)


async def test_an_own_file_is_read_again_and_stays_in_the_list_with_its_study(
    library, study, lines, settle, follow, monkeypatch, tmp_path
) -> None:
    here = Path(__file__).parent
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "own.yaml"
    own.write_text((here / "broken.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("o", *"own.yaml", "enter")
        await settle(pilot)
        assert isinstance(app.screen, ProblemsPage)
        own.write_text((here / "tiny.yaml").read_text(encoding="utf-8"), encoding="utf-8")
        await pilot.press("r")
        await settle(pilot)
        assert isinstance(app.screen, WorldPage)
        await pilot.press("m", "r")
        await follow(pilot)
        finished = app.desk.study
        await pilot.press("escape", "escape", "escape", "end")
        await settle(pilot)
        assert "own.yaml" in "\n".join(lines(app))
        assert app.screen._prompt(app.screen.entries[-1]).plain.endswith("✓ study done")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, WorldPage)
        assert app.desk.study is finished
        await pilot.press("escape", "o", "enter")  # the last path is offered
        await settle(pilot)
        assert isinstance(app.screen, WorldPage)
