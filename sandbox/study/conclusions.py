"""What stored studies found, as plain dictionaries: the same as the commands' JSON.

In: the conclusion of a study of a store. Out: a dictionary that JSON can say; nothing where a
study has none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.measures import CATALOGUE
from sandbox.study.comparison import Comparison
from sandbox.study.designs.answers import capacity_json, choice_json, sensitivity_json, sweep_json
from sandbox.study.designs.capacity import Capacity
from sandbox.study.designs.choosing import Choosing
from sandbox.study.designs.drivers import Sensitivity
from sandbox.study.designs.selecting import Chosen
from sandbox.study.designs.sweep import Sweep
from sandbox.study.pairing import Pairs
from sandbox.study.pairs_answer import pairs_json
from sandbox.study.plain import finite
from sandbox.study.store import Store, StudyRow
from sandbox.study.warming import WarmUps


def conclusion_json(store: Store, study: StudyRow) -> dict[str, Any] | None:
    """The conclusion with every measure; none while the study has not come to one.

    Raises:
        Trouble: when the store cannot be read.
    """
    found = store.conclusion(study)
    match found:
        case [Comparison() as comparison]:
            first = tuple(run for _, run in store.runs(study, replication=0))
            answer: dict[str, Any] = finite(replace(comparison, runs=first).to_json())
            return answer
        case [Sweep() as sweep]:
            return sweep_json(sweep, list(CATALOGUE))
        case [Sensitivity() as sensitivity]:
            return sensitivity_json(sensitivity)
        case [Capacity() as capacity]:
            return capacity_json(capacity)
        case [WarmUps() as warm_ups]:
            return warm_ups.to_json()
        case [Pairs() as pairs]:
            return pairs_json(pairs)
    parts = weighed_and_selected(found)
    return None if parts == (None, None) else choice_json(*parts)


def weighed_and_selected(found: tuple[Any, ...]) -> tuple[Choosing | None, Chosen | None]:
    """What `choose` found, of either kind."""
    return (
        next((one for one in found if isinstance(one, Choosing)), None),
        next((one for one in found if isinstance(one, Chosen)), None),
    )
