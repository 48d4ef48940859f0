"""Every line of the widgets beside the table is exactly as wide as its widget."""

import math

import pytest
from rich.cells import cell_len
from textual.app import App

from sandbox.language import speak
from sandbox.study import Interval
from sandbox.tui.widgets.band_chart import Band, BandChart
from sandbox.tui.widgets.live_chart import Line, LiveChart
from sandbox.tui.widgets.scatter import Point, Scatter
from sandbox.tui.widgets.sliders import Slider, Sliders
from sandbox.tui.widgets.strips import Strand, Strips
from sandbox.tui.widgets.view_bar import ViewBar

SIZES = [(1, 1), (7, 3), (40, 12), (80, 24), (133, 40), (240, 70)]


def band_chart():
    chart = BandChart()
    low = Line("A", "#E69F00", [0.0, 1e5, 2e5], [1.0, 90.0, 4e5])
    rising = Line("B", "#56B4E9", [0.0, 2e5], [3.0, 5.0])
    bands = [Band(low, [0.5, 80.0, 1e5], [2.0, 95.0, 6e5]), Band(rising, [-1.0, 4.0], [9.0, 6.0])]
    chart.draw_bands(bands, "s", 2.1e5, "AB")
    return chart


def view_bar():
    return ViewBar("choice")


def sliders():
    widget = Sliders()
    keys = [("satisfied", "满足率 satisfied", 2.0, 2.0), ("cost.total", "总成本", 0.0, None)]
    keys += [(f"m{n}", f"指标 measure {n}", n / 7, 1.0) for n in range(9)]
    widget.show([Slider(*key) for key in keys], 5.0)
    return widget


def scatter():
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


def strips():
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


WIDGETS = [band_chart, view_bar, sliders, scatter, strips]


@pytest.mark.parametrize("make", WIDGETS, ids=lambda make: make.__name__)
async def test_every_line_has_exactly_the_widgets_width(make) -> None:
    class Host(App[None]):
        def compose(self):
            yield make()

    async with Host().run_test(size=(80, 24)) as pilot:
        widget = pilot.app.screen.children[0]
        for width, height in SIZES:
            widget.styles.width, widget.styles.height = width, height
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            assert widget.size == (width, height)
            for language in ("zh", "en"):
                speak(language)
                if isinstance(widget, Scatter | Strips | LiveChart):
                    widget._painted = None  # as at the next drawing
                for y in range(height):
                    strip = widget.render_line(y)
                    drawn = "".join(segment.text for segment in strip)
                    assert cell_len(drawn) == strip.cell_length == width, (y, drawn)
