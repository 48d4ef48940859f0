"""Stored studies for readers: the app, reports, notebooks; also while somebody writes them.

In: a store, open for reading, and a study of it. Out: its scenario as a document; of a comparison
the same `Comparison` that the command printed, made of the stored runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.scenario.document import Document, reload
from sandbox.study.comparison import Comparison, summarise
from sandbox.study.driver import Observer
from sandbox.study.precise import replicate
from sandbox.study.runs import RunResult
from sandbox.study.statistics.precision import StoppingRule, Target
from sandbox.study.store import Store, StudyRow

Runs = dict[tuple[str, int], RunResult]
"""By model and replication."""


@dataclass(frozen=True)
class Kept:
    """A comparison out of a store; unless `complete`, it is of the replications that all models
    have by now, and says nothing of a precision that was asked for."""

    document: Document
    comparison: Comparison
    complete: bool


def studies_of(path: str | Path) -> list[StudyRow]:
    """All studies of a store with their progress, those that began last first.

    Raises:
        Trouble: when the store cannot be read.
    """
    with Store(path, reading=True) as store:
        return store.studies()


def document_of(store: Store, study: StudyRow) -> Document:
    """The scenario of a study, as it was when the study began.

    Files beside it are not there: no world can be built of it.

    Raises:
        Trouble: when the store cannot be read.
        Refused: when this version no longer takes the scenario.
    """
    return reload(store.scenarios(study)[study.digest], None, store.file(study))


def comparison_of(store: Store, study: StudyRow) -> Kept | None:
    """The comparison of a study of one scenario; none of other studies, and none before the first
    replication of all models is done.

    All is read of one moment, whoever writes meanwhile. Runs may be of other versions of the
    sandbox; means, intervals and verdicts are this version's.

    Raises:
        Trouble: when the store cannot be read.
        Refused: when this version no longer takes the scenario.
    """
    settings = study.settings
    labels = settings.get("models")
    if not isinstance(labels, list) or "replications" not in settings or "factors" in settings:
        return None
    with store.snapshot():
        document = document_of(store, study)
        runs: Runs = {
            (run.model, run.replication): run
            for scenario, run in store.runs(study)
            if scenario == study.digest
        }
    first, seed = settings.get("first", 0), settings["seed"]
    if settings.get("precision") is not None:
        try:
            kept, precision = replicate(
                lambda numbers, observer: _looked_up(runs, labels, numbers, observer),
                labels,
                _rule(settings["precision"]),
                None,
            )
        except KeyError:
            count = _common(runs, labels, first)
        else:
            made = summarise(
                document, labels, kept, seed=seed, replications=precision.replications,
                precision=precision,
            )  # fmt: skip
            return Kept(document, made, complete=True)
    else:
        count = min(_common(runs, labels, first), settings["replications"])
    if not count:
        return None
    found = _looked_up(runs, labels, range(first, first + count), None)
    made = summarise(document, labels, found, seed=seed, replications=count)
    return Kept(document, made, complete=count == settings["replications"])


def _looked_up(
    runs: Runs, labels: list[str], numbers: range, _: Observer | None
) -> list[RunResult]:
    return [runs[label, number] for label in labels for number in numbers]


def _common(runs: Runs, labels: list[str], first: int) -> int:
    """How many replications, from the first on, all models have."""
    count = 0
    while all((label, first + count) in runs for label in labels):
        count += 1
    return count


def _rule(plain: Mapping[str, Any]) -> StoppingRule:
    """The rule as `dataclasses.asdict` has written it."""
    targets = {name: Target(**target) for name, target in plain["targets"].items()}
    return StoppingRule(**{**plain, "targets": targets})
