"""Groupings: which streams, stations, links and copies belong to which group.

In: a program and a label to group by, or labels to select by, or neither. Out: a `Grouping`: for
every thing the position of its group, -1 for things of no group. All measures are sums over
groups, so a new breakdown costs the engines nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sandbox.flows import Program
from sandbox.flows.program import StreamKind

BREAKDOWNS = (
    "need",
    "department",
    "region",
    "level",
    "resource",
    "agency",
    "role",
    "station",
    "network",
    "link",
    "copy",
)
"""What measures can be broken down by: labels of things; `station`, `link`, `copy`: one's name."""

KINDS = ("streams", "stations", "links", "copies")

_SINGLE = {"station": "stations", "link": "links", "copy": "copies"}

Groups = NDArray[np.int64]


class _Labelled(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def labels(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Grouping:
    """Groups of the things of a program.

    `of` gives for each kind of thing, by position in the program, the position in `names`, or -1.
    `kept` names the kinds of which at least one thing has a group; measures of other kinds are
    not defined.
    """

    names: tuple[str, ...]
    of: Mapping[str, Groups]
    kept: frozenset[str]
    whole: bool = False

    @property
    def size(self) -> int:
        """Number of groups."""
        return len(self.names)

    @property
    def streams(self) -> Groups:
        """The group of each stream."""
        return self.of["streams"]

    @property
    def stations(self) -> Groups:
        """The group of each station."""
        return self.of["stations"]

    @property
    def links(self) -> Groups:
        """The group of each link."""
        return self.of["links"]

    @property
    def copies(self) -> Groups:
        """The group of each copy."""
        return self.of["copies"]


def everything(program: Program) -> Grouping:
    """One group of all things; what is asked with stolen credentials is nobody's request."""
    groups = {kind: np.zeros(len(_things(program, kind)), np.int64) for kind in KINDS}
    groups["streams"][[one.kind is StreamKind.THEFT for one in program.streams]] = -1
    return Grouping(("",), groups, frozenset(KINDS), whole=True)


def by_label(program: Program, label: str) -> Grouping:
    """One group for every value of `label`, in alphabetical order.

    Raises:
        ValueError: for a label that is no breakdown.
    """
    if label not in BREAKDOWNS:
        raise ValueError(f"no breakdown by {label!r}; there are {', '.join(BREAKDOWNS)}")
    values = {kind: _values(program, kind, label) for kind in KINDS}
    names = sorted({value for column in values.values() for value in column if value is not None})
    position = {name: index for index, name in enumerate(names)}
    groups = {
        kind: np.array([-1 if v is None else position[v] for v in column], np.int64)
        for kind, column in values.items()
    }
    kept = frozenset(kind for kind in KINDS if (groups[kind] >= 0).any())
    return Grouping(tuple(names), groups, kept)


def having(program: Program, where: Mapping[str, str]) -> Grouping:
    """One group of the things that carry all labels of `where`.

    Raises:
        ValueError: for a label that is no breakdown.
    """
    if not where:
        return everything(program)
    kept = frozenset(KINDS)
    inside = {kind: np.ones(len(_things(program, kind)), bool) for kind in KINDS}
    for label, value in where.items():
        part = by_label(program, label)
        kept &= part.kept
        wanted = part.names.index(value) if value in part.names else -2
        for kind in KINDS:
            inside[kind] &= part.of[kind] == wanted
    name = ", ".join(f"{label}={value}" for label, value in sorted(where.items()))
    groups = {kind: np.where(chosen, 0, -1) for kind, chosen in inside.items()}
    return Grouping((name,), groups, kept)


def _things(program: Program, kind: str) -> Sequence[_Labelled]:
    things: Sequence[_Labelled] = getattr(program, kind)
    return things


def _values(program: Program, kind: str, label: str) -> list[str | None]:
    if label in _SINGLE:
        return [thing.name if kind == _SINGLE[label] else None for thing in _things(program, kind)]
    if label == "agency" and kind == "copies":
        return _holders(program)
    return [thing.labels.get(label) or None for thing in _things(program, kind)]


def _holders(program: Program) -> list[str | None]:
    """The agency that holds each copy; none where the platform does."""
    agencies = {
        thing.labels.get("agency")
        for kind in ("streams", "stations")
        for thing in _things(program, kind)
    }
    holders = (copy.labels.get("holder") for copy in program.copies)
    return [holder if holder in agencies else None for holder in holders]
