"""The checked scenario: everything a person can say, in one frozen object."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sandbox.scenario.governance import GovernanceSpec
from sandbox.scenario.information import AgreementSpec, NeedSpec, Profile, ResourceSpec
from sandbox.scenario.part import Part, Words
from sandbox.scenario.places import DepartmentSpec, GatewaySpec, GraphSpec, NetworkSpec, RegionSpec
from sandbox.scenario.workings import (
    CalendarSpec,
    CostSpec,
    DisturbanceSpec,
    Expectation,
    ModelSpec,
    StationSpec,
    StudySpec,
)


class Scenario(Part):
    """A scenario: world, models to compare, disturbances, study, expectations."""

    scenario: str = Field(description="its short name")
    title: Words = Field(description="its title")
    about: Words = Field(description="what it shows and what to look at")
    extends: str | None = Field(None, description="another scenario (name or file) to start from")
    regions: tuple[RegionSpec, ...] = Field(description="the regions")
    departments: dict[str, DepartmentSpec] = Field(description="the departments")
    networks: dict[str, NetworkSpec] = Field(description="the networks")
    gateways: dict[str, GatewaySpec] = Field(default_factory=dict, description="ways between them")
    graph: GraphSpec | None = Field(None, description="an imported agency graph")
    stations: dict[str, StationSpec] = Field(description="stations, by role and place")
    catalogue: dict[str, ResourceSpec] = Field(description="the sharing catalogue")
    profiles: dict[str, Profile] = Field(description="profiles of demand by hour and weekday")
    needs: dict[str, NeedSpec] = Field(description="who needs what")
    agreements: dict[str, AgreementSpec] = Field(
        default_factory=dict, description="agreements on sharing (art. 8)"
    )
    calendar: CalendarSpec = Field(description="working days and hours")
    costs: CostSpec = Field(description="prices")
    disturbances: dict[str, DisturbanceSpec] = Field(
        default_factory=dict, description="what goes wrong"
    )
    governance: GovernanceSpec | None = Field(
        None, description="how sharing is governed (default: everything is in force and built)"
    )
    models: dict[str, ModelSpec] = Field(description="the sharing models to compare")
    study: StudySpec = Field(description="how they are compared")
    numbers: Literal["unassigned", "real"] = Field(
        "unassigned",
        description="area prefix of synthetic identification numbers: 99xxxx, which GB/T 2260 "
        "assigns to nobody, or the real code of the region",
    )
    expect: tuple[Expectation, ...] = Field((), description="what must come out")
