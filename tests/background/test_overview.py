"""One list of studies and jobs; how long a study will take; where a planner's store is."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sandbox.background import held, place
from sandbox.background import job as notes
from sandbox.background.overview import Entry, find, overview
from sandbox.background.queue import Queue
from sandbox.scenario import load
from sandbox.study.store import Store
from sandbox.study.store.rows import StudyRow
from sandbox.study.store.whereabouts import gone, here
from sandbox.study.trouble import Trouble

BEGUN = datetime(2024, 5, 1, tzinfo=UTC)


def row(**changes) -> StudyRow:
    fields = {
        "id": "ab" * 32, "kind": "compare", "scenario": "x", "digest": "d",
        "command": ("compare", "x"), "settings": {}, "version": "1", "code": "c", "libraries": {},
        "begun": BEGUN, "ended": None, "state": "under way", "total": 40, "done": 10,
        "wall": 50.0, "planned": 40,
    }  # fmt: skip
    return StudyRow(**{**fields, **changes})


def test_the_time_left_is_that_of_the_runs_left_shared_among_the_cores() -> None:
    """30 runs of 5 s are left; those at work on the cores are half done on the average."""
    assert Entry(row(), None).left(1) == pytest.approx(29.5 * 5)
    assert Entry(row(), None).left(2) == pytest.approx(29 * 5 / 2)
    asked = Entry(row(command=("compare", "x", "--jobs", "3")), None)
    assert asked.left(1) == pytest.approx(28.5 * 5 / 3)


@pytest.mark.parametrize("changes", [{"done": 0}, {"planned": None}, {"state": "finished"}])
def test_no_time_is_told_where_none_is_known(changes) -> None:
    assert Entry(row(**changes), None).left(1) is None


def test_a_study_and_the_job_that_is_at_it_are_one_entry(tmp_path) -> None:
    if not held.possible():
        pytest.skip("locks of POSIX")
    path = tmp_path / "s.sqlite"
    assert overview(path) == []
    queue = Queue(path)
    waiting = queue.add(["compare", "later.yaml"], tmp_path)
    job = queue.add(["compare", "textbook/mm1"], tmp_path)
    document = load("textbook/mm1")
    with Store(path, begun=lambda study: notes.note_study(queue.of(job), study)) as store:
        with store.study("compare", document, {"models": []}) as place_of:
            entries = overview(path)
            study = next(each for each in entries if each.study is not None)
            assert study.job == queue.find(job.name) == queue.find(place_of.id)
            assert {each.key for each in entries} == {waiting.name, place_of.id}
            assert find(entries, place_of.id[:6]) == find(entries, job.name) == study
        notes.write(queue.of(job), replace(job, state="finished", ended=notes.now()))
    after = find(overview(path), job.name)
    assert after.state == "finished"
    assert not after.resumable
    with pytest.raises(Trouble):
        find(overview(path), "q77")


def test_a_study_whose_process_is_gone_is_broken_off_whoever_has_its_number(tmp_path) -> None:
    host, process = here()
    assert not gone(host, process)
    assert not gone("another machine", process)
    if " since " in host:  # the system tells when a process was started
        assert gone(host.replace(" since ", " since 1"), process)


def test_the_own_store_is_where_the_specification_says(monkeypatch) -> None:
    monkeypatch.delenv(place.VARIABLE, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert place.own_store() == Path("/data/pilot-sandbox/studies.sqlite")
    monkeypatch.setenv("XDG_DATA_HOME", "relative")  # to be ignored
    monkeypatch.setenv("HOME", "/home/a")
    assert place.own_store() == Path("/home/a/.local/share/pilot-sandbox/studies.sqlite")
    monkeypatch.setenv(place.VARIABLE, "mine.sqlite")
    assert place.own_store() == Path("mine.sqlite")
