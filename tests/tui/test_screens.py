"""Every screen, as text, in both languages, at 80 × 24 and larger."""

import re

import pytest

from sandbox.tui.app import SandboxApp

# A tour of all screens: what is pressed to reach each of them from the one before.
TOUR = {
    "home": [],
    "world": ["enter"],
    "map by level": ["c"],
    "map of one department": ["d", "d"],
    "regions": ["2"],
    "agencies": ["3"],
    "catalogue": ["4"],
    "needs": ["5"],
    "agreements": ["6"],
    "agency before a study": ["1", "end", "enter"],
    "help": ["f1"],
    "found in the help": [*"mean"],
    "models": ["escape", "m"],
    "letters to go to": ["f6"],
    "chart": ["escape", "r", "…"],
    "chart so far": ["n", "s"],
    "list of measures": ["slash"],
    "comparison": ["escape", "t"],
    "to take along": ["y"],
    "differences": ["escape", "down", "i"],
    "another baseline": ["i", "b"],
    "by need": ["d"],
    "by region": ["d", "d"],
    "lives": ["escape", "g"],
    "an agreement": ["down", "down"],
    "closer": ["enter", "plus"],
    "another model": ["0", "n"],
    "kinds": ["k"],
    "of one kind": ["end", "enter"],
    "find": ["slash"],
    "found": [*"shangcheng", "enter"],
    "not governed": ["escape", "n"],
    "demands": ["p", "p", "2"],
    "waits": ["3"],
    "agency after a study": ["escape", "escape", "escape", "escape", "home", "enter"],
    "path": ["escape", "escape", "o"],
    "problems": ["escape", "down", "enter"],
    "settings": ["f9", "down", "down"],
    "another key": ["end", "enter"],
}


@pytest.fixture
def tour(library, governed, settle, follow):
    """Press the keys of a tour, stopping at each screen."""

    async def walk(pilot):
        await settle(pilot)
        for name, keys in TOUR.items():
            for key in keys:
                if key == "…":
                    await follow(pilot)
                else:
                    await pilot.press(key)
                    await pilot.pause()
            await settle(pilot)
            yield name

    return walk


@pytest.mark.parametrize("language", ["zh", "en"], indirect=True)
@pytest.mark.parametrize(
    "size",
    [(80, 24), pytest.param((150, 40), marks=pytest.mark.slow)],
    ids=lambda size: f"{size[0]}x{size[1]}",
)
async def test_screens_look_as_they_did(language, size, tour, lines, snapshot) -> None:
    app = SandboxApp()
    async with app.run_test(size=size) as pilot:
        async for name in tour(pilot):
            shown = lines(app)
            assert len(shown) == size[1]
            words = "\n".join(line.rstrip() for line in shown)
            # how long the study took is the machine's, not the screen's
            assert re.sub(r"(done in|用时) \d:\d\d", r"\1 0:01", words) == snapshot(name=name)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(20, 6), (240, 70)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_no_size_of_terminal_breaks_a_screen(size, tour, lines) -> None:
    app = SandboxApp()
    async with app.run_test(size=size) as pilot:
        async for name in tour(pilot):
            assert len(lines(app)) == size[1], name
        await pilot.resize_terminal(size[1], size[0])
        await pilot.pause()
        assert len(lines(app)) == size[0]
