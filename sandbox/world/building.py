"""Builds the world that a scenario describes.

In: a checked document. Out: a `World`, or `Refused` with every problem that only shows when
regions, networks and files are looked at together.
"""

from __future__ import annotations

import gc
from dataclasses import replace
from typing import TYPE_CHECKING

from sandbox.language import Message
from sandbox.scenario.problems import Problem, Refused
from sandbox.scenario.scenario import Scenario
from sandbox.world.aggregation import check_aggregation
from sandbox.world.arrivals import follow_traces
from sandbox.world.calendar import Calendar, hours_of
from sandbox.world.caution import doubt
from sandbox.world.demands import Reaches, check_routes, fall
from sandbox.world.disturbances import check_places_of_workings
from sandbox.world.governed import check_governed
from sandbox.world.graph import connect, establish
from sandbox.world.importing import import_graph
from sandbox.world.planting import Refuse
from sandbox.world.routes import Routes
from sandbox.world.sources import divide
from sandbox.world.thefts import check_thefts
from sandbox.world.tree import grow, homes
from sandbox.world.volume import weigh
from sandbox.world.world import World

if TYPE_CHECKING:
    from sandbox.scenario.document import Document


def build(document: Document) -> World:
    """The world of `document`.

    Raises:
        Refused: with every problem found, in file order.
    """
    problems: list[Problem] = []

    def refuse(path: tuple[str | int, ...], message: Message) -> None:
        problem = document.problem(path, message)
        if problem not in problems:
            problems.append(problem)

    def warn(path: tuple[str | int, ...], message: Message) -> None:
        warnings.append(document.warning(path, message))

    warnings = list(document.warnings)
    collecting = gc.isenabled()
    gc.disable()  # a large world is many objects and no cycles
    try:
        world = _build(document, refuse, warn, problems)
        if not problems:
            doubt(world, warn)
            weigh(world, refuse, warn)
    finally:
        if collecting:
            gc.enable()
    if problems:
        raise Refused(_ordered(problems))
    return replace(world, warnings=tuple(warnings))


def _ordered(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda p: (p.file, p.line, p.column))


def _build(document: Document, refuse: Refuse, warn: Refuse, problems: list[Problem]) -> World:
    scenario = document.scenario
    calendar = Calendar(scenario.calendar, scenario.study.start, float(scenario.study.horizon))
    regions = grow(scenario.regions, _needs_nation(scenario), refuse)
    if problems:
        raise Refused(_ordered(problems))  # whatever else is missing would only follow from it
    _check_calendar(scenario, calendar, refuse)
    below = homes(regions)
    if scenario.graph is None:
        agencies = establish(scenario, regions, refuse)
        graph = connect(scenario, regions, agencies, refuse)
    else:
        agencies, graph = import_graph(
            scenario, scenario.graph, regions, document.folder, refuse, warn
        )
        if problems:
            raise Refused(_ordered(problems))
    routes = Routes(graph, scenario, tree=scenario.graph is None)
    sound = not problems
    leaves = [code for code, region in regions.items() if not region.children]
    check_aggregation(scenario, regions, refuse)
    partitions, keepers = divide(scenario, regions, leaves, agencies, refuse)
    demands = {}
    if len(keepers) == len(scenario.catalogue):
        reaches = Reaches(regions, below, keepers)
        demands = fall(scenario, regions, agencies, reaches, refuse)
    if sound:
        check_routes(scenario, agencies, partitions, demands, routes, refuse)
    demands = follow_traces(scenario, agencies, demands, document.folder, refuse)
    check_places_of_workings(scenario, regions, graph, refuse)
    if sound:
        check_thefts(scenario, agencies, demands, refuse)
        check_governed(scenario, regions, agencies, refuse)
    return World(
        scenario=scenario,
        regions=regions,
        agencies=agencies,
        graph=graph,
        routes=routes,
        resources=scenario.catalogue,
        partitions=partitions,
        demands=demands,
        calendar=calendar,
        homes=below,
    )


def _needs_nation(scenario: Scenario) -> bool:
    """Whether something in the scenario stands at the level of the nation."""
    return any("nation" in spec.levels for spec in scenario.departments.values())


def _check_calendar(scenario: Scenario, calendar: Calendar, refuse: Refuse) -> None:
    sound = True
    for position, written in enumerate(scenario.calendar.hours):
        try:
            hours_of(written)
        except ValueError:
            sound = False
            refuse(
                ("calendar", "hours", position),
                Message(
                    "{written} are no working hours; write them as 09:00-12:00",
                    {"written": written},
                ),
            )
    empty: set[str] = set()
    for name, need in scenario.needs.items():
        profile = scenario.profiles.get(need.profile)
        if profile is None or need.profile in empty or not sound:
            continue
        if len(profile.hours) != 24 or len(profile.weekdays) != 7:
            continue
        try:
            calendar.rhythm(profile)
        except ValueError:
            empty.add(need.profile)
            refuse(
                ("needs", name, "profile"),
                Message(
                    "profile {profile} has no demand from the beginning to the end of the study",
                    {"profile": need.profile},
                ),
            )
