"""A small valid world for tests: a province with two prefectures of two counties each."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

from sandbox.language import Message
from sandbox.scenario.problems import Problem
from sandbox.scenario.scenario import Scenario
from sandbox.world import World, build

LINK = {"latency": "1 ms", "bandwidth": "100 Mbps"}


def network(kind: str, county: str = "5 ms") -> dict[str, Any]:
    return {
        "kind": kind,
        "access": LINK,
        "uplinks": {
            "province": {"latency": "20 ms"},
            "prefecture": {"latency": "10 ms"},
            "county": {"latency": county},
        },
    }


def resource(**changes: Any) -> dict[str, Any]:
    return {
        "name": {"zh": "人口", "en": "population"},
        "provider": "police",
        "level": "county",
        "class": "basic",
        "kind": "identity",
        "modes": ["query", "exchange"],
        "subject": "person",
        "records": 1000,
        "record_size": "2 kB",
        "changes": "0.2/year",
        "collection": {"delay": "1 day", "error": "1%"},
    } | changes


def need(**changes: Any) -> dict[str, Any]:
    return {
        "consumer": "tax",
        "levels": ["county"],
        "resources": ["population"],
        "mode": "query",
        "rate": "10/h",
        "deadline": "1 day",
        "priority": 1,
        "reach": {"local": 0.9, "prefecture": 0.05, "province": 0.03, "nation": 0.02},
        "request_size": "1 kB",
        "retries": 0,
        "out_of_scope": 0,
    } | changes


SMALL: dict[str, Any] = {
    "scenario": "small",
    "title": "small",
    "about": "a small world",
    "regions": [{"code": "330000", "prefectures": 2, "counties": 2, "population": 4_000_000}],
    "departments": {
        "police": {
            "name": {"zh": "公安局", "en": "police"},
            "levels": ["province", "prefecture", "county"],
            "networks": ["extranet", "intranet"],
        },
        "tax": {
            "name": {"zh": "税务局", "en": "tax"},
            "levels": ["prefecture", "county"],
        },
    },
    "networks": {"extranet": network("extranet"), "intranet": network("intranet", "1 ms")},
    "stations": {},
    "catalogue": {
        "population": resource(),
        "income": resource(
            name={"zh": "纳税", "en": "income"},
            provider="tax",
            level="prefecture",
            kind="status",
            **{"class": "business"},
        ),
    },
    "profiles": {
        "always": {"hours": [1] * 24, "days_off": 1},
        "office": {"hours": [0] * 9 + [1] * 8 + [0] * 7, "days_off": 0},
    },
    "needs": {"check": need()},
    "calendar": {},
    "costs": {
        "staff_hour": "50 CNY",
        "citizen_hour": "30 CNY",
        "collection_hours": 1,
        "letter_hours": 1,
        "negotiation_days": 5,
        "server_hour": "1 CNY",
        "gigabyte_moved": "1 CNY",
        "build": {},
        "build_years": 5,
    },
    "models": {},
    "study": {
        "start": "2024-02-05",
        "horizon": "14 days",
        "warm_up": "1 day",
        "drain": "7 days",
        "replications": 2,
        "seed": 1,
        "series": "1 h",
        "confidence": 0.95,
    },
}


class Paper:
    """Stands for a loaded document whose problems are all on line 1."""

    def __init__(self, data: dict[str, Any], folder: Path | None = None) -> None:
        self.scenario = Scenario.model_validate(data)
        self.folder = folder or Path()
        self.warnings = ()

    def problem(self, path: tuple[str | int, ...], message: Message) -> Problem:
        return Problem("small.yaml", 1, 1, ".".join(map(str, path)), message)

    def warning(self, path: tuple[str | int, ...], message: Message) -> Problem:
        return replace(self.problem(path, message), warning=True)


def small(**sections: Any) -> dict[str, Any]:
    """`SMALL` with some sections replaced."""
    return copy.deepcopy(SMALL) | sections


def world_of(folder: Path | None = None, **sections: Any) -> World:
    return build(Paper(small(**sections), folder))  # type: ignore[arg-type]
