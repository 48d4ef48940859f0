"""Textbook queues made short, for studies that take a second in the readable engine."""

from __future__ import annotations

from sandbox.scenario import load
from sandbox.scenario.document import Document, rewritten
from sandbox.scenario.nodes import Node
from sandbox.scenario.problems import Mark, Path

HERE = Mark("here", 1, 1)
ONE = "bilateral"
"""the model in which only the station takes time"""


def shortened(name: str, horizon: str = "3000 s", warm_up: str = "300 s") -> Document:
    """A textbook scenario with a shorter horizon."""
    values: dict[Path, Node] = {
        ("study", "horizon"): Node(horizon, HERE),
        ("study", "warm_up"): Node(warm_up, HERE),
        ("study", "series"): Node(horizon, HERE),
    }
    return rewritten(load(f"textbook/{name}"), values)
