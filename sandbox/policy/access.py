"""Access decisions: who may use what, and by which article.

In: a world, and a demand with the partition it asks; or nothing more, for the whole table. Out:
decisions that name their article and say their reason. The rules, in the order in which they are
asked: a department's own information (7), state secrets (2), the catalogue's sharing type (9),
mode and need (3), networks (4), then class: basic information to all (3), business information
under an agreement (8).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sandbox.language import Message
from sandbox.policy.agreements import MODE_NAMES, covering
from sandbox.world.demands import SECRECY_NAMES
from sandbox.world.world import Demand, World

Standing = Literal["own", "permitted", "agreement", "refused"]


@dataclass(frozen=True)
class Decision:
    """Permit or refuse, with the article that says so.

    A permission with agreements holds only while one of them is in force.
    """

    permitted: bool
    article: str
    agreements: tuple[str, ...]
    reason: Message


@dataclass(frozen=True)
class Permission:
    """A row of the table of who may use what."""

    department: str
    resource: str
    standing: Standing
    article: str
    agreements: tuple[str, ...]
    needs: tuple[str, ...]
    reason: Message


def decide(world: World, demand: Demand, partition_id: str) -> Decision:
    """Whether the demand's agency may ask for records of the partition."""
    partition = world.partitions[partition_id]
    spec = world.resources[partition.resource]
    consumer = world.agencies[demand.consumer]
    decision = judge(world, consumer.department, partition.resource, demand.spec.mode)
    if not decision.permitted or partition.source == consumer.id:
        return decision
    if not world.routes.connected(consumer.id, partition.source, spec.secrecy):
        return Decision(
            False,
            "4",
            (),
            Message(
                "no network that may carry {secrecy} information joins the two agencies",
                {"secrecy": SECRECY_NAMES[spec.secrecy]},
            ),
        )
    return decision


def judge(world: World, department: str, resource: str, mode: str | None) -> Decision:
    """Whether a department may use a resource in a mode; None: the department has no such need.

    Networks are left out: they join agencies, not departments.
    """
    spec = world.resources[resource]
    provider = world.scenario.departments[spec.provider].name
    if department == spec.provider:
        return Decision(True, "7", (), Message("the department's own information"))
    if spec.secrecy == "secret" and department not in spec.need_to_know:
        return Decision(
            False, "2", (), Message("a state secret, and outside the need-to-know scope")
        )
    if spec.sharing == "none":
        return Decision(False, "9", (), Message("the catalogue does not offer it for sharing"))
    if mode is None and spec.kind in ("trace", "status", "rules"):
        return Decision(
            False,
            "3",
            (),
            Message("trace, status and rules information is shared by need, and there is none"),
        )
    if mode is not None and mode not in spec.modes:
        return Decision(
            False,
            "3",
            (),
            Message(
                "{provider} does not share it by {mode}",
                {"provider": provider, "mode": MODE_NAMES[mode]},
            ),
        )
    if spec.class_ == "basic":
        return Decision(True, "3", (), Message("basic information is shared with all departments"))
    agreements = covering(world, department, resource, mode)
    if not agreements:
        return Decision(
            False, "8", (), Message("business information, and no agreement covers this use")
        )
    return Decision(True, "8", agreements, Message("while an agreement is in force"))


def permissions(world: World) -> list[Permission]:
    """Every department and every resource: the table that people look things up in.

    Where a department has several needs for a resource, one that is refused decides the row: the
    table is read to find what is missing.
    """
    return [
        _row(world, department, resource)
        for department in world.scenario.departments
        for resource in world.resources
    ]


def _row(world: World, department: str, resource: str) -> Permission:
    needs = tuple(_needs(world, department, resource))
    modes: list[str | None] = [world.scenario.needs[name].mode for name in needs]
    decisions = [judge(world, department, resource, mode) for mode in modes or [None]]
    decision = next((d for d in decisions if not d.permitted), decisions[0])
    standing: Standing = "permitted"
    if department == world.resources[resource].provider:
        standing = "own"
    elif not decision.permitted:
        standing = "refused"
    elif decision.agreements:
        standing = "agreement"
    return Permission(
        department,
        resource,
        standing,
        decision.article,
        decision.agreements,
        needs,
        decision.reason,
    )


def _needs(world: World, department: str, resource: str) -> Iterator[str]:
    for name, need in world.scenario.needs.items():
        if need.consumer == department and resource in need.resources:
            yield name
