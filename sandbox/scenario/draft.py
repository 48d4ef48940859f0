"""The parts of a scenario that fit the schema, for checks that look across sections.

In: the plain tree and where the schema found errors. Out: valid entries, written names, and the
questions that several checks ask: is this a region, a department, a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as Folder
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from sandbox.language import Message
from sandbox.scenario.explain import Finding
from sandbox.scenario.governance import GovernanceSpec
from sandbox.scenario.information import AgreementSpec, NeedSpec, Profile, ResourceSpec
from sandbox.scenario.places import DepartmentSpec, GatewaySpec, NetworkSpec, RegionSpec
from sandbox.scenario.problems import Path
from sandbox.scenario.scenario import Scenario
from sandbox.scenario.shape import fields
from sandbox.scenario.suggest import listed, nearest, shortened, unknown
from sandbox.scenario.workings import DisturbanceSpec, Expectation, ModelSpec, StationSpec


@dataclass(frozen=True)
class Draft:
    """What is known of a scenario that may still be wrong elsewhere."""

    data: Mapping[str, Any]
    valid: Mapping[str, Any]
    """section → its value; entries with errors are left out, lists are kept by position"""
    folder: Folder

    @classmethod
    def of(cls, scenario: Scenario | None, data: Any, bad: Iterable[Path], folder: Folder) -> Draft:
        """The draft behind a whole scenario, or behind what fits the schema outside `bad`."""
        data = data if isinstance(data, dict) else {}
        valid: dict[str, Any] = {}
        wrong = {path[:2] for path in bad}
        for section, annotation in fields(Scenario).items():
            if scenario is not None:
                value = getattr(scenario, section)
                valid[section] = dict(enumerate(value)) if isinstance(value, tuple) else value
            elif section in data and (section,) not in wrong:
                valid[section] = _valid(section, annotation, data[section], wrong)
        return cls(data, valid, folder)

    @property
    def regions(self) -> Mapping[int, RegionSpec]:
        return self.valid.get("regions") or {}

    @property
    def departments(self) -> Mapping[str, DepartmentSpec]:
        return self.valid.get("departments") or {}

    @property
    def networks(self) -> Mapping[str, NetworkSpec]:
        return self.valid.get("networks") or {}

    @property
    def gateways(self) -> Mapping[str, GatewaySpec]:
        return self.valid.get("gateways") or {}

    @property
    def stations(self) -> Mapping[str, StationSpec]:
        return self.valid.get("stations") or {}

    @property
    def catalogue(self) -> Mapping[str, ResourceSpec]:
        return self.valid.get("catalogue") or {}

    @property
    def profiles(self) -> Mapping[str, Profile]:
        return self.valid.get("profiles") or {}

    @property
    def needs(self) -> Mapping[str, NeedSpec]:
        return self.valid.get("needs") or {}

    @property
    def agreements(self) -> Mapping[str, AgreementSpec]:
        return self.valid.get("agreements") or {}

    @property
    def disturbances(self) -> Mapping[str, DisturbanceSpec]:
        return self.valid.get("disturbances") or {}

    @property
    def models(self) -> Mapping[str, ModelSpec]:
        return self.valid.get("models") or {}

    @property
    def expect(self) -> Mapping[int, Expectation]:
        return self.valid.get("expect") or {}

    def names(self, section: str) -> list[str] | None:
        """The names written in a section, valid or not; None when the section cannot be read."""
        value = self.data.get(section, {})
        return list(value) if isinstance(value, dict) else None

    def refer(self, path: Path, kind: Message, name: str, section: str) -> Iterator[Finding]:
        """A finding if `name` is not written in `section`."""
        names = self.names(section)
        if names is not None and name not in names:
            yield path, unknown(kind, name, names), False

    def refer_all(
        self, path: Path, kind: Message, names: Iterable[str], section: str
    ) -> Iterator[Finding]:
        """Findings for the items of a list that are not written in `section`."""
        for number, name in enumerate(names):
            yield from self.refer((*path, number), kind, name, section)

    def region_codes(self) -> list[str]:
        """The codes that the section `regions` names itself."""
        codes = []
        for region in self.regions.values():
            codes.append(region.code)
            for chosen in (region.prefectures, region.counties):
                codes += chosen if isinstance(chosen, tuple) else ()
        return codes

    def _drawn(self) -> list[str]:
        """Codes of the section `regions` whose prefectures and counties come with them."""
        return [r.code for r in self.regions.values() if r.name is None and r.level is None]

    def unknown_region(self, code: str) -> Message:
        """Says that no region has this code, and which have."""
        known = self.region_codes()
        if self._drawn() and nearest(code, known) is None:
            return Message(
                "there is no region `{written}`; known: {known}, and the prefectures and counties "
                "below",
                {"written": shortened(code), "known": listed(known)},
            )
        return unknown(Message("region"), code, known)

    def is_region(self, code: str) -> bool:
        """Whether `code` may be a region here; which counties a tree has, the world decides."""
        written = self.data.get("regions")
        if not isinstance(written, list) or len(self.regions) < len(written):
            return True  # the section has errors of its own
        drawn = self._drawn()
        inside = code.isdecimal() and len(code) == 6 and any(c[:2] == code[:2] for c in drawn)
        nation = (
            any(c in ("000000", "100000") for c in drawn) and code.isdecimal() and len(code) == 6
        )
        above = code == "100000" and bool(drawn)  # a nation is put on top where it is needed
        return inside or nation or above or code in self.region_codes()

    def refer_regions(self, path: Path, codes: Iterable[str] | None) -> Iterator[Finding]:
        """Findings for the items of a list that cannot be regions."""
        for number, code in enumerate(codes or ()):
            if not self.is_region(code):
                yield (*path, number), self.unknown_region(code), False

    def refer_file(self, path: Path, name: str | None) -> Iterator[Finding]:
        """A finding if a file that the scenario names is not there."""
        if name is None:
            return
        place = self.folder / name
        try:
            there, regular = place.exists(), place.is_file()
        except (OSError, ValueError):
            there = regular = False
        if there and not regular:
            yield path, Message("`{name}` is no regular file", {"name": name}), False
        elif not there:
            message = Message(
                "there is no file `{name}`; file names are relative to the scenario's folder",
                {"name": name},
            )
            yield path, message, False


def _valid(section: str, annotation: Any, value: Any, wrong: set[Path]) -> Any:
    inside = get_args(annotation)
    if isinstance(value, dict) and len(inside) == 2 and inside[0] is str:
        pairs = list(value.items())
        adapter = _adapter(inside[1])
    elif isinstance(value, list) and Ellipsis in inside:
        pairs = list(enumerate(value))
        adapter = _adapter(inside[0])
    elif section == "governance" and isinstance(value, dict):
        return _governance(value, wrong)
    else:
        if any(path[0] == section for path in wrong):
            return None
        return _checked(_adapter(annotation), value)
    entries = ((key, _checked(adapter, item)) for key, item in pairs if (section, key) not in wrong)
    return {key: entry for key, entry in entries if entry is not None}


def _governance(value: dict[str, Any], wrong: set[Path]) -> GovernanceSpec:
    """The parts of governance that fit the schema; the others are left out."""
    known = fields(GovernanceSpec)
    parts = {
        name: _checked(_adapter(known[name]), part)
        for name, part in value.items()
        if name in known and ("governance", name) not in wrong
    }
    kept = {name: part for name, part in parts.items() if part is not None}
    return GovernanceSpec.model_construct(**kept)


@lru_cache(maxsize=64)
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)


def _checked(adapter: TypeAdapter[Any], value: Any) -> Any:
    try:
        return adapter.validate_python(value)
    except ValidationError:
        return None
