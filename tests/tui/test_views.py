"""The pages of a comparison beside its table: what their keys do, and what stands there then."""

import re

import pytest
import yaml

from sandbox.language import Message
from sandbox.scenario.editing import Manuscript
from sandbox.study.intervals import Interval
from sandbox.study.theory import MEETS, Beside, Held
from sandbox.theory import Expected, Unfit
from sandbox.tui.action import COMPARE, VIEWS
from sandbox.tui.app import SandboxApp
from sandbox.tui.pages.article import ArticleWords
from sandbox.tui.pages.compare import ComparePage
from sandbox.tui.pages.edit import EditPage
from sandbox.tui.pages.find import Find
from sandbox.tui.pages.pick import Pick
from sandbox.tui.scales import axis_of
from sandbox.tui.widgets.band_chart import BandChart
from sandbox.tui.widgets.listing import Listing
from sandbox.tui.widgets.prose import Prose
from sandbox.tui.widgets.scatter import Scatter
from sandbox.tui.widgets.sliders import STEPS, Sliders, end_of
from sandbox.tui.widgets.strips import Strips
from sandbox.tui.widgets.view_bar import ViewBar
from tests.tui.conftest import HERE


@pytest.fixture
def to_views(library, study, to_models, settle, follow):
    """Run the study, open its table, then press keys."""

    async def go(pilot, *keys):
        await to_models(pilot)
        await pilot.press("r")
        await follow(pilot)
        await pilot.press("t", *keys)
        await settle(pilot)
        return pilot.app.screen

    return go


def words(lines, app):
    return re.sub(r"[\s│]+", " ", " ".join(lines(app)))


def ranked(page):
    """Models as the choice page ranks them."""
    return [key for key, _ in page.query_one(Listing).rows]


async def test_weights_move_by_keys_and_mouse_and_the_ranking_with_them(
    to_views, lines, settle, monkeypatch
) -> None:
    monkeypatch.setattr("sandbox.tui.pages.choice.KEY", ("agreements", "fresh"))
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        page = await to_views(pilot, "2")
        sliders = page.query_one(Sliders)
        assert "The scenario gives no weights" in words(lines, app)
        assert [one.key for one in sliders.sliders if one.weight] == ["satisfied", "cost.total"]
        assert ranked(page)[-1] == "letters"
        # cost alone: the cheapest is first; then nothing at all: no ranking, and why
        await pilot.press("0")
        await settle(pilot)
        assert ranked(page)[0] == "federated_query"
        await pilot.press("down", "0")
        await settle(pilot)
        assert ranked(page) == []
        assert "all weights are zero" in words(lines, app)
        # the model without agreements is best where only these count
        keys = [one.key for one in sliders.sliders]
        steps = keys.index("agreements") - sliders.at
        await pilot.press(*["down"] * steps, "shift+right", "left")
        await settle(pilot)
        assert app.desk.views.weights["agreements"] == pytest.approx(4 * sliders.end / STEPS)
        assert ranked(page)[0] == "letters"
        assert "100% 1" in words(lines, app)
        # weights stay while other pages are open, and go when they are reset
        await pilot.press("3", "2")
        await settle(pilot)
        page = app.screen
        assert ranked(page)[0] == "letters"
        await pilot.press("r")
        await settle(pilot)
        assert app.desk.views.weights == {}
        assert ranked(page)[-1] == "letters"
        sliders = page.query_one(Sliders)
        begin, length = sliders._bar(sliders.size.width)
        await pilot.mouse_down(Sliders, offset=(begin + length - 1, 1))
        await pilot.hover(Sliders, offset=(begin, 1))
        await pilot.mouse_up(Sliders, offset=(begin, 1))
        await settle(pilot)
        assert app.desk.views.weights["cost.total"] in (0.0, sliders.end)
        # another measure
        await pilot.press("a")
        await settle(pilot)
        assert isinstance(app.screen, Pick)
        added = app.screen.chosen
        await pilot.press("enter")
        await settle(pilot)
        assert page.query_one(Sliders).current == added
        assert app.desk.views.weights[added] > 0
        await pilot.press("l")
        await settle(pilot)
        assert "最优概率" in words(lines, app)


async def test_the_picture_says_who_is_on_the_front_and_who_beats_whom(
    to_views, lines, settle
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        page = await to_views(pilot, "3")
        points = {one.letter: one for one in page.query_one(Scatter).points}
        assert {letter for letter, one in points.items() if one.on_front} == {"B", "C"}
        said = words(lines, app)
        assert "On the front: B federated_query (100%), C cached_query (100%)" in said
        assert "Beaten: A letters (0%) by B C" in said
        assert "↑ satisfied (more is better) · → total cost (less is better)" in said
        await pilot.press("s")
        await settle(pilot)
        assert "↑ total cost (less is better) · → satisfied (more is better)" in words(lines, app)
        await pilot.press("u")
        await settle(pilot)
        assert isinstance(app.screen, Pick)
        assert "requests" not in app.screen.names  # neither more nor less of them is better
        await pilot.press("home", "enter", "a", "down", "enter", "l")
        await settle(pilot)
        assert "↑ 平均响应时间（越小越好）" in words(lines, app)


async def test_groups_are_filtered_searched_and_told(to_views, lines, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(110, 30)) as pilot:
        page = await to_views(pilot, "4")
        table = page.query_one(Listing)
        assert len(table.rows) == 5
        assert "B federated_query against A letters: 0 worse off, 5 better off" in words(lines, app)
        await pilot.press("f")
        await settle(pilot)
        assert table.rows == []
        assert "worse off only" in words(lines, app)
        await pilot.press("f", "d")
        await settle(pilot)
        assert "by department" in words(lines, app)
        assert len(table.rows) == 3
        await pilot.press("k")
        await settle(pilot)
        assert isinstance(app.screen, Find)
        await pilot.press(*"tax", "enter")
        await settle(pilot)
        assert [key for key, _ in table.rows] == ["tax"]
        await pilot.press("escape")
        await settle(pilot)
        assert len(table.rows) == 3
        await pilot.press("o", "o", "o", "n", "n")
        await settle(pilot)
        assert app.desk.views.model == "cached_query"
        assert app.desk.measure != "response_time.mean"
        app.desk.measure = "agreements"  # of the whole only
        page.retell()
        await settle(pilot)
        assert "Nobody wins or loses" in words(lines, app)
        await pilot.press("p", "escape")
        await settle(pilot)
        assert isinstance(app.screen, ComparePage)


async def test_replications_stand_as_dots_and_time_series_have_bands(
    to_views, lines, settle
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(100, 30)) as pilot:
        page = await to_views(pilot, "5")
        strips = page.query_one(Strips)
        assert [len(one.values) for one in strips.strands] == [2, 2, 2]
        assert strips.axis.logarithmic
        await pilot.press("g")
        await settle(pilot)
        assert not strips.axis.logarithmic
        assert "· linear" in words(lines, app)
        await pilot.press("s")
        await settle(pilot)
        chart = page.query_one(BandChart)
        assert chart.display
        assert len(chart._bands) == 3
        await pilot.press("o")
        await settle(pilot)
        assert [one.line.letter for one in chart._bands] == ["A"]
        for one in chart._bands:
            ends = zip(one.low, one.line.values, one.high, strict=True)
            assert all(low <= mean <= high for low, mean, high in ends)
        assert "░" in words(lines, app)
        await pilot.press("slash")
        await settle(pilot)
        names = app.screen.names
        await pilot.press(*["down"] * (names.index("agreements") - names.index(app.desk.measure)))
        await pilot.press("enter", "l")
        await settle(pilot)
        assert strips.display  # agreements have no time series
        assert "没有时间序列" in words(lines, app)


async def test_articles_can_be_read_and_reasons_taken_apart(to_views, lines, settle) -> None:
    app = SandboxApp()
    async with app.run_test(size=(100, 30)) as pilot:
        page = await to_views(pilot, "6", "down", "down")
        assert len(page.query_one(Listing).rows) == 13
        assert "refused by article 3: Requests refused" in words(lines, app)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, ArticleWords)
        read = app.screen.query_one(Prose)
        assert any("business information under agreements" in one.words for one in read.paragraphs)
        await pilot.press("f2")
        await settle(pilot)
        assert any("业务信息按协议共享" in one.words for one in read.paragraphs)
        await pilot.press("f2", "escape", "end", "enter", "7")
        await settle(pilot)
        assert "not known how many requests" in words(lines, app)  # those of this study
        page = app.screen
        app.desk.measure = "cost.total"
        page.retell()
        await settle(pilot)
        assert "federated_query against letters: total cost" in words(lines, app)
        assert page.found.by == "part"
        await pilot.press("d", "o")
        await settle(pilot)
        assert (page.found.by, page.found.model) == ("department", "cached_query")
        rows = [key for key, _ in page.query_one(Listing).rows]
        assert rows[0] == page.found.contributions[0].group
        assert "%" in words(lines, app)
        app.desk.measure = "response_time.p95"
        page.retell()
        await settle(pilot)
        assert "no sum over groups" in words(lines, app)
        await pilot.press("n")
        await settle(pilot)
        assert page.found is not None


async def test_theory_is_worked_out_once_and_all_pages_lead_to_each_other(
    to_views, lines, settle, monkeypatch
) -> None:
    asked = []
    expected = Expected(
        "need", "identity-check", "response_time.mean", 2.0, Message("a formula"), None, 1e3
    )

    def beside(document, comparison):
        asked.append(comparison)
        found = Beside(expected, Interval(2.1, 1.9, 2.3, "s", 2), MEETS)
        lacking = Unfit("need", "assistance-check", "response_time.mean", Message("too much"))
        return {model: Held((found,), (lacking,)) for model in comparison.models}

    monkeypatch.setattr("sandbox.tui.pages.theory.beside", beside)
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_views(pilot, "8")
        assert "✓ 1 meet · ✗ 0 miss" in words(lines, app)
        assert "Formula: a formula" in words(lines, app)
        await pilot.press("down")
        await settle(pilot)
        assert "No formula: too much." in words(lines, app)
        await pilot.press("o", "l")
        await settle(pilot)
        assert "✓ 相符 1" in words(lines, app)
        bar = app.screen.query_one(ViewBar)
        for name in (*VIEWS, COMPARE):
            start = next(begin for begin, _, where in bar._spans if where == name)
            await pilot.click(ViewBar, offset=(start + 1, 0))
            await settle(pilot)
            assert name == app.screen.NAME
            bar = app.screen.query_one(ViewBar)
            titles = {command.title for command in app.get_system_commands(app.screen)}
            assert {"选择", "前沿", "得失", "分布", "条款", "原因", "理论"} <= titles
        assert len(asked) == 1
        await pilot.press("8", "3", "escape", "escape")
        await settle(pilot)
        assert app.screen.NAME == "watch"  # each page took the place of the one before


@pytest.mark.parametrize(
    ("values", "unit"),
    [
        ([0.0, 5.0], "s"),
        ([1e-3, 1e5], "s"),
        ([0.5, 1.0], "share"),
        ([1.0], "share"),
        ([0.0, 0.0], "count"),
        ([float("nan")], "CNY"),
        ([-3.0, 4.0], "s"),
    ],
)
def test_an_axis_holds_its_values_in_order_and_stays_within_what_can_be(values, unit) -> None:
    axis = axis_of(values, unit)
    places = [axis.place(value, 40) for value in sorted(values) if value == value]
    assert places == sorted(places)
    assert all(0 <= place < 40 for place in places)
    assert axis.low < axis.high
    if min(values) >= 0:
        assert axis.low >= 0
    if unit == "share":
        assert axis.high <= 1
    assert all(axis.low <= mark <= axis.high for mark in axis.marks(5))


@pytest.mark.parametrize(("weights", "end"), [([2, 1], 5), ([0.35], 1), ([0], 1), ([50], 100)])
def test_sliders_end_at_a_round_number_beyond_every_weight(weights, end) -> None:
    assert end_of(weights) == end


async def test_weights_are_written_into_the_scenario_and_can_be_undone(
    to_views, settle, monkeypatch
) -> None:
    monkeypatch.setattr(
        "sandbox.tui.drafting.manuscript_of", lambda _: Manuscript.open(HERE / "tiny.yaml")
    )
    app = SandboxApp()
    async with app.run_test(size=(100, 30)) as pilot:
        await to_views(pilot, "2", "right", "e")
        await settle(pilot)
        page = app.screen
        assert isinstance(page, EditPage)
        weights = yaml.safe_load(page.manuscript.text)["study"]["weights"]
        assert weights == {"satisfied": 1.1, "cost.total": 1}
        await pilot.press("ctrl+z")
        await settle(pilot)
        assert "weights" not in page.manuscript.text
