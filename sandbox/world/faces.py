"""What a record says: a synthetic person, company or place in words, at any version.

In: a world, a partition, a record, a version, and 0 or the number of a wrong entry of it. Out: a
`Face`, a pure function of these and the study's seed. A wrong entry is really wrong (digits
transposed, a homophone, an outdated address, another region), and `checks` finds what
check digits can find by computing them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate

from sandbox.language import Message
from sandbox.randomness import base, bits, identity, key, unit
from sandbox.scenario.information import ERROR_KINDS
from sandbox.world.identifiers import (
    birth_of,
    is_citizen_number,
    is_credit_code,
    is_organisation_code,
)
from sandbox.world.names import homophone
from sandbox.world.subjects import LIVES, Home, Life, location
from sandbox.world.tree import ancestry
from sandbox.world.world import Partition, World

Value = str | Message


@dataclass(frozen=True)
class Face:
    """A record in words; `attributes` by stable name, in the order in which they are shown."""

    partition: str
    record: int
    version: int
    subject: str  # person, entity, place
    error: str  # kind of error; empty: none
    attributes: Mapping[str, Value]

    def words(self, language: str | None = None) -> list[tuple[str, str]]:
        """Labels and values in `language` (default: the one in force)."""
        return [
            (
                self._label(name).render(language),
                value.render(language) if isinstance(value, Message) else value,
            )
            for name, value in self.attributes.items()
        ]

    def _label(self, name: str) -> Message:
        """What an attribute is called; Chinese has one word for people's names, one for others."""
        if name == "name" and self.subject == "person":
            return Message("full name")
        return LABELS[name]


@dataclass(frozen=True)
class Check:
    """A check of a record against itself."""

    name: Message
    passed: bool


LABELS: Mapping[str, Message] = {
    "name": Message("name"),
    "sex": Message("sex"),
    "birth": Message("date of birth"),
    "number": Message("citizen number"),
    "code": Message("unified social credit code"),
    "unit": Message("unit code"),
    "marriage": Message("marital status"),
    "representative": Message("legal representative"),
    "capital": Message("registered capital"),
    "use": Message("use"),
    "area": Message("area"),
    "region": Message("region"),
    "address": Message("address"),
    "phone": Message("telephone"),
}
"""What attributes are called."""

ERROR_NAMES: Mapping[str, Message] = {
    "transposed_digits": Message("two digits transposed"),
    "homophone": Message("a character of the same sound"),
    "old_address": Message("an outdated address"),
    "wrong_region": Message("the wrong region"),
}
"""Kinds of error in words."""


def face(world: World, partition_id: str, record: int, version: int, error: int = 0) -> Face:
    """What a record of a partition says at a version.

    Args:
        world: the world the record is in.
        partition_id: the partition that keeps it.
        record: 0 up to the partition's number of records.
        version: 0 is the record before any change of the study.
        error: 0 for what is true; n for the n-th wrong entry of this version, whose kind is drawn
            by the resource's weights.

    Raises:
        IndexError: for a record or version that cannot be.
    """
    partition = world.partitions[partition_id]
    if not 0 <= record < partition.records or version < 0:
        raise IndexError(f"{partition_id} has no record {record} at version {version}")
    spec = world.resources[partition.resource]
    life = LIVES[spec.subject]
    draw = _draws(world, partition, record)
    home = _home(world, partition, draw("home"))
    attributes = life(world, partition, record, version, home, draw)
    right = Face(partition_id, record, version, spec.subject, "", attributes)
    if error == 0:
        return right
    chance = unit(bits(_owner(world, partition, record), key(f"error {version}"), error))
    return _spoil(world, partition, right, _kind(world, partition, chance), home, draw)


def mistaken(world: World, right: Face, kind: str) -> Face:
    """`right` as it looks with an error of one kind."""
    partition = world.partitions[right.partition]
    draw = _draws(world, partition, right.record)
    home = _home(world, partition, draw("home"))
    return _spoil(world, partition, right, kind, home, draw)


def checks(shown: Face) -> list[Check]:
    """What can be checked within a record: digits, birth and sex in the number, the address."""
    found: list[Check] = []
    attributes = shown.attributes
    if "number" in attributes:
        number = str(attributes["number"])
        man = attributes["sex"] == Message("male")
        birth = birth_of(number)
        found += [
            Check(Message("check digit of the citizen number"), is_citizen_number(number)),
            Check(
                Message("date of birth in the number"),
                birth is not None and birth.isoformat() == attributes["birth"],
            ),
            Check(Message("sex in the number"), (int(number[16]) % 2 == 1) == man),
        ]
    if "code" in attributes:
        code = str(attributes["code"])
        found += [
            Check(Message("check character of the credit code"), is_credit_code(code)),
            Check(
                Message("check character of the organisation code"),
                is_organisation_code(code[8:17]),
            ),
        ]
    address, region = str(attributes["address"]), str(attributes["region"])
    found.append(Check(Message("address lies in the region"), address.startswith(region)))
    return found


def _owner(world: World, partition: Partition, record: int) -> int:
    origin = base(int(world.scenario.study.seed), 0)
    return identity(origin, key(f"face:{partition.id}"), record)


def _draws(world: World, partition: Partition, record: int) -> Callable[[str], float]:
    owner = _owner(world, partition, record)
    return lambda purpose: unit(bits(owner, key(purpose)))


def _home(world: World, partition: Partition, number: float) -> Home:
    """The home of a record: one of its partition's, by population."""
    people = [world.regions[code].population or 1.0 for code in partition.counties]
    shares = list(accumulate(people))
    place = min(bisect_right(shares, number * shares[-1]), len(people) - 1)
    return _home_at(world, partition.counties[place])


def _home_at(world: World, code: str) -> Home:
    above = [region for region in ancestry(world.regions, code) if region.level != "nation"]
    name = "".join(region.name.render("zh") for region in reversed(above))
    area = code if world.scenario.numbers == "real" else _unassigned(code)
    return Home(code, name or world.regions[code].name.render("zh"), area)


def _unassigned(code: str) -> str:
    """An area prefix that GB/T 2260 gives to nobody, the same for a region in every world."""
    return f"99{key(f'area:{code}') % 10_000:04d}"


def _kind(world: World, partition: Partition, number: float) -> str:
    weights = world.resources[partition.resource].collection.kinds
    kinds = [kind for kind in ERROR_KINDS if not weights or weights.get(kind, 0) > 0]
    shares = list(accumulate(float(weights.get(kind, 1)) for kind in kinds))
    return kinds[min(bisect_right(shares, number * shares[-1]), len(kinds) - 1)]


def _spoil(
    world: World,
    partition: Partition,
    right: Face,
    kind: str,
    home: Home,
    draw: Callable[[str], float],
) -> Face:
    """The face with the error applied; a kind that leaves no trace becomes an old address."""
    changed = dict(right.attributes)
    number = draw(f"place of the error {right.version} {kind}")
    if kind == "transposed_digits":
        name = next(name for name in ("number", "code", "unit") if name in changed)
        changed[name] = transposed(str(changed[name]), number)
    elif kind == "homophone":
        changed["name"] = homophone(str(changed["name"]), number) or str(changed["name"])
    elif kind == "wrong_region":
        changed["region"] = _elsewhere(world, home, number)
    if changed == right.attributes:
        kind = "old_address"
        life: Life = LIVES[right.subject]
        for version in range(right.version - 1, -1, -1):
            earlier = life(world, partition, right.record, version, home, draw)["address"]
            if earlier != changed["address"]:
                changed["address"] = earlier
                break
        else:
            changed["address"] = location(home, lambda purpose: draw(f"before, {purpose}"))
    return replace(right, error=kind, attributes=changed)


def transposed(digits: str, number: float) -> str:
    """`digits` with two unlike neighbours exchanged (the last character stays in its place)."""
    places = [place for place in range(len(digits) - 2) if digits[place] != digits[place + 1]]
    if not places:
        return digits
    place = places[min(int(number * len(places)), len(places) - 1)]
    return digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]


def _elsewhere(world: World, home: Home, number: float) -> str:
    """The name of another home region of the world, if there is one."""
    others = [c for c, r in world.regions.items() if not r.children and c != home.code]
    if not others:
        return home.name
    return _home_at(world, others[min(int(number * len(others)), len(others) - 1)]).name
