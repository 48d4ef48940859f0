"""Keys do what the screen says, from the first screen to the comparison."""

import re
from pathlib import Path

import pytest
from textual.command import CommandList, CommandPalette

from sandbox.language import current
from sandbox.measures import CATALOGUE
from sandbox.tui.actions import ACTIONS, actions_of
from sandbox.tui.app import SandboxApp
from sandbox.tui.page import Page
from sandbox.tui.pages.agency import AgencyPage
from sandbox.tui.pages.compare import ComparePage
from sandbox.tui.pages.confirm import Confirm
from sandbox.tui.pages.help import HelpPage
from sandbox.tui.pages.home import HomePage
from sandbox.tui.pages.problems import ProblemsPage
from sandbox.tui.pages.setup import SetupPage
from sandbox.tui.pages.watch import WatchPage
from sandbox.tui.pages.world import WorldPage
from sandbox.tui.trouble import brief, places, trouble
from sandbox.tui.widgets.key_bar import KeyBar
from sandbox.tui.widgets.listing import Listing
from sandbox.tui.widgets.live_chart import LiveChart
from sandbox.tui.widgets.world_map import WorldMap


async def to_models(pilot, settle) -> None:
    await settle(pilot)
    await pilot.press("enter")
    await settle(pilot)
    await pilot.press("m")
    await settle(pilot)


async def test_keys_lead_through_a_whole_comparison(library, study, lines, settle, follow) -> None:
    app = SandboxApp()
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, HomePage)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, WorldPage)
        await pilot.press("m")
        await settle(pilot)
        assert isinstance(app.screen, SetupPage)
        await pilot.press("down", "down", "space", "r")
        await follow(pilot)
        assert isinstance(app.screen, WatchPage)
        assert study.calls == [(("letters", "federated_query"), 2, 7, max(2, study.calls[0][3]))]
        await pilot.press("t")
        await settle(pilot)
        assert isinstance(app.screen, ComparePage)
        text = "\n".join(lines(app))
        assert "letters (baseline)" in text
        assert re.search(r"2\.5\d* ±0\.6\d* s +▼÷>9,999 ✓", text)
        await pilot.press("b")
        await settle(pilot)
        assert "federated_query (baseline)" in "\n".join(lines(app))


async def test_a_real_study_runs_in_worker_processes(library, lines, settle, follow) -> None:
    app = SandboxApp(jobs=2)
    async with app.run_test(size=(100, 30)) as pilot:
        await to_models(pilot, settle)
        await pilot.press("r")
        await follow(pilot)
        assert app.desk.study.state == "done", app.desk.study.failure
        await pilot.press("t")
        await settle(pilot)
        assert "federated_query" in "\n".join(lines(app))
        comparison = app.desk.study.comparison
        assert comparison.models["letters"]["requests"].mean > 0


async def test_seed_and_replications_are_taken_over(library, study, settle, follow) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot, settle)
        app.screen.query_one("#replications").focus()
        await pilot.press("end", *["backspace"] * 4, "3", "enter")
        app.screen.query_one("#seed").focus()
        await pilot.press("end", *["backspace"] * 15, "4", "2", "enter")
        await pilot.press("n", "r")
        await follow(pilot)
        assert study.calls[0][:3] == (("letters",), 3, 42)


async def test_one_model_and_one_day_are_said_as_one(
    library, study, lines, settle, monkeypatch, tmp_path
) -> None:
    text = (Path(__file__).parent / "tiny.yaml").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny.yaml").write_text(text.replace("horizon: 2 days", "horizon: 1 day"), "utf-8")
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot, settle)
        await pilot.press("n")
        assert "models: 1 × replications: 2 = runs: 2, of 1 day each" in "\n".join(lines(app))
        await pilot.press("l")
        await settle(pilot)
        assert "1 种模式 × 2 次重复 = 2 次运行，每次模拟 1 天" in "\n".join(lines(app))


@pytest.mark.parametrize(
    ("field", "typed", "limits"),
    [
        ("replications", "0", "Replications: a whole number from 1 to 100,000"),
        ("replications", "100001", "Replications: a whole number from 1 to 100,000"),
        ("replications", "", "Replications: a whole number from 1 to 100,000"),
        ("seed", "-5", "Seed: a whole number from 0 to 999,999,999,999,999"),
    ],
)
async def test_a_wrong_number_is_said_and_not_run(
    field, typed, limits, library, study, lines, settle, follow
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot, settle)
        app.screen.query_one(f"#{field}").focus()
        await pilot.press("end", *["backspace"] * 15, *typed)
        assert limits in lines(app)[1]
        await pilot.press("enter", "r")
        await settle(pilot)
        assert isinstance(app.screen, SetupPage)
        assert app.focused.id == field
        await pilot.press("end", *["backspace"] * 15, "3", "enter", "r")
        await follow(pilot)
        assert getattr(app.desk, field) == 3
        assert len(study.calls) == 1


async def test_a_running_study_is_shown_and_can_be_cancelled(
    library, study, lines, settle, follow
) -> None:
    study.go_on.clear()
    app = SandboxApp()
    async with app.run_test(size=(100, 30)) as pilot:
        await to_models(pilot, settle)
        await pilot.press("r")
        for _ in range(50):
            await pilot.pause(0.02)
            if app.desk.study.progress and app.desk.study.progress.done:
                break
        app._follow()
        await pilot.pause()
        text = "\n".join(lines(app))
        assert "runs: 1 of 6 · about 0:42 left" in text
        assert "running 21%" in text
        await pilot.press("x")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("y")
        await follow(pilot)
        assert app.desk.study.state == "cancelled"
        assert "study cancelled" in "\n".join(lines(app))
        study.go_on.set()
        await pilot.press("m", "r")
        await follow(pilot)
        assert app.desk.study.state == "done"


async def test_keys_are_answered_while_a_study_runs(library, study, settle) -> None:
    study.go_on.clear()
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot, settle)
        await pilot.press("r", "escape", "escape", "right")
        await pilot.pause()
        assert isinstance(app.screen, WorldPage)
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(app.screen, WatchPage)
        assert app.desk.running
        app.desk.study.cancel()
        await settle(pilot)


async def test_leaving_asks_first_while_a_study_runs(library, study, settle) -> None:
    study.go_on.clear()
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot, settle)
        await pilot.press("r", "q")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        await pilot.pause()
        assert isinstance(app.screen, WatchPage)
        await pilot.press("q", "y")
    assert app.return_code == 0
    assert app.desk.study.state in ("running", "cancelled")


async def test_a_study_is_found_again_from_the_list_of_scenarios(
    library, study, settle, follow
) -> None:
    study.go_on.clear()
    app = SandboxApp()

    def offered():
        return {command.title for command in app.get_system_commands(app.screen)}

    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot, settle)
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
    library, study, lines, settle, follow
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot, settle)
        await pilot.press("r")
        await follow(pilot)
        finished = app.desk.study
        await pilot.press("escape", "escape", "escape", "o", *"tiny.yaml", "enter")
        await settle(pilot)
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
    library, study, settle, follow
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot, settle)
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


async def test_escape_leaves_the_breakdown_before_the_page(
    library, study, lines, settle, follow
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot, settle)
        await pilot.press("r")
        await follow(pilot)
        await pilot.press("t", "down", "down", "d", "d")
        await settle(pilot)
        assert "by department" in lines(app)[1]
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, ComparePage)
        assert "overall" in lines(app)[1]
        assert app.screen.query_one(Listing).current == "age.mean"
        await pilot.press("escape")
        assert isinstance(app.screen, WatchPage)


async def test_one_replication_is_said_to_show_no_difference(
    library, study, lines, settle, follow
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot, settle)
        app.screen.query_one("#replications").focus()
        await pilot.press("end", *["backspace"] * 4, "1", "enter")
        assert "need at least two" in "\n".join(lines(app))
        await pilot.press("r")
        await follow(pilot)
        await pilot.press("t")
        await settle(pilot)
        assert "need at least two" in "\n".join(lines(app))


async def test_the_table_opens_on_the_measure_that_was_charted(
    library, study, settle, follow
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot, settle)
        await pilot.press("r")
        await follow(pilot)
        await pilot.press("n")
        charted = app.desk.measure
        await pilot.press("t")
        await settle(pilot)
        assert app.desk.measure == charted == app.screen.query_one(Listing).current


async def test_a_measure_without_a_course_keeps_its_line_after_the_study(
    library, study, settle, follow
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot, settle)
        await pilot.press("r")
        await follow(pilot)
        page = app.screen
        names = set()
        for _ in range(len(CATALOGUE)):
            names.add(app.desk.measure)
            for line, _points in page.query_one(LiveChart)._lines:
                assert len(line.times) > 1, (app.desk.measure, line)
            await pilot.press("n")
        assert names >= set(app.desk.study.comparison.runs[0].series) - {"time"}
        assert "agreements" in names


async def test_a_study_that_fails_is_said_without_its_message(
    library, study, lines, settle, follow
) -> None:
    study.error = ValueError("张三 110105194912310021")
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot, settle)
        await pilot.press("r")
        await follow(pilot)
        text = "\n".join(lines(app))
        assert "ValueError" in text
        assert "1101051949" not in text


async def test_the_language_switches_live_on_every_open_screen(
    library, study, lines, settle, follow
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(120, 30)) as pilot:
        await to_models(pilot, settle)
        await pilot.press("r")
        await follow(pilot)
        await pilot.press("t", "l")
        await settle(pilot)
        assert current() == "zh"
        assert "信息共享沙盘 › 小情景 › 比较" in lines(app)[0]
        assert "返回" in lines(app)[-1]
        await pilot.press("escape")
        await settle(pilot)
        assert "逐时段" in "\n".join(lines(app))
        await pilot.press("escape", "escape")
        await settle(pilot)
        text = "\n".join(lines(app))
        assert "公安局" in text
        assert "Police" not in text


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
        await settle(pilot)
        assert isinstance(app.screen, WorldPage if "tiny" in path else ProblemsPage)


async def test_the_cursor_reaches_agencies_with_arrow_keys_and_mouse(library, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        chart = app.screen.query_one(WorldMap)
        reached = {chart.cursor}
        await pilot.press("right")
        assert chart.cursor not in reached
        for step in ([(1, 0)] * 12, [(0, 1)] * 6, [(-1, 0)] * 12, [(0, -1)] * 6) * 2:
            for direction in step:
                chart.action_move(*direction)
                reached.add(chart.cursor)
        assert len(reached) > len(app.desk.world.agencies) / 2
        agency, cell = list(chart.placement.agencies.items())[-1]
        await pilot.click(WorldMap, offset=cell)
        assert chart.cursor == agency
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, AgencyPage)
        assert app.screen.agency.id == agency


async def test_an_agency_opens_from_the_list(library, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("3", "down", "down")
        chosen = app.screen.query_one("#list-agencies", Listing).current
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen.agency.id == chosen


async def test_help_lists_every_action_of_its_screen(library, lines, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(110, 45)) as pilot:
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
    async with app.run_test(size=(110, 45)) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("escape", "f1")
        await settle(pilot)
        assert lines(app)[0].strip() == "Sharing sandbox › Help: Scenarios"
        await pilot.press("l")
        await settle(pilot)
        assert "A tiny" not in lines(app)[0]
        assert "帮助" in lines(app)[0]


async def test_the_palette_holds_the_registry_in_the_language_in_force(library, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("l")
        titles = {command.title for command in app.get_system_commands(app.screen)}
        assert titles == {"打开", "文件…", "English", "帮助", "退出"}
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


def test_every_action_is_done_by_its_page_or_by_the_app() -> None:
    pages = {
        "home": HomePage,
        "world": WorldPage,
        "agency": AgencyPage,
        "setup": SetupPage,
        "watch": WatchPage,
        "compare": ComparePage,
        "help": HelpPage,
        "problems": ProblemsPage,
    }
    for action in ACTIONS:
        name = f"action_{action.name.split('(')[0]}"
        for owner in [pages[page] for page in action.pages] or [SandboxApp]:
            assert callable(getattr(owner, name, None)), (owner, name)


def test_no_key_means_two_things_on_one_screen() -> None:
    for page in ("home", "world", "agency", "setup", "watch", "compare", "help", "problems"):
        keys = [key for action in actions_of(page) for key in action.keys.split(",")]
        assert len(keys) == len(set(keys)), page


def test_trouble_is_told_without_values() -> None:
    record = "张三 110105194912310021"
    try:
        raise KeyError(record)
    except KeyError as error:
        told = trouble(error)
    assert "KeyError" in told
    assert "test_app.py" in told
    assert "110105" not in told
    noted = ValueError(record)
    noted.add_note(
        f'File "/a/b/engine.py", line 7, in run\n    x = "{record}"\nValueError: {record}'
    )
    assert places(noted) == ["engine.py:7 run"]
    assert brief(noted) == "ValueError · engine.py:7 run"


async def test_trouble_while_leaving_is_nobodys(library, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.exit()
        app._handle_exception(ValueError("a screen half built"))
    assert app.return_code == 0


async def test_a_crash_shows_no_record(library, settle, capsys) -> None:
    app = SandboxApp()

    def broken() -> None:
        secret = "张三 110105194912310021"
        raise ValueError(secret)

    async def crash() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            app.call_later(broken)
            await pilot.pause()

    with pytest.raises(ValueError, match="1101"):
        await crash()
    shown = capsys.readouterr().err
    assert "ValueError" in shown
    assert "broken" in shown
    assert "110105" not in shown


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
        await settle(pilot)
        assert isinstance(app.screen, ProblemsPage)
        own.write_text((here / "tiny.yaml").read_text(encoding="utf-8"), encoding="utf-8")
        await pilot.press("r")
        await settle(pilot)
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
        await settle(pilot)
        assert isinstance(app.screen, WorldPage)
        assert app.desk.study is finished
        await pilot.press("escape", "o", "enter")  # the last path is offered
        await settle(pilot)
        await settle(pilot)
        assert isinstance(app.screen, WorldPage)


async def test_the_table_of_a_study_that_still_runs_is_said_to_come(
    library, study, lines, settle, follow
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot, settle)
        study.go_on.clear()
        await pilot.press("r", "t")
        await pilot.pause(0.1)
        assert isinstance(app.screen, WatchPage)
        assert any("not finished yet" in each.message for each in app._notifications)
        study.go_on.set()
        await follow(pilot)
        await pilot.press("t")
        await settle(pilot)
        assert isinstance(app.screen, ComparePage)
        await pilot.press("escape", "escape", "escape", "escape")
        await settle(pilot)
        assert lines(app)[0].rstrip().endswith("A tiny scenario: study done")
