"""`bench` runs every benchmark and tells figures that scripts can rely on."""

import json
import math
from pathlib import Path

import pytest

from sandbox.bench import NAMES
from sandbox.cli import bench, run
from sandbox.language import speak


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PILOT_SANDBOX_LANG", "en")
    yield
    speak("en")


def test_the_command_offers_the_benchmarks_that_there_are() -> None:
    assert bench.NAMES == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_quick_benchmark_gives_finite_figures(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["bench", name, "--quick", "--rounds", "2", "--json", "-"]) == 0
    found = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    about = found["bench"]
    assert {"version", "rounds", "quick", "processor", "cores", "date", "versions"} <= set(about)
    assert (about["rounds"], about["quick"]) == (2, True)
    assert {"CPython", "simpy", "numpy"} <= set(about["versions"])
    assert list(found["benchmarks"]) == [name]
    score = found["benchmarks"][name]
    for one in score["contenders"].values():
        assert len(one["laps"]) == 2
        assert all(lap["work"] > 0 and lap["seconds"] > 0 for lap in one["laps"])
        assert one["laps"][0]["mean"] == one["laps"][1]["mean"] != 0
    assert score["ratios"] or score["left_out"]
    for ratio in score["ratios"]:
        assert {ratio["above"], ratio["below"]} <= set(score["contenders"])
        assert 0 < ratio["low"] <= ratio["median"] <= ratio["high"] < math.inf


def test_both_engines_come_to_the_same_on_a_shipped_scenario(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["bench", "shipped", "--quick", "--rounds", "1", "--json", "-"])
    score = json.loads(capsys.readouterr().out)["benchmarks"]["shipped"]
    laps = [one["laps"][0] for one in score["contenders"].values()]
    assert len({(lap["mean"], lap["work"]) for lap in laps}) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_names_contenders_and_ratios(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "figures.json"
    for _ in range(2):  # earlier figures are written over
        arguments = ["bench", "tandem", "--quick", "--rounds", "1", "--json", str(file)]
        assert run([*arguments, "--lang", language]) == 0
    said = capsys.readouterr()
    assert ("idiomatic SimPy" if language == "en" else "惯用写法的 SimPy") in said.out
    assert ("SimPy engine" if language == "en" else "SimPy 引擎") in said.out
    assert str(file) in said.err
    assert json.loads(file.read_text(encoding="utf-8"))["bench"]["quick"] is True
    assert [path.name for path in tmp_path.iterdir()] == ["figures.json"]


def test_an_unknown_benchmark_is_refused_with_a_guess(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "tandme"]) == 2
    assert capsys.readouterr().err == "There is no benchmark 'tandme'. Did you mean tandem?\n"


def test_a_file_that_holds_something_else_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("scenario: mine\n", encoding="utf-8")
    assert run(["bench", "tandem", "--quick", "--json", str(file)]) == 2
    assert "left alone" in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == "scenario: mine\n"


def test_a_place_that_cannot_be_written_is_refused_before_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["bench", "--json", str(tmp_path / "none" / "figures.json")]) == 2
    assert "cannot be written" in capsys.readouterr().err
