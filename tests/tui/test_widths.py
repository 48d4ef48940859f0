"""Chinese stays aligned: every line of an own widget is exactly as wide as the widget."""

from datetime import datetime
from itertools import product
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.text import Text
from textual.app import App

from sandbox.language import speak
from sandbox.report.lifelines import Lifeline, Span
from sandbox.report.thing_sheet import thing_sheet
from sandbox.tui import symbols
from sandbox.tui.actions import actions_of
from sandbox.tui.cells import fit
from sandbox.tui.widgets.form import Form
from sandbox.tui.widgets.key_bar import KeyBar
from sandbox.tui.widgets.lifelines import Lifelines, LifeRow
from sandbox.tui.widgets.listing import Listing
from sandbox.tui.widgets.live_chart import Line, LiveChart
from sandbox.tui.widgets.map_legend import Entry, MapLegend
from sandbox.tui.widgets.model_legend import ModelLegend, Standing
from sandbox.tui.widgets.prose import Paragraph, Prose, faint, heading
from sandbox.tui.widgets.sheet_view import SheetView
from sandbox.tui.widgets.study_bar import StudyBar
from sandbox.tui.widgets.time_slider import TimeSlider
from sandbox.tui.widgets.title_bar import TitleBar
from sandbox.tui.widgets.world_map import WorldMap

SIZES = [(1, 1), (7, 3), (40, 12), (79, 20), (80, 24), (133, 40), (240, 70)]


def title_bar(world):
    bar = TitleBar()
    bar.trail = ("信息共享沙盘 Sharing sandbox", world.scenario.title.render(), "世界 World")
    bar.state = "运行中 45% running"
    return bar


def key_bar(world):
    bar = KeyBar()
    bar.actions, bar.moving = actions_of("compare"), True
    return bar


def study_bar(world):
    bar = StudyBar()
    bar.fraction, bar.words, bar.detail = 0.437, "3/9 次运行 · 约剩 4 分", "函询 letters #1 20%"
    return bar


def map_legend(world):
    legend = MapLegend()
    legend.entries = [
        Entry("⣿", "#E69F00", spec.name.render(), "12")
        for spec in world.scenario.departments.values()
    ]
    return legend


def model_legend(world):
    legend = ModelLegend()
    legend.standings = [
        Standing("A", "#E69F00", "函询与重复采集", "2.13 天"),
        Standing("B", "#56B4E9", "federated_query", "0.9 s"),
        Standing("C", "#00C493", "混合", "–"),
    ]
    return legend


def prose(world):
    words = Prose()
    words.paragraphs = [
        heading("一数一源 one source per datum"),
        Paragraph("响应时间（response_time）和数据年龄，按需求、部门、地区或层级分解。" * 3),
        faint("1. 需求部门的经办人查本单位台账：仍在有效期内的直接使用。", hang=3),
    ]
    return words


def live_chart(world):
    chart = LiveChart()
    chart.draw(
        [Line("A", "#E69F00", [0.0, 1e5, 2e5], [1.0, 90.0, 4e5]), Line("B", "#56B4E9", [], [])],
        "s",
        2.1e5,
    )
    return chart


def world_map(world):
    return WorldMap(world)


def listing(world):
    table = Listing(fixed=1)
    table.columns.measure(
        [Text("指标 measure"), Text("共享模式 model")], [["平均响应时间", "2.31 ±0.04 s"]]
    )
    table.rows = [("a", ["平均响应时间 mean response time", "2.31 ±0.04 s  ▼÷120 ✓"])] * 3
    return table


def lifelines(world):
    bars = Lifelines(datetime(2024, 1, 1))
    life = Lifeline((Span(0.0, 4e5, "waiting"), Span(4e5, 9e5, "there")), ((2e5, "refusal"),))
    bars.rows = [LifeRow(("a",), "协议", (("", "公安部门 → 民政部门"), (" · ", "人口")), life)] * 3
    bars.window.extend(1e6)
    return bars


def form(world):
    from sandbox.scenario.editing import outline
    from sandbox.scenario.text import compose

    text = (Path(__file__).parent / "tiny.yaml").read_text(encoding="utf-8")
    written = compose(text, "")
    rows = outline("needs", written, written, {("needs", "identity-check")})
    widget = Form()
    widget.rows = rows
    widget.wrong = {rows[2].path: "没有部门 `tax`；是否应为 `taxes`？ There is none."}
    return widget


def time_slider(world):
    slider = TimeSlider()
    slider.share, slider.marks, slider.words = 0.4, (0.0, 0.41, 1.0), "第 3 天（2025-03-05）10:00"
    return slider


def sheet_view(world):
    view = SheetView()
    view._make = lambda columns: thing_sheet(world, "resource", "tax-status", columns)
    return view


WIDGETS = [
    time_slider,
    sheet_view,
    title_bar,
    key_bar,
    study_bar,
    map_legend,
    model_legend,
    prose,
    live_chart,
    world_map,
    listing,
    lifelines,
]


@pytest.fixture(autouse=True)
def afterwards():
    yield
    symbols.draw_with("braille")


def scale(widget, width: int) -> int:
    """Cells of a line: all of the widget's, or those beside its scroll bar."""
    return widget._width if isinstance(widget, Listing | Lifelines) else width


@pytest.mark.parametrize("make", WIDGETS, ids=lambda make: make.__name__)
async def test_every_line_has_exactly_the_widgets_width(make, tiny_world) -> None:
    class Host(App[None]):
        def compose(self):
            yield make(tiny_world)

    async with Host().run_test(size=(80, 24)) as pilot:
        widget = pilot.app.screen.children[0]
        for width, height in SIZES:
            widget.styles.width, widget.styles.height = width, height
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            assert widget.size == (width, height)
            for language, drawn_with in product(("zh", "en"), symbols.SETS):
                speak(language)
                symbols.draw_with(drawn_with)
                if isinstance(widget, WorldMap):
                    widget.redraw()
                if isinstance(widget, LiveChart):
                    widget._painted = None
                for y in range(height):
                    strip = widget.render_line(y)
                    drawn = "".join(segment.text for segment in strip)
                    wanted = scale(widget, width)
                    assert cell_len(drawn) == strip.cell_length == wanted, (y, drawn)
                    if drawn_with == "ascii":
                        assert cell_len(symbols.plain(drawn)) == wanted, (y, drawn)


async def test_every_line_of_a_form_fits_beside_its_scroll_bar(tiny_world) -> None:
    class Host(App[None]):
        def compose(self):
            yield form(tiny_world)

    async with Host().run_test(size=(80, 24)) as pilot:
        widget = pilot.app.screen.children[0]
        for width, height in [(7, 3), (40, 12), (79, 20), (133, 40)]:
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            inside = widget.scrollable_content_region.width
            for language in ("zh", "en"):
                speak(language)
                for y in range(height):
                    strip = widget.render_line(y)
                    drawn = "".join(segment.text for segment in strip)
                    assert cell_len(drawn) == strip.cell_length == inside, (y, drawn)


@pytest.mark.parametrize("width", range(12))
def test_fitting_never_leaves_half_a_character(width) -> None:
    assert cell_len(fit("共享沙盘abc", width)) == width
