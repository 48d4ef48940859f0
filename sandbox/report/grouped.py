"""A comparison broken down: measures by need, department, region, …, with intervals.

In: a comparison, a label, measures. Out: model → group → measure → interval, at the confidence of
the comparison, and the groups' names in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.measures import CATALOGUE
from sandbox.report.terms import term

if TYPE_CHECKING:
    from sandbox.study import Comparison, Interval
    from sandbox.world import World


@dataclass(frozen=True)
class Grouped:
    """Measures by group; `titles` names groups in words where they have a name."""

    by: str
    models: Mapping[str, Mapping[str, Mapping[str, Interval]]]
    titles: Mapping[str, str]

    @property
    def groups(self) -> list[str]:
        """The groups of all models, in alphabetical order."""
        return sorted({group for groups in self.models.values() for group in groups})

    def title(self, group: str) -> str:
        """A group's name."""
        return self.titles.get(group, "") or group


def titles(world: World, by: str) -> dict[str, str]:
    """Names of a label's groups."""
    scenario = world.scenario
    match by:
        case "need":
            return {key: spec.name.render() for key, spec in scenario.needs.items() if spec.name}
        case "department":
            return {key: spec.name.render() for key, spec in scenario.departments.items()}
        case "resource":
            return {key: spec.name.render() for key, spec in scenario.catalogue.items()}
        case "region":
            return {code: region.name.render() for code, region in world.regions.items()}
        case "agency":
            return {key: agency.name.render() for key, agency in world.agencies.items()}
        case "network":
            return {key: term(spec.kind) for key, spec in scenario.networks.items()}
        case _:
            labels = ("nation", "province", "prefecture", "county")
            return {key: term(key) for key in (*labels, *scenario.stations)}


def grouped(comparison: Comparison, world: World, by: str, names: Sequence[str]) -> Grouped:
    """The measures of `names` that `by` breaks down, for groups in which they are defined."""
    models: dict[str, dict[str, dict[str, Interval]]] = {}
    for model in comparison.models:
        groups = models.setdefault(model, {})
        for name in names:
            if by not in CATALOGUE[name].breakdowns:
                continue
            for group, value in comparison.breakdown(model, by, name).items():
                if value.n:
                    groups.setdefault(group, {})[name] = value
    return Grouped(by, models, titles(world, by))
