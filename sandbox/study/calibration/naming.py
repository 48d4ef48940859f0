"""The names that a log's members and services get in a scenario: a word of its own for each.

In: who asks whom for what, as the log calls them, and a mapping. Out: a `Naming`: the department of
every member and the resource of every service, which names are written otherwise than in the log,
and which members' regions are not kept. Without a mapping, a member `department@region` (as
`run --xroad-log` writes it) is that department, any other member with its subsystem is a department
of its own, and a service is a resource called by its code. Names that would become the same word
get a number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.language import Message
from sandbox.study.calibration.mapping import Mapping, is_agency, key_of
from sandbox.study.calibration.record import Party

MOST_TOLD = 50
"""names told one by one"""


@dataclass(frozen=True)
class Naming:
    """What everybody and everything of a log is called in the scenario."""

    mapping: Mapping
    departments: dict[Party, str]
    """words of the departments that are not mapped, by `_origin`"""
    resources: dict[str, str]
    """words of the services that are not mapped everywhere"""
    regional: tuple[str, ...]
    """members `department@region` that are not mapped: their region is lost"""

    def department(self, party: Party) -> str:
        """The department of a member and its subsystem."""
        mapped = self.mapping.department(party)
        return self.departments[_origin(party)] if mapped is None else mapped

    def resource(self, provider: Party, service: str) -> str:
        """The resource of a service."""
        mapped = self.mapping.resource(provider, service)
        return self.resources[service] if mapped is None else mapped

    def notes(self) -> list[Message]:
        """What is called otherwise than in the log."""
        renamed = [
            (written, word)
            for written, word in (
                *((_written(party), word) for party, word in self.departments.items()),
                *self.resources.items(),
            )
            if written != word
        ]
        notes = []
        if renamed:
            pairs = [f"`{written}` → {word}" for written, word in renamed]
            said = {"names": _listed(pairs)}
            notes.append(Message("names written otherwise than in the log: {names}", said))
        if self.regional:
            said = {"names": _listed(self.regional)}
            notes.append(
                Message(
                    "the regions of the log are not kept, all members of a department count "
                    "together (a row of --map for each keeps them apart): {names}",
                    said,
                )
            )
        return notes


def naming(pairs: Iterable[tuple[Party, Party, str]], mapping: Mapping) -> Naming:
    """Names for all that a log has; they do not depend on the order of its records."""
    asked = sorted(set(pairs))
    unmapped = sorted({
        party
        for consumer, provider, _ in asked
        for party in (consumer, provider)
        if mapping.department(party) is None
    })  # fmt: skip
    origins = sorted({_origin(party) for party in unmapped})
    services = sorted({
        service for _, provider, service in asked if mapping.resource(provider, service) is None
    })  # fmt: skip
    words = _words([_written(origin) for origin in origins])
    return Naming(
        mapping,
        dict(zip(origins, words)),
        dict(zip(services, _words(services))),
        tuple(sorted({party.member for party in unmapped if is_agency(party.member)})),
    )


def _origin(party: Party) -> Party:
    """What a department is told by: an agency by what stands before its region."""
    if is_agency(party.member):
        return Party(party.member.partition("@")[0], "")
    return party


def _written(origin: Party) -> str:
    return f"{origin.member}/{origin.subsystem}" if origin.subsystem else origin.member


def _words(written: list[str]) -> list[str]:
    """A word for each name, no two alike; a name that is a word already keeps it."""
    taken: set[str] = {key_of(name) for name in written}
    given: set[str] = set()
    words: dict[int, str] = {}
    for place in sorted(range(len(written)), key=lambda at: key_of(written[at]) != written[at]):
        word = plain = key_of(written[place])
        number = 2
        while word in given or (word != plain and word in taken):
            word, number = f"{plain}-{number}", number + 1
        given.add(word)
        words[place] = word
    return [words[place] for place in range(len(written))]


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    rest = f", … (+{len(every) - MOST_TOLD})" if len(every) > MOST_TOLD else ""
    return ", ".join(every[:MOST_TOLD]) + rest
