"""Lists show whole columns only, say what is beside them, and are quick however long they are."""

import pytest
from rich.cells import cell_len
from rich.text import Text
from textual.app import App

from sandbox.tui.widgets.columns import Columns
from sandbox.tui.widgets.listing import Listing

MODELS = ["letters (baseline)", "bilateral", "central_library", "federated_query", "hybrid"]
FIGURES = ["4.117 ±0.034 d", "12.2 ±0.4 h  ▼88% ✓", "5.4 ±0.6 h  ▼÷18 ✓", "950 ±635 ms", "–"]


class Host(App[None]):
    def __init__(self, fixed=2):
        super().__init__()
        self.listing = Listing(fixed=fixed)

    def compose(self):
        yield self.listing


def drawn(listing):
    return [
        "".join(segment.text for segment in listing.render_line(y))
        for y in range(listing.size.height)
    ]


def columns():
    return ["Measure", *(Text(name, justify="right") for name in MODELS)]


@pytest.mark.parametrize("width", [42, 60, 80, 100, 133])
async def test_no_figure_loses_its_head_at_any_width_or_place(width) -> None:
    host = Host()
    async with host.run_test(size=(width, 12)) as pilot:
        host.listing.fill(columns(), [("a", ["mean response time", *FIGURES])])
        await pilot.pause()
        seen = set()
        for _ in MODELS:
            words = drawn(host.listing)
            assert all(cell_len(line) == width for line in words)
            for name, figure in zip(MODELS, FIGURES):
                at = words[0].find(name)
                if at < 0:
                    continue
                end = at + len(name)
                assert words[1][:end].endswith(figure), (name, words)
                seen.add(name)
            await pilot.press("right")
        assert len(seen) >= len(MODELS) - 1  # the baseline gives way to the others when narrow


async def test_where_not_even_one_column_fits_its_tail_is_cut_and_says_so() -> None:
    host = Host()
    async with host.run_test(size=(27, 12)) as pilot:
        host.listing.fill(columns(), [("a", ["mean response time", *FIGURES])])
        await pilot.pause()
        assert "  12.2 ±0.4 h  ▼8…" in drawn(host.listing)[1]


async def test_columns_that_do_not_fit_are_counted_and_reached_by_keys() -> None:
    host = Host()
    async with host.run_test(size=(80, 12)) as pilot:
        host.listing.fill(columns(), [("a", ["mean response time", *FIGURES])])
        await pilot.pause()
        assert "2 more →" in drawn(host.listing)[-1]
        host.listing.focus()
        await pilot.press("right", "right", "right")
        assert "← 2 more" in drawn(host.listing)[-1]
        assert "→" not in drawn(host.listing)[-1]
        await pilot.resize_terminal(160, 12)
        await pilot.pause()
        assert "more" not in drawn(host.listing)[-1]
        assert all(name in drawn(host.listing)[0] for name in MODELS)


async def test_the_cursor_stays_on_its_row_when_the_list_is_told_anew() -> None:
    host = Host(fixed=1)
    async with host.run_test(size=(80, 12)) as pilot:
        rows = [(f"k{i}", [f"row {i}"]) for i in range(100)]
        host.listing.fill(["Name"], rows)
        host.listing.focus()
        await pilot.press("pagedown", "pagedown", "down")
        key = host.listing.current
        assert f"row {key[1:]} " in "\n".join(drawn(host.listing))
        host.listing.fill(["名称"], rows[::-1])
        await pilot.pause()
        assert host.listing.current == key
        assert f"row {key[1:]} " in "\n".join(drawn(host.listing))
        await pilot.press("end")
        assert drawn(host.listing)[-1].startswith(" row 0 ")


async def test_of_a_list_of_three_thousand_only_the_rows_in_view_are_drawn() -> None:
    host = Host(fixed=1)
    async with host.run_test(size=(160, 45)) as pilot:
        rows = [(f"k{i}", [f"杭州市第 {i} 号机构", *["county"] * 6]) for i in range(3000)]
        host.listing.fill([f"column {i}" for i in range(7)], rows)
        first = [line for line in drawn(host.listing) if "号机构" in line]
        assert 0 < len(first) <= 45
        await pilot.pause()


def test_text_that_is_cut_says_so() -> None:
    found = Columns(fixed=1)
    found.measure([Text("Need"), Text("Resources")], [["一" * 30, "population, tax status" * 4]])
    found.fit(40)
    assert [shown.width for shown in found.shown] == [24, 13]


async def test_what_is_cut_can_be_read_in_full() -> None:
    host = Host(fixed=1)
    async with host.run_test(size=(40, 12)) as pilot:
        words = ", ".join(["population register"] * 5)
        host.listing.fill(["Need", "Resources"], [("a", ["check", words]), ("b", ["ask", "tax"])])
        await pilot.pause()
        assert host.listing.cut() == [("Resources", words)]
        assert "…" in drawn(host.listing)[1]
        host.listing.select("b")
        assert host.listing.cut() == []


@pytest.mark.parametrize("width", [72, 76, 80, 84])
async def test_a_long_baseline_loses_its_title_before_others_lose_their_verdict(width) -> None:
    names = ["federated_query (baseline)", "letters", "platform_exchange"]
    figures = ["2.38 ±0.04 s", "15.3 ±2.9 h  ▲×>9,999 ✗", "14.3 ±2.2%  ▲14.3 pp ✗"]
    heads = ["Measure", *(Text(name, justify="right") for name in names)]
    host = Host()
    async with host.run_test(size=(width, 12)) as pilot:
        host.listing.fill(heads, [("a", ["95th percentile of the response time", *figures])])
        await pilot.pause()
        words = drawn(host.listing)
        assert figures[0] in words[1]
        assert figures[1] in words[1]
        await pilot.press("right")
        assert figures[2] in drawn(host.listing)[1]
