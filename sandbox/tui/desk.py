"""What lies on the planner's desk: the scenario opened, its world, the choices, the study.

In: choices made on the screens. Out: one place that all screens read.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sandbox.measures.chronicle import Chronicle
from sandbox.scenario import Document
from sandbox.tui.running import StudyRun
from sandbox.tui.view_choices import ViewChoices
from sandbox.world.world import World


@dataclass
class Desk:
    """The only state that screens share."""

    name: str = ""  # of the scenario, as it was opened: a shipped name or a path
    document: Document | None = None
    world: World | None = None
    chosen: list[str] = field(default_factory=list)  # labels of models, in the scenario's order
    replications: int = 1
    seed: int = 0
    study: StudyRun | None = None  # the one started last
    measure: str = "response_time.mean"
    views: ViewChoices = field(default_factory=ViewChoices)  # on the pages of the comparison
    _before: StudyRun | None = None  # the last one that was finished when `study` was started
    _put_by: dict[str, Desk] = field(default_factory=dict)  # other scenarios with finished studies

    def open(self, name: str, document: Document, world: World) -> None:
        """Put another scenario on the desk, or the same anew; finished studies are put by."""
        if self.name != name:
            self._put_away()
        self._put_by.pop(name, None)
        spec = document.scenario.study
        self.name = name
        self.document, self.world = document, world
        self.chosen = list(document.scenario.models)
        self.replications, self.seed = int(spec.replications), int(spec.seed)
        self.study = self._before = None
        self.views = ViewChoices()

    def rename(self, name: str) -> None:
        """Call the scenario on the desk by another name: it was saved as that."""
        self._put_by.pop(name, None)
        self.name = name

    def take_up(self, name: str) -> None:
        """Put a scenario that was put by on the desk again, with its choices and its studies."""
        found = self._put_by.pop(name, None)
        if found is None:
            return
        self._put_away()
        self.name, self.document, self.world = found.name, found.document, found.world
        self.chosen, self.replications, self.seed = found.chosen, found.replications, found.seed
        self.study, self._before, self.views = found.study, found._before, found.views

    def _put_away(self) -> None:
        if self.finished is not None:
            self._put_by[self.name] = replace(self, _put_by={})

    def start(self, study: StudyRun) -> None:
        """Take a study up; the last finished one is kept until this one is finished too."""
        self._before = self.finished
        self.study = study

    @property
    def finished(self) -> StudyRun | None:
        """The last study of this scenario that was finished."""
        if self.study is not None and self.study.comparison is not None:
            return self.study
        return self._before

    @property
    def chronicles(self) -> dict[str, Chronicle]:
        """What governance did under each model of the finished study; empty: nothing anywhere."""
        study = self.finished
        if study is None or study.comparison is None:
            return {}
        comparison = study.comparison
        found = {model: comparison.of(model)[0].chronicle for model in comparison.models}
        return found if any(one.lives or one.demands for one in found.values()) else {}

    def has_finished(self, name: str) -> bool:
        """Whether a finished study of a scenario is on the desk or was put by."""
        return name in self._put_by or (name == self.name and self.finished is not None)

    def knows(self, name: str, document: Document | None = None) -> bool:
        """Whether a scenario is on the desk or put by with its studies; as it is in `document`."""
        found = self if name == self.name else self._put_by.get(name)
        if found is None or found.document is None or found.study is None:
            return False
        return document is None or found.document.digest == document.digest

    @property
    def labels(self) -> list[str]:
        """Labels of all models of the scenario."""
        return list(self.world.scenario.models) if self.world is not None else []

    @property
    def baseline(self) -> str:
        """The scenario's baseline: the one it names, else its first model."""
        if self.world is None:
            return ""
        return self.world.scenario.study.baseline or self.labels[0]

    @property
    def running(self) -> bool:
        """Whether a study runs."""
        return self.study is not None and self.study.running
