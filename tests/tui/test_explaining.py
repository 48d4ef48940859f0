"""Anything can be opened: requests step by step, what steps are about, records, entries."""

from functools import partial

import pytest

from sandbox.study.explaining.record import histories
from sandbox.study.explaining.request import lives
from sandbox.tui.app import SandboxApp
from sandbox.tui.pages.agency import AgencyPage
from sandbox.tui.pages.record import RecordPage
from sandbox.tui.pages.request import RequestPage
from sandbox.tui.pages.thing import ThingPage
from sandbox.tui.pages.world import WorldPage
from sandbox.tui.widgets.listing import Listing
from sandbox.tui.widgets.time_slider import TimeSlider


@pytest.fixture
def here(monkeypatch):
    """Runs are followed in this process."""

    def alone(do):
        return lambda *given, jobs, **named: do(*given, jobs=1, **named)

    monkeypatch.setattr("sandbox.tui.pages.request.lives", alone(lives))
    monkeypatch.setattr("sandbox.tui.pages.record.histories", alone(histories))


@pytest.fixture
def press(settle):
    """Press keys one by one, and wait for what is looked up."""

    async def pressed(pilot, *keys):
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
            check = getattr(pilot.app.screen, "_check", None)
            if check is not None:
                check()
                await settle(pilot)

    return pressed


async def test_everything_opens_and_leads_back(library, here, press, lines, settle) -> None:
    app = SandboxApp(jobs=1)
    async with app.run_test(size=(110, 40)) as pilot:
        go = partial(press, pilot)
        await settle(pilot)
        await go("enter", "5", "down", "enter")  # the second need of the world
        page = app.screen
        assert isinstance(page, RequestPage)
        text = "\n".join(lines(app))
        assert "Assistance check" in text
        assert page.life.outcome == "answered"
        assert page.lines[int(page.query_one(Listing).current)].critical
        first = page.life.place
        await go("n")
        assert page.model == "federated_query"
        assert page.life.place == first  # the same request under another model
        at = next(n for n, line in enumerate(page.lines) if line.step.kind == "visit")
        page.query_one(Listing).select(str(at))
        await go("enter")
        assert isinstance(app.screen, ThingPage)
        assert "What passes here" in "\n".join(lines(app))
        await go("escape")
        assert app.screen is page
        at = next(n for n, line in enumerate(page.lines) if line.step.what.endswith("tax-civil"))
        page.query_one(Listing).select(str(at))
        await go("enter")
        assert "Agreement on tax information" in "\n".join(lines(app))
        await go("escape", "plus")
        assert page.life.place == first + 1
        await go("minus")
        assert page.life.place == first
        await go("k", "down", "enter")  # the first refused: there is none
        assert page.life is None
        assert "No such request" in "\n".join(lines(app))
        await go("l", "l", "k", "up", "enter")
        read = next(n for n, line in enumerate(page.lines) if line.step.kind == "read")
        page.query_one(Listing).select(str(read))
        await go("enter")
        record = app.screen
        assert isinstance(record, RecordPage)
        assert (record.register, record.record) in page.life.records.items()
        assert record.time == page.lines[read].step.end
        assert record.held[0].right  # the source is told first, and knows
        known = record.beliefs
        await go("]")
        assert record.time > page.lines[read].step.end
        await go("[", "comma", "full_stop", "l", "l")
        assert 0 <= record.time <= record.end
        shown = record.query_one(TimeSlider).share
        assert shown == record.time / record.end
        await go("a")
        assert record.beliefs is not known
        await go("n", "p", "escape", "escape")
        assert isinstance(app.screen, WorldPage)
        await go("4", "i")
        assert isinstance(app.screen, ThingPage)
        assert "Who uses it" in "\n".join(lines(app))
        await go("escape", "6", "enter")
        assert "10 progress" in "\n".join(lines(app))
        await go("escape", "3", *["down"] * 4, "enter")
        assert isinstance(app.screen, AgencyPage)
        await go("b")
        assert isinstance(app.screen, RecordPage)
        await go("escape", "escape")
        assert isinstance(app.screen, WorldPage)
