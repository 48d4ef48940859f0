"""A comparison broken down: measures by need, department, region, …, with intervals.

In: a comparison, a label, measures. Out: model → group → measure → interval, at the confidence of
the comparison, and the groups' names in words. Of measures that add up, what belongs to no group
becomes a group of its own; measures that cannot be broken down so are named.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.language import say
from sandbox.measures import CATALOGUE
from sandbox.report.terms import term
from sandbox.study.contributions import ADD_UP, NEXT_TO_NOTHING, REST

if TYPE_CHECKING:
    from sandbox.study import Comparison, Interval
    from sandbox.world import World


@dataclass(frozen=True)
class Grouped:
    """Measures by group; `titles` names groups in words where they have a name."""

    by: str
    names: tuple[str, ...]
    left_out: tuple[str, ...]
    models: Mapping[str, Mapping[str, Mapping[str, Interval]]]
    titles: Mapping[str, str]

    @property
    def groups(self) -> list[str]:
        """The groups of all models, in alphabetical order, what belongs to none of them last."""
        found = {group for groups in self.models.values() for group in groups}
        return sorted(found, key=lambda group: (group == REST, group))

    def title(self, group: str) -> str:
        """A group's name; of several resources asked for at once, the names of all."""
        if group == REST:
            return say("not attributed")
        known = self.titles.get(group)
        if known:
            return known
        if self.joined(group):
            return " + ".join(self.titles.get(part) or part for part in group.split("+"))
        return group

    def joined(self, group: str) -> bool:
        """Whether a group is of requests for several resources at once."""
        return self.by == "resource" and "+" in group and group not in self.titles


def broken_down(names: Sequence[str], by: str) -> tuple[list[str], list[str]]:
    """The measures that `by` breaks down, and the others."""
    fit = [name for name in names if by in CATALOGUE[name].breakdowns]
    return fit, [name for name in names if name not in fit]


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
    """The measures of `names` that `by` breaks down, for groups in which any is defined.

    An undefined value is an interval of no replications.
    """
    fit, left_out = broken_down(names, by)
    models: dict[str, dict[str, dict[str, Interval]]] = {}
    for model in comparison.models:
        groups = models.setdefault(model, {})
        for name in fit:
            for group, value in comparison.breakdown(model, by, name).items():
                groups.setdefault(group, {})[name] = value
    said = {
        group
        for groups in models.values()
        for group, found in groups.items()
        if any(value.n for value in found.values())
    }
    for model, groups in models.items():
        models[model] = {group: found for group, found in groups.items() if group in said}
    for name in fit:
        if CATALOGUE[name].unit in ADD_UP:
            _keep_rest(comparison, by, name, models)
    return Grouped(by, tuple(fit), tuple(left_out), models, titles(world, by))


def _keep_rest(
    comparison: Comparison, by: str, name: str, models: dict[str, dict[str, dict[str, Interval]]]
) -> None:
    """What of a measure belongs to no group, under all models if it does under any."""
    rests = {model: comparison.rest(model, by, name) for model in models}
    wholes = {model: abs(comparison.models[model][name].mean) for model in models}
    if any(
        math.isfinite(rest.mean) and abs(rest.mean) > NEXT_TO_NOTHING * max(wholes[model], 1.0)
        for model, rest in rests.items()
    ):
        for model, rest in rests.items():
            models[model].setdefault(REST, {})[name] = rest
