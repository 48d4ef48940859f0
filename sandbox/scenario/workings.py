"""The part of a scenario that says how: stations, calendar, costs, disturbances, models, study."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic_core import core_schema

from sandbox.scenario.distributions import Distribution
from sandbox.scenario.moments import Day, Moment
from sandbox.scenario.part import Level, Part, Words
from sandbox.scenario.quantities import (
    Amount,
    Count,
    Duration,
    Factor,
    Money,
    Period,
    PeriodOrNever,
    PositiveDuration,
    PositiveStudyTime,
    Quantity,
    Rate,
    Replications,
    Seed,
    Servers,
    Share,
    StudyTime,
    Surge,
    Tolerance,
    json_schema,
)
from sandbox.scenario.units import DAY

ROLES = (
    "system",  # the consumer's own system: local reads, local copies
    "database",  # the source's own system
    "front_end",  # front-end node (前置机) of an agency
    "clerk",  # the desk where letters are written, answered and entered
    "authentication",  # trust service of a region, three stations
    "authorisation",
    "audit",
    "router",  # platform router of a province: finds the source in the catalogue
    "hub",  # store-and-forward hub of a region, cascading
    "cloud",  # cloud service of a province: queries of the library
    "broker",  # message broker of a province: the change feed
)
AGENCY_ROLES = ("system", "database", "front_end", "clerk")
"""roles of stations at agencies; the others stand on the platforms of regions"""
Role = Literal[
    "system",
    "database",
    "front_end",
    "clerk",
    "authentication",
    "authorisation",
    "audit",
    "router",
    "hub",
    "cloud",
    "broker",
]


class Elastic(Part):
    """Capacity that follows load."""

    minimum: Servers = Field(description="fewest servers")
    maximum: Servers = Field(description="most servers")
    target: Share = Field(description="utilisation aimed at")
    every: Period = Field(description="time between looks at the load")
    delay: Duration = Field(description="time until an added server serves")


class OutageSpec(Part):
    """Random breakdowns."""

    mtbf: Period = Field(description="mean time between a repair and the next breakdown")
    mttr: PositiveDuration = Field(description="mean time to repair")


class StationSpec(Part):
    """What stations of a role are like. Keys are names such as outages use: `role`; at agencies
    `role@department`, `role@region code`, `role@agency`; on platforms `role@region code`, and
    `role@network@region code` off the extranet. The most special one holds for each value."""

    servers: Servers | None = Field(None, description="parallel servers")
    service: Distribution | None = Field(None, description="time to serve one job")
    discipline: Literal["fifo", "priority"] | None = Field(None, description="who is next")
    queue: Count | None = Field(None, description="places to wait; absent: no limit")
    hours: Literal["always", "office"] | None = Field(None, description="when it works")
    when_down: Literal["wait", "fail"] | None = Field(
        None, description="what becomes of jobs that arrive during an outage"
    )
    elastic: Elastic | None = Field(None, description="capacity that follows load")
    outage: OutageSpec | None = Field(None, description="random breakdowns")
    price: Money | None = Field(
        None, description="an hour of one server (default: `costs.server_hour`)"
    )


class CalendarSpec(Part):
    """Working days and hours."""

    country: Literal["CN", "none"] = Field(
        "CN", description="Chinese public holidays, or plain Monday to Friday"
    )
    holidays: tuple[Day, ...] = Field((), description="further days off")
    workdays: tuple[Day, ...] = Field((), description="working days in spite of the above")
    hours: tuple[str, ...] = Field(
        ("09:00-12:00", "13:30-17:30"), description="working hours of a working day"
    )


class CostSpec(Part):
    """Prices."""

    staff_hour: Money = Field(description="an hour of staff")
    citizen_hour: Money = Field(description="an hour of a citizen's time")
    collection_hours: Factor = Field(description="a citizen's hours for one collection")
    letter_hours: Factor = Field(description="staff hours for one letter, both sides")
    negotiation_days: Factor = Field(description="person-days to negotiate one agreement")
    server_hour: Money = Field(description="an hour of one server")
    gigabyte_moved: Money = Field(description="a gigabyte through the networks")
    build: dict[str, Money] = Field(description="building one station of a role")
    build_years: Factor = Field(description="years over which building is written off")


class OutageEvent(Part):
    """A station or link fails, on a schedule or at random."""

    stations: tuple[str, ...] = Field((), description="`role@place` names")
    links: tuple[tuple[str, str], ...] = Field((), description="pairs of places")
    from_: Moment | None = Field(None, alias="from", description="when it starts")
    for_: PositiveDuration | None = Field(None, alias="for", description="how long it lasts")
    mtbf: Period | None = Field(None, description="mean time between failures")
    mttr: PositiveDuration | None = Field(None, description="mean time to repair")


class SurgeEvent(Part):
    """Demand grows (a stream of further requests) or drops (some requests are not made)."""

    needs: tuple[str, ...] = Field(description="the needs concerned")
    factor: Surge = Field(description="demand is multiplied by this")
    regions: tuple[str, ...] | None = Field(None, description="only in these regions")
    from_: Moment = Field(alias="from", description="when it starts")
    for_: PositiveDuration = Field(alias="for", description="how long it lasts")


class CutEvent(Part):
    """A network is cut: all its links in these regions are down."""

    network: str = Field(description="which network")
    regions: tuple[str, ...] | None = Field(None, description="where (default: everywhere)")
    from_: Moment = Field(alias="from", description="when it starts")
    for_: PositiveDuration = Field(alias="for", description="how long it lasts")


class TheftEvent(Part):
    """An agency's credentials are stolen, and records are taken with them until it is detected.

    The thief asks as the agency does, for any subject of its needs, and writes no letters. What
    the accountability service puts on record is found by the audits of `governance`; what lies
    in copies at the agency's own system leaves no trace there.
    """

    agency: str = Field(description="whose credentials: department@region")
    needs: tuple[str, ...] = Field((), description="of these of its needs (default: all)")
    rate: Rate = Field(description="how fast records are asked for")
    from_: Moment = Field(alias="from", description="when it begins")
    for_: PositiveDuration | None = Field(
        None, alias="for", description="how long it goes on at most (default: to the end)"
    )
    noticed: Distribution | None = Field(
        None, description="time until it is noticed without an audit (default: never)"
    )


EVENTS = ("outage", "surge", "cut", "theft")
"""What a disturbance may be."""


class DisturbanceSpec(Part):
    """One disturbance: exactly one of the four."""

    name: Words | None = Field(None, description="its name")
    outage: OutageEvent | None = Field(None, description="stations or links fail")
    surge: SurgeEvent | None = Field(None, description="demand changes")
    cut: CutEvent | None = Field(None, description="a network is cut")
    theft: TheftEvent | None = Field(None, description="credentials are stolen")


class Schedule(Part):
    """When a batch leaves."""

    period: Period = Field(description="time between two batches")
    offset: Duration = Field(Quantity(0.0), description="first batch after the start")


class ModelSpec(Part):
    """A sharing model to compare: a preset, or the three axes, with parameters."""

    preset: str | None = Field(None, description="name of a shipped model (default: the key)")
    collection: Literal["repeated", "single", "event", "sensed"] | None = Field(
        None, description="first axis: how changes are collected"
    )
    aggregation: Literal["none", "hub", "library", "catalogue", "stream", "by_class"] | None = (
        Field(None, description="second axis: where data is brought together")
    )
    sharing: (
        Literal[
            "letters", "batch", "query_library", "query_source", "subscribe", "cached", "by_class"
        ]
        | None
    ) = Field(None, description="third axis: how a request is answered")
    by_letter: bool = Field(True, description="requests that no path serves go by letter")
    charge: Money | None = Field(
        None,
        description="price of an answer that is not one's own and not a letter (default: free, as "
        "article 2 demands)",
    )
    schedule: Schedule | None = Field(
        None, description="the batches (bilateral: of each source; library: of each source)"
    )
    cascade: dict[Level, Schedule] = Field(
        default_factory=dict, description="the batches that leave hubs of each level"
    )
    transport: Distribution | None = Field(
        None, description="time a batch or letter is under way besides networks and stations"
    )
    partners: Literal["local", "province", "all"] | None = Field(
        None, description="whose sources a consumer makes bilateral agreements with"
    )
    reuse: Duration | None = Field(
        None, description="letters: how long a consumer's own entry is valid"
    )
    verified: Share | None = Field(
        None, description="letters: share of requests that must be verified with the source"
    )
    overlooked: Share | None = Field(
        None,
        description="letters: share of uses outside the scope that the source's clerk overlooks",
    )
    entry_error: Share | None = Field(
        None, description="letters: share of own entries with an error"
    )
    ttl: Duration | None = Field(None, description="cached: time to live of a cache entry")
    heartbeat: PeriodOrNever | None = Field(
        None, description="change feed: an idle source says so this often; 0: never"
    )
    captured: Share | None = Field(None, description="sensed: share of changes that sensors see")
    capture_delay: Distribution | None = Field(None, description="sensed: change to cloud")
    capture_loss: Share | None = Field(None, description="sensed: share of captures lost")
    late: Share | None = Field(None, description="sensed: share of captures that come late")
    late_delay: Distribution | None = Field(None, description="sensed: how late those are")
    basic: str | None = Field(None, description="hybrid: preset for basic information")
    business: str | None = Field(None, description="hybrid: preset for business information")
    published: str | None = Field(
        None, description="hybrid: preset for status and trace needs in mode publish"
    )
    parameters: dict[str, Any] = Field(
        default_factory=dict, description="parameters of models added by extensions"
    )


class PrecisionSpec(Part):
    """Replications go on until the intervals of these measures are narrow enough.

    The half-width must stay below its share of the mean for some further replications too (Hoad,
    Robinson & Davies 2010), under every model; then, or at the maximum, the study ends.
    """

    @model_validator(mode="before")
    @classmethod
    def _unfold(cls, value: Any) -> Any:
        """`5%` alone, or with its source, is the half-width."""
        bare = isinstance(value, str | int | float) and not isinstance(value, bool)
        if bare or (isinstance(value, dict) and "value" in value):
            return {"half_width": value}
        return value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        spelled = handler.resolve_ref_schema(handler(schema))
        bare = json_schema("share")["anyOf"]
        return {"description": spelled.pop("description"), "anyOf": [*bare, spelled]}

    half_width: Share = Field(description="largest half-width, as a share of the mean")
    measures: tuple[str, ...] = Field(
        ("response_time.mean", "satisfied"), description="of these measures"
    )
    minimum: Replications = Field(
        Quantity(3.0, "Hoad, Robinson & Davies 2010"), description="fewest replications"
    )
    maximum: Replications = Field(Quantity(100.0, "assumption"), description="most replications")
    look_ahead: Count = Field(
        Quantity(5.0, "Hoad, Robinson & Davies 2010"),
        description="further replications for which it must hold",
    )


class StudySpec(Part):
    """How the comparison is run."""

    start: Day = Field(description="first day")
    horizon: PositiveStudyTime = Field(description="simulated time in which requests are made")
    warm_up: StudyTime = Field(description="requests made before this time are not measured")
    drain: StudyTime = Field(
        description="time after the horizon in which open requests may still be answered"
    )
    replications: Replications = Field(description="runs of each model")
    precision: PrecisionSpec | None = Field(
        None, description="a precision instead of a number of replications"
    )
    seed: Seed = Field(description="seed of all draws")
    baseline: str | None = Field(None, description="the model others are compared with")
    series: PositiveDuration = Field(description="width of a time series' interval")
    confidence: Share = Field(description="confidence of intervals")
    weights: dict[str, Factor] = Field(
        default_factory=dict,
        description="what measures count when a model is chosen: measure → number, `{fresh: 2}`",
    )

    def seconds(self, moment: date | float) -> float:
        """A date, or a time after the start, in seconds after the start."""
        if isinstance(moment, date):
            return (moment - self.start).days * DAY
        return float(moment)


class Expectation(Part):
    """What must come out."""

    model: str = Field(description="label of a model")
    measure: str = Field(description="measure, such as `response_time.mean`")
    where: dict[str, str] = Field(
        default_factory=dict, description="a breakdown, such as `{need: tax-check}`"
    )
    value: Amount | None = Field(
        None,
        description="the value expected, in a unit of the measure; bare: s, bytes, CNY or share",
    )
    abs: Tolerance | None = Field(None, description="absolute tolerance of the mean")
    rel: Share | None = Field(None, description="relative tolerance of the mean")
    min: Amount | None = Field(None, description="smallest mean allowed")
    max: Amount | None = Field(None, description="largest mean allowed")
    covered: bool = Field(False, description="the interval at `confidence` must cover the value")
    confidence: Share = Field(Quantity(0.999), description="confidence for `covered`")
    half_width: Share | None = Field(
        None, description="largest relative half-width of that interval"
    )
    above: str | None = Field(None, description="a model whose mean must be smaller")
    below: str | None = Field(None, description="a model whose mean must be larger")
