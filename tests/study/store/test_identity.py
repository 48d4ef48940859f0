"""Two runs have one name only if they give the same."""

import shutil
from pathlib import Path

import pytest

from sandbox.scenario.beside import carried, contents
from sandbox.study import identity, run_one
from sandbox.study.driver import Look
from sandbox.study.progress import Task
from sandbox.study.work import Runs
from tests.study.tiny import tiny, traced


def test_what_a_scenario_says_is_its_identity_and_where_it_lies_is_not(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    assert identity.inputs(tiny(tmp_path)) == identity.inputs(tiny(tmp_path / "elsewhere"))
    assert identity.inputs(tiny(tmp_path)) != identity.inputs(tiny(tmp_path, horizon="1101 s"))


def test_what_is_extended_counts(tmp_path: Path) -> None:
    tiny(tmp_path)
    child = tmp_path / "child.yaml"
    child.write_text("scenario: child\nextends: tiny.yaml\n", encoding="utf-8")
    from sandbox.scenario import load

    before = identity.inputs(load(child))
    tiny(tmp_path, records="1001")
    assert identity.inputs(load(child)) != before


def test_a_file_beside_the_scenario_counts(tmp_path: Path) -> None:
    document = traced(tmp_path)
    before = identity.inputs(document)
    assert identity.inputs(traced(tmp_path / "copy")) == before
    with (tmp_path / "calls.csv").open("a", encoding="utf-8") as file:
        file.write("999,tax@330102\n")
    assert identity.inputs(document) != before


def test_a_run_differs_by_each_of_its_parts() -> None:
    parts = [
        ("s", "m", 1, 0, None),
        ("t", "m", 1, 0, None),
        ("s", "n", 1, 0, None),
        ("s", "m", 2, 0, None),
        ("s", "m", 1, 1, None),
        ("s", "m", 1, 0, "need"),
    ]
    assert len({identity.identity(*each) for each in parts}) == len(parts)


def test_changed_code_never_returns_old_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sandbox

    copy = tmp_path / "sandbox"
    shutil.copytree(Path(sandbox.__file__).parent, copy, ignore=shutil.ignore_patterns("*.pyc"))
    before = identity.code.__wrapped__()
    monkeypatch.setattr(sandbox, "__file__", str(copy / "__init__.py"))
    assert identity.code.__wrapped__() == before
    page = copy / "cli" / "compare.py"
    page.write_text(page.read_text(encoding="utf-8") + "\n# shown otherwise\n", encoding="utf-8")
    assert identity.code.__wrapped__() == before
    law = copy / "engine" / "draws.py"
    law.write_text(law.read_text(encoding="utf-8") + "\n# drawn otherwise\n", encoding="utf-8")
    changed = identity.code.__wrapped__()
    assert changed != before
    monkeypatch.setattr(identity, "libraries", lambda: {"numpy": "0"})
    assert identity.code.__wrapped__() not in (before, changed)


def test_work_that_is_carried_needs_no_file_and_gives_the_same(tmp_path: Path) -> None:
    document = traced(tmp_path / "here")
    here = run_one(document, "letters", engine="simpy")
    work = Runs.carried(document, 1, "simpy")
    text, files = carried(document)
    assert [data for _, data in files] == [data for _, data in contents(document)]
    assert "calls.csv" not in text
    shutil.rmtree(tmp_path / "here")
    look: Look = lambda fraction, measures: True  # noqa: E731 - a `Look` of one line
    there = work.open()(Task(0, "letters", 0), look)
    assert there.measures["requests"] > 100
    assert repr(there.measures) == repr(here.measures)
    assert repr(there.series) == repr(here.series)
