"""The world: what a scenario describes, built once and shared, read-only, by all models and runs.

In: a checked `Scenario`. Out: regions, agencies and networks as a graph, resources with their
sources and registers, needs as they fall on agencies, the calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from sandbox.language import Text
from sandbox.scenario.information import NeedSpec, ResourceSpec
from sandbox.scenario.part import Level
from sandbox.scenario.problems import Problem
from sandbox.scenario.scenario import Scenario
from sandbox.world.calendar import Calendar
from sandbox.world.routes import Routes


@dataclass(frozen=True)
class Region:
    """A node of the administrative tree."""

    code: str
    name: Text
    level: Level
    parent: str | None
    children: tuple[str, ...]
    population: float


@dataclass(frozen=True)
class Agency:
    """A department in a region; its id is `department@region code`."""

    id: str
    department: str
    region: str
    level: Level
    networks: tuple[str, ...]
    name: Text


@dataclass(frozen=True)
class Partition:
    """The part of a resource that one source agency keeps; its id is `resource@region code`."""

    id: str
    resource: str
    source: str  # agency id
    records: int
    counties: tuple[str, ...]  # home counties of its records


@dataclass(frozen=True)
class Subjects:
    """Where the subject of a request may be at home, and who keeps its records then."""

    partitions: tuple[str, ...]  # one a resource of the need, in the need's order
    weight: float  # probability
    scope: str  # local, prefecture, province, nation: the farthest that the consumer reaches


@dataclass(frozen=True)
class Demand:
    """A need as it falls on one agency; its id is `need@agency id`."""

    id: str
    need: str
    consumer: str  # agency id
    spec: NeedSpec
    subjects: tuple[Subjects, ...]
    times: tuple[float, ...] | None = None  # given arrival times (trace), seconds


@dataclass(frozen=True)
class World:
    """Everything that is the same under every model."""

    scenario: Scenario
    regions: Mapping[str, Region]
    agencies: Mapping[str, Agency]
    graph: nx.Graph[str]  # nodes: agency ids and exchange points `network@region code`
    routes: Routes
    resources: Mapping[str, ResourceSpec]
    partitions: Mapping[str, Partition]
    demands: Mapping[str, Demand]
    calendar: Calendar
    homes: Mapping[str, tuple[str, ...]]  # by region: the regions without parts that it consists of
    warnings: tuple[Problem, ...] = ()
    """of the document, and of what only shows in the world"""

    def region_at(self, code: str, level: Level) -> Region | None:
        """The region of `level` that `code` lies in or is."""
        region: Region | None = self.regions[code]
        while region is not None and region.level != level:
            region = self.regions[region.parent] if region.parent else None
        return region
