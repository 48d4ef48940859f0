"""What is typed above the models is what is run, or what is wrong with it is said."""

from pathlib import Path

import pytest

from sandbox.tui.app import SandboxApp
from sandbox.tui.pages.setup import SetupPage


async def test_seed_and_replications_are_taken_over(library, to_models, study, follow) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot)
        app.screen.query_one("#replications").focus()
        await pilot.press("end", *["backspace"] * 4, "3", "enter")
        app.screen.query_one("#seed").focus()
        await pilot.press("end", *["backspace"] * 15, "4", "2", "enter")
        await pilot.press("n", "r")
        await follow(pilot)
        assert study.calls[0][:3] == (("letters",), 3, 42)


async def test_one_model_and_one_day_are_said_as_one(
    library, to_models, study, lines, settle, monkeypatch, tmp_path
) -> None:
    text = (Path(__file__).parent / "tiny.yaml").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny.yaml").write_text(text.replace("horizon: 2 days", "horizon: 1 day"), "utf-8")
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot)
        await pilot.press("n")
        assert "models: 1 × replications: 2 = runs: 2, of 1 day each" in "\n".join(lines(app))
        await pilot.press("l")
        await settle(pilot)
        assert "1 种模式 × 2 次重复 = 2 次运行，每次模拟 1 天" in "\n".join(lines(app))


@pytest.mark.parametrize(
    ("field", "typed", "limits"),
    [
        ("replications", "0", "Replications: a whole number from 1 to 100,000"),
        ("replications", "100001", "Replications: a whole number from 1 to 100,000"),
        ("replications", "", "Replications: a whole number from 1 to 100,000"),
        ("seed", "-5", "Seed: a whole number from 0 to 999,999,999,999,999"),
    ],
)
async def test_a_wrong_number_is_said_and_not_run(
    field, typed, limits, library, to_models, study, lines, settle, follow
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot)
        app.screen.query_one(f"#{field}").focus()
        await pilot.press("end", *["backspace"] * 15, *typed)
        assert limits in lines(app)[1]
        await pilot.press("enter", "r")
        await settle(pilot)
        assert isinstance(app.screen, SetupPage)
        assert app.focused.id == field
        await pilot.press("end", *["backspace"] * 15, "3", "enter", "r")
        await follow(pilot)
        assert getattr(app.desk, field) == 3
        assert len(study.calls) == 1


async def test_one_replication_is_said_to_show_no_difference(
    library, to_models, study, lines, settle, follow
) -> None:
    app = SandboxApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_models(pilot)
        app.screen.query_one("#replications").focus()
        await pilot.press("end", *["backspace"] * 4, "1", "enter")
        assert "need at least two" in "\n".join(lines(app))
        await pilot.press("r")
        await follow(pilot)
        await pilot.press("t")
        await settle(pilot)
        assert "need at least two" in "\n".join(lines(app))
