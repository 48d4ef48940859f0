"""The part of a scenario that says what: catalogue entries, needs, agreements."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sandbox.scenario.distributions import Distribution
from sandbox.scenario.moments import Day, Moment
from sandbox.scenario.part import Level, Part, Words
from sandbox.scenario.quantities import (
    Factor,
    Factors,
    PositiveCount,
    PositiveDuration,
    Priority,
    Quantity,
    Rate,
    Records,
    Retries,
    Share,
    Size,
)

Mode = Literal["query", "exchange", "publish"]
Secrecy = Literal["public", "internal", "sensitive", "secret"]
SECRECIES: tuple[Secrecy, ...] = ("public", "internal", "sensitive", "secret")
ERROR_KINDS = ("transposed_digits", "homophone", "old_address", "wrong_region")


class FieldSpec(Part):
    """One item of a catalogue entry."""

    name: Words = Field(description="its name")
    type: str = Field("string", description="its format")
    length: PositiveCount | None = Field(None, description="its length")


class Collection(Part):
    """How the source learns of a change."""

    delay: Distribution = Field(description="life event to the source's own copy")
    error: Share = Field(description="share of changes that are entered with an error")
    kinds: dict[str, Factor] = Field(
        default_factory=dict, description="kinds of error and their weights"
    )


class VerifierSpec(Part):
    """Another department that holds the same data and can check it (多元校核)."""

    department: str = Field(description="who holds it")
    error: Share = Field(description="share of its entries that are wrong, independently")


class ResourceSpec(Part):
    """A catalogue entry, with the fields of articles 8 and 9 and of the 2017 guide (编制指南)."""

    name: Words = Field(description="name of the resource (信息资源名称)")
    code: str = Field("", description="code of the resource (信息资源代码)")
    abstract: Words | None = Field(None, description="abstract (信息资源摘要)")
    provider: str = Field(description="source department (信息资源提供方): one source per datum")
    level: Level = Field(description="level of the agencies that are the source")
    provider_code: str = Field("", description="provider's credit code (提供方代码)")
    class_: Literal["basic", "business"] = Field(alias="class", description="class (art. 3)")
    kind: Literal["identity", "trace", "status", "rules"] = Field(description="kind (art. 3)")
    modes: tuple[Mode, ...] = Field(description="modes of sharing (共享方式)")
    sharing: Literal["unconditional", "conditional", "none"] = Field(
        "conditional", description="sharing type (共享类型)"
    )
    condition: Words | None = Field(None, description="condition of sharing (共享条件)")
    open: bool = Field(False, description="open to society (是否向社会开放)")
    format: str = Field("database", description="format (信息资源格式)")
    update_cycle: Words | None = Field(None, description="update cycle (更新周期)")
    released: Day | None = Field(None, description="date of release (发布日期)")
    related: tuple[str, ...] = Field((), description="codes of related resources (关联资源代码)")
    interface: Words | None = Field(None, description="technical interface (技术接口, art. 9)")
    processing: Words | None = Field(None, description="processing (加工处理方法, art. 9)")
    traceable: bool = Field(True, description="whether provenance is recorded (可追溯, art. 9)")
    secrecy: Secrecy = Field(
        "internal", description="who may see it at all; secret: need-to-know, intranet only"
    )
    need_to_know: tuple[str, ...] = Field(
        (), description="departments inside the need-to-know scope (art. 2); for secrets"
    )
    fields: tuple[FieldSpec, ...] = Field((), description="items (信息项)")
    subject: Literal["person", "entity", "place"] = Field(description="what a record is about")
    records: Records = Field(description="records in the whole world, spread by population")
    record_size: Size = Field(description="bytes of one record in an answer or a batch")
    changes: Rate = Field(description="life events per record")
    collection: Collection = Field(description="how the source learns of them")
    verifiers: tuple[VerifierSpec, ...] = Field((), description="who can cross-check it")


class Profile(Part):
    """When requests come: relative weights; the mean over the study's calendar is one."""

    hours: Factors = Field(description="24 weights, one an hour")
    weekdays: Factors = Field(
        (Quantity(1.0, "every weekday alike"),) * 7, description="7 weights, Monday first"
    )
    days_off: Factor = Field(description="weight of days that are not working days")


class Arrivals(Part):
    """How requests arrive, if not as a Poisson process with the need's profile."""

    kind: Literal["poisson", "fixed", "trace"] = Field(description="the process")
    file: str | None = Field(
        None,
        description="CSV of arrival times (trace): columns `time`, in seconds from the start or "
        "with a unit, and if wanted `agency`",
    )


class Reach(Part):
    """Where the subjects of requests are at home, seen from the consumer."""

    local: Share = Field(description="in the consumer's own region")
    prefecture: Share = Field(description="elsewhere in the prefecture")
    province: Share = Field(description="elsewhere in the province")
    nation: Share = Field(description="in another province")


class Popularity(Part):
    """Few records asked often."""

    records: Share = Field(description="share of the records that is popular")
    requests: Share = Field(description="share of the requests that goes to them")


class NeedSpec(Part):
    """A consumer department's recurring demand for resources."""

    name: Words | None = Field(None, description="its name")
    consumer: str = Field(description="the department that asks")
    levels: tuple[Level, ...] = Field(description="at which levels it asks")
    regions: tuple[str, ...] | None = Field(
        None, description="only in these regions and what lies below them (default: everywhere)"
    )
    resources: tuple[str, ...] = Field(
        description="what it asks for; several at once are fanned out and joined"
    )
    mode: Mode = Field(description="query, exchange or publish (art. 3)")
    rate: Rate = Field(
        Quantity(0.0), description="mean rate of requests of each agency; a trace has none"
    )
    arrivals: Arrivals | None = Field(None, description="arrival process (default: Poisson)")
    profile: str = Field("always", description="name of a profile")
    aggregate: Level | None = Field(
        None,
        description="its agencies in each region of this level ask as one stream, which draws who "
        "asks; the same in law, for large worlds (default: a stream for each agency)",
    )
    deadline: PositiveDuration = Field(description="the answer is of use within this time")
    priority: Priority = Field(description="larger is more urgent")
    reach: Reach = Field(description="where the subjects are at home")
    popularity: Popularity | None = Field(None, description="absent: every record alike")
    request_size: Size = Field(description="bytes of a request")
    timeout: PositiveDuration | None = Field(
        None, description="a query is given up after this time"
    )
    retries: Retries = Field(description="how often a query that was given up is tried again")
    out_of_scope: Share = Field(description="share of requests outside the granted scope")
    cross_check: bool = Field(False, description="ask the verifiers too, take the majority")
    basis: Words | None = Field(None, description="basis for sharing (共享依据)")


class AgreementSpec(Part):
    """An agreement on sharing, with the ten fields of article 8."""

    name: Words | None = Field(None, description="1 name (名称)")
    content: Words | None = Field(None, description="2 content (内容)")
    quality: Words | None = Field(None, description="3 quality (质量)")
    quantity: Words | None = Field(None, description="4 quantity (数量)")
    update_frequency: Words | None = Field(None, description="5 update frequency (更新频度)")
    scope: Words | None = Field(None, description="6 authorised scope of use (授权使用范围)")
    modes: tuple[Mode, ...] = Field(
        ("query", "exchange", "publish"), description="7 mode of use (使用方式)"
    )
    from_: Moment | None = Field(
        None, alias="from", description="8 term: in force from (date, or time after the start)"
    )
    until: Moment | None = Field(
        None, description="8 term: until (date, or time after the start), exclusive"
    )
    basis: Words | None = Field(None, description="9 basis (共享依据)")
    progress: Words | None = Field(None, description="10 delivery progress (实现进度)")
    form: Literal["bilateral", "multilateral", "joint"] = Field(
        "bilateral",
        description="under governance: a document for each that the model needs, one between all "
        "parties, or one that they issue jointly (联合发文)",
    )
    provider: str = Field(description="the department that provides")
    consumers: tuple[str, ...] = Field(description="departments that may use it")
    resources: tuple[str, ...] = Field(description="the resources it covers")
