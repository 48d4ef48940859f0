"""Chinese stays aligned: every line of an own widget is exactly as wide as the widget."""

import math

import pytest
from rich.cells import cell_len
from textual.app import App

from sandbox.language import speak
from sandbox.study import Interval
from sandbox.tui.actions import actions_of
from sandbox.tui.cells import fit
from sandbox.tui.widgets.band_chart import Band, BandChart
from sandbox.tui.widgets.key_bar import KeyBar
from sandbox.tui.widgets.live_chart import Line, LiveChart
from sandbox.tui.widgets.map_legend import Entry, MapLegend
from sandbox.tui.widgets.model_legend import ModelLegend, Standing
from sandbox.tui.widgets.prose import Paragraph, Prose, faint, heading
from sandbox.tui.widgets.scatter import Point, Scatter
from sandbox.tui.widgets.sliders import Slider, Sliders
from sandbox.tui.widgets.strips import Strand, Strips
from sandbox.tui.widgets.study_bar import StudyBar
from sandbox.tui.widgets.title_bar import TitleBar
from sandbox.tui.widgets.view_bar import ViewBar
from sandbox.tui.widgets.world_map import WorldMap

SIZES = [(1, 1), (7, 3), (40, 12), (79, 20), (80, 24), (133, 40), (240, 70)]


def title_bar(world):
    bar = TitleBar()
    bar.trail = ("信息共享沙盘 Sharing sandbox", world.scenario.title.render(), "世界 World")
    bar.state = "运行中 45% running"
    return bar


def key_bar(world):
    bar = KeyBar()
    bar.actions = actions_of("compare")
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


def band_chart(world):
    chart = BandChart()
    low = Line("A", "#E69F00", [0.0, 1e5, 2e5], [1.0, 90.0, 4e5])
    rising = Line("B", "#56B4E9", [0.0, 2e5], [3.0, 5.0])
    bands = [Band(low, [0.5, 80.0, 1e5], [2.0, 95.0, 6e5]), Band(rising, [-1.0, 4.0], [9.0, 6.0])]
    chart.draw_bands(bands, "s", 2.1e5, "AB")
    return chart


def view_bar(world):
    return ViewBar("choice")


def sliders(world):
    widget = Sliders()
    keys = [("satisfied", "满足率 satisfied", 2.0, 2.0), ("cost.total", "总成本", 0.0, None)]
    keys += [(f"m{n}", f"指标 measure {n}", n / 7, 1.0) for n in range(9)]
    widget.show([Slider(*key) for key in keys], 5.0)
    return widget


def scatter(world):
    widget = Scatter()
    share, cost = Interval(0.7, 0.6, 1.1, "share", 4), Interval(2e5, 1e5, 3e5, "CNY", 4)
    below, one = Interval(9e6, -1e6, 3e7, "CNY", 4), Interval(9e6, math.nan, math.nan, "CNY", 1)
    nothing = Interval(math.nan, math.nan, math.nan, "CNY", 0)
    points = [
        Point(letter, "#E69F00", across, share, letter == "A")
        for letter, across in zip("ABCD", (cost, below, one, nothing))
    ]
    widget.draw(points, "CNY", "share")
    return widget


def strips(world):
    widget = Strips()
    long, below = Interval(1.7e5, 1e5, 2.4e5, "s", 3), Interval(0.9, -0.1, 1.9, "s", 2)
    nothing = Interval(math.nan, math.nan, math.nan, "s", 0)
    strands = [
        Strand("A", "#E69F00", "函询与重复采集 letters", [2e5, 2.1e5, 1e5], long),
        Strand("B", "#56B4E9", "federated_query", [0.9, 0.9, math.nan], below),
        Strand("C", "#00C493", "混合", [math.nan] * 3, nothing),
    ]
    widget.draw(strands, "s")
    return widget


def world_map(world):
    return WorldMap(world)


WIDGETS = [title_bar, key_bar, study_bar, map_legend, model_legend, prose, live_chart, world_map]
WIDGETS += [band_chart, view_bar, sliders, scatter, strips]


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
            for language in ("zh", "en"):
                speak(language)
                if isinstance(widget, WorldMap):
                    widget.redraw()
                if isinstance(widget, Scatter | Strips | LiveChart):
                    widget._painted = None  # as at the next drawing
                for y in range(height):
                    strip = widget.render_line(y)
                    drawn = "".join(segment.text for segment in strip)
                    assert cell_len(drawn) == strip.cell_length == width, (y, drawn)


@pytest.mark.parametrize("width", range(12))
def test_fitting_never_leaves_half_a_character(width) -> None:
    assert cell_len(fit("共享沙盘abc", width)) == width
