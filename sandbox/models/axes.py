"""The three axes on which sharing models differ: collection, aggregation, sharing.

In: what a scenario says of a model (a preset's name, or the axes themselves). Out: a triple.
Which triples are legal is known by the presets, see `presets.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.scenario.workings import ModelSpec

NAMES = ("collection", "aggregation", "sharing")


@dataclass(frozen=True, order=True)
class Axes:
    """How changes are collected, where data is brought together, how a request is answered."""

    collection: str
    aggregation: str
    sharing: str

    def __str__(self) -> str:
        return f"{self.collection} × {self.aggregation} × {self.sharing}"


def spelled(spec: ModelSpec) -> Axes | None:
    """The axes that an entry spells itself; None when it spells none or only some."""
    if spec.collection and spec.aggregation and spec.sharing:
        return Axes(spec.collection, spec.aggregation, spec.sharing)
    return None


def named(spec: ModelSpec) -> tuple[str, ...]:
    """Which axes an entry spells."""
    return tuple(name for name in NAMES if getattr(spec, name) is not None)
