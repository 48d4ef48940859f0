"""Checks of catalogue entries, profiles, needs and agreements.

In: a `Draft`. Out: findings: dangling references, modes and levels that do not fit, shares that
do not add up, agreements that end before they start.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from sandbox.language import Message
from sandbox.scenario.draft import Draft
from sandbox.scenario.explain import Finding, missing
from sandbox.scenario.information import ERROR_KINDS, AgreementSpec, NeedSpec, ResourceSpec
from sandbox.scenario.problems import Path
from sandbox.scenario.suggest import unknown


def check_information(draft: Draft) -> Iterator[Finding]:
    """All findings about what is shared with whom."""
    for name, resource in draft.catalogue.items():
        yield from _resource(draft, name, resource)
    yield from _profiles(draft)
    for name, need in draft.needs.items():
        yield from _need(draft, name, need)
        yield from _need_resources(draft, name, need)
    yield from _rates(draft)
    for name, agreement in draft.agreements.items():
        yield from _agreement(draft, name, agreement)


def _resource(draft: Draft, name: str, resource: ResourceSpec) -> Iterator[Finding]:
    here: Path = ("catalogue", name)
    kind = Message("department")
    yield from draft.refer((*here, "provider"), kind, resource.provider, "departments")
    provider = draft.departments.get(resource.provider)
    if provider is not None and resource.level not in provider.levels:
        message = Message(
            "the provider `{provider}` has no agencies at level {level}; its levels: {levels}",
            {
                "provider": resource.provider,
                "level": resource.level,
                "levels": ", ".join(provider.levels),
            },
        )
        yield (*here, "level"), message, False
    if not resource.modes:
        yield (*here, "modes"), Message("at least one mode is needed"), False
    for number, verifier in enumerate(resource.verifiers):
        path: Path = (*here, "verifiers", number, "department")
        yield from draft.refer(path, kind, verifier.department, "departments")
        if verifier.department == resource.provider:
            yield path, Message("the provider cannot be its own verifier"), False
    for error in resource.collection.kinds:
        if error not in ERROR_KINDS:
            path = (*here, "collection", "kinds", error)
            yield path, unknown(Message("kind of error"), error, ERROR_KINDS), True
    if resource.collection.kinds and not any(resource.collection.kinds.values()):
        yield (*here, "collection", "kinds"), Message("the weights cannot all be 0"), False
    path = (*here, "need_to_know")
    yield from draft.refer_all(path, kind, resource.need_to_know, "departments")
    if resource.need_to_know and resource.secrecy != "secret":
        message = Message(
            "`need_to_know` restricts secrets only (article 2), and this is `secrecy: {secrecy}`",
            {"secrecy": resource.secrecy},
        )
        yield path, message, True


def _profiles(draft: Draft) -> Iterator[Finding]:
    for name, profile in draft.profiles.items():
        here = ("profiles", name)
        for key, weights, number in (
            ("hours", profile.hours, 24),
            ("weekdays", profile.weekdays, 7),
        ):
            if len(weights) != number:
                message = Message(
                    "expected {number} weights, found {found}",
                    {"number": number, "found": len(weights)},
                )
                yield (*here, key), message, False
            elif not any(weights) and (key == "hours" or not profile.days_off):
                yield (*here, key), Message("the weights cannot all be 0"), False


def _need(draft: Draft, name: str, need: NeedSpec) -> Iterator[Finding]:
    here = ("needs", name)
    yield from draft.refer((*here, "consumer"), Message("department"), need.consumer, "departments")
    consumer = draft.departments.get(need.consumer)
    for number, level in enumerate(need.levels):
        if consumer is not None and level not in consumer.levels:
            message = Message(
                "the consumer `{consumer}` has no agencies at level {level}; its levels: {levels}",
                {"consumer": need.consumer, "level": level, "levels": ", ".join(consumer.levels)},
            )
            yield (*here, "levels", number), message, False
    if not need.levels:
        yield (*here, "levels"), Message("at least one level is needed"), False
    yield from draft.refer_regions((*here, "regions"), need.regions)
    yield from draft.refer((*here, "profile"), Message("profile"), need.profile, "profiles")
    reach = need.reach
    total = math.fsum((reach.local, reach.prefecture, reach.province, reach.nation))
    if abs(total - 1) > 1e-9:
        message = Message(
            "local, prefecture, province and nation add up to {total}; expected 1",
            {"total": f"{total:.12g}"},
        )
        yield (*here, "reach"), message, True
    arrivals = need.arrivals
    if arrivals is not None:
        path = (*here, "arrivals", "file")
        if arrivals.kind == "trace" and arrivals.file is None:
            message = Message(
                "arrivals of kind `trace` need `file`: a CSV file with a column `time`"
            )
            yield path, message, True
        elif arrivals.kind != "trace" and arrivals.file is not None:
            message = Message(
                "`file` belongs to arrivals of kind `trace`; these are of kind `{kind}`",
                {"kind": arrivals.kind},
            )
            yield path, message, True
        yield from draft.refer_file((*here, "arrivals", "file"), arrivals.file)
        if need.aggregate is not None and arrivals.kind != "poisson":
            message = Message(
                "only Poisson arrivals can be put together; these are of kind `{kind}`",
                {"kind": arrivals.kind},
            )
            yield (*here, "aggregate"), message, False
    if need.popularity is not None and not 0 < need.popularity.records < 1:
        message = Message("must be more than 0 and less than 1")
        yield (*here, "popularity", "records"), message, False


def _rates(draft: Draft) -> Iterator[Finding]:
    """Needs without a rate, and traced ones with one; also of needs that do not fit the schema."""
    needs = draft.data.get("needs")
    for name, need in needs.items() if isinstance(needs, dict) else ():
        if not isinstance(need, dict):
            continue
        path, arrivals = ("needs", name, "rate"), need.get("arrivals")
        traced = isinstance(arrivals, dict) and arrivals.get("kind") == "trace"
        if traced and "rate" in need:
            message = Message(
                "arrivals of kind `trace` come when the file says; leave out `rate`, or write "
                "`rate: null`"
            )
            yield path, message, True
        elif not traced and "rate" not in need:
            yield path, missing(path), True


def _need_resources(draft: Draft, name: str, need: NeedSpec) -> Iterator[Finding]:
    here = ("needs", name, "resources")
    if not need.resources:
        yield here, Message("at least one resource is needed"), False
    entries = [draft.catalogue.get(resource) for resource in need.resources]
    if need.cross_check and all(entry is not None and not entry.verifiers for entry in entries):
        message = Message("none of the resources has `verifiers`, so nobody can cross-check them")
        yield ("needs", name, "cross_check"), message, True
    for number, resource in enumerate(need.resources):
        path = (*here, number)
        yield from draft.refer(path, Message("resource"), resource, "catalogue")
        if resource in need.resources[:number]:
            yield path, Message("`{name}` is listed twice", {"name": resource}), False
        entry = draft.catalogue.get(resource)
        if entry is not None and entry.modes and need.mode not in entry.modes:
            message = Message(
                "the resource `{resource}` is not shared by {mode}; its modes: {modes}",
                {"resource": resource, "mode": need.mode, "modes": ", ".join(entry.modes)},
            )
            yield ("needs", name, "mode"), message, False


def _agreement(draft: Draft, name: str, agreement: AgreementSpec) -> Iterator[Finding]:
    here = ("agreements", name)
    kind = Message("department")
    yield from draft.refer((*here, "provider"), kind, agreement.provider, "departments")
    yield from draft.refer_all((*here, "consumers"), kind, agreement.consumers, "departments")
    entries = (draft.catalogue.get(resource) for resource in agreement.resources)
    provided = {entry.provider for entry in entries if entry is not None}
    for number, consumer in enumerate(agreement.consumers):
        if consumer == agreement.provider and provided <= {consumer}:
            message = Message("a department needs no agreement with itself; this permits nothing")
            yield (*here, "consumers", number), message, False
    if not agreement.consumers:
        yield (*here, "consumers"), Message("at least one department is needed"), False
    if not agreement.resources:
        yield (*here, "resources"), Message("at least one resource is needed"), False
    for number, resource in enumerate(agreement.resources):
        path = (*here, "resources", number)
        yield from draft.refer(path, Message("resource"), resource, "catalogue")
        entry = draft.catalogue.get(resource)
        if entry is not None and entry.provider != agreement.provider:
            message = Message(
                "the resource `{resource}` is provided by `{provider}`, not by `{other}`",
                {
                    "resource": resource,
                    "provider": entry.provider,
                    "other": agreement.provider,
                },
            )
            yield path, message, False
        elif entry is not None and entry.modes and not set(entry.modes) & set(agreement.modes):
            message = Message(
                "the resource `{resource}` is shared by {modes}, none of which is agreed",
                {"resource": resource, "modes": ", ".join(entry.modes)},
            )
            yield path, message, False
    first, last, study = agreement.from_, agreement.until, draft.valid.get("study")
    if first is None or last is None or study is None:
        return
    if study.seconds(last) <= study.seconds(first):
        yield (*here, "until"), Message("the agreement ends before it starts"), False
