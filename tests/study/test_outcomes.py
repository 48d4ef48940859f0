"""Kept outcomes read back as they were, whatever they are; a fault leaves what was there."""

import json
import math
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.scenario import Refused, load
from sandbox.study import compare
from sandbox.study.intervals import Interval
from sandbox.study.outcomes import Outcomes, outcomes_of
from sandbox.study.outcomes_file import as_text, read, write

NAN = math.nan
KEPT = Outcomes(
    scenario="s",
    digest="d" * 64,
    version="0.1.0",
    seed=1,
    replications=2,
    confidence=0.95,
    labels=("need",),
    given={"seed": 1},
    models={
        "letters": {
            "age.max": Interval(NAN, NAN, NAN, "s", 0),
            "satisfied": Interval(0.1 + 0.2, 0.1, 0.7, "share", 2),
            "satisfied[need=tax]": Interval(1 / 3, 0.0, 1.0, "share", 2),
        },
        "hybrid": {"satisfied": Interval(math.inf, NAN, NAN, "share", 2)},
    },
)

interval = st.builds(
    Interval, st.floats(), st.floats(), st.floats(), st.sampled_from(["s", "CNY", ""]),
    st.integers(0, 100_000),
)  # fmt: skip
named = st.dictionaries(st.text(max_size=8), interval, max_size=4)


@given(models=st.dictionaries(st.text(max_size=8), named, max_size=3), seed=st.integers(0, 10**14))
def test_what_was_kept_reads_back_to_the_last_bit(tmp_path_factory, models, seed) -> None:
    kept = replace(KEPT, models=models, seed=seed)
    file = tmp_path_factory.mktemp("kept") / "s.baseline.json"
    write(kept, file)
    again = read(file)
    assert as_text(again) == as_text(kept) == file.read_text(encoding="utf-8")
    for model, found in models.items():
        for key, one in found.items():
            assert repr(again.models[model][key]) == repr(one)
    assert replace(again, models={}) == replace(kept, models={})


def test_the_text_has_one_outcome_a_line_in_an_order_of_its_own() -> None:
    shuffled = {
        model: dict(reversed(found.items())) for model, found in reversed(KEPT.models.items())
    }
    text = as_text(KEPT)
    assert text == as_text(replace(KEPT, models=shuffled))
    line = '      "satisfied": {"mean": 0.30000000000000004, "low": 0.1, "high": 0.7, "n": 2, '
    assert line + '"unit": "share"},' in text.splitlines()
    found = json.loads(text, parse_constant=pytest.fail)
    assert list(found["outcomes"]) == ["hybrid", "letters"]
    assert found["outcomes"]["letters"]["age.max"]["mean"] is None
    assert text.count("\n") == 19 + 2 * 2 + 4  # what was run, two models, their outcomes


def test_one_measure_that_changes_changes_one_line() -> None:
    letters = KEPT.models["letters"] | {"satisfied": Interval(0.5, 0.1, 0.7, "share", 2)}
    after = as_text(replace(KEPT, models=KEPT.models | {"letters": letters}))
    pairs = zip(as_text(KEPT).splitlines(), after.splitlines(), strict=True)
    assert sum(here != there for here, there in pairs) == 1


@pytest.mark.parametrize("fault", [OSError(28, "full"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_fault_leaves_what_was_there_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, step: str
) -> None:
    file = tmp_path / "s.baseline.json"
    write(KEPT, file)
    before = file.read_bytes()

    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), fail)
    with pytest.raises(type(fault)):
        write(replace(KEPT, seed=2), file)
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    link, file = tmp_path / "link.json", tmp_path / "file.json"
    link.symlink_to(file)
    write(KEPT, link)
    assert link.is_symlink()
    assert as_text(read(file)) == as_text(KEPT)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"baseline": 1', '"baseline": 2', "3:5: about.baseline: kept in another form"),
        ('"seed": 1,', '"seed": -1,', "14:5: about.seed: expected a whole number"),
        ('"seed": 1,', '"sed": 1,', "14:5: about.sed: unknown key `sed`; did you mean `seed`?"),
        ('"confidence": 0.95', '"confidence": "95%"', "7:5: about.confidence: expected a share"),
        ('"need"\n', '"nede"\n', "4:5: about.breakdowns: expected a list of some of: need, "),
        ('"n": 2, "unit": "share"}\n', '"n": 2, "unit": 7}\n', "unit: expected text"),
        ('"mean": 0.30', '"mean": true, "x": 0.30', "letters.satisfied.mean: expected a number"),
        ('"low": 0.1, ', "", "23:7: outcomes.letters.satisfied: `low` is missing"),
        ('"hybrid": {', '"hybrid": [], "x": {', "18:5: outcomes.hybrid: expected `key"),
        ('"age.max"', '"satisfied"', "23:7: the key `satisfied` stands here for the second time"),
        ('    "letters"', "<<<<<<< HEAD\n    ", "21:1: a merge has left a conflict here"),
        ('"letters": {', '"letters": {{', "21:17: this is not the JSON that"),
        ('"outcomes"', '"outcome"', "1:1: `outcomes` is missing"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_the_place(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    file = tmp_path / "s.baseline.json"
    text = as_text(KEPT)
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read(file)
    lines = refused.value.render("en")
    assert said in lines, lines
    assert all(line.startswith(f"{file}:") for line in lines.splitlines())


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"null", b"\xff{", b'"', b"[" * 100_000, b"1" * 5000, b'{"about": NaN}']
)
def test_other_files_are_refused_too(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "other.json"
    file.write_bytes(data)
    with pytest.raises(Refused):
        read(file)
    with pytest.raises(Refused):
        read(tmp_path)
    with pytest.raises(Refused, match="baseline save"):
        read(tmp_path / "none")


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "s.baseline.json"
    text = as_text(KEPT).replace('"seed": 1,', '"seed": 0.5,').replace('"n": 2', '"n": -2')
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read(file)
    assert len(refused.value.problems) >= 4


def test_groups_are_kept_beside_the_whole_and_agree_with_it() -> None:
    comparison = compare(load("textbook/mm1"), replications=2, jobs=1, engine="simpy")
    kept = outcomes_of(comparison, ["need", "region", "need"])
    assert kept.labels == ("need", "region")
    (found,) = kept.models.values()
    assert set(comparison.models[comparison.baseline]) <= set(found)
    groups = [one for key, one in found.items() if key.startswith("requests[need=")]
    assert sum(one.mean for one in groups) == found["requests"].mean
    assert not any(key.startswith("agreements[") for key in found)  # of the whole only


@pytest.mark.slow
def test_both_engines_keep_the_same_text() -> None:
    document = load("textbook/tandem")
    texts = {
        as_text(outcomes_of(compare(document, replications=2, jobs=1, engine=engine), ["station"]))
        for engine in ("simpy", "compiled")
    }
    assert len(texts) == 1
