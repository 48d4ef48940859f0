"""A given scenario with what a log says of it: rates, profiles, service times, outages.

In: a calibration and a document. Out: YAML data that extends the document's file, and what of the
log found no place in it. Consumers, providers and resources are those of the scenario: members of
the log that are called otherwise need a mapping.
"""

from __future__ import annotations

from typing import Any

from sandbox.language import Message
from sandbox.scenario import Document
from sandbox.scenario.suggest import listed
from sandbox.study.calibration import parts
from sandbox.study.calibration.calibrate import Calibration
from sandbox.study.calibration.findings import Need
from sandbox.world.world import World


def overlay(
    found: Calibration, document: Document, world: World, name: str, extends: str
) -> tuple[dict[str, Any], dict[str, Need], list[Message]]:
    """The scenario's data, its needs by name, and notes on what is left out."""
    placed, notes = _placed(found, document)
    scenario = document.scenario
    start, days = scenario.study.start, world.calendar.days
    data: dict[str, Any] = {
        "scenario": name,
        "extends": extends,
        "profiles": {},
        "needs": {},
        "stations": {},
    }
    for key, need in placed.items():
        agencies = sum(1 for demand in world.demands.values() if demand.need == key)
        profile = f"log-{key}"
        rhythm = parts.rhythm(found, need)
        if rhythm is not None:
            data["profiles"][profile] = rhythm
        each = need.arrivals.over(start.weekday(), days) / max(agencies, 1)
        data["needs"][key] = parts.demand(found, need, profile, each)
        if scenario.needs[key].arrivals is not None:
            data["needs"][key]["arrivals"] = None
    answering = {need.provider for need in placed.values()}
    for provider in found.providers:
        if provider.department in answering and provider.service.fit is not None:
            key = f"database@{provider.department}"
            data["stations"][key] = parts.database(found, provider, merged=False)
    return data, placed, notes


def _placed(found: Calibration, document: Document) -> tuple[dict[str, Need], list[Message]]:
    """The log's needs under the scenario's names; of a need's resources the one asked most."""
    placed: dict[str, Need] = {}
    lost: dict[str, int] = {}
    for need in found.needs:
        key = _name(need, document)
        if key is None:
            who = f"{need.consumer} → {need.provider}: {need.resource}"
            lost[who] = lost.get(who, 0) + need.arrivals.count
        elif key not in placed or placed[key].arrivals.count < need.arrivals.count:
            placed[key] = need
    notes = []
    if lost:
        said = {"count": f"{sum(lost.values()):,}", "names": listed(lost)}
        notes.append(
            Message(
                "{count} calls fit no need of the scenario, or more than one, and are left out: "
                "{names}",
                said,
            )
        )
    return placed, notes


def _name(need: Need, document: Document) -> str | None:
    """The scenario's need that a need of the log is; None: none, or one of several."""
    scenario = document.scenario
    resource = scenario.catalogue.get(need.resource)
    if resource is None or resource.provider != need.provider:
        return None
    fitting = [
        key
        for key, spec in scenario.needs.items()
        if spec.consumer == need.consumer and need.resource in spec.resources
    ]
    if need.hint in fitting:
        return need.hint
    return fitting[0] if len(fitting) == 1 else None
