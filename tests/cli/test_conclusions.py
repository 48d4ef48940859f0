"""What studies found is told again, by `studies show` and `diff`, as the commands told it."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.study.tiny import tiny

QUICK = ("--engine", "simpy", "--jobs", "1")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which commands keep what they do."""
    tiny(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PILOT_SANDBOX_STORE", "s.sqlite")
    return tmp_path


def ids(call: Call) -> list[str]:
    listed = call("studies", "list", "--format", "json")
    return [study["id"] for study in json.loads(listed.out)] if listed.code == 0 else []


SWEEP = ("sweep", "tiny.yaml", *QUICK, "--replications", "1", "--factor")


def test_a_sweep_is_told_with_its_points_as_the_command_told_it(call: Call, kept: Path) -> None:
    said = {lang: call(*SWEEP, "needs.asking.rate=0.5/s,1/s", "--lang", lang) for lang in
            ("en", "zh")}  # fmt: skip
    study = json.loads(call("studies", "list", "--format", "json").out)[0]
    assert (study["kind"], study["planned"], study["at_most"]) == ("sweep", 4, False)
    assert study["settings"]["factors"] == [
        {"path": "needs.asking.rate", "values": ["0.5/s", "1/s"]}
    ]
    for lang, words in (("en", "4 of 4"), ("zh", "4/4")):
        shown = call("studies", "show", study["id"][:8], "--lang", lang).out
        assert said[lang].out.strip() in shown
        assert words in shown
        assert words in call("studies", "list", "--lang", lang).out
    told = json.loads(call("studies", "show", study["id"], "--format", "json").out)
    assert [point["factors"] for point in told["points"]] == [
        {"needs.asking.rate": "0.5/s"}, {"needs.asking.rate": "1/s"},
    ]  # fmt: skip
    assert [point["finished"] for point in told["points"]] == [2, 2]
    measured = json.loads(call(*SWEEP, "needs.asking.rate=0.5/s,1/s", "--format", "json").out)
    assert told["conclusion"] == measured


def test_studies_of_other_factors_are_told_apart(call: Call, kept: Path) -> None:
    for values in ("0.5/s,1/s", "1/s,2/s"):
        assert call(*SWEEP, f"needs.asking.rate={values}").code == 0
    new, old = [
        study["id"] for study in json.loads(call("studies", "list", "--format", "json").out)
        if study["kind"] == "sweep"
    ]  # fmt: skip
    told = json.loads(call("studies", "diff", old, new, "--format", "json").out)
    assert set(told["differ"]) == {"factors"}
    assert set(told["models"]) == {
        f"needs.asking.rate = 1/s {model}" for model in ("letters", "federated_query")
    }
    assert {one["arrow"] for found in told["models"].values() for one in found.values()} == {"="}


def made(call: Call, *command: str) -> str:
    """The study that a command makes; moments are told in whole seconds, so they do not say."""
    before = set(ids(call))
    assert call(*command).code == 0
    (new,) = set(ids(call)) - before
    return new


def test_a_difference_shows_in_the_digits_and_the_scenario_in_its_places(
    call: Call, kept: Path
) -> None:
    compare = ("compare", "tiny.yaml", *QUICK, "--replications", "1", "--seed", "7")
    old = made(call, *compare)
    tiny(kept, rate="0.500000001/s")
    new = made(call, *compare)
    told = call("studies", "diff", old, new, "--measures", "response_time.mean").out
    assert "needs.asking.rate: 0.5/s → 0.500000001/s" in told
    lines = [line.split() for line in told.splitlines() if line.startswith("  response_time")]
    assert len(lines) == 2
    for line in lines:
        assert line[1:3] != line[3:5]


def test_pairs_are_kept_and_shown_as_they_were_told(call: Call, kept: Path) -> None:
    first = call("pairs", "tiny.yaml", *QUICK, "--replications", "2", "--lang", "en")
    study = next(
        study for study in json.loads(call("studies", "list", "--format", "json").out)
        if study["kind"] == "pairs"
    )  # fmt: skip
    shown = call("studies", "show", study["id"], "--lang", "en").out
    assert first.out.strip() in shown
    told = json.loads(
        call("pairs", "tiny.yaml", *QUICK, "--replications", "2", "--format", "json").out
    )
    assert json.loads(call("studies", "show", study["id"], "--format", "json").out)[
        "conclusion"
    ] == told  # fmt: skip
    assert {"scenario", "seed", "version", "method", "need", "models", "rows"} < set(told)
    assert told["need"] == ["asking"]
    assert [row["model"] for row in told["rows"]] == told["models"] == ["federated_query"]


def test_a_warm_up_is_kept_as_a_study_of_its_own(call: Call, kept: Path) -> None:
    asked = ("warm-up", "tiny.yaml", *QUICK, "--replications", "1", "--lang", "en")
    study, told = made(call, *asked), call(*asked)
    assert told.out.strip() in call("studies", "show", study, "--lang", "en").out
    answer = json.loads(call("studies", "show", study, "--format", "json").out)
    assert (answer["kind"], answer["planned"]) == ("warm-up", 2)
    assert answer["conclusion"] == json.loads(call(*asked, "--format", "json").out)


def test_precision_is_asked_of_just_the_measures_that_are_named(call: Call, kept: Path) -> None:
    asked = ("compare", "tiny.yaml", *QUICK, "--precision", "50%", "--most", "3", "--lang", "en")
    assert "Precision 50% of refused:" in call(*asked, "--on", "refused").out
    study = made(call, *asked, "--on", "refused.*")
    shown = call("studies", "show", study, "--lang", "en").out
    assert "(at most 6)" in shown
    assert "half-width at most 50%" in shown
    assert "refused by article 9" in shown
