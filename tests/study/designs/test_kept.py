"""Studies of many points are kept like others: broken off, they go on; their runs are shared."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.engine.interface import Cancelled
from sandbox.scenario import Document, load
from sandbox.study.designs.experiment import Experiment
from sandbox.study.designs.factor_files import factors
from sandbox.study.designs.sweep import sweep
from sandbox.study.store import Store

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


def swept(document: Document, store: Path | None, stop_after: float = 2.0) -> object:
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
