"""Names of synthetic people, companies and streets.

In: seeded draws. Out: Chinese names. Surnames and given names are pools seeded by Faker's Chinese
provider; company names are put together from `names.json`, so that they are many; homophones are
characters that clerks confuse.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

Draw = Callable[[str], float]
"""A number in (0, 1) for a purpose; the same purpose gives the same number."""

SURNAMES_POOLED, NAMES_POOLED = 600, 400


@lru_cache(maxsize=1)
def _words() -> dict[str, Sequence[str]]:
    """Streets, trades, legal forms, characters of company names, groups of homophones."""
    file = resources.files("sandbox.world") / "names.json"
    words: dict[str, Sequence[str]] = json.loads(file.read_text(encoding="utf-8"))
    return words


@lru_cache(maxsize=1)
def _confused() -> dict[str, str]:
    return {
        written: group[(place + 1) % len(group)]
        for group in reversed(_words()["homophones"])
        for place, written in enumerate(group)
    }


@dataclass(frozen=True)
class _Pools:
    """Surnames as often as they occur, and given names of men and women."""

    surnames: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]


@lru_cache(maxsize=4)
def _pools(seed: int) -> _Pools:
    from faker import Faker

    fake = Faker("zh_CN")
    fake.seed_instance(seed)
    surnames = tuple(fake.last_name() for _ in range(SURNAMES_POOLED))
    men = tuple(fake.first_name_male() for _ in range(NAMES_POOLED))
    women = tuple(fake.first_name_female() for _ in range(NAMES_POOLED))
    return _Pools(surnames, men, women)


def one_of(choices: Sequence[str], number: float) -> str:
    """The choice at `number` in (0, 1) of the way."""
    return choices[min(int(number * len(choices)), len(choices) - 1)]


def person_name(seed: int, man: bool, draw: Draw) -> str:
    """A surname and a given name of one or two characters."""
    pools = _pools(seed)
    given = pools.men if man else pools.women
    first = one_of(given, draw("given"))
    if len(first) == 1 and draw("two characters") < 0.7:
        second = one_of(given, draw("given, second"))[-1]
        first = first + second if second != first else first
    return one_of(pools.surnames, draw("surname")) + first


def _trade_name(draw: Draw) -> str:
    """The characters that set a company apart, two or three."""
    count = 2 if draw("characters") < 0.7 else 3
    characters = _words()["trade_characters"]
    return "".join(one_of(characters, draw(f"character {place}")) for place in range(count))


def company_name(town: str, draw: Draw) -> str:
    """Town, characters of its own, trade and legal form."""
    words = _words()
    trade, form = one_of(words["trades"], draw("trade")), one_of(words["forms"], draw("form") ** 2)
    return f"{town}{_trade_name(draw)}{trade}{form}"


def street_address(draw: Draw) -> str:
    """A street, a number and, most often, a door."""
    words = _words()
    street = one_of(words["streets"], draw("street")) + one_of(
        words["street_kinds"], draw("kind of street")
    )
    number = 1 + int(draw("number") * 400)
    if draw("has door") < 0.25:
        return f"{street}{number}号"
    building, floor, door = (1 + int(draw(p) * n) for p, n in (("b", 30), ("f", 18), ("d", 4)))
    return f"{street}{number}号{building}幢{floor}{door:02d}室"


def homophone(words: str, number: float) -> str | None:
    """`words` with one character written as another of the same sound; None: none is known."""
    confused = _confused()
    places = [place for place, written in enumerate(words) if written in confused]
    if not places:
        return None
    place = places[min(int(number * len(places)), len(places) - 1)]
    return words[:place] + confused[words[place]] + words[place + 1 :]
