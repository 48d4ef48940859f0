"""Acts: what can be done to a run by hand, each of them an entry of the scenario.

In: what is struck and when, in seconds from the start of the study. Out: values at paths of the
scenario, so that a scenario with them repeats the very run in which the act was done by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.flows import TICKS, ticks
from sandbox.scenario import Document
from sandbox.scenario.document import rewritten
from sandbox.scenario.nodes import Node
from sandbox.scenario.problems import Path
from sandbox.scenario.text import compose

MILLISECOND = TICKS // 1000
BY_HAND = "hand"
"""how names of disturbances begin that were made by hand"""


def written(seconds: float) -> str:
    """A time or duration as a scenario writes it, to the millisecond."""
    return f"{seconds:.3f}".rstrip("0").rstrip(".") + " s"


def ticks_written(seconds: float) -> int:
    """The tick at which what is written for a time takes place."""
    return ticks(float(written(seconds).removesuffix(" s")))


@dataclass(frozen=True)
class Failure:
    """Stations (by the names that outages use) or links (pairs of places) fail.

    `until` is None while nobody has repaired them: they are down to the end of the run.
    """

    start: float
    stations: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    until: float | None = None

    def data(self, last: float) -> dict[str, Any]:
        """The disturbance."""
        struck: dict[str, Any] = {}
        if self.stations:
            struck["stations"] = list(self.stations)
        if self.links:
            struck["links"] = [list(pair) for pair in self.links]
        return {"outage": {**struck, **_when(self.start, self.until, last)}}


@dataclass(frozen=True)
class Cut:
    """A network is cut, in some regions or everywhere."""

    start: float
    network: str
    regions: tuple[str, ...] = ()
    until: float | None = None

    def data(self, last: float) -> dict[str, Any]:
        """The disturbance."""
        where = {"regions": list(self.regions)} if self.regions else {}
        return {"cut": {"network": self.network, **where, **_when(self.start, self.until, last)}}


@dataclass(frozen=True)
class Surge:
    """Demand is multiplied."""

    start: float
    needs: tuple[str, ...]
    factor: float
    until: float | None = None
    regions: tuple[str, ...] = ()

    def data(self, last: float) -> dict[str, Any]:
        """The disturbance."""
        where = {"regions": list(self.regions)} if self.regions else {}
        said = {"needs": list(self.needs), "factor": self.factor, **where}
        return {"surge": {**said, **_when(self.start, self.until, last)}}


@dataclass(frozen=True)
class Expiry:
    """An agreement ends: its term runs out, or it is revoked."""

    start: float
    agreement: str


Act = Failure | Cut | Surge | Expiry
Lasting = Failure | Cut | Surge
"""Acts that can be ended by hand."""


def _when(start: float, until: float | None, last: float) -> dict[str, str]:
    end = last if until is None else until
    return {"from": written(start), "for": written(max(end - start, 0.001))}


def entries(document: Document, acts: Mapping[str, Act]) -> dict[Path, Any]:
    """What acts, by name, write into the scenario: plain values by path."""
    study = document.scenario.study
    last = float(study.horizon) + float(study.drain)
    values: dict[Path, Any] = {}
    for name, act in acts.items():
        if isinstance(act, Expiry):
            values["agreements", act.agreement, "until"] = written(act.start)
        else:
            values["disturbances", name] = act.data(last)
    return values


def with_acts(document: Document, acts: Mapping[str, Act]) -> Document:
    """The scenario in which the acts are written.

    Raises:
        Refused: when the scenario cannot have such an entry.
    """
    if not acts:
        return document
    return rewritten(document, {path: node(data) for path, data in entries(document, acts).items()})


def node(data: Any) -> Node:
    """Plain data as part of a scenario's tree."""
    import json

    text = json.dumps({"value": data}, ensure_ascii=False)
    return compose(text, BY_HAND).mapping["value"]


def free_name(document: Document, acts: Mapping[str, Act]) -> str:
    """The next name for a disturbance made by hand."""
    taken = {*document.scenario.disturbances, *acts}
    return next(name for n in range(1, 1 << 30) if (name := f"{BY_HAND}-{n}") not in taken)
