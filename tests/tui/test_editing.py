"""A planner changes a scenario with keys that the screen shows, sees what is wrong, and runs it."""

import os
from pathlib import Path

import pytest

from sandbox.language import speak
from sandbox.scenario.editing import Manuscript
from sandbox.tui.app import SandboxApp
from sandbox.tui.begun import begin
from sandbox.tui.drafting import by_line
from sandbox.tui.pages.compare import ComparePage
from sandbox.tui.pages.confirm import Confirm
from sandbox.tui.pages.edit import EditPage
from sandbox.tui.pages.home import HomePage
from sandbox.tui.pages.leave import Leave
from sandbox.tui.pages.problems import ProblemsPage
from sandbox.tui.pages.setup import SetupPage
from sandbox.tui.pages.world import WorldPage
from sandbox.tui.widgets.form import Form
from sandbox.tui.widgets.key_bar import KeyBar
from sandbox.tui.widgets.yaml_area import YamlArea

TINY = (Path(__file__).parent / "tiny.yaml").read_text(encoding="utf-8")
RATE = TINY[: TINY.index("rate: 40/day")].count("\n")
"""the line, from 0, of the first need's rate"""


@pytest.fixture
def drafts(library, monkeypatch, tmp_path):
    """Scenarios are opened from a folder where files may be written; `tiny` is as if shipped."""
    (tmp_path / "tiny.yaml").write_text(TINY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def opened(name):
        manuscript = Manuscript.open("tiny.yaml" if name == "tiny" else name)
        if name == "tiny":
            manuscript.name, manuscript.place = "tiny", None
            manuscript._saved = TINY
        return manuscript

    monkeypatch.setattr("sandbox.tui.drafting.manuscript_of", opened)
    monkeypatch.setattr("sandbox.tui.pages.edit_checks._AT_LEISURE", 0.01)
    return tmp_path


@pytest.fixture
def checked(settle):
    """Wait until the text has been checked to the end."""

    async def wait(pilot) -> None:
        await settle(pilot)
        page = next(each for each in pilot.app.screen_stack if isinstance(each, EditPage))
        for _ in range(200):
            found = page.findings
            if found.complete and found.text == page.manuscript.text and not page.looking:
                break
            await pilot.pause(0.05)
        assert page.findings.complete
        await settle(pilot)

    return wait


def row(app):
    return app.screen.query_one(Form).current


async def test_a_value_is_changed_seen_refused_undone_saved_and_run(
    drafts, study, settle, checked, lines
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(150, 44)) as pilot:
        await settle(pilot)
        await pilot.press("e")
        await checked(pilot)
        assert "✓ Fit to run" in "\n".join(lines(app))
        page, area = app.screen, app.screen.query_one(YamlArea)
        await pilot.press(*["down"] * 4, "enter", "enter")  # needs, its form, the first need
        await pilot.press(*["down"] * 7)
        assert row(app).path == ("needs", "identity-check", "rate")
        assert area.cursor_location[0] == RATE

        # a mistake is said while it is typed, beside the field, on its line, and in the list
        await pilot.press("enter", *["backspace"] * 4)
        await settle(pilot)
        assert "has no unit" in str(page.query_one("#mistake").content)
        await pilot.press("enter")
        await checked(pilot)
        text = "\n".join(lines(app))
        assert text.count("`40` has no unit") >= 3
        assert by_line(page.findings.problems, page.manuscript.file).keys() == {RATE}
        assert any(line.startswith(" Needs  ✗1") for line in lines(app))
        await pilot.press("r")
        await settle(pilot)
        assert page.pane == "problems"
        await pilot.press("enter")
        await settle(pilot)
        assert app.focused is area
        assert area.cursor_location[0] == RATE

        # what the form and what the editor did are one history
        await pilot.press("end", *"/h  # mine")
        await checked(pilot)
        assert not page.findings.problems
        assert "rate: 40/h  # mine" in page.manuscript.text
        await pilot.press("ctrl+z")
        await checked(pilot)
        assert "rate: 40\n" in page.manuscript.text
        await pilot.press("ctrl+z")
        await checked(pilot)
        assert page.manuscript.text == area.text == TINY
        await pilot.press("ctrl+y", "ctrl+y")
        await checked(pilot)
        assert "rate: 40/h  # mine" in area.text

        # the form follows the cursor of the editor
        area.go(TINY[: TINY.index("seed: 7")].count("\n") - 1)
        await pilot.press("down")
        await settle(pilot)
        assert row(app).path == ("study", "seed")
        await pilot.press("shift+tab")
        assert page.pane == "form"

        # a shipped scenario is saved under another name, and never over a file unasked
        (drafts / "there.yaml").write_text("x: 1\n")
        await pilot.press("ctrl+s")
        await settle(pilot)
        await pilot.press(*"there", "enter")
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
        await pilot.press("n", "ctrl+s")
        await settle(pilot)
        await pilot.press(*"mine", "enter")
        await checked(pilot)
        assert (drafts / "mine.yaml").read_text() == page.manuscript.text
        assert (drafts / "there.yaml").read_text() == "x: 1\n"
        assert not page.manuscript.changed

        # run with it, saved or not
        await pilot.press("enter", "end", "1", "enter")
        await checked(pilot)
        assert "seed: 71" in page.manuscript.text
        await pilot.press("r")
        await settle(pilot)
        assert isinstance(app.screen, SetupPage)
        assert (app.desk.name, app.desk.seed) == ("mine.yaml*", 71)
        assert app.desk.document.scenario.needs["identity-check"].rate.written == "40/h"
        await pilot.press("escape", "escape")
        await settle(pilot)
        assert isinstance(app.screen, Leave)
        await pilot.press("s")
        await settle(pilot)
        assert isinstance(app.screen, HomePage)
        assert "seed: 71" in (drafts / "mine.yaml").read_text()
        assert app.desk.name == "mine.yaml"
        assert any("mine.yaml" in line for line in lines(app))


async def test_entries_are_added_copied_chosen_and_removed(drafts, settle, checked, lines) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("e")
        await checked(pilot)
        page = app.screen
        await pilot.press(*["down"] * 2, "enter", "d")
        await settle(pilot)
        await pilot.press(*"tax", "enter")  # is there already: not taken
        await settle(pilot)
        assert not isinstance(app.screen, EditPage)
        await pilot.press(*["backspace"] * 3, *"justice", "enter")
        await checked(pilot)
        assert "  justice:\n    name: {zh: 公安局, en: Police}\n" in page.manuscript.text
        assert row(app).path == ("departments", "justice")
        await pilot.press("enter", "down", "down", "enter")  # its levels, to be ticked
        await settle(pilot)
        await pilot.press("down", "space", "enter")
        await checked(pilot)
        text = page.manuscript.text
        assert "levels: [prefecture, county]" in text[text.index("justice:") :][:120]
        await pilot.press("a")
        await settle(pilot)
        await pilot.press(*"audit", "enter")
        await checked(pilot)
        assert page.manuscript.text.count("audit: {}") == 1
        assert len(page.findings.mistakes) == 2  # it has no name yet and no levels
        await pilot.press("down", "enter", "down", "enter", *"Audit", "enter")
        await checked(pilot)
        assert "  audit:\n    name:\n      zh: Audit\n" in page.manuscript.text
        await pilot.press("up", "up", "delete")
        await checked(pilot)
        assert "audit" not in page.manuscript.text
        # a choice among names of the document
        await pilot.press("shift+tab", "down", "down", "enter", "enter")
        await pilot.press("down", "down", "enter")
        await settle(pilot)
        await pilot.press("down", "enter")
        await checked(pilot)
        assert row(app).value == "civil"
        while page.manuscript.can_undo:
            page.action_undo()
        await checked(pilot)
        assert page.manuscript.text == TINY
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, WorldPage)


async def test_an_editor_of_ones_own_and_files_changed_meanwhile(
    drafts, settle, checked, monkeypatch
) -> None:
    from sandbox.tui import external_editor

    script = drafts / "editor.sh"
    script.write_text("#!/bin/sh\nsed -i 's/seed: 7/seed: 8/' \"$1\"\n")
    script.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(script))
    (drafts / "mine.yaml").write_text(TINY, encoding="utf-8")
    own = Manuscript.open("mine.yaml")
    external_editor.edited(own, external_editor.command())
    assert not own.changed
    assert "seed: 8" in (drafts / "mine.yaml").read_text()
    own.change(own.text.replace("seed: 8", "seed: 7"))
    external_editor.edited(own, external_editor.command())  # a copy: the file is another
    assert "seed: 8" in own.text
    before = sorted(os.listdir(drafts))

    app = SandboxApp()
    async with app.run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        begin(app, "mine.yaml")
        await checked(pilot)
        page = app.screen
        await pilot.press("f4")  # no terminal to lend here
        await settle(pilot)
        assert not page.manuscript.changed
        page.take(lambda text: text.replace("seed: 8", "seed: 9"))
        (drafts / "mine.yaml").write_text(TINY + "# other\n", encoding="utf-8")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        await settle(pilot)
        assert "# other" in (drafts / "mine.yaml").read_text()
        await pilot.press("q")
        await settle(pilot)
        assert isinstance(app.screen, Confirm)  # unsaved changes are asked about here too
        await pilot.press("n")
        await settle(pilot)
        page.query_one(YamlArea).become("a: [1")
        await checked(pilot)
        assert "YAML cannot be read" in page.query_one(Form).words
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("d")
        await settle(pilot)
        assert isinstance(app.screen, HomePage)
    assert sorted(os.listdir(drafts)) == before


async def test_a_new_province_is_made_from_a_name_and_from_tables(
    drafts, settle, checked, lines
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("n")
        await settle(pilot)
        await pilot.press(*"hangz", "enter", "enter", "enter")
        await pilot.press("backspace", "x")
        await settle(pilot)
        assert "Counties of each: expected a whole number above 0" in "\n".join(lines(app))
        await pilot.press("backspace", "1")
        await settle(pilot)
        assert "counties: 1 · departments: 10" in "\n".join(lines(app))
        await pilot.press("f5")
        await checked(pilot)
        page = app.screen
        assert isinstance(page, EditPage)
        assert not page.findings.problems
        assert page.findings.document.scenario.regions[0].code == "330100"
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("d")
        await settle(pilot)
        await pilot.press("n")
        await settle(pilot)
        app.screen.query_one("#folder").focus()
        await pilot.press(*"nowhere", "enter")
        await settle(pilot)
        assert isinstance(app.screen, ProblemsPage)
        assert len(app.screen.problems) == 3


SHOWN = {"⏎": "enter", "Space": "space", "Esc": "escape", "Tab": "tab", "^s": "ctrl+s"}


@pytest.mark.parametrize(
    "language", ["en", pytest.param("zh", marks=pytest.mark.slow)], indirect=True
)
async def test_a_planner_compares_two_models_on_a_changed_scenario_by_keys_that_are_shown(
    language, drafts, study, settle, checked, follow, lines
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)

        async def press(*keys: str) -> None:
            """Press keys that the key line, or the dialog in front, shows at this moment."""
            for key in keys:
                last = lines(app)[-1 if lines(app)[-1].strip() else -2]
                shown = f" {last} "
                if not app.screen.query(KeyBar):
                    shown = "\n".join(lines(app))
                assert f" {key} " in shown or f"({key})" in shown, (key, shown)
                arrow = {"↑↓": "down"}.get(key)
                await pilot.press(arrow or SHOWN.get(key, key))
                await settle(pilot)

        async def down(times: int) -> None:
            last = lines(app)[-1]
            assert "↑↓" in last
            await pilot.press(*["down"] * times)
            await settle(pilot)

        await press("e")
        await checked(pilot)
        await down(4)
        await press("⏎", "⏎")  # the form of the needs, the first need
        await down(7)
        assert row(app).label == "rate"
        await press("⏎")
        await pilot.press(*["backspace"] * 6, *"80/day")
        await press("⏎")
        await checked(pilot)
        await press("r")
        await checked(pilot)
        assert isinstance(app.screen, SetupPage)
        await press("n")
        await down(1)
        await press("Space", "r")
        await follow(pilot)
        await press("t")
        assert isinstance(app.screen, ComparePage)
        assert study.calls[0][0] == ("letters", "federated_query")
        assert app.desk.document.scenario.needs["identity-check"].rate.written == "80/day"
    speak("en")
