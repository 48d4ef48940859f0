"""A run is watched live, disturbed by hand and saved; models race; a recording is played."""

import asyncio
import time

import pytest
from rich.cells import cell_len
from textual.app import App
from textual.widgets import Input, OptionList

from sandbox.flows import TICKS
from sandbox.scenario import load
from sandbox.study.live import Failure
from sandbox.study.live.recording import Recording, record
from sandbox.study.runs import Workshop
from sandbox.tui.app import SandboxApp
from sandbox.tui.live_places import Load, spots
from sandbox.tui.pages.ask import Ask
from sandbox.tui.pages.confirm import Confirm
from sandbox.tui.pages.live import LivePage
from sandbox.tui.pages.pick import Pick
from sandbox.tui.pages.race import RacePage
from sandbox.tui.pages.replay import ReplayPage
from sandbox.tui.pages.setup import SetupPage
from sandbox.tui.widgets.event_log import EventLog
from sandbox.tui.widgets.live_map import LiveMap
from tests.tui.conftest import HERE

HOUR = 3600 * TICKS


async def until(pilot, true):
    """Wait until something is true of the page, drawn."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.15)
    await pilot.pause()


async def typed(pilot, words):
    """Answer a question that is asked."""
    await until(pilot, lambda: isinstance(pilot.app.screen, Ask))
    pilot.app.screen.query_one(Input).value = words
    await pilot.press("enter")


async def test_a_run_is_watched_disturbed_and_saved(
    library, lines, to_models, tmp_path, monkeypatch
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot)
        await pilot.press("down", "g")
        await until(pilot, lambda: isinstance(app.screen, LivePage) and app.screen.frame_now)
        page = app.screen
        chart, player = page.query_one(LiveMap), page.player

        def text():
            return "\n".join(lines(app))

        def at(hours):
            frame = player.frame
            return frame.now == hours * HOUR and not frame.aiming

        assert "Live: federated_query" in text()
        assert "paused" in text()
        await pilot.press("j")
        await typed(pilot, "not a time")
        await pilot.press("j")
        await typed(pilot, "10 h")
        await until(pilot, lambda: at(10))
        assert "03-03 10:00:00" in text()
        assert page.query_one(EventLog).rows
        await pilot.press("full_stop")
        await until(pilot, lambda: player.frame.now > 10 * HOUR)
        seen = {chart.cursor}
        for key in ("right", "down", "left", "up", "down", "right"):
            await pilot.press(key)
            seen.add(chart.cursor)
        assert len(seen) > 3
        chart.select("police@330102")
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        offered = app.screen.query_one(OptionList)
        assert offered.option_count > 5
        await pilot.press("down", "enter")  # its database
        await until(pilot, lambda: page.live.acts and not player.frame.aiming)
        (act,) = page.live.acts.values()
        assert isinstance(act, Failure)
        assert act.stations == ("database@police@330102",)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is page)
        await pilot.press("j")
        await typed(pilot, "20 h")
        await until(pilot, lambda: at(20))
        assert len(player.frame.looks) == 2
        assert "accidents by hand: 1" in text()
        rows = [chart.render_line(y).text for y in range(chart.size.height)]
        assert sum(row.count("X") for row in rows) == 1
        await pilot.press("slash")
        await typed(pilot, "fails")
        await until(pilot, lambda: "only: fails" in text())
        assert "source database" in text()
        await pilot.press("exclamation_mark")
        await typed(pilot, "fails")
        await until(pilot, lambda: "without: fails" in text())
        assert not page.query_one(EventLog).rows
        await pilot.press("g")
        await until(pilot, lambda: page.query_one("#chart-column").display)
        assert "B undisturbed" in text()
        await pilot.press("g", "n", "l")
        await until(pilot, lambda: "截至目前" in text())
        assert "实况" in text()
        await pilot.press("l", "a")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await pilot.press("enter")  # the first choice mends
        await until(pilot, lambda: not page.live.lasting())
        assert next(iter(page.live.acts.values())).until == pytest.approx(20 * 3600)
        monkeypatch.setattr("sandbox.study.opening.load", load)  # the library has only its own
        await pilot.press("s")
        await typed(pilot, str(tmp_path / "mine.yaml"))
        await until(pilot, (tmp_path / "mine.yaml").exists)
        saved = load(tmp_path / "mine.yaml")
        assert saved.scenario.disturbances == page.live.document.scenario.disturbances
        await pilot.press("u")
        await until(pilot, lambda: not page.live.acts and not player.frame.aiming)
        await pilot.press("enter")
        await until(pilot, lambda: chart.spots.root == "330102")
        await pilot.press("z")
        await until(pilot, lambda: chart.spots.root == "330100")
        await pilot.press("plus", "space")
        await until(pilot, lambda: player.frame.playing and player.frame.now > 21 * HOUR)
        await pilot.press("minus", "space", "escape")
        await until(pilot, lambda: isinstance(app.screen, SetupPage))
        assert player._closed.is_set()


async def test_models_race_and_a_request_is_followed(library, lines, to_models) -> None:
    app = SandboxApp()
    async with app.run_test(size=(160, 50)) as pilot:
        await to_models(pilot)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, RacePage) and app.screen.frame_now)
        page = app.screen
        await pilot.press("j")
        await typed(pilot, "12 h")
        await until(pilot, lambda: page.frame_now.now == 12 * HOUR and not page.frame_now.aiming)
        assert len({look.progress.made for look in page.frame_now.looks}) == 1
        await pilot.press("f")
        await until(pilot, lambda: len(page._lives) == 3)
        text = "\n".join(lines(app))
        for model in page.race.models:
            assert f"{model}  answered" in text
        await pilot.press("pagedown", "pageup", "n", "full_stop", "l")
        await until(pilot, lambda: "同场比较" in "\n".join(lines(app)))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, SetupPage))


async def test_one_model_does_not_race(library, to_models, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot)
        await pilot.press("n", "c")
        await settle(pilot)
        assert isinstance(app.screen, SetupPage)


async def test_a_recording_is_played_and_cannot_be_changed(lines, tmp_path) -> None:
    place = tmp_path / "run.rec"
    with place.open("wb") as file:
        record(Workshop(load(HERE / "tiny.yaml")), "federated_query", 7, 0, "simpy", file)
    app = SandboxApp(recording=Recording(place))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ReplayPage) and app.screen.frame_now)
        page = app.screen
        names = {action.name for action in page.possible()}
        assert not names & {"accident", "undo", "save", "live", "start", "back"}
        await pilot.press("semicolon", "semicolon", "comma")
        await until(pilot, lambda: page.frame_now.now == page.recording.end // 100)
        await pilot.press("full_stop", "a", "s", "u", "escape")
        await until(pilot, lambda: page.frame_now.now > page.recording.end // 100)
        assert app.screen is page
        assert "Recording: A tiny scenario, federated_query" in lines(app)[0]
        await pilot.press("j")
        await typed(pilot, "30 h")
        await until(pilot, lambda: page.frame_now.now == 30 * HOUR)
        await pilot.press("space")
        await until(pilot, lambda: page.frame_now.now > 30 * HOUR)


@pytest.mark.parametrize("language", ["zh", "en"], indirect=True)
@pytest.mark.parametrize("size", [(1, 1), (7, 3), (30, 9), (80, 24), (160, 50)])
async def test_every_line_of_map_and_log_is_as_wide_as_its_widget(
    tiny_world, language, size
) -> None:
    class Alone(App):
        def compose(self):
            chart = LiveMap(tiny_world, spots(tiny_world))
            chart.styles.height = "1fr"
            log = EventLog()
            log.styles.height = "1fr"
            yield chart
            yield log

    app = Alone()
    async with app.run_test(size=size) as pilot:
        chart, log = app.query_one(LiveMap), app.query_one(EventLog)
        ids = chart.spots.ids
        loads = {spot: Load(most=number / 3, down=number == 2) for number, spot in enumerate(ids)}
        flying = [(ids[0], other, 0.5) for other in ids[1:]]
        chart.show(loads, flying)
        log.show(
            [("03-03 10:00:00.000", "海曙区公安局：来源数据库 fails and fails", "#FFFFFF")] * 60
        )
        await pilot.pause()
        for _ in range(3):
            chart.action_move(1, 0)
            log.scroll(2)
            for widget in (chart, log):
                for y in range(widget.size.height):
                    strip = widget.render_line(y)
                    assert cell_len(strip.text) == widget.size.width
