"""Studies of many points are kept like others: broken off, they go on; their runs are shared."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.engine.interface import Cancelled
from sandbox.measures import CATALOGUE
from sandbox.scenario import Document, load
from sandbox.study.designs.answers import capacity_json, choice_json, sweep_json
from sandbox.study.designs.capacity import capacity
from sandbox.study.designs.choosing import choosing
from sandbox.study.designs.drivers import sensitivity
from sandbox.study.designs.experiment import Experiment
from sandbox.study.designs.factor_files import factors
from sandbox.study.designs.limits import limit_of
from sandbox.study.designs.selecting import selecting
from sandbox.study.designs.sweep import Sweep, sweep
from sandbox.study.statistics.tornado import Subject
from sandbox.study.store import Store
from sandbox.study.store.export import export

SOURCE = """
extends: textbook/mm1
scenario: kept
study: {horizon: 20 min, warm_up: 0 s, replications: 2}
expect: []
"""
FACTOR = "needs.asking.rate=0.2/s,0.4/s,0.6/s"


@pytest.fixture
def document(tmp_path: Path) -> Document:
    file = tmp_path / "kept.yaml"
    file.write_text(SOURCE, encoding="utf-8")
    return load(file)


def swept(document: Document, store: Path | None, stop_after: float = 2.0) -> Sweep:
    """A sweep, cancelled once so much of it is done."""
    import threading
    from contextlib import ExitStack

    cancel = threading.Event()

    def watch(seen: object) -> None:
        if getattr(seen, "done", 0) >= stop_after * 6:
            cancel.set()

    with ExitStack() as until:
        place = None
        if store is not None:
            kept = until.enter_context(Store(store))
            place = until.enter_context(kept.study("sweep", document, {"texts": [FACTOR]}))
        experiment = Experiment(document, jobs=1, observer=watch, cancel=cancel, store=place)
        return sweep(
            experiment, factors(document, [FACTOR], None), design="full", points=None,
            replications=2,
        )  # fmt: skip


def exported(store: Path) -> dict[str, bytes]:
    """All bytes of the export of the only study of a store."""
    folder = store.with_suffix(".export")
    with Store(store, reading=True) as kept:
        (study,) = kept.studies()
        export(kept, study, folder)
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def runs_in(store: Path) -> int:
    with Store(store, reading=True) as kept:
        (study,) = kept.studies()
        return study.done


def test_a_sweep_that_was_broken_off_goes_on_to_the_same_answer(
    document: Document, tmp_path: Path
) -> None:
    store = tmp_path / "study.sqlite"
    with pytest.raises(Cancelled):
        swept(document, store, stop_after=0.4)
    before = runs_in(store)
    assert 0 < before < 6
    assert repr(swept(document, store)) == repr(swept(document, None))  # nan is unlike itself
    assert runs_in(store) == 6


def test_a_sweep_that_was_broken_off_is_exported_as_if_nothing_had_happened(
    document: Document, tmp_path: Path
) -> None:
    broken, whole = tmp_path / "broken.sqlite", tmp_path / "whole.sqlite"
    with pytest.raises(Cancelled):
        swept(document, broken, stop_after=0.4)
    assert "conclusion.json" not in exported(broken)
    swept(document, broken)
    swept(document, broken)  # once more changes nothing
    found = swept(document, whole)
    files = exported(broken)
    assert files == exported(whole)
    told = json.loads(files["conclusion.json"])
    assert told == json.loads(json.dumps(sweep_json(found, list(CATALOGUE))))


def test_every_run_of_a_sweep_is_joined_with_the_values_of_its_point(
    document: Document, tmp_path: Path
) -> None:
    found = swept(document, tmp_path / "s.sqlite")
    files = exported(tmp_path / "s.sqlite")
    points = list(csv.DictReader(files["points.csv"].decode().splitlines()))
    assert [point["needs.asking.rate"] for point in points] == ["0.2/s", "0.4/s", "0.6/s"]
    rate = {point["scenario"]: point["needs.asking.rate"] for point in points}
    means = {"0.2/s": [], "0.4/s": [], "0.6/s": []}  # type: dict[str, list[float]]
    for row in csv.DictReader(files["measures.csv"].decode().splitlines()):
        if row["measure"] == "requests":
            means[rate[row["scenario"]]].append(float(row["value"]))
    asked = [sum(values) / len(values) for values in means.values()]
    assert asked == [found.interval(place, "bilateral", "requests").mean for place in range(3)]
    assert asked == sorted(asked)
    for point in points:
        assert f"rate: {point['needs.asking.rate']}" in files[
            f"scenarios/{point['scenario']}.yaml"
        ].decode().replace("'", "")


def _sensitivity(experiment: Experiment, document: Document) -> object:
    pytest.importorskip("SALib")
    ranges = factors(document, ["needs.asking.rate=0.2/s..0.6/s"], None)
    return sensitivity(
        experiment, ranges, Subject("response_time.mean", "bilateral", None), samples=2,
        replications=2,
    )  # fmt: skip


def _capacity(experiment: Experiment, document: Document) -> object:
    (setting,) = factors(document, ["stations.database.servers=1..2"], None)
    asked = limit_of("response_time.mean < 1 h", "--until")
    return capacity(experiment, setting, asked, first=2, most=2)


def _choosing(experiment: Experiment, document: Document) -> object:
    weighed = choosing(experiment, {"satisfied": 1.0, "cost.total": 1.0}, replications=2)
    return weighed, selecting(
        experiment, "satisfied", 0.1, most=3, confidence=0.9, had=weighed.outcome
    )


@pytest.mark.parametrize(
    ("design", "exact", "answer"),
    [
        (_sensitivity, True, None),
        (_capacity, False, capacity_json),
        (_choosing, False, lambda both: choice_json(*both)),
    ],
)
def test_a_conclusion_comes_out_of_the_store_as_it_was_found(
    document: Document,
    tmp_path: Path,
    design: Callable[[Experiment, Document], Any],
    exact: bool,
    answer: Callable[[Any], Any] | None,
) -> None:
    models = None
    if design is _choosing:
        file = tmp_path / "two.yaml"
        file.write_text(SOURCE + "models: {letters: {}}\n", encoding="utf-8")
        document, models = load(file), ["bilateral", "letters"]
    with Store(tmp_path / "s.sqlite") as store:
        with store.study("some", document, {}) as place:
            found = design(Experiment(document, models=models, jobs=1, store=place), document)
        (study,) = store.studies()
        kept = store.conclusion(study)
        assert (study.exact, study.done <= (study.planned or 0)) == (exact, True)
        assert study.done == study.planned or not exact
    assert repr(kept if isinstance(found, tuple) else kept[0]) == repr(found)
    told = json.loads(exported(tmp_path / "s.sqlite")["conclusion.json"])
    if answer is not None:
        assert told == json.loads(json.dumps(answer(found)))
