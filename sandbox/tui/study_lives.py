"""The lives of a finished study as rows: the same things in the same order under every model.

In: the chronicle of each model, names, what to show and in which order. Out: rows of the chart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from sandbox.measures.chronicle import LIVING, Chronicle, Life
from sandbox.report.lifelines import Lifeline, lifeline, took
from sandbox.report.paragraphs import plain
from sandbox.report.timeline_names import Names, subject
from sandbox.report.timeline_words import thing_words
from sandbox.tui.widgets.lifelines import LifeRow

Key = tuple[str, ...]
ORDERS = ("kind", "begin", "length")


class StudyLives:
    """All lives of all models."""

    def __init__(self, chronicles: Mapping[str, Chronicle], horizon: float) -> None:
        self.end = max(
            horizon,
            *(life.moments[-1].time for one in chronicles.values() for life in one.lives),
        )
        self.models = {model: _keyed(one) for model, one in chronicles.items()}
        self._lines: dict[tuple[str, Key], Lifeline] = {}
        self._begins: dict[Key, float] = {}
        self._took: dict[Key, float] = {}
        for lives in self.models.values():
            for key, life in lives.items():
                self._begins[key] = min(life.begins, self._begins.get(key, life.begins))
                self._took[key] = max(took(life, self.end), self._took.get(key, 0.0))

    def kinds(self, model: str) -> Counter[str]:
        """How many lives of each kind a model has, in the order in which kinds come about."""
        found = Counter(life.kind for life in self.models[model].values())
        return Counter({kind: found[kind] for kind in LIVING if found[kind]})

    def rows(self, model: str, names: Names, kind: str, typed: str, order: str) -> list[LifeRow]:
        """Rows of a model.

        Their order comes from all models together, so that what several models share keeps its
        place when the model changes: the earliest beginning, the longest time under any of them.
        `typed`: words that all have to be in a name, whatever their case.
        """
        lives = self.models[model]
        wanted = typed.casefold().split()
        found = []
        for key in sorted(lives, key=self._order(order)):
            life = lives[key]
            if kind and life.kind != kind:
                continue
            title = names.life(life)
            if wanted:
                where = f"{title.words} {life.name}".casefold()
                if not all(word in where for word in wanted):
                    continue
            tag = "" if kind or life.kind == "wave" else thing_words(life.kind)
            parts = tuple((joint, plain(part)) for joint, part in title.parts)
            found.append(LifeRow(key, tag, parts, self._line(model, key)))
        return found

    def _line(self, model: str, key: Key) -> Lifeline:
        if (model, key) not in self._lines:
            self._lines[model, key] = lifeline(self.models[model][key], self.end)
        return self._lines[model, key]

    def _order(self, order: str) -> Callable[[Key], tuple[float, int, float, Key]]:
        """What to sort by; in the end by kind, beginning and name."""

        def place(key: Key) -> tuple[float, int, float, Key]:
            first = {"kind": 0.0, "begin": self._begins[key], "length": -self._took[key]}[order]
            return first, LIVING.index(key[0]), self._begins[key], key

        return place


def _keyed(chronicle: Chronicle) -> dict[Key, Life]:
    """Lives by what they are about; where several are about the same, they are counted."""
    found: dict[Key, Life] = {}
    counted: Counter[Key] = Counter()
    for life in chronicle.lives:
        about = subject(life)
        counted[about] += 1
        found[(*about, str(counted[about]))] = life
    return found
