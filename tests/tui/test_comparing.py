"""The table of a study: when it opens, on which measure, and how it is left."""

from sandbox.tui.app import SandboxApp
from sandbox.tui.pages.compare import ComparePage
from sandbox.tui.pages.watch import WatchPage
from sandbox.tui.widgets.listing import Listing


async def test_the_table_of_a_study_that_still_runs_is_said_to_come(
    library, to_models, study, lines, settle, follow
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot)
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


async def test_the_table_opens_on_the_measure_that_was_charted(
    library, to_models, study, settle, follow
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot)
        await pilot.press("r")
        await follow(pilot)
        await pilot.press("n")
        charted = app.desk.measure
        await pilot.press("t")
        await settle(pilot)
        assert app.desk.measure == charted == app.screen.query_one(Listing).current


async def test_escape_leaves_the_breakdown_before_the_page(
    library, to_models, study, lines, settle, follow
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot)
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
