"""Who may use what and by which article: the policy's decisions, put together for reading.

In: a world. Out: for each catalogue entry, who may use it and who may not, with article, agreements
and reason; and, for needs, the registers that no network leads to.
"""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.language import numeral, say
from sandbox.policy import Permission, decide, permissions
from sandbox.report.catalogue_words import department
from sandbox.report.sheet import Sheet, listed
from sandbox.world.world import World

Group = tuple[str, str, tuple[str, ...], str]


def _grouped(rows: Iterable[Permission]) -> dict[Group, list[Permission]]:
    """Rows that say the same, together."""
    groups: dict[Group, list[Permission]] = {}
    for row in rows:
        key = (row.standing, row.article, row.agreements, row.reason.render())
        groups.setdefault(key, []).append(row)
    return groups


def _verdict(standing: str, article: str, agreements: tuple[str, ...]) -> str:
    if standing == "own":
        return say("own information, article {article}", article=numeral(article))
    if standing == "refused":
        return say("refused under article {article}", article=numeral(article))
    words = say("permitted under article {article}", article=numeral(article))
    return (
        words + say(", while in force: {names}", names=listed(agreements)) if agreements else words
    )


def _who(world: World, row: Permission) -> str:
    """A department, with the needs that it has."""
    name = department(world, row.department)
    return f"{name} ({listed(row.needs)})" if row.needs else name


def _out_of_reach(world: World) -> dict[str, dict[tuple[str, str, str], int]]:
    """resource → (need, article, reason) → pairs of agency and register that its networks part."""
    found: dict[str, dict[tuple[str, str, str], int]] = {}
    for demand in world.demands.values():
        for partition in {part for subjects in demand.subjects for part in subjects.partitions}:
            decision = decide(world, demand, partition)
            if not decision.permitted and decision.article == "4":
                resource = world.partitions[partition].resource
                key = (demand.need, decision.article, decision.reason.render())
                counts = found.setdefault(resource, {})
                counts[key] = counts.get(key, 0) + 1
    return found


def access(sheet: Sheet, world: World) -> None:
    """One paragraph a catalogue entry."""
    table = permissions(world)
    parted = _out_of_reach(world)
    for resource, spec in world.resources.items():
        sheet.line(f"{resource} · {spec.name.render()}", 2)
        rows = [row for row in table if row.resource == resource]
        for (standing, article, agreements, reason), alike in _grouped(rows).items():
            why = "" if agreements else say(": {what}", what=reason)
            sheet.line(_verdict(standing, article, agreements) + why, 4, 4)
            sheet.line(listed(_who(world, row) for row in alike), 8, 0)
        for (need, article, reason), pairs in parted.get(resource, {}).items():
            sheet.line(
                say(
                    "{need}: refused under article {article}: {reason} (pairs of agency and "
                    "register: {pairs})",
                    need=need,
                    pairs=pairs,
                    article=numeral(article),
                    reason=reason,
                ),
                4,
                4,
            )
