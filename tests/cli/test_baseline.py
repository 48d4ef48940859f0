"""Whole outcomes are kept and held: what changes them is named, what does not goes unnoticed."""

import json
from pathlib import Path

import pytest

from sandbox.models import by_letter, letters

FAST = ("--jobs", "1", "--engine", "simpy")


@pytest.fixture
def kept(call, small: str) -> str:
    answer = call("baseline", "save", small, "--by", "need", *FAST)
    assert (answer.code, answer.out) == (0, "small.baseline.json\n"), answer.err
    return small


def test_outcomes_that_were_kept_are_the_same_again(call, kept: str) -> None:
    answer = call("baseline", "diff", kept, *FAST)
    assert answer.code == 0
    assert "outcomes are as they were kept." in answer.out
    assert call("baseline", "save", kept, "--by", "need", "-o", "-", *FAST).out == Path(
        "small.baseline.json"
    ).read_text(encoding="utf-8")


def test_another_default_of_a_model_is_noticed(call, kept: str, monkeypatch) -> None:
    monkeypatch.setitem(letters.PRESET.parameters, "verified", {"value": "60%", "source": "x"})
    answer = call("baseline", "diff", kept, *FAST)
    assert answer.code == 1
    lines = [" ".join(line.split()) for line in answer.out.splitlines()]
    assert any(line.startswith("by_letter[need=") and " ↑ +" in line for line in lines)
    assert "digest" not in answer.out  # the scenario is the same, the program is not
    assert not any(line.startswith("federated_query") for line in lines)


def test_an_operation_left_out_of_a_flow_is_noticed(call, kept: str, monkeypatch) -> None:
    monkeypatch.setattr(by_letter, "ByLetter", lambda: by_letter.Label("nothing"))
    answer = call("baseline", "diff", kept, "--format", "json", *FAST)
    assert answer.code == 1
    found = json.loads(answer.out, parse_constant=pytest.fail)["models"]
    changed = found["letters"]["by_letter"]
    assert changed["kept"]["mean"] > 0
    assert (changed["now"]["mean"], changed["direction"]) == (0.0, "down")
    assert changed["relative"] == -1.0


def test_a_tolerance_lets_small_changes_pass(call, kept: str, monkeypatch) -> None:
    text = Path("small.baseline.json").read_text(encoding="utf-8")
    found = json.loads(text)["outcomes"]["letters"]["response_time.mean"]["mean"]
    Path("small.baseline.json").write_text(
        text.replace(f'"mean": {found!r}', f'"mean": {found * 1.001!r}'), encoding="utf-8"
    )
    assert call("baseline", "diff", kept, *FAST).code == 1
    for slack in (("--rel", "0.2%"), ("--abs", "1e6"), ("--rel", "0.01")):
        assert call("baseline", "diff", kept, *slack, *FAST).code == 0
    assert call("baseline", "diff", kept, "--rel", "0.01%", *FAST).code == 1


def test_the_scenario_is_run_again_as_it_was_run_when_it_was_kept(call, small: str) -> None:
    save = ("baseline", "save", small, "--seed", "7", "--replications", "1", "-o", "seven.json")
    assert call(*save, *FAST).code == 0
    diff = ("baseline", "diff", small, "--against", "seven.json", *FAST)
    assert call(*diff).code == 0
    other = call(*diff, "--seed", "8")
    assert other.code == 1
    assert "seed: kept 7, now 8" in other.out
    assert call(*diff, "--replications", "2").code == 1


def test_another_scenario_with_the_same_outcomes_is_said_to_be_another(call, kept: str) -> None:
    text = Path(kept).read_text(encoding="utf-8")
    Path(kept).write_text(text.replace("en: My pilot", "en: Renamed"), encoding="utf-8")
    answer = call("baseline", "diff", kept, *FAST)
    assert answer.code == 0
    assert "contents of the scenario (digest): kept " in answer.out
    Path(kept).write_text(text.replace("  letters: {}\n", "  bilateral: {}\n  letters: {}\n"))
    answer = call("baseline", "diff", kept, *FAST)
    assert answer.code == 1
    assert "bilateral: model added" in answer.out


def test_problems_of_scenario_and_kept_outcomes_are_told_together(call, small: str) -> None:
    text = Path(small).read_text(encoding="utf-8")
    Path(small).write_text(text.replace("  letters: {}", "  leters: {}"), encoding="utf-8")
    Path("small.baseline.json").write_text("{\n<<<<<<< HEAD\n", encoding="utf-8")
    answer = call("baseline", "diff", small, *FAST)
    assert (answer.code, answer.out) == (2, "")
    assert "did you mean `letters`" in answer.err
    assert "small.baseline.json:2:1: a merge has left a conflict here" in answer.err
    chinese = call("baseline", "diff", small, "--against", "none.json", "--lang", "zh", *FAST)
    assert "none.json:1:1: 这里没有存档结果" in chinese.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("save", "small.yaml", "-o", "small.yaml"), "small.yaml exists, holds no kept outcomes"),
        (("save", "small.yaml", "-o", "."), "is no place for a file"),
        (("save", "small.yaml", "-o", "no/such/folder.json"), "is no place for a file"),
        (("save", "small.yaml", "--by", "nede"), "Did you mean need?"),
        (("diff", "small.yaml", "--rel", "-1"), "is no number of at least 0"),
        (("diff", "small.yaml", "--abs", "nan"), "is no number of at least 0"),
        (("svae", "small.yaml"), "Did you mean save?"),
    ],
)
def test_what_cannot_be_done_is_refused_before_the_work(call, small, arguments, said: str) -> None:
    before = Path(small).read_bytes()
    answer = call("baseline", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert Path(small).read_bytes() == before
    assert [file.name for file in Path().iterdir()] == [small]


def test_a_disk_that_fails_leaves_the_outcomes_kept_before(call, kept, monkeypatch) -> None:
    before = Path("small.baseline.json").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr("os.fsync", full)
    answer = call("baseline", "save", kept, *FAST)
    assert (answer.code, answer.out) == (2, "")
    assert "no space is left on the disk" in answer.err
    assert Path("small.baseline.json").read_bytes() == before
    assert len(list(Path().iterdir())) == 2


@pytest.mark.parametrize("command", ["save", "diff"])
def test_no_english_is_left_on_the_chinese_help_pages(call, command: str) -> None:
    page = call("baseline", command, "--help", "--lang", "zh").out.partition("示例")[0]
    words = {word for word in page.split() if word.isascii() and word.isalpha() and word.islower()}
    assert words <= {"pilot", "sandbox", "baseline", command}
    assert f"  {command} " in call("baseline", "--lang", "zh").out
