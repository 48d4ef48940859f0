"""The page of what governance did: when it opens, what its keys and the mouse do."""

from datetime import datetime

import pytest
from rich.cells import cell_len
from textual.app import App
from textual.widgets import Input

from sandbox.report.lifelines import Lifeline, Span
from sandbox.tui.actions import COMPARE
from sandbox.tui.app import SandboxApp
from sandbox.tui.cells import squeeze
from sandbox.tui.pages.compare import ComparePage
from sandbox.tui.pages.find import Find
from sandbox.tui.pages.pick import Pick
from sandbox.tui.pages.timeline import TimelinePage
from sandbox.tui.widgets.key_bar import KeyBar
from sandbox.tui.widgets.lifelines import Lifelines, LifeRow
from sandbox.tui.widgets.listing import Listing

DAY = 86400.0


@pytest.fixture
def to_table(to_models, settle, follow):
    """Run the study and open its table."""

    async def go(pilot):
        await to_models(pilot)
        await pilot.press("r")
        await follow(pilot)
        await pilot.press("t")
        await settle(pilot)

    return go


@pytest.fixture
def to_timeline(governed, to_table, settle):
    """Run a governed study and open its timeline."""

    async def go(pilot):
        await to_table(pilot)
        await pilot.press("g")
        await settle(pilot)
        return pilot.app.screen, pilot.app.screen.query_one(Lifelines)

    return go


def titles(chart):
    return ["".join(joint + part for joint, part in row.parts) for row in chart.rows]


async def test_without_governance_there_is_no_timeline(library, study, to_table, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_table(pilot)
        await pilot.press("g")
        await settle(pilot)
        assert isinstance(app.screen, ComparePage)
        assert "timeline" not in [action.name for action in app.screen.possible()]


async def test_it_opens_from_the_table_or_the_palette_and_leads_back(
    library, governed, to_table, settle
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_table(pilot)
        assert "timeline" in [action.name for action in app.screen.query_one(KeyBar).actions]
        assert "Timeline" in [command.title for command in app.get_system_commands(app.screen)]
        await pilot.press("g")
        await settle(pilot)
        assert isinstance(app.screen, TimelinePage)
        await pilot.press("t")
        await settle(pilot)
        assert app.screen.NAME == COMPARE
        await pilot.press("g", "escape")
        await settle(pilot)
        assert app.screen.NAME == COMPARE


async def test_it_begins_with_a_model_that_was_governed(library, to_timeline, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        page, chart = await to_timeline(pilot)
        assert page.model == "federated_query"
        assert len(chart.rows) == 8
        await pilot.press("p")
        await settle(pilot)
        assert page.model == "letters"
        assert chart.rows == []


async def test_what_models_share_keeps_its_order_and_the_cursor_stays_on_it(
    library, to_timeline, settle
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        page, chart = await to_timeline(pilot)
        for order in ("kind", "begin", "length"):
            assert page.order == order
            first = [row.key for row in chart.rows]
            key = next(key for key in first if key[0] == "sharing")
            while chart.current.key != key:
                await pilot.press("down")
            await pilot.press("n")
            await settle(pilot)
            second = [row.key for row in chart.rows]
            assert set(first) & set(second)
            assert [k for k in first if k in second] == [k for k in second if k in first]
            assert chart.current.key == key
            await pilot.press("n", "n")  # past the model without governance
            await settle(pilot)
            assert page.model == "federated_query"
            assert chart.current.key == key
            await pilot.press("o")
            await settle(pilot)
            assert chart.at == 0
        assert page.order == "kind"


async def test_lives_are_sorted_by_beginning_or_the_longest_first(
    library, to_timeline, settle
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        page, chart = await to_timeline(pilot)
        lives = page.lives.models["federated_query"]
        await pilot.press("o")
        await settle(pilot)
        begins = [lives[row.key].begins for row in chart.rows]
        assert begins == sorted(begins)
        await pilot.press("o")
        await settle(pilot)
        assert chart.rows[0].key[0] == "sharing"  # never starts: longer than anything that came
        assert titles(chart)[-1] == "wave 1 First"


async def test_a_kind_is_chosen_from_the_list_and_kept_across_models(
    library, to_timeline, settle
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        page, chart = await to_timeline(pilot)
        await pilot.press("k")
        await settle(pilot)
        assert isinstance(app.screen, Pick)
        await pilot.press("end", "enter")
        await settle(pilot)
        assert page.kind == "supervision"
        assert titles(chart) == ["Tax"]
        await pilot.press("n")
        await settle(pilot)
        assert chart.rows == []
        await pilot.press("k", "home", "enter")
        await settle(pilot)
        assert len(chart.rows) == 8


async def test_names_are_filtered_and_escape_shows_all_again_before_it_leaves(
    library, to_timeline, settle, lines
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        page, chart = await to_timeline(pilot)
        await pilot.press("slash")
        await settle(pilot)
        assert isinstance(app.screen, Find)
        await pilot.press(*"TAX haishu", "enter")
        await settle(pilot)
        assert titles(chart) == ["Civil affairs, Haishu District ← Tax, Hangzhou: Tax status"]
        assert "TAX haishu" in lines(app)[2]
        await pilot.press("slash", "escape")
        await settle(pilot)
        assert len(chart.rows) == 1
        await pilot.press("escape")
        await settle(pilot)
        assert len(chart.rows) == 8
        assert app.screen is page
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, ComparePage)


async def test_nothing_is_found_and_said_so(library, to_timeline, settle, lines) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_timeline(pilot)
        await pilot.press("slash")
        await settle(pilot)
        app.screen.query_one(Input).value = "[bold]\x1b[31m"
        await pilot.press("enter", "up", "down", "enter", "plus", "left")
        await settle(pilot)
        assert any("No life has such a name" in line for line in lines(app))


async def test_time_is_zoomed_and_panned_and_never_left(
    library, to_timeline, settle, lines
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        _, chart = await to_timeline(pilot)
        window = chart.window
        assert (window.begin, window.end) == (0.0, 2 * DAY)
        await pilot.press("plus")
        assert (window.begin, window.end) == (0.5 * DAY, 1.5 * DAY)
        await pilot.press("right", "right")
        assert (window.begin, window.end) == (0.75 * DAY, 1.75 * DAY)
        await pilot.press("shift+left")
        assert (window.begin, window.end) == (0.0, DAY)
        await settle(pilot)
        assert "2025-03-03 to 2025-03-04" in lines(app)[2]
        await pilot.press("equals_sign")  # nearer than a day nobody looks
        assert (window.begin, window.end) == (0.0, DAY)
        await pilot.press("minus")
        assert (window.begin, window.end) == (0.0, 2 * DAY)
        await pilot.press("plus", "0")
        assert (window.begin, window.end) == (0.0, 2 * DAY)


async def test_the_time_is_fitted_to_a_life(library, to_timeline, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        _, chart = await to_timeline(pilot)
        await pilot.press("down", "down", "enter")
        window = chart.window
        assert chart.current.key[0] == "agreement"
        assert window.begin <= 0.25 * DAY
        assert window.end >= 0.8 * DAY
        assert window.length == DAY


async def test_the_bar_of_a_life_stands_under_the_dates_of_its_events(
    library, to_timeline, settle
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(150, 40)) as pilot:
        _, chart = await to_timeline(pilot)
        place = next(i for i, row in enumerate(chart.rows) if row.key[0] == "agreement")
        drawn = "".join(segment.text for segment in chart.render_line(place + 1))
        assert len(drawn) == chart._width
        cells = drawn[chart.names :]
        begun, signed = chart.cell_of(0.25 * DAY), chart.cell_of(0.75 * DAY)
        amended, expired = chart.cell_of(1.125 * DAY), chart.cell_of(1.5 * DAY)
        renewed = chart.cell_of(1.75 * DAY)
        assert cells[:begun].strip() == ""
        assert cells[begun] in ".-"
        assert set(cells[signed + 1 : amended]) == {"="}
        assert cells[amended] == "~"
        assert cells[expired] == "!"
        assert set(cells[expired + 1 : renewed]) == {"_"}
        assert cells[renewed] == "+"
        axis = "".join(segment.text for segment in chart.render_line(0))
        assert axis[chart.names + chart.cell_of(DAY) :].startswith("|03-04 00:00")


async def test_the_life_under_the_cursor_is_told_with_days(
    library, to_timeline, settle, lines
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(150, 40)) as pilot:
        _, chart = await to_timeline(pilot)
        while chart.current.key[0] != "project":
            await pilot.press("down")
        await settle(pilot)
        shown = "\n".join(lines(app))
        assert "2025-03-03 not approved (project proposal," in shown
        assert "×2" in shown
        while chart.current.key[0] != "sharing":
            await pilot.press("down")
        await settle(pilot)
        shown = "\n".join(lines(app))
        assert "It waits for:" in shown
        assert "catalogue entry Tax status" in shown
        assert "(the last)" in shown


async def test_demands_and_waits_are_lists_of_their_own(
    library, to_timeline, settle, lines
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(150, 40)) as pilot:
        page, _ = await to_timeline(pilot)
        await pilot.press("2")
        await settle(pilot)
        table = page.query_one(Listing)
        assert app.focused is table
        plain = [[getattr(cell, "plain", cell) for cell in cells] for _, cells in table.rows]
        assert plain[1][2:5] == ["4", "3", "1"]
        assert plain[2][2:5] == ["–", "–", "1"]  # nobody counts how often a term was kept
        assert "zoom_in" not in [action.name for action in page.possible()]
        await pilot.press("n")
        await settle(pilot)
        assert len(table.rows) == 1
        await pilot.press("3")
        await settle(pilot)
        assert any("Nothing could be shared" in line for line in lines(app))


async def test_the_mouse_selects_zooms_and_moves(library, to_timeline, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        _, chart = await to_timeline(pilot)
        await pilot.click(Lifelines, offset=(3, 3))
        assert chart.at == 2
        await pilot.click(Lifelines, offset=(chart.names + chart.across // 2, 0))
        assert chart.window.length == DAY
        await pilot.click(Lifelines, offset=(3, 2), times=2)
        await settle(pilot)
        assert chart.at == 1
        assert chart.window.begin <= 0.25 * DAY


class Host(App[None]):
    def compose(self):
        yield Lifelines(datetime(2025, 3, 3))


async def test_of_a_thousand_lives_only_those_in_view_are_drawn() -> None:
    host = Host()
    async with host.run_test(size=(80, 24)) as pilot:
        chart = host.query_one(Lifelines)
        life = Lifeline((Span(0.0, DAY, "work"),), ())
        chart.fill([LifeRow((str(i),), "use", (("", f"{i}"),), life) for i in range(1000)], 2 * DAY)
        chart.focus()
        await pilot.pause()
        assert 0 < len(chart._bars) <= chart.size.height
        await pilot.press("end")
        await pilot.pause()
        assert chart.current.key == ("999",)
        assert len(chart._bars) <= 2 * chart.size.height


async def test_the_language_changes_names_and_words_at_once(
    library, to_timeline, settle, lines
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(150, 40)) as pilot:
        _, chart = await to_timeline(pilot)
        await pilot.press("l")
        await settle(pilot)
        assert "上城区民政局 – 杭州市税务局：纳税状态" in titles(chart)
        assert "按类别" in lines(app)[2]


@pytest.mark.parametrize("width", range(12, 60))
def test_a_name_that_is_cut_keeps_something_of_every_part(width) -> None:
    parts = (
        ("", "杭州市"),
        ("", "人力资源和社会保障局"),
        (" – ", "宁波市"),
        ("", "税务局"),
        ("：", "纳税"),
    )
    words = squeeze(parts, width)
    assert cell_len(words) == width
    if width >= 32:
        assert words.startswith("杭州市人力")
        assert words.rstrip().endswith("– 宁波市税务局：纳税")


def test_parts_that_are_cut_get_the_same_room() -> None:
    assert squeeze((("", "abcdefgh"), (" – ", "ijklmnop")), 13) == "abcd… – ijkl…"
    assert squeeze((("", "ab"), (" – ", "ijklmnop")), 10) == "ab – ijkl…"
    assert squeeze((("", "ab"), (" – ", "cd")), 10) == "ab – cd   "
