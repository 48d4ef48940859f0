"""Checks of the section `governance`.

In: a `Draft`. Out: findings: roles with work and nobody in them, renewals longer than the term,
systems that wait for each other, waves of regions or departments that do not exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sandbox.language import Message
from sandbox.scenario.distributions import Distribution
from sandbox.scenario.draft import Draft
from sandbox.scenario.explain import Finding
from sandbox.scenario.governance import (
    EVERYONE,
    STAFF,
    SYSTEMS,
    WORKERS,
    WRITERS,
    GovernanceSpec,
    NegotiationSpec,
    ProjectsSpec,
    StaffSpec,
)
from sandbox.scenario.problems import Path
from sandbox.scenario.suggest import unknown

HERE = ("governance",)


def check_governance(draft: Draft) -> Iterator[Finding]:
    """All findings about governance."""
    spec = draft.valid.get("governance")
    if spec is None:
        return
    if spec.staff is not None:
        yield from _staff(draft, spec.staff)
    for key in spec.willingness:
        yield from _party(draft, (*HERE, "willingness", key), key)
    if spec.agreements is not None:
        unnamed = spec.agreements.unnamed
        yield from _departments(draft, (*HERE, "agreements", "unnamed"), unnamed)
        yield from _renewal(spec.agreements)
    if spec.standards is not None:
        names = draft.names("departments")
        for name in spec.standards.departments:
            if names is not None and name not in names:
                here: Path = (*HERE, "standards", "departments", name)
                yield here, unknown(Message("department"), name, names), True
    if spec.projects is not None:
        yield from _projects(draft, spec.projects)
    yield from _waves(draft, spec)
    yield from _frequencies(spec)


def _departments(draft: Draft, path: Path, names: Iterable[str]) -> Iterator[Finding]:
    yield from draft.refer_all(path, Message("department"), names, "departments")


def _staff(draft: Draft, staff: Mapping[str, StaffSpec]) -> Iterator[Finding]:
    for key, spec in staff.items():
        path: Path = (*HERE, "staff", key)
        role, _, place = key.partition("@")
        if role not in STAFF:
            yield path, unknown(Message("role of staff"), role, STAFF), True
        elif place:
            yield from _party(draft, path, place)
        if not spec.people:
            message = Message("the role `{role}` has nobody in it", {"role": key})
            yield (*path, "people"), message, False
    wanting = [
        f"{role} ({', '.join(sections)})"
        for role, sections in _work(draft).items()
        if role not in staff
    ]
    if wanting:
        message = Message(
            "roles that have work but nobody in them: {roles}", {"roles": ", ".join(wanting)}
        )
        yield (*HERE, "staff"), message, True


def _work(draft: Draft) -> dict[str, list[str]]:
    """Roles with work to do: role → the sections that have it, whether or not these are sound."""
    governance = draft.data.get("governance")
    written = governance if isinstance(governance, dict) else {}
    work: dict[str, list[str]] = {role: [] for role in STAFF}
    for section, roles in WORKERS.items():
        found = written.get(section)
        idle = section == "standards" and isinstance(found, dict) and "adapting" not in found
        if found is None or idle:
            continue
        for role in roles:
            work[role].append(section)
    work[WRITERS].append("letters")
    return {role: sections for role, sections in work.items() if sections}


def _party(draft: Draft, path: Path, key: str) -> Iterator[Finding]:
    """A department, or an agency: department@region."""
    department, _, region = key.partition("@")
    names = draft.names("departments")
    if names is not None and department not in names and key != EVERYONE:
        yield path, unknown(Message("department"), department, [*names, EVERYONE]), True
    elif region and not draft.is_region(region):
        yield path, draft.unknown_region(region), True


def _renewal(spec: NegotiationSpec) -> Iterator[Finding]:
    """A renewal that begins no later than the agreement itself would never let it live."""
    if spec.term is not None and spec.renewal >= spec.term:
        key = "renewal" if "renewal" in spec.model_fields_set else "term"
        said = {"renewal": spec.renewal.written, "term": spec.term.written}
        message = Message(
            "a renewal begins {renewal} before the end of a term of {term}; expected less than "
            "the term",
            said,
        )
        yield (*HERE, "agreements", key), message, False


def _projects(draft: Draft, spec: ProjectsSpec) -> Iterator[Finding]:
    here: Path = (*HERE, "projects")
    if spec.lead is not None:
        yield from draft.refer((*here, "lead"), Message("department"), spec.lead, "departments")
    for name, project in spec.systems.items():
        path = (*here, "systems", name)
        if name not in SYSTEMS:
            yield path, unknown(Message("system"), name, SYSTEMS), True
        for number, other in enumerate(project.after):
            if other not in spec.systems:
                known = list(spec.systems)
                yield (*path, "after", number), unknown(Message("system"), other, known), False
    circle = _circle({name: project.after for name, project in spec.systems.items()})
    if circle:
        message = Message(
            "these systems wait for each other: {circle}", {"circle": " → ".join(circle)}
        )
        yield (*here, "systems", circle[0], "after"), message, True


def _circle(after: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Names that wait for each other, the first also last; empty when there are none."""
    done: set[str] = set()

    def follow(name: str, way: list[str]) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        for other in after.get(name, ()):
            found = follow(other, [*way, name])
            if found:
                return found
        done.add(name)
        return []

    return next((found for name in after if (found := follow(name, []))), [])


def _waves(draft: Draft, spec: GovernanceSpec) -> Iterator[Finding]:
    for number, wave in enumerate(spec.waves):
        path = (*HERE, "waves", number)
        for key, names in (("regions", wave.regions), ("departments", wave.departments)):
            if names == ():
                said = {"key": key}
                message = Message(
                    "an empty list means that the wave comes to nobody; write some, or leave "
                    "`{key}` out to mean all",
                    said,
                )
                yield (*path, key), message, False
        yield from draft.refer_regions((*path, "regions"), wave.regions)
        yield from _departments(draft, (*path, "departments"), wave.departments or ())


DAY = 86400.0
LEAST_SPANS = (
    ("agreements", "term", DAY),
    ("catalogue", "update_every", DAY),
    ("supervision", "trial", DAY),
    ("supervision", "every", DAY),
    ("audit", "every", 3600.0),
)
"""What comes again and again may not come more often: the control plane is for rich events."""

MOST = (
    *(("agreements", name, 100.0) for name in NegotiationSpec.model_fields if "rounds" in name),
    ("agreements", "reply_days", 10_000.0),
    ("agreements", "reply_days_unconditional", 10_000.0),
    ("agreements", "deliver_days", 10_000.0),
    ("catalogue", "comment_days", 10_000.0),
    ("supervision", "rectify_days", 10_000.0),
)


def _frequencies(spec: GovernanceSpec) -> Iterator[Finding]:
    """Spans and numbers with which control would be busy with itself."""
    for section, key, least in LEAST_SPANS:
        value = getattr(getattr(spec, section), key, None)
        if value is not None and value < least:
            hours = f"{least / 3600:g} h"
            yield (
                (HERE[0], section, key),
                Message("expected at least {least}", {"least": hours}),
                False,
            )
    for section, key, most in MOST:
        value = getattr(getattr(spec, section), key, None)
        if value is not None and value > most:
            said = {"most": f"{most:,.0f}"}
            yield (HERE[0], section, key), Message("expected {most} or less", said), False
    if spec.agreements is not None and spec.agreements.changes * DAY > 1:
        message = Message("expected one change a day or fewer")
        yield (*HERE, "agreements", "changes"), message, False
    if spec.projects is not None:
        review = spec.projects.review
        refused = [key for key in ("incomplete", "rejected") if getattr(review, key) >= 1]
        if refused and _no_time(review.revision):
            message = Message(
                "every submission is refused, and a revision takes no time, so this never ends"
            )
            yield (*HERE, "projects", "review", refused[0]), message, False


def _no_time(effort: Distribution) -> bool:
    """Whether an effort is nothing at all."""
    return not (effort.mean or effort.high or any(effort.values))
