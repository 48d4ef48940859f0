"""The part of a scenario that says where: regions, departments, networks, gateways, graphs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sandbox.scenario.moments import Selection
from sandbox.scenario.part import Level, Part, Words
from sandbox.scenario.quantities import Bandwidth, Count, Duration


class RegionSpec(Part):
    """One tree of regions: drawn from the GB/T 2260 table by code, or one explicit region."""

    code: str = Field(description="GB/T 2260 code of six digits, or an own code (explicit region)")
    prefectures: Selection | None = Field(
        None, description="how many prefectures of this province (in code order), or their codes"
    )
    counties: Selection | None = Field(
        None, description="how many counties of each prefecture (in code order), or their codes"
    )
    name: Words | None = Field(None, description="its name (required when the code is an own one)")
    level: Level | None = Field(
        None, description="its level (required when the code is an own one)"
    )
    parent: str | None = Field(None, description="code of the region above (explicit region)")
    population: Count | None = Field(
        None,
        description="inhabitants; shared equally among the counties below (default: 496,581 a "
        "county, the mean of the 2020 census)",
    )


class DepartmentSpec(Part):
    """A function of government; department × region is an agency."""

    name: Words = Field(description="its name")
    levels: tuple[Level, ...] = Field(description="the levels at which it has agencies")
    networks: tuple[str, ...] = Field(("extranet",), description="the networks it is connected to")
    regions: tuple[str, ...] | None = Field(
        None, description="only in these regions and what lies below them (default: everywhere)"
    )


class LinkSpec(Part):
    """What a link of a network is like."""

    latency: Duration = Field(description="propagation delay")
    bandwidth: Bandwidth | None = Field(None, description="transmission rate; absent: not limited")


class NetworkSpec(Part):
    """A network: a tree of exchange points along the regions, and the agencies' access links."""

    kind: Literal["intranet", "extranet", "internet"] = Field(description="which of the three")
    access: LinkSpec = Field(description="agency to the exchange point of its region")
    uplinks: dict[Literal["province", "prefecture", "county"], LinkSpec] = Field(
        description="exchange point of this level to the one above it"
    )


class GatewaySpec(Part):
    """The only way between two networks (none: no passage)."""

    between: tuple[str, str] = Field(description="the two networks")
    at: tuple[str, ...] = Field(
        description="codes of the regions where it stands, or a level's name"
    )
    latency: Duration = Field(description="time to pass, each way (isolation, inspection)")
    bandwidth: Bandwidth | None = Field(None, description="transmission rate; absent: not limited")
    secrecy: Literal["public", "internal", "sensitive", "secret"] = Field(
        "internal", description="the highest secrecy that may pass"
    )


class GraphSpec(Part):
    """An agency graph imported from files, instead of the trees that regions and networks give.

    Nodes have `id`, and agencies also `department` and `region`; edges have `source`, `target`,
    and may have `network`, `latency`, `bandwidth`.
    """

    graphml: str | None = Field(None, description="a GraphML file, relative to the scenario")
    nodes: str | None = Field(None, description="a CSV file of nodes")
    edges: str | None = Field(None, description="a CSV file of edges")
    network: str = Field("extranet", description="the network of edges that do not name one")


Regions = tuple[RegionSpec, ...]
