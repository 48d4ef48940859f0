"""The plan of a model: the documents and systems that its uses wait for, and the gates they open.

In: filled by the models room while a program is assembled. Out: what the control processes of
governance act on. It is the same for all replications of a model.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

PLATFORM = "platform"
"""The party of agreements with a platform, whose people are not those of any agency."""


@dataclass(frozen=True)
class Paper:
    """An agreement that a model needs: one for every `key`."""

    key: Hashable
    form: str = field(compare=False)
    """bilateral, party, platform, subscription; multilateral or joint, if the scenario says so"""
    parties: tuple[str, ...] = field(compare=False)  # who asks first, who provides last
    resource: str = field(compare=False)  # what it is about; empty: whatever the parties share

    @property
    def name(self) -> str:
        """Its name: form, parties and resource."""
        about = f": {self.resource}" if self.resource else ""
        return f"{self.form} {' – '.join(self.parties)}{about}"


@dataclass
class Subject:
    """What an agreement is about, gathered from the uses that wait for it; each in order."""

    resources: dict[str, None] = field(default_factory=dict)
    consumers: dict[str, None] = field(default_factory=dict)  # departments
    needs: dict[str, None] = field(default_factory=dict)
    modes: dict[str, None] = field(default_factory=dict)
    agreements: dict[str, None] = field(default_factory=dict)  # of the scenario, that cover it

    def detail(self) -> dict[str, str]:
        """As it is written down."""
        return {name: ", ".join(values) for name, values in vars(self).items()}


@dataclass(frozen=True)
class System:
    """Something that a project builds: a role of stations at a place."""

    role: str
    place: str  # an agency, or the region of a platform

    @property
    def name(self) -> str:
        """Its name: `hub@330000`, `front_end@tax@330100`."""
        return f"{self.role}@{self.place}"


@dataclass(frozen=True)
class Condition:
    """Something that must hold before a gate opens, and the article that keeps it closed."""

    name: str
    article: str


@dataclass(frozen=True)
class Use:
    """A use of a resource that waits for papers and systems."""

    consumer: str  # agency
    source: str  # agency
    resource: str
    papers: tuple[str, ...]
    systems: tuple[str, ...]
    begins: float  # seconds: when the waves of both have begun


@dataclass(frozen=True)
class Start:
    """A batch that is started when a gate opens."""

    flow: int
    row: int
    name: str


@dataclass
class Plan:
    """All that governance has to do with one model; names of things are unique."""

    papers: dict[str, Paper] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)  # by name of the paper
    systems: dict[str, System] = field(default_factory=dict)
    uses: dict[Use, None] = field(default_factory=dict)
    gates: dict[int, tuple[Condition, ...]] = field(default_factory=dict)
    counted: dict[int, str] = field(default_factory=dict)  # gate → paper that it counts
    providers: dict[int, dict[str, None]] = field(default_factory=dict)
    """gate → departments whose information it opens"""
    serving: dict[int, dict[str, None]] = field(default_factory=dict)
    """gate → names of the systems that are first needed when it opens"""
    starts: dict[int, list[Start]] = field(default_factory=dict)
    conforming: dict[int, str] = field(default_factory=dict)  # gate → source whose state it is
    streams: dict[str, dict[Use, None]] = field(default_factory=dict)  # by name of the stream
    shared: bool = False  # whether the model aggregates what it shares (article 7)
