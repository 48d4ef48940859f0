"""The departments that provinces have, with the information of each and what each asks of others.

In: the table beside this module. Out: `TypicalDepartment`s by key. Names are those of local
departments; all numbers are assumptions to begin with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from sandbox.language import Text
from sandbox.scenario.text import compose


@dataclass(frozen=True)
class TypicalDepartment:
    """A department to choose."""

    key: str
    name: Text
    information: Mapping[str, Mapping[str, Any]]
    """catalogue entries, `per_person` in the place of `records`"""
    asks: Mapping[str, float]
    """entries of other departments → share of its calls, as a weight"""


@lru_cache(maxsize=1)
def typical() -> Mapping[str, TypicalDepartment]:
    """All of them, in the order in which they are offered."""
    file = resources.files("sandbox.world.pilot") / "typical.yaml"
    table = compose(file.read_text(encoding="utf-8"), "typical.yaml").plain()
    return {
        key: TypicalDepartment(key, Text(**entry["name"]), entry["information"], entry["asks"])
        for key, entry in table.items()
    }
