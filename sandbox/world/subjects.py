"""Lives of synthetic subjects: what a person, a company, a place is like at each version.

In: where the subject is at home and its draws. Out: attributes by name; every version changes
something that life changes (a move, a marriage, a new legal representative).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import gcd
from typing import Protocol

from sandbox.language import Message
from sandbox.randomness import key
from sandbox.world.identifiers import CREDIT_ALPHABET, citizen_number, credit_code
from sandbox.world.names import Draw, company_name, person_name, street_address
from sandbox.world.world import Partition, World

Value = str | Message

FIRST_BIRTH, LAST_BIRTH = date(1940, 1, 1), date(2005, 12, 31)
"""Synthetic people are adults in any study from 2024 on."""

SEQUENCES = 999
"""Numbers that one area gives to one day of birth."""

MALE, FEMALE = Message("male"), Message("female")
MARRIAGE = (Message("single"), Message("married"), Message("divorced"), Message("widowed"))
_NEXT_MARRIAGE: Mapping[int, tuple[int, ...]] = {0: (1,), 1: (2, 2, 3), 2: (1,), 3: (1,)}
USES = (Message("housing"), Message("trade"), Message("industry"), Message("public service"))


@dataclass(frozen=True)
class Home:
    """Where a subject is at home: region code, its full Chinese name, the area prefix."""

    code: str
    name: str
    area: str


class Life(Protocol):
    """Attributes of a record at a version."""

    def __call__(
        self,
        world: World,
        partition: Partition,
        record: int,
        version: int,
        home: Home,
        draw: Callable[[str], float],
    ) -> dict[str, Value]: ...


def spread(record: int, size: int, name: str) -> int:
    """A permutation of 0 … size − 1 that scatters neighbours: records get different numbers."""
    step = key(f"step:{name}") % size or 1
    while gcd(step, size) != 1:
        step += 1
    return (record * step + key(f"start:{name}") % size) % size


def location(home: Home, draw: Draw) -> str:
    """An address in the home region."""
    return home.name + street_address(draw)


def person(
    world: World,
    partition: Partition,
    record: int,
    version: int,
    home: Home,
    draw: Callable[[str], float],
) -> dict[str, Value]:
    """A person; numbers are different within a partition of up to 24 million records."""
    days = (LAST_BIRTH - FIRST_BIRTH).days + 1
    slot = spread(record, days * SEQUENCES, partition.id)
    birth, sequence = FIRST_BIRTH + timedelta(days=slot // SEQUENCES), slot % SEQUENCES + 1
    man = sequence % 2 == 1
    changes = [_change(draw, number, (0.45, 0.3, 0.25)) for number in range(1, version + 1)]
    moves, calls = changes.count(0), changes.count(1)
    status = 0 if draw("married") < 0.3 else 1
    for number, change in enumerate(changes, 1):
        if change == 2:
            choices = _NEXT_MARRIAGE[status]
            status = choices[int(draw(f"marriage {number}") * len(choices))]
    return {
        "name": person_name(_seed(world), man, draw),
        "sex": MALE if man else FEMALE,
        "birth": birth.isoformat(),
        "number": citizen_number(home.area, birth, sequence),
        "marriage": MARRIAGE[status],
        "region": home.name,
        "address": location(home, _renewed(draw, "move", moves)),
        "phone": _phone(_renewed(draw, "phone", calls)),
    }


def entity(
    world: World,
    partition: Partition,
    record: int,
    version: int,
    home: Home,
    draw: Callable[[str], float],
) -> dict[str, Value]:
    """A company, with a credit code of its own."""
    slot, organisation = spread(record, 31**7, partition.id), ""
    for _ in range(7):
        slot, rest = divmod(slot, 31)
        organisation += CREDIT_ALPHABET[rest]
    changes = [_change(draw, number, (0.4, 0.35, 0.25)) for number in range(1, version + 1)]
    moves, heads, raises = (changes.count(kind) for kind in range(3))
    head = _renewed(draw, "representative", heads)
    capital = round(10 ** (1 + 2.5 * draw("capital"))) * 2**raises
    return {
        "name": company_name(_short(world, home), draw),
        "code": credit_code(home.area, "M" + organisation),
        "representative": person_name(_seed(world), head("man") < 0.7, head),
        "capital": Message("{amount} ten thousand yuan", {"amount": capital}),
        "region": home.name,
        "address": location(home, _renewed(draw, "move", moves)),
        "phone": _phone(_renewed(draw, "phone", 0)),
    }


def place(
    world: World,
    partition: Partition,
    record: int,
    version: int,
    home: Home,
    draw: Callable[[str], float],
) -> dict[str, Value]:
    """A place: a plot or building, with a unit code of its own."""
    del world
    changes = [_change(draw, number, (0.3, 0.3, 0.4)) for number in range(1, version + 1)]
    renumbered, uses, builds = (changes.count(kind) for kind in range(3))
    use = (int(draw("use") * len(USES)) + uses) % len(USES)
    street = street_address(_renewed(draw, "street", renumbered))
    size = round(60 + 5000 * draw("area") ** 3) + 20 * builds
    return {
        "name": street.split("号")[0] + "号",
        "unit": f"{home.area}{spread(record, 10**8, partition.id):08d}",
        "use": USES[use],
        "area": f"{size} m²",
        "region": home.name,
        "address": home.name + street,
    }


LIVES: Mapping[str, Life] = {"person": person, "entity": entity, "place": place}
"""By the subject of a resource."""


def _seed(world: World) -> int:
    return int(world.scenario.study.seed)


def _change(draw: Draw, number: int, shares: tuple[float, ...]) -> int:
    """What the change to version `number` is: an index into `shares`."""
    chance, kind = draw(f"change {number}"), 0
    while kind < len(shares) - 1 and chance >= shares[kind]:
        chance -= shares[kind]
        kind += 1
    return kind


def _renewed(draw: Draw, what: str, times: int) -> Draw:
    """Draws for the state of something after so many changes of it."""
    return lambda purpose: draw(f"{what} {times}: {purpose}")


def _phone(draw: Draw) -> str:
    """Eleven digits that begin as no Chinese telephone number does."""
    return f"100{int(draw('digits') * 10**8):08d}"


def _short(world: World, home: Home) -> str:
    """The town's name as company names begin with it."""
    above = world.region_at(home.code, "prefecture") or world.regions[home.code]
    name = above.name.render("zh")
    for ending in ("自治州", "地区", "市", "区", "县", "盟"):
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return name
