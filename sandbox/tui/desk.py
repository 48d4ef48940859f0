"""What lies on the planner's desk: the scenario opened, its world, the choices, the study.

In: choices made on the screens. Out: one place that all screens read.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.scenario import Document
from sandbox.tui.running import StudyRun
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
    study: StudyRun | None = None
    measure: str = "response_time.mean"

    def open(self, name: str, document: Document, world: World) -> None:
        """Put another scenario on the desk; what lay there, with its study, is gone."""
        spec = document.scenario.study
        self.name = name
        self.document, self.world = document, world
        self.chosen = list(document.scenario.models)
        self.replications, self.seed = int(spec.replications), int(spec.seed)
        self.study = None

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
