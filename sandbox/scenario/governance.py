"""The part of a scenario that says how sharing is governed (under `governance`).

In: what a person writes of people, agreements, catalogue, standards, projects, supervision, audits
and waves. Out: checked sections; each that is written switches its processes on. Efforts are
working time: they pass in office hours only, and 8 h are a person-day. Every number that is not
written is an assumption.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from sandbox.scenario.distributions import Distribution
from sandbox.scenario.moments import Moment
from sandbox.scenario.part import Part, Words
from sandbox.scenario.quantities import (
    Count,
    Duration,
    Period,
    PositiveCount,
    PositiveDuration,
    Quantity,
    Rate,
    Share,
)

STAFF = ("leader", "responsible", "business", "support", "secrecy")
"""Who works on sharing in an agency (article 6)."""

WORKERS = {
    "agreements": STAFF,
    "catalogue": ("responsible", "business", "support"),
    "standards": ("support",),
    "projects": ("support",),
    "supervision": ("support",),
}
"""Whose people work in a section; `standards` only where sources are adapted."""

WRITERS = "business"
"""Whose people write letters, which is what is done until sharing starts."""

SYSTEMS = ("front_end", "hub", "cloud", "router", "broker")
"""Roles of stations that are built by projects: what a model needs beside what agencies have."""

ITEMS = ("agreement", "catalogue", "infrastructure", "aggregation", "technical")
"""The five items of a review (article 10)."""

EVERYONE = "everyone"
"""Key of a willingness that holds for all agencies that none is written for."""

Item = Literal["agreement", "catalogue", "infrastructure", "aggregation", "technical"]

_ASSUMED = "assumption"


def _share(value: float) -> Quantity:
    return Quantity(value, _ASSUMED, f"{value:.0%}")


def _number(value: float) -> Quantity:
    return Quantity(value, _ASSUMED)


def _days(value: float) -> Quantity:
    return Quantity(value * 86400.0, _ASSUMED, f"{value:g} days")


def _effort(hours: float, cv: float = 0.5) -> Any:
    mean = {"value": f"{hours:g} h", "source": _ASSUMED}
    return Distribution.model_validate(
        {"gamma": {"mean": mean, "cv": {"value": cv, "source": _ASSUMED}}}
    )


def _hours(hours: float) -> Any:
    return Distribution.model_validate({"value": f"{hours:g} h", "source": _ASSUMED})


def _required() -> dict[Item, Quantity]:
    return {"agreement": _share(1.0), "catalogue": _share(1.0)}


class StaffSpec(Part):
    """People of one role in each agency."""

    people: Count = Field(description="how many; all of a role share one line of work")


class NegotiationSpec(Part):
    """How agreements come about and live on (article 8)."""

    drafting: Distribution = Field(
        _effort(8), description="effort of the consumer's business bureau for a proposal"
    )
    answering: Distribution = Field(
        _effort(4), description="effort of the provider's responsible unit for its reply"
    )
    reply_days: PositiveCount = Field(
        Quantity(
            10.0, "Government Data Sharing Regulations (Decree 809), second-hand: 10 working days"
        ),
        description="working days for the reply to a request for conditional sharing",
    )
    reply_days_unconditional: PositiveCount = Field(
        Quantity(
            1.0, "Government Data Sharing Regulations (Decree 809), second-hand: 1 working day"
        ),
        description="working days for the reply to a request for unconditional sharing",
    )
    coordination: bool = Field(True, description="whether a coordination mechanism exists (art. 6)")
    unnamed: tuple[str, ...] = Field(
        (), description="departments that name no responsible unit (art. 6)"
    )
    rounds: Count = Field(_number(2), description="rounds of negotiation between two parties")
    rounds_per_party: Count = Field(_number(1), description="further rounds for each further party")
    rounds_sensitive: Count = Field(
        _number(1), description="further rounds where information is sensitive"
    )
    rounds_secret: Count = Field(_number(2), description="further rounds where it is secret")
    rounds_uncoordinated: Count = Field(
        _number(2), description="further rounds without a coordination mechanism"
    )
    rounds_unnamed: Count = Field(
        _number(1), description="further rounds for each party without a responsible unit"
    )
    round: Distribution = Field(
        _effort(8), description="effort of each party's responsible unit in a round, in turn"
    )
    review: Distribution = Field(
        _effort(4), description="effort of each party's secrecy unit, for what is not public"
    )
    signing: Distribution = Field(_hours(1), description="effort of each party's leader to sign")
    delivery: Distribution = Field(
        _effort(16), description="effort of the provider's IT support until data is delivered"
    )
    deliver_days: PositiveCount = Field(
        Quantity(
            20.0,
            "Government Data Sharing Regulations (Decree 809), second-hand: 20 working days",
        ),
        description="working days from consent to delivery",
    )
    term: PositiveDuration | None = Field(
        None, description="how long an agreement is in force (default: without limit)"
    )
    renewal: Duration = Field(_days(60), description="how long before its end a renewal begins")
    renewal_rounds: Count = Field(_number(1), description="rounds of a renewal")
    changes: Rate = Field(
        Quantity(0.0, _ASSUMED, "0/year"),
        description="how often business changes and an agreement must be amended",
    )
    amendment_rounds: Count = Field(_number(1), description="rounds of an amendment")


class CataloguingSpec(Part):
    """How a resource gets into the catalogue (article 9)."""

    compiling: Distribution = Field(
        _effort(16), description="effort of the provider's business bureau for an entry"
    )
    comment: Distribution = Field(
        _effort(2), description="effort of each consuming department for its comments"
    )
    comment_days: PositiveCount = Field(
        _number(10), description="working days for comments; later ones are not waited for"
    )
    publishing: Distribution = Field(
        _effort(4), description="effort of the provider's IT support for publication"
    )
    update_every: Period | None = Field(
        None, description="how often an entry is brought up to date (default: never)"
    )
    updating: Distribution = Field(
        _effort(4), description="effort of the provider's business bureau for an update"
    )


class StandardsSpec(Part):
    """How far systems conform to the standards (article 5)."""

    conforming: Share = Field(
        _share(0.6), description="share of the sources that conform at the start"
    )
    departments: dict[str, Share] = Field(
        default_factory=dict, description="other shares for some departments"
    )
    conversion: Distribution = Field(
        Distribution.model_validate({"exponential": {"value": "2 s", "source": _ASSUMED}}),
        description="further time of each answer and batch of a source that does not conform",
    )
    failure: Share = Field(_share(0.01), description="share of conversions that fail")
    adapting: Distribution | None = Field(
        None,
        description="effort of a source's IT support until it conforms (default: never)",
    )
    adapt_from: Moment | None = Field(
        None, description="when that work begins (default: at the start)"
    )
    deadline: Moment | None = Field(
        None,
        description="when every source must conform; where nothing is written of `adapting`, all "
        "of them do on that day",
    )


class ProjectSpec(Part):
    """The stages of a project (articles 1 and 10), as efforts of its owner's IT support."""

    proposal: Distribution = Field(_effort(40), description="effort for the project proposal")
    feasibility: Distribution = Field(_effort(80), description="effort for the feasibility study")
    design: Distribution = Field(_effort(80), description="effort for the preliminary design")
    budget: Distribution = Field(_effort(24), description="effort for the budget estimate")
    construction: Distribution = Field(_effort(320), description="effort of construction")
    after: tuple[str, ...] = Field((), description="systems that must have been built before")


def _every_system() -> dict[str, ProjectSpec]:
    return {role: ProjectSpec() for role in SYSTEMS}


class ReviewSpec(Part):
    """The two gates of a review (article 10)."""

    reviewing: Distribution = Field(_hours(40), description="working time of a review")
    required: dict[Item, Share] = Field(
        default_factory=_required,
        description="smallest score of an item with which a project is approved",
    )
    incomplete: Share = Field(
        _share(0.1), description="share of submissions with documents missing: not accepted"
    )
    rejected: Share = Field(
        _share(0.1), description="share not approved for reasons beside the five items"
    )
    revision: Distribution = Field(_effort(40), description="effort before it is submitted again")


class ProjectsSpec(Part):
    """Which systems are built by projects, and how these are reviewed."""

    systems: dict[str, ProjectSpec] = Field(
        default_factory=_every_system,
        description="the systems, by role: front_end, hub, cloud, router, broker (default: all)",
    )
    lead: str | None = Field(
        None, description="the department that builds platforms (default: nobody's staff)"
    )
    review: ReviewSpec = Field(ReviewSpec(), description="the reviews")


class SupervisionSpec(Part):
    """Acceptance, inspection, rectification and O&M funding (article 11)."""

    satisfied: Share = Field(_share(0.9), description="share of satisfied requests that is due")
    fewest: PositiveCount = Field(_number(20), description="fewest requests to judge by")
    trial: PositiveDuration = Field(_days(30), description="trial operation before acceptance")
    every: Period = Field(_days(90), description="time between two inspections")
    rectifying: Distribution = Field(
        _effort(40), description="effort of the provider's IT support for rectification"
    )
    rectify_days: PositiveCount = Field(_number(30), description="working days for rectification")
    reinforcement: Count = Field(
        _number(0), description="servers that a rectification adds to each station"
    )
    cut: Share = Field(_share(0.2), description="share of O&M funding that is cut each time")
    lowest: Share = Field(_share(0.4), description="funding is not cut below this")


class AuditSpec(Part):
    """Audits of use (articles 2 and 4)."""

    sampled: Share = Field(_share(0.05), description="share of uses that are looked at")
    every: Period = Field(_days(30), description="time between two audits")
    revoke_after: PositiveCount = Field(
        _number(1), description="detected misuses after which agreements are revoked"
    )
    suspension: Duration = Field(_days(30), description="how long nothing is negotiated after that")


class WaveSpec(Part):
    """A wave of the roll-out (article 12)."""

    name: Words | None = Field(None, description="its name")
    from_: Moment = Field(alias="from", description="when it begins")
    regions: tuple[str, ...] | None = Field(
        None, description="in these regions and what lies below them (default: everywhere)"
    )
    departments: tuple[str, ...] | None = Field(
        None, description="these departments (default: all)"
    )
    demonstration: bool = Field(False, description="whether it is a demonstration")


class GovernanceSpec(Part):
    """How sharing is governed; each section that is written is switched on."""

    staff: dict[str, StaffSpec] | None = Field(
        None,
        description="people by role: leader, responsible, business, support, secrecy; "
        "also role@department and role@department@region; those that the other sections have "
        "work for, and `business` for letters (default: no work waits for people)",
    )
    willingness: dict[str, Share] = Field(
        default_factory=dict,
        description="willingness to share, by `everyone`, department or agency: 50% takes the "
        "written effort, 100% half of it, 0% twice",
    )
    agreements: NegotiationSpec | None = Field(None, description="agreements are negotiated")
    catalogue: CataloguingSpec | None = Field(None, description="resources must be catalogued")
    standards: StandardsSpec | None = Field(None, description="not every source conforms")
    projects: ProjectsSpec | None = Field(None, description="systems must be built")
    supervision: SupervisionSpec | None = Field(None, description="sharing is supervised")
    audit: AuditSpec | None = Field(None, description="uses are audited")
    waves: tuple[WaveSpec, ...] = Field((), description="the waves of the roll-out")
