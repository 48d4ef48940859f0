"""What became different from one study to another.

In: two studies of a store. Out: for each point and model that both have, the mean of each measure
in the one and in the other; in which other respects the studies differ, and where their scenarios
say something else.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.scenario.problems import Path, spoken
from sandbox.scenario.text import compose
from sandbox.study.store.rows import StudyRow
from sandbox.study.store.store import Store

Values = dict[tuple[str, str], dict[str, dict[int, float]]]
"""By point and model, then by measure, then by replication."""
Place = tuple[str, Any, Any]
"""A path of two scenarios, and what stands there in the one and in the other; none: nothing."""


@dataclass(frozen=True)
class Change:
    """A measure's mean over the replications in the old and in the new study; nan: undefined."""

    old: float
    new: float
    same: bool
    """whether every replication of one is in the other with the same number, bit for bit"""

    @property
    def arrow(self) -> str:
        """`▲` more, `▼` less, `=` the same in every replication, `≈` the same on average only;
        `–` where one of them is undefined."""
        if self.same:
            return "="
        if math.isnan(self.old) or math.isnan(self.new):
            return "–"
        return "≈" if self.old == self.new else "▲" if self.new > self.old else "▼"


@dataclass(frozen=True)
class Changes:
    """By point (empty for studies of one scenario) and model, then by measure."""

    old: StudyRow
    new: StudyRow
    models: dict[tuple[str, str], dict[str, Change]]
    gone: tuple[str, ...]
    """models of the old study that the new one does not have"""
    come: tuple[str, ...]
    places: tuple[Place, ...] = ()
    """where the scenarios differ"""

    def to_json(self) -> dict[str, Any]:
        """As the command line's JSON."""
        return {
            "old": self.old.to_json(),
            "new": self.new.to_json(),
            "differ": {name: {"old": old, "new": new} for name, old, new in self.respects()},
            "scenarios": {path: {"old": old, "new": new} for path, old, new in self.places},
            "models": {
                " ".join(key).strip(): {
                    name: {"old": one.old, "new": one.new, "arrow": one.arrow}
                    for name, one in measures.items()
                }
                for key, measures in self.models.items()
            },
        }

    def respects(self) -> list[tuple[str, Any, Any]]:
        """What else differs: a name, and how it was and is."""
        pairs: list[tuple[str, Any, Any]] = [
            ("kind", self.old.kind, self.new.kind),
            ("scenario", self.old.scenario, self.new.scenario),
            ("digest", self.old.digest[:12], self.new.digest[:12]),
            ("version", self.old.version, self.new.version),
            ("code", self.old.code[:12], self.new.code[:12]),
            ("libraries", self.old.libraries, self.new.libraries),
            ("runs", self.old.done, self.new.done),
        ]
        names = dict.fromkeys([*self.old.settings, *self.new.settings])
        pairs += [
            (name, self.old.settings.get(name), self.new.settings.get(name)) for name in names
        ]
        return [pair for pair in pairs if pair[1] != pair[2]]


def changes(store: Store, old: StudyRow, new: StudyRow, measures: Sequence[str]) -> Changes:
    """The changes of `measures`; points are matched by the values of their factors, scenarios that
    are no point's by their place in the study.

    Raises:
        Trouble: when the store cannot be read.
    """
    before, after = _values(store, old, measures), _values(store, new, measures)
    return Changes(
        old=old,
        new=new,
        models={
            key: {
                name: _change(values.get(name, {}), after[key].get(name, {})) for name in measures
            }
            for key, values in before.items()
            if key in after
        },
        gone=tuple(" ".join(key).strip() for key in before if key not in after),
        come=tuple(" ".join(key).strip() for key in after if key not in before),
        places=_places(store.scenarios(old)[old.digest], store.scenarios(new)[new.digest]),
    )


def _places(old: str, new: str) -> tuple[Place, ...]:
    """Where two scenarios, as texts, differ: the deepest paths."""
    if old == new:
        return ()
    before, after = (_leaves(compose(text, "").plain(), ()) for text in (old, new))
    return tuple(
        (spoken(path), before.get(path), after.get(path))
        for path in dict.fromkeys([*before, *after])
        if before.get(path) != after.get(path)
    )


def _leaves(value: Any, path: Path) -> dict[Path, Any]:
    """What stands at the ends of all paths."""
    if isinstance(value, dict) and value:
        inside: list[tuple[str | int, Any]] = list(value.items())
    elif isinstance(value, list) and value:
        inside = list(enumerate(value))
    else:
        return {path: value}
    found: dict[Path, Any] = {}
    for key, one in inside:
        found |= _leaves(one, (*path, key))
    return found


def means(store: Store, study: StudyRow, measures: Sequence[str]) -> dict[str, dict[str, float]]:
    """The mean of each measure over the finished replications, by model.

    Raises:
        Trouble: when the store cannot be read.
    """
    return {
        " ".join(key).strip(): {name: _mean(values.get(name, {})) for name in measures}
        for key, values in _values(store, study, measures).items()
    }


def _values(store: Store, study: StudyRow, measures: Sequence[str]) -> Values:
    found: Values = {}
    points = store.points(study)
    labels: dict[str, str] = {}
    for point in points:
        values = " · ".join(f"{path} = {value or '–'}" for path, value in point.factors.items())
        labels.setdefault(point.scenario, values or f"#{point.number + 1}")
    for digest, run in store.runs(study):
        of_model = found.setdefault((labels[digest], run.model), {})
        for name in measures:
            if name in run.measures:
                of_model.setdefault(name, {})[run.replication] = run.measures[name]
    if len(points) > 1 or any(point.factors for point in points):
        return found
    return {("", model): values for (_, model), values in found.items()}


def _change(old: dict[int, float], new: dict[int, float]) -> Change:
    same = old.keys() == new.keys() and all(_alike(old[key], new[key]) for key in old)
    return Change(_mean(old), _mean(new), same)


def _alike(one: float, other: float) -> bool:
    return one == other or (math.isnan(one) and math.isnan(other))


def _mean(values: dict[int, float]) -> float:
    return math.fsum(values.values()) / len(values) if values else math.nan
