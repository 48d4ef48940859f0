"""What a sharing model is: a preset that people read, and the mechanics that assemble it.

In: a bench and settings. Out: for every use, a leg that answers it; at the end, timetables and
whatever else the uses have made necessary.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from sandbox.language import Text
from sandbox.models.asking import Asking
from sandbox.models.axes import Axes
from sandbox.models.bench import Bench, Use
from sandbox.models.legs import Leg
from sandbox.policy.governance import Paper, System
from sandbox.scenario.workings import ModelSpec
from sandbox.world.world import Agency


@dataclass(frozen=True)
class Preset:
    """A named triple of the axes, with everything that people read about it.

    `parameters` are written as in a scenario file, every number with its source; `also` are
    further triples that the same mechanics assemble.
    """

    name: str
    axes: Axes
    title: Text
    about: Text
    steps: tuple[Text, ...]
    parameters: Mapping[str, Any]
    model: type[Model]
    also: tuple[Axes, ...] = ()

    @property
    def defaults(self) -> ModelSpec:
        """The parameters as a checked entry of a scenario."""
        return ModelSpec.model_validate(dict(self.parameters))


class Settings:
    """The parameters of one entry: its own, else its preset's."""

    def __init__(self, spec: ModelSpec, preset: Preset, axes: Axes | None = None) -> None:
        self.spec, self.preset, self.axes = spec, preset, axes or preset.axes
        self._defaults = preset.defaults

    def __getitem__(self, name: str) -> Any:
        """The value of a parameter."""
        own = getattr(self.spec, name)
        if name == "cascade":
            return {**self._defaults.cascade, **own}
        return own if own is not None else getattr(self._defaults, name)


class Model(ABC):
    """The mechanics of a sharing model."""

    def __init__(self, bench: Bench, settings: Settings) -> None:
        self.bench, self.settings = bench, settings
        self.asking = Asking(bench, letters=settings.spec.by_letter)

    shares = True
    """Whether it is a way to share, which governance introduces; else it is how things are."""

    def papers(self, use: Use) -> tuple[Paper, ...]:  # noqa: ARG002 - letters need none
        """The agreements that a use waits for, and that are counted (article 8)."""
        return ()

    def systems(self, use: Use) -> tuple[System, ...]:  # noqa: ARG002 - letters need none
        """The systems that have to be built for a use (article 10)."""
        return ()

    def sign(self, use: Use) -> None:
        """Count a use's agreements."""
        for paper in self.papers(use):
            self.bench.gates.document(paper, use.permit)

    @abstractmethod
    def leg(self, use: Use) -> Leg:
        """How a request of this use is answered; the consumer is not the source itself."""

    def taken(self, use: Use) -> Leg:
        """How somebody with the consumer's credentials gets at what a use is about."""
        return self.leg(use)

    def without_letters(self) -> Model:
        """The same model with all that it has set up, whose legs end where a letter would begin."""
        other = copy(self)
        other.asking = Asking(self.bench, letters=False)
        return other

    def check(self, use: Use, agency: Agency, error: float) -> Leg | None:
        """How a verifier is asked: live, as verification (核验) is, whatever holds the data.

        None: this model does not ask verifiers.
        """
        return self.asking.live(use, self.asking.verifier(use, agency, error))

    def finish(self) -> None:
        """After all uses are known: timetables and the like."""
        return
