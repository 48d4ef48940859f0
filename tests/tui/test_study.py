"""A study is run, watched, cancelled and left from the keyboard."""

import re

from sandbox.language import current
from sandbox.measures import CATALOGUE
from sandbox.tui.app import SandboxApp
from sandbox.tui.pages.compare import ComparePage
from sandbox.tui.pages.confirm import Confirm
from sandbox.tui.pages.home import HomePage
from sandbox.tui.pages.setup import SetupPage
from sandbox.tui.pages.watch import WatchPage
from sandbox.tui.pages.world import WorldPage
from sandbox.tui.widgets.live_chart import LiveChart


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


async def test_a_real_study_runs_in_worker_processes(
    library, to_models, lines, settle, follow
) -> None:
    app = SandboxApp(jobs=2)
    async with app.run_test(size=(100, 30)) as pilot:
        await to_models(pilot)
        await pilot.press("r")
        await follow(pilot)
        assert app.desk.study.state == "done", app.desk.study.failure
        await pilot.press("t")
        await settle(pilot)
        assert "federated_query" in "\n".join(lines(app))
        comparison = app.desk.study.comparison
        assert comparison.models["letters"]["requests"].mean > 0


async def test_a_running_study_is_shown_and_can_be_cancelled(
    library, to_models, study, lines, follow
) -> None:
    study.go_on.clear()
    app = SandboxApp()
    async with app.run_test(size=(100, 30)) as pilot:
        await to_models(pilot)
        await pilot.press("r")
        for _ in range(1000):
            await pilot.pause(0.02)
            if app.desk.study.progress and app.desk.study.progress.done:
                break
        app.follow()
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


async def test_leaving_asks_first_while_a_study_runs(library, to_models, study) -> None:
    study.go_on.clear()
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot)
        await pilot.press("r", "q")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        await pilot.pause()
        assert isinstance(app.screen, WatchPage)
        await pilot.press("q", "y")
    assert app.return_code == 0
    assert app.desk.study.state in ("running", "cancelled")


async def test_a_study_that_fails_is_said_without_its_message(
    library, to_models, study, lines, follow
) -> None:
    study.error = ValueError("张三 110105194912310021")
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot)
        await pilot.press("r")
        await follow(pilot)
        text = "\n".join(lines(app))
        assert "ValueError" in text
        assert "1101051949" not in text


async def test_a_measure_without_a_course_keeps_its_line_after_the_study(
    library, to_models, study, follow
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot)
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


async def test_the_language_switches_live_on_every_open_screen(
    library, to_models, study, lines, settle, follow
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(120, 30)) as pilot:
        await to_models(pilot)
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
