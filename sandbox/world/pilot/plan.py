"""A pilot province from a few answers.

In: a `Plan`: a region of GB/T 2260, how many of its prefectures and counties, departments, people,
calls. Out: the plain data of a scenario: the departments' typical information, needs between them,
and agreements for what is business information.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.language import Message, Text
from sandbox.world.pilot.departments import TypicalDepartment, typical
from sandbox.world.regions import NATION, Place, gbt2260

COUNTY = 496_581
"""inhabitants of a county, the mean of the 2020 census, as everywhere in the product"""
MODELS = ("letters", "central_library", "federated_query")
_SOURCE = "assumption"


@dataclass(frozen=True)
class Plan:
    """What is asked for a new pilot province."""

    name: str
    code: str
    """of a province, a prefecture or a county in GB/T 2260"""
    departments: tuple[str, ...] = field(default_factory=lambda: tuple(typical()))
    prefectures: int | None = 2
    """how many of them, in code order; None: all"""
    counties: int | None = 3
    """how many of each prefecture"""
    population: float | None = None
    """inhabitants of all regions together; None: as many as counties have on average"""
    calls: float = 1000.0
    """a day, of all agencies together"""

    @property
    def place(self) -> Place | None:
        """The region in the table."""
        found = gbt2260().get(self.code)
        return found if found is not None and found.code != NATION else None

    def mistakes(self) -> list[Message]:
        """What keeps it from being made."""
        found = []
        if self.place is None:
            said = {"code": self.code}
            found.append(Message("{code} is no province, prefecture or county of GB/T 2260", said))
        if len(self.departments) < 2 or not self.needs():
            found.append(Message("choose at least two departments of which one asks another"))
        if self.calls <= 0:
            found.append(Message("the calls a day must be more than 0"))
        return found

    def counties_chosen(self) -> list[str]:
        """Codes of the counties that the region has with these numbers, as the world draws them."""
        table, place = gbt2260(), self.place
        if place is None:
            return []
        if place.level == "county":
            return [place.code]
        inside = [table[code] for code in place.children]
        parents = [each for each in inside if each.level == "prefecture"][: self.prefectures]
        if place.level == "prefecture" or not parents:
            parents = [place]
        found: list[str] = []
        for parent in parents:
            below = [code for code in parent.children if table[code].level == "county"]
            found += below[: self.counties]
        return found

    def needs(self) -> list[tuple[str, str, float]]:
        """Who asks for what, with the weight of its calls."""
        known = typical()
        chosen = [known[key] for key in self.departments if key in known]
        entries = {entry for each in chosen for entry in each.information}
        return [
            (each.key, entry, weight)
            for each in chosen
            for entry, weight in each.asks.items()
            if entry in entries
        ]


def planned(plan: Plan) -> dict[str, Any]:
    """The data of the scenario.

    Raises:
        ValueError: for a plan with mistakes.
    """
    if plan.mistakes() or plan.place is None:
        raise ValueError(plan.mistakes())
    known, place = typical(), plan.place
    chosen = [known[key] for key in plan.departments]
    counties = plan.counties_chosen()
    lowest = "county" if counties else place.level
    people = plan.population or float(COUNTY * max(len(counties), 1))
    needs = plan.needs()
    whole = sum(weight for _, _, weight in needs)
    askers = max(len(counties), 1)
    return {
        "scenario": plan.name,
        "title": _both(Text(f"{place.name.zh}试点", f"Pilot in {place.name.en}")),
        "about": _both(
            Text(
                f"{place.name.zh}{len(chosen)}个部门、{askers}个区县之间的信息共享。"
                "看每种共享模式的响应时间、新鲜率和费用。",
                f"Information shared between {len(chosen)} departments in {askers} counties of "
                f"{place.name.en}. Look at the response time, freshness and cost of each model.",
            )
        ),
        "regions": [_region(plan, place, people)],
        "departments": {each.key: _department(each, place) for each in chosen},
        "catalogue": {
            name: _entry(each.key, entry, lowest, people)
            for each in chosen
            for name, entry in each.information.items()
        },
        "needs": {
            f"{consumer}-{entry}": _need(
                consumer, entry, lowest, plan.calls * weight / whole / askers
            )
            for consumer, entry, weight in needs
        },
        "agreements": agreements(
            {
                name: {"provider": each.key, **entry}
                for each in chosen
                for name, entry in each.information.items()
            },
            [(consumer, entry) for consumer, entry, _ in needs],
        ),
        "models": {model: {} for model in MODELS},
        "study": {
            "start": "2025-03-03",
            "horizon": "7 days",
            "warm_up": "3 days",
            "replications": 3,
            "seed": 1,
            "baseline": MODELS[0],
        },
    }


def agreements(
    catalogue: Mapping[str, Mapping[str, Any]], needs: list[tuple[str, str]]
) -> dict[str, Any]:
    """An agreement of each provider of business information with all who ask for it."""
    found: dict[str, Any] = {}
    for name, entry in catalogue.items():
        asking = [consumer for consumer, wanted in needs if wanted == name]
        asking = [each for each in dict.fromkeys(asking) if each != entry["provider"]]
        if entry.get("class") != "business" or not asking:
            continue
        found[name] = {
            "name": _agreement(entry.get("name")),
            "provider": entry["provider"],
            "consumers": asking,
            "resources": [name],
        }
        if found[name]["name"] is None:
            del found[name]["name"]
    return found


def _agreement(name: Any) -> Any:
    if not isinstance(name, Mapping):
        return None
    zh, en = name.get("zh"), name.get("en")
    words = {"zh": f"{zh}共享协议" if zh else None, "en": f"Agreement: {en}" if en else None}
    return {language: said for language, said in words.items() if said}


def _both(words: Text) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _region(plan: Plan, place: Place, people: float) -> dict[str, Any]:
    entry: dict[str, Any] = {"code": place.code}
    has_prefectures = any(gbt2260()[code].level == "prefecture" for code in place.children)
    if has_prefectures and plan.prefectures is not None:
        entry["prefectures"] = plan.prefectures
    if place.level != "county" and plan.counties is not None:
        entry["counties"] = plan.counties
    if plan.population:
        entry["population"] = round(people)
    return entry


def _department(department: TypicalDepartment, place: Place) -> dict[str, Any]:
    levels = ["province", "prefecture", "county"]
    return {
        "name": _both(department.name),
        "levels": levels[levels.index(place.level) :],
    }


def _entry(provider: str, entry: Mapping[str, Any], level: str, people: float) -> dict[str, Any]:
    records = max(round(entry["per_person"] * people), 1)
    kept = ("class", "kind", "sharing", "secrecy", "subject")
    return {
        "name": entry["name"],
        "provider": provider,
        "level": level,
        **{key: entry[key] for key in kept},
        "modes": ["query", "exchange"],
        "records": {"value": records, "source": _SOURCE},
        "changes": {"value": entry["changes"], "source": _SOURCE},
        "collection": {
            "delay": {"exponential": "1 day", "source": _SOURCE},
            "error": {"value": "1%", "source": _SOURCE},
        },
    }


def _need(consumer: str, entry: str, level: str, rate: float) -> dict[str, Any]:
    return {
        "consumer": consumer,
        "levels": [level],
        "resources": [entry],
        "mode": "query",
        "rate": {"value": f"{rate:.4g}/day", "source": _SOURCE},
        "profile": "service_hall",
        "deadline": {"value": "1 day", "source": _SOURCE},
        "reach": {"local": 0.9, "prefecture": 0.1, "province": 0, "nation": 0},
    }
