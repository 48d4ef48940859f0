"""Finished runs are kept before the next begins, never done again, and belong to all studies."""

import json
import shutil
import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sandbox.scenario.document import Document
from sandbox.study import Cancelled, compare
from sandbox.study.runs import RunResult, Workshop
from sandbox.study.store import Store
from sandbox.study.store.changes import changes
from sandbox.study.store.export import export
from sandbox.study.trouble import Trouble
from tests.study.tiny import tiny, traced

Done = list[tuple[str, int]]


@pytest.fixture
def document(tmp_path: Path) -> Document:
    return tiny(tmp_path)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Done:
    """The runs that are really done, as they begin."""
    begun: Done = []
    run: Callable[..., RunResult] = Workshop.run

    def counted(self: Workshop, model: str, **named: Any) -> RunResult:
        begun.append((model, named["replication"]))
        return run(self, model, **named)

    monkeypatch.setattr(Workshop, "run", counted)
    return begun


def exported(path: Path, study: int = 0) -> dict[str, bytes]:
    """All bytes of the export of a study of a store."""
    folder = path.with_suffix(".export")
    shutil.rmtree(folder, ignore_errors=True)
    with Store(path, reading=True) as store:
        export(store, store.studies()[study], folder)
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_what_is_kept_is_not_done_again(document: Document, tmp_path: Path, done: Done) -> None:
    with Store(tmp_path / "s.sqlite") as store:
        first = compare(document, replications=2, jobs=1, engine="simpy", store=store)
        assert len(done) == 4
        again = compare(document, replications=2, jobs=1, engine="simpy", store=store)
        assert len(done) == 4
        assert json.dumps(again.to_json()) == json.dumps(first.to_json())
        compare(document, replications=3, jobs=1, engine="simpy", store=store)
        assert done[4:] == [("letters", 2), ("federated_query", 2)]
        assert [study.total for study in store.studies()] == [3 * 2, 2 * 2]
        compare(document, replications=1, seed=9, jobs=1, engine="simpy", store=store)
        assert len(done) == 8


def test_a_store_changes_no_number(document: Document, tmp_path: Path) -> None:
    with Store(tmp_path / "s.sqlite") as store:
        kept = compare(document, jobs=1, engine="simpy", store=store)
        kept = compare(document, jobs=1, engine="simpy", store=store)
    plain = compare(document, jobs=1, engine="simpy")
    assert json.dumps(kept.to_json()) == json.dumps(plain.to_json())
    for old, new in zip(plain.runs, kept.runs):
        assert repr(old.measures) == repr(new.measures)
        assert repr(old.series) == repr(new.series)
        assert repr(old.selected) == repr(new.selected)
        for by, table in old.breakdowns.items():
            assert table.table.tobytes() == new.breakdowns[by].table.tobytes()


def test_a_run_is_committed_before_the_next_begins_and_readers_see_it(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, seen = tmp_path / "s.sqlite", []
    run: Callable[..., RunResult] = Workshop.run

    def watched(self: Workshop, model: str, **named: Any) -> RunResult:
        with Store(path, reading=True) as reader:
            (study,) = reader.studies()
            assert len(list(reader.runs(study))) == study.done
            seen.append((study.state, study.done, study.total))
        return run(self, model, **named)

    monkeypatch.setattr(Workshop, "run", watched)
    with Store(path) as store:
        compare(document, jobs=1, engine="simpy", store=store)
    assert seen == [("under way", number, 6) for number in range(6)]


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_cancelled_study_goes_on_and_ends_with_the_same_bytes(
    document: Document, tmp_path: Path, jobs: int
) -> None:
    cancel = threading.Event()
    with Store(tmp_path / "broken.sqlite") as store:
        with pytest.raises(Cancelled):
            compare(
                document, jobs=jobs, engine="simpy", store=store, cancel=cancel,
                observer=lambda progress: cancel.set() if progress.done >= 2 else None,
            )  # fmt: skip
        (study,) = store.studies()
        assert study.state == "interrupted"
        assert 2 <= study.done < study.total
        compare(document, jobs=jobs, engine="simpy", store=store)
        (study,) = store.studies()
        assert (study.state, study.done) == ("finished", 6)
    with Store(tmp_path / "whole.sqlite") as store:
        compare(document, jobs=1, engine="simpy", store=store)
    found = exported(tmp_path / "broken.sqlite")
    assert found == exported(tmp_path / "whole.sqlite")
    assert found["runs.csv"].count(b"\n") == 7
    assert len(found["measures.csv"]) > 1000


def test_a_failed_run_costs_no_finished_one(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run: Callable[..., RunResult] = Workshop.run

    def failing(self: Workshop, model: str, **named: Any) -> RunResult:
        if model == "federated_query":
            raise ZeroDivisionError
        return run(self, model, **named)

    monkeypatch.setattr(Workshop, "run", failing)
    with Store(tmp_path / "s.sqlite") as store:
        with pytest.raises(ZeroDivisionError):
            compare(document, jobs=1, engine="simpy", store=store)
        (study,) = store.studies()
        assert (study.state, study.done, study.total) == ("failed", 3, 6)


def test_two_writers_share_a_store(document: Document, tmp_path: Path, done: Done) -> None:
    path, errors = tmp_path / "s.sqlite", []

    def write() -> None:
        try:
            with Store(path) as store:
                compare(document, jobs=1, engine="simpy", store=store)
        except BaseException as error:
            errors.append(error)

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not errors
    assert len(set(done)) == 6
    with Store(path, reading=True) as store:
        (study,) = store.studies()
        assert (study.done, study.state) == (6, "finished")
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_several_comparisons_make_one_larger_study(tmp_path: Path, done: Done) -> None:
    one, two = tiny(tmp_path), tiny(tmp_path, horizon="1200 s")
    with Store(tmp_path / "s.sqlite") as store:
        with store.study("sweep", one, {"levels": [1100, 1200]}) as place:
            for each in (one, two):
                compare(each, replications=1, jobs=1, engine="simpy", store=place)
        (study,) = store.studies()
        assert (study.kind, study.done, study.total, study.state) == ("sweep", 4, 4, "finished")
        assert list(store.scenarios(study)) == [store_digest(one), store_digest(two)]
        compare(two, replications=1, jobs=1, engine="simpy", store=store)
        assert len(done) == 4
    assert len([name for name in exported(tmp_path / "s.sqlite", 1) if "scenarios" in name]) == 2


def test_a_study_is_found_by_the_beginning_of_its_id(document: Document, tmp_path: Path) -> None:
    with Store(tmp_path / "s.sqlite") as store:
        for seed in range(17):  # two of them begin alike: there are 16 digits
            with store.study("compare", document, {"seed": seed}):
                pass
        ids = [study.id for study in store.studies()]
        alike = next(first for first in "0123456789abcdef" if sum(i[0] == first for i in ids) > 1)
        assert store.find(ids[0][:12].upper()).id == ids[0]
        for wrong in (alike, "", "zz"):
            with pytest.raises(Trouble):
                store.find(wrong)


def test_clearing_leaves_what_other_studies_need(
    document: Document, tmp_path: Path, done: Done
) -> None:
    with Store(tmp_path / "s.sqlite") as store:
        compare(document, replications=1, jobs=1, engine="simpy", store=store)
        compare(document, replications=2, jobs=1, engine="simpy", store=store)
        small = next(study for study in store.studies() if study.total == 2)
        large = next(study for study in store.studies() if study.total == 4)
        gone = store.clear(lambda studies: [large])
        assert (gone.studies, gone.runs) == (1, 2)
        assert [study.id for study in store.studies()] == [small.id]
        assert len(list(store.runs(small))) == 2
        begun = len(done)
        compare(document, replications=1, jobs=1, engine="simpy", store=store)
        assert len(done) == begun
        with store.study("sweep", document, {}):
            gone = store.clear(list)
            assert [study.kind for study in store.studies()] == ["sweep"]
        assert (gone.studies, gone.runs) == (1, 2)


def test_a_study_whose_process_is_gone_was_broken_off(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    with Store(path) as store, store.study("compare", document, {}):
        assert store.studies()[0].state == "under way"
        sqlite3.connect(path).execute("SELECT 1")
        with sqlite3.connect(path) as other:
            other.execute("UPDATE studies SET process = 999999999")
        assert store.studies()[0].state == "broken off"
        assert store.studies()[0].begun <= datetime.now(UTC)


def test_what_changed_is_told_measure_by_measure(document: Document, tmp_path: Path) -> None:
    other = tiny(tmp_path, rate="0.05/s")
    names = ["requests", "satisfied", "agreements"]
    with Store(tmp_path / "s.sqlite") as store:
        old = compare(document, jobs=1, engine="simpy", store=store)
        new = compare(other, jobs=1, engine="simpy", store=store)
        rows = {study.digest: study for study in store.studies()}
        (before,) = [r for d, r in rows.items() if d == store_digest(document)]
        (after,) = [r for d, r in rows.items() if d == store_digest(other)]
        found = changes(store, before, after, names)
        same = changes(store, before, before, names)
    change = found.models["", "letters"]["requests"]
    assert change.arrow == "▼"
    assert change.old == pytest.approx(old.models["letters"]["requests"].mean, rel=1e-12)
    assert change.new == pytest.approx(new.models["letters"]["requests"].mean, rel=1e-12)
    assert [name for name, _, _ in found.respects()] == ["digest"]
    assert {one.arrow for measures in same.models.values() for one in measures.values()} == {"="}
    assert same.respects() == []


def store_digest(document: Document) -> str:
    from sandbox.study.identity import inputs

    return inputs(document)


def test_a_trace_that_changed_is_another_study(tmp_path: Path, done: Done) -> None:
    with Store(tmp_path / "s.sqlite") as store:
        compare(traced(tmp_path), replications=1, jobs=1, engine="simpy", store=store)
        document = traced(tmp_path)
        (tmp_path / "calls.csv").write_text("time,agency\n1,tax@330102\n", encoding="utf-8")
        compare(document, replications=1, jobs=1, engine="simpy", store=store)
        assert len(done) == 4
