"""Agencies are reached by arrow keys, mouse and list."""

from sandbox.tui.app import SandboxApp
from sandbox.tui.pages.agency import AgencyPage
from sandbox.tui.widgets.listing import Listing
from sandbox.tui.widgets.world_map import WorldMap


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
