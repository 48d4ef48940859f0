"""Which department a person says a member of the log is, and which resource a service.

In: a mapping file. Out: a `Mapping`, whose names a scenario can use; what it says nothing of is
named by `naming`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from sandbox.language import Message
from sandbox.study.calibration.lines import LogRefused
from sandbox.study.calibration.record import Party
from sandbox.world.files import Unreadable, read_rows

_COLUMNS = ("kind", "from", "to")
_KINDS = ("department", "resource")
_AGENCY = re.compile(r"[^@\s]+@[\w.-]+")
_LONGEST = 48
_STRANGE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class Mapping:
    """Names of departments by `member` or `member/subsystem`; of resources by service."""

    departments: dict[str, str] = field(default_factory=dict)
    resources: dict[str, str] = field(default_factory=dict)

    def department(self, party: Party) -> str | None:
        """The department that a member and its subsystem are mapped to."""
        whole = f"{party.member}/{party.subsystem}"
        for written in (whole, party.member):
            if written in self.departments:
                return self.departments[written]
        return None

    def resource(self, provider: Party, service: str) -> str | None:
        """What `member/subsystem/service`, `member/service` or `service` is mapped to."""
        for written in (
            f"{provider.member}/{provider.subsystem}/{service}",
            f"{provider.member}/{service}",
            service,
        ):
            if written in self.resources:
                return self.resources[written]
        return None


def is_agency(member: str) -> bool:
    """Whether a member is called as agencies are: `department@region`."""
    return _AGENCY.fullmatch(member) is not None


def key_of(written: str) -> str:
    """A name as a key of a scenario: without what means something there, and not too long."""
    key = _STRANGE.sub("-", written).strip("-.") or "unnamed"
    if len(key) <= _LONGEST:
        return key
    return f"{key[: _LONGEST - 9]}-{blake2b(key.encode(), digest_size=4).hexdigest()}"


def read_mapping(file: Path) -> Mapping:
    """The mapping in a CSV file with the columns kind, from, to.

    Raises:
        LogRefused: when it cannot be read or says something that cannot be.
    """
    found: dict[str, dict[str, str]] = {kind: {} for kind in _KINDS}
    try:
        for line, row in read_rows(file.parent, file.name, _COLUMNS, _COLUMNS):
            _take(found, row, {"file": str(file), "line": line})
    except Unreadable as error:
        raise LogRefused(error.message) from None
    return Mapping(found["department"], found["resource"])


def _take(found: dict[str, dict[str, str]], row: dict[str, str], place: dict[str, object]) -> None:
    kind, written, to = (row[column] for column in _COLUMNS)
    if kind not in found:
        said = place | {"kind": repr(kind), "known": ", ".join(_KINDS)}
        raise LogRefused(Message("{file}, line {line}: no kind {kind}; there are: {known}", said))
    if not written or not to:
        raise LogRefused(Message("{file}, line {line}: `from` or `to` is empty", place))
    if key_of(to) != to:
        said = place | {"name": repr(to), "better": key_of(to)}
        raise LogRefused(
            Message("{file}, line {line}: {name} is no name of a scenario; write {better}", said)
        )
    if found[kind].setdefault(written, to) != to:
        said = place | {"name": written}
        raise LogRefused(Message("{file}, line {line}: {name} is mapped twice", said))


def unused(mapping: Mapping, pairs: Sequence[tuple[Party, Party, str]]) -> list[str]:
    """What a mapping names and the log does not: probably misspelt."""
    parties = {party for consumer, provider, _ in pairs for party in (consumer, provider)}
    members = {party.member for party in parties} | {
        f"{party.member}/{party.subsystem}" for party in parties
    }
    services = {
        name
        for _, provider, service in pairs
        for name in (
            service,
            f"{provider.member}/{service}",
            f"{provider.member}/{provider.subsystem}/{service}",
        )
    }
    return [name for name in mapping.departments if name not in members] + [
        name for name in mapping.resources if name not in services
    ]
