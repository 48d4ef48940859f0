"""A comparison out of a store is the comparison that was printed; readers disturb no writer."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sandbox.scenario import Document
from sandbox.study import Comparison, compare
from sandbox.study.kept import comparison_of, studies_of
from sandbox.study.precise import rule_of
from sandbox.study.runs import RunResult, Workshop
from sandbox.study.store import Store, opening
from sandbox.study.store.export import export
from tests.study.tiny import tiny


@pytest.fixture
def document(tmp_path: Path) -> Document:
    return tiny(tmp_path)


def whole(comparison: Comparison) -> str:
    """All of a comparison, to the last bit: nan and the signs of zeros show in it."""
    tables = [
        [(by, table.groups, table.table.tobytes()) for by, table in run.breakdowns.items()]
        for run in comparison.runs
    ]
    plain = replace(comparison, runs=tuple(replace(run, breakdowns={}) for run in comparison.runs))
    return repr(plain) + repr(tables)


def rebuilt(path: Path) -> tuple[Comparison, bool]:
    with Store(path, reading=True) as store:
        (study,) = store.studies()
        kept = comparison_of(store, study)
        assert kept is not None
        return kept.comparison, kept.complete


def test_a_stored_comparison_is_the_live_one(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    with Store(path) as store:
        live = compare(
            document, models=["federated_query", "letters"], replications=2, seed=5, jobs=1,
            engine="simpy", store=store,
        )  # fmt: skip
        (concluded,) = store.conclusion(store.studies()[0])
    found, complete = rebuilt(path)
    assert complete
    assert whole(found) == whole(live)
    assert whole(replace(concluded, runs=live.runs)) == whole(live)


def test_so_is_one_that_went_on_until_it_was_precise(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    rule = rule_of(document.scenario.study, 0.5, ["satisfied"], 6)
    with Store(path) as store:
        live = compare(document, rule=rule, jobs=1, engine="simpy", store=store)
        (study,) = store.studies()
        assert (study.planned, study.exact) == (2 * 6, False)
    assert live.precision is not None
    found, complete = rebuilt(path)
    assert complete
    assert whole(found) == whole(live)


def test_readers_see_what_all_models_have_while_it_is_written(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "s.sqlite"
    seen: list[tuple[int, int | None, int | None]] = []
    run: Callable[..., RunResult] = Workshop.run

    def watched(self: Workshop, model: str, **named: Any) -> RunResult:
        (study,) = studies_of(path)
        with Store(path, reading=True) as reader:
            kept = comparison_of(reader, study)
            assert kept is None or not kept.complete
            count = None if kept is None else kept.comparison.replications
        seen.append((study.done, study.planned, count))
        return run(self, model, **named)

    monkeypatch.setattr(Workshop, "run", watched)
    with Store(path) as store:
        live = compare(document, jobs=1, engine="simpy", store=store)
    assert seen == [
        (0, 6, None), (1, 6, None), (2, 6, None), (3, 6, None), (4, 6, 1), (5, 6, 2),
    ]  # fmt: skip
    assert whole(rebuilt(path)[0]) == whole(live)


def test_a_reader_stays_in_one_moment_while_others_write(
    document: Document, tmp_path: Path
) -> None:
    path = tmp_path / "s.sqlite"
    with Store(path) as store:
        compare(document, replications=1, jobs=1, engine="simpy", store=store)
        with Store(path, reading=True) as reader, reader.snapshot():
            before = [study.id for study in reader.studies()]
            compare(document, replications=2, jobs=1, engine="simpy", store=store)
            assert [study.id for study in reader.studies()] == before
        assert len(store.studies()) == 2


def test_a_store_of_the_former_form_is_read_as_it_is_and_written_as_a_new_one(
    document: Document, tmp_path: Path
) -> None:
    path = tmp_path / "s.sqlite"
    with Store(path) as store:
        live = compare(document, replications=1, jobs=1, engine="simpy", store=store)
    with sqlite3.connect(path) as former:
        for table in ("points", "plans", "conclusions"):
            former.execute(f"DROP TABLE {table}")
        former.execute("PRAGMA user_version = 1")
    former.close()
    before = path.read_bytes()
    with Store(path, reading=True) as store:
        (study,) = store.studies()
        assert (study.done, study.planned, store.conclusion(study)) == (2, None, ())
        assert [point.factors for point in store.points(study)] == [{}]
        export(store, study, tmp_path / "out")
    assert whole(rebuilt(path)[0]) == whole(live)
    assert path.read_bytes() == before
    assert not (tmp_path / "out" / "conclusion.json").exists()
    with Store(path) as store:
        compare(document, replications=1, jobs=1, engine="simpy", store=store)
        (study,) = store.studies()
        assert study.planned == 2
        assert store.conclusion(study)
    with sqlite3.connect(path) as now:
        assert now.execute("PRAGMA user_version").fetchone() == (opening.VERSION,)


def test_an_export_holds_the_conclusion_that_json_gives(document: Document, tmp_path: Path) -> None:
    with Store(tmp_path / "s.sqlite") as store:
        live = compare(document, replications=2, jobs=1, engine="simpy", store=store)
        (study,) = store.studies()
        export(store, study, tmp_path / "out")
    told = json.loads((tmp_path / "out" / "conclusion.json").read_text(encoding="utf-8"))
    assert told == json.loads(json.dumps(live.to_json()))
    assert told["method"]["verdict"].startswith("Holm")
    with (tmp_path / "out" / "points.csv").open(encoding="utf-8") as file:
        assert list(csv.reader(file)) == [["point", "scenario"], ["0", study.digest[:12]]]
